// Which samples an iteration is for: all of them, or some, in an order that changes with every epoch.
import torch, { type Tensor } from '../torch.js'
import type { Samples } from './kind.js'

/** Copies rows of a matrix without gaps. `index_select` is made for any layout, and takes ten times as long. */
function gather(source: Tensor, rows: BigInt64Array): Tensor {
  const width = source.count / source.size(0)
  const from = source.storage.array as Float32Array
  const picked = new Float32Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    const start = source.offset + Number(rows[i]) * width
    for (let j = 0; j < width; j++) picked[i * width + j] = from[start + j]
  }
  return torch.from_numpy(picked).view([rows.length, ...source.sizes.slice(1)])
}

export class Batches {
  readonly #samples: Samples
  readonly #size: number
  readonly #seed: number
  readonly perEpoch: number
  #epoch = -1
  #order: Tensor | undefined
  readonly #isPlain: boolean

  constructor(samples: Samples, size: number, seed: number) {
    const rows = samples.x.size(0)
    this.#samples = samples
    this.#size = Math.min(size, rows)
    this.#seed = seed
    this.#isPlain = [samples.x, samples.y].every(
      (one) => one.device.type === 'cpu' && one.dtype === torch.float32 && one.is_contiguous(),
    )
    this.perEpoch = Math.ceil(rows / this.#size)
  }

  /** The samples of an iteration. They follow from its number and the seed alone, so that a run can be taken up again. */
  at(iteration: number): Samples {
    if (this.perEpoch === 1) return this.#samples
    const { x, y } = this.#samples
    const epoch = Math.floor(iteration / this.perEpoch)
    if (epoch !== this.#epoch) {
      const generator = torch.Generator().manual_seed(this.#seed + epoch)
      this.#order = torch.randperm(x.size(0), { generator }).to(x.device)
      this.#epoch = epoch
    }
    const from = (iteration % this.perEpoch) * this.#size
    const chosen = this.#order!.narrow(0, from, Math.min(this.#size, x.size(0) - from))
    if (this.#isPlain) {
      const { storage, offset, count } = chosen
      const rows = (storage.array as BigInt64Array).subarray(offset, offset + count)
      return { x: gather(x, rows), y: gather(y, rows) }
    }
    return { x: x.index_select(0, chosen), y: y.index_select(0, chosen) }
  }
}
