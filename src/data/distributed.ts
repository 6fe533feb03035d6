// `torch.utils.data.distributed`: the samples of one of several processes. Follows torch/utils/data/distributed.py.
import { AssertionError, RuntimeError, ValueError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { call } from '../engine/functions.js'
import { Generator } from '../random/generator.js'
import type { Tensor } from '../tensor/tensor.js'
import { type DatasetLike, lengthOf } from './dataset.js'
import { Sampler } from './sampler.js'

interface DistributedOptions {
  dataset: DatasetLike
  num_replicas: number | null
  rank: number | null
  shuffle: boolean
  seed: number
  drop_last: boolean
}

class DistributedSamplerClass extends Sampler {
  readonly dataset: DatasetLike
  readonly num_replicas: number
  readonly rank: number
  readonly shuffle: boolean
  readonly seed: number
  readonly drop_last: boolean
  /** How many samples this process takes, and all of them together. */
  readonly num_samples: number
  readonly total_size: number
  epoch = 0

  constructor(...args: unknown[]) {
    super()
    const { dataset, num_replicas, rank, shuffle, seed, drop_last } = bind<DistributedOptions>(
      'DistributedSampler',
      args,
      { dataset: required, num_replicas: null, rank: null, shuffle: true, seed: 0, drop_last: false },
    )
    if (num_replicas === null || rank === null)
      throw new RuntimeError('Requires distributed package to be available: give num_replicas and rank')
    if (rank >= num_replicas || rank < 0)
      throw new ValueError(`Invalid rank ${rank}, rank should be in the interval [0, ${num_replicas - 1}]`)
    this.dataset = dataset
    this.num_replicas = num_replicas
    this.rank = rank
    this.shuffle = shuffle
    this.seed = seed
    this.drop_last = drop_last
    const count = lengthOf(dataset)
    const even = drop_last && count % num_replicas !== 0
    this.num_samples = Math.ceil((even ? count - num_replicas : count) / num_replicas)
    this.total_size = this.num_samples * num_replicas
  }

  override *[Symbol.iterator](): IterableIterator<number> {
    const count = lengthOf(this.dataset)
    const order = this.shuffle
      ? ((
          call('randperm', [
            count,
            { generator: new Generator().manual_seed(this.seed + this.epoch) },
          ]) as Tensor
        ).tolist() as number[])
      : Array.from({ length: count }, (_, i) => i)
    if (this.total_size > 0 && count === 0) throw new AssertionError('the dataset is empty')
    // Every process takes as many: the first samples come again at the end, or the last are left out.
    for (let i = this.rank; i < this.total_size; i += this.num_replicas) yield order[i % count]
  }
  override get length(): number {
    return this.num_samples
  }
  /** Shuffles otherwise from now on. */
  set_epoch(epoch: number): void {
    this.epoch = epoch
  }
}
/** Every `num_replicas`-th sample, from number `rank` on, in an order that an epoch has in all processes. */
export const DistributedSampler = callable(DistributedSamplerClass, 'DistributedSampler')
export type DistributedSampler = DistributedSamplerClass
