// Samplers: in which order samples are taken. They draw as torch/utils/data/sampler.py does, number for number.
import { Adopting } from '../base/adopt.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import { Generator } from '../random/generator.js'
import { float64, int64 } from '../base/dtype.js'
import { NotImplementedError, TypeError, ValueError } from '../base/errors.js'
import { str } from '../text/repr.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { type DatasetLike, itemOf, lengthOf } from './dataset.js'

/** A 63-bit number from the generator: what each epoch starts with. */
export function drawSeed(generator: Generator | null): number | bigint {
  return emptyTensor([], int64).random_({ generator }).item() as number | bigint
}

const isPositiveInt = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0

class SamplerClass extends Adopting {
  constructor(_data_source?: unknown) {
    super()
  }

  *[Symbol.iterator](): IterableIterator<any> {
    throw new NotImplementedError(`${this.constructor.name} is missing "[Symbol.iterator]"`)
  }
  get length(): number {
    throw new TypeError(`object of type '${this.constructor.name}' has no len()`)
  }
}
/** Base of samplers: a subclass writes `[Symbol.iterator]`, and `length` where it is known. */
export const Sampler = callable(SamplerClass, 'Sampler')
export type Sampler = SamplerClass

/** What `torch.as_tensor` takes for weights. */
function numbersIn(weights: unknown): unknown {
  if (weights === null) usedAs('real', weights)
  return typeof weights === 'object' && !Array.isArray(weights)
    ? Array.from(weights as ArrayLike<number>)
    : weights
}

class SequentialSamplerClass extends Sampler {
  readonly data_source: DatasetLike
  constructor(data_source: DatasetLike) {
    super()
    this.data_source = data_source
  }
  override *[Symbol.iterator](): IterableIterator<number> {
    const count = lengthOf(this.data_source)
    for (let i = 0; i < count; i++) yield i
  }
  override get length(): number {
    return lengthOf(this.data_source)
  }
}
/** One sample after another. */
export const SequentialSampler = callable(SequentialSamplerClass, 'SequentialSampler', 'data_source')
export type SequentialSampler = SequentialSamplerClass

interface RandomKeywords {
  data_source?: DatasetLike
  replacement?: boolean
  num_samples?: number | null
  generator?: Generator | null
}

class RandomSamplerClass extends Sampler {
  readonly data_source: DatasetLike
  readonly replacement: boolean
  readonly generator: Generator | null
  readonly _num_samples: number | null
  constructor(
    ...args: Arguments<
      [data_source: DatasetLike],
      [replacement?: boolean, num_samples?: number | null, generator?: Generator | null],
      RandomKeywords
    >
  ) {
    super()
    const bound = bind<RandomKeywords>('RandomSampler', args, {
      data_source: required,
      replacement: false,
      num_samples: null,
      generator: null,
    })
    this.data_source = bound.data_source
    this.replacement = bound.replacement
    this._num_samples = bound.num_samples
    this.generator = bound.generator
    if (typeof this.replacement !== 'boolean')
      throw new TypeError(
        `replacement should be a boolean value, but got replacement=${str(this.replacement)}`,
      )
    if (!isPositiveInt(this.num_samples))
      throw new ValueError(
        `num_samples should be a positive integer value, but got num_samples=${str(this.num_samples)}`,
      )
  }
  /** How many are drawn; all of them unless said otherwise. */
  get num_samples(): number {
    return this._num_samples ?? lengthOf(this.data_source)
  }
  override *[Symbol.iterator](): IterableIterator<number> {
    const n = lengthOf(this.data_source)
    const generator = this.generator ?? new Generator().manual_seed(drawSeed(null))
    const count = this.num_samples
    if (this.replacement) {
      const draw = (size: number): number[] =>
        call('randint', [n, [size], { generator }]).tolist() as number[]
      for (let left = count; left >= 32; left -= 32) yield* draw(32)
      yield* draw(count % 32)
    } else {
      const shuffle = (): number[] => call('randperm', [n, { generator }]).tolist() as number[]
      for (let left = count; left >= n; left -= n) yield* shuffle()
      yield* shuffle().slice(0, count % n)
    }
  }
  override get length(): number {
    return this.num_samples
  }
}
/**
 * Samples in random order; with `replacement`, each drawn from all of them.
 *
 * @throws ValueError for an empty dataset
 */
export const RandomSampler = callable(RandomSamplerClass, 'RandomSampler')
export type RandomSampler = RandomSamplerClass

interface SubsetKeywords {
  indices?: ArrayLike<number> | Tensor
  generator?: Generator | null
}

class SubsetRandomSamplerClass extends Sampler {
  readonly indices: ArrayLike<number> | Tensor
  readonly generator: Generator | null
  constructor(
    ...args: Arguments<[indices: ArrayLike<number> | Tensor], [generator?: Generator | null], SubsetKeywords>
  ) {
    super()
    const bound = bind<SubsetKeywords>('SubsetRandomSampler', args, { indices: required, generator: null })
    this.indices = bound.indices
    this.generator = bound.generator
  }
  override *[Symbol.iterator](): IterableIterator<any> {
    const order = call('randperm', [this.length, { generator: this.generator }]).tolist() as number[]
    for (const i of order) yield itemOf(this.indices, i)
  }
  override get length(): number {
    return lengthOf(this.indices)
  }
}
/** The given numbers in random order. */
export const SubsetRandomSampler = callable(SubsetRandomSamplerClass, 'SubsetRandomSampler')
export type SubsetRandomSampler = SubsetRandomSamplerClass

interface WeightedKeywords {
  weights?: ArrayLike<number> | Tensor
  num_samples?: number
  replacement?: boolean
  generator?: Generator | null
}

class WeightedRandomSamplerClass extends Sampler {
  readonly weights: Tensor
  readonly num_samples: number
  readonly replacement: boolean
  readonly generator: Generator | null
  constructor(
    ...args: Arguments<
      [weights: ArrayLike<number> | Tensor, num_samples: number],
      [replacement?: boolean, generator?: Generator | null],
      WeightedKeywords
    >
  ) {
    super()
    const bound = bind<WeightedKeywords>('WeightedRandomSampler', args, {
      weights: required,
      num_samples: required,
      replacement: true,
      generator: null,
    })
    const { weights, num_samples, replacement } = bound
    if (!isPositiveInt(num_samples))
      throw new ValueError(
        `num_samples should be a positive integer value, but got num_samples=${str(num_samples)}`,
      )
    if (typeof replacement !== 'boolean')
      throw new ValueError(`replacement should be a boolean value, but got replacement=${str(replacement)}`)
    this.weights =
      weights instanceof Tensor
        ? weights.to(float64)
        : call('tensor', [numbersIn(weights), { dtype: float64 }])
    if (this.weights.ndim !== 1)
      throw new ValueError(
        `weights should be a 1d sequence but given weights have shape (${this.weights.sizes.join(', ')})`,
      )
    this.num_samples = num_samples
    this.replacement = replacement
    this.generator = bound.generator
  }
  override *[Symbol.iterator](): IterableIterator<number> {
    const { weights, num_samples, replacement, generator } = this
    yield* call('multinomial', [weights, num_samples, replacement, { generator }]).tolist() as number[]
  }
  override get length(): number {
    return this.num_samples
  }
}
/** Number i with a probability in proportion to weight i. */
export const WeightedRandomSampler = callable(WeightedRandomSamplerClass, 'WeightedRandomSampler')
export type WeightedRandomSampler = WeightedRandomSamplerClass

/** Groups of `size`; the last one may be smaller, unless it is dropped. */
export function* inBatches<T>(items: Iterable<T>, size: number, dropsLast: boolean): IterableIterator<T[]> {
  let batch: T[] = []
  for (const item of usedAs('iterable', items) as Iterable<T>) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0 && !dropsLast) yield batch
}

interface BatchKeywords {
  sampler?: Iterable<unknown>
  batch_size?: number
  drop_last?: boolean
}

class BatchSamplerClass extends Sampler {
  readonly sampler: Iterable<unknown>
  readonly batch_size: number
  readonly drop_last: boolean
  constructor(
    ...args: Arguments<
      [sampler: Iterable<unknown>, batch_size: number, drop_last: boolean],
      [],
      BatchKeywords
    >
  ) {
    super()
    const { sampler, batch_size, drop_last } = bind<BatchKeywords>('BatchSampler', args, {
      sampler: required,
      batch_size: required,
      drop_last: required,
    })
    if (!isPositiveInt(batch_size))
      throw new ValueError(
        `batch_size should be a positive integer value, but got batch_size=${str(batch_size)}`,
      )
    if (typeof drop_last !== 'boolean')
      throw new ValueError(`drop_last should be a boolean value, but got drop_last=${str(drop_last)}`)
    this.sampler = sampler
    this.batch_size = batch_size
    this.drop_last = drop_last
  }
  override *[Symbol.iterator](): IterableIterator<any[]> {
    yield* inBatches(this.sampler, this.batch_size, this.drop_last)
  }
  override get length(): number {
    const batches = lengthOf(this.sampler) / this.batch_size
    return this.drop_last ? Math.floor(batches) : Math.ceil(batches)
  }
}
/**
 * Puts the numbers of another sampler into batches.
 *
 * @example
 * const { BatchSampler, SequentialSampler } = torch.utils.data
 * const batches = BatchSampler(SequentialSampler([5, 6, 7]), 2, false)
 * torch.print([...batches]) // [[0, 1], [2]]
 */
export const BatchSampler = callable(BatchSamplerClass, 'BatchSampler')
export type BatchSampler = BatchSamplerClass
