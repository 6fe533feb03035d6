// Which samples an iteration is for: all of them, or some, in an order that changes with every epoch.
import torch, { type Tensor } from '../torch.js'
import type { Samples } from './kind.js'

export class Batches {
  readonly #samples: Samples
  readonly #size: number
  readonly #seed: number
  readonly perEpoch: number
  #epoch = -1
  #order: Tensor | undefined

  constructor(samples: Samples, size: number, seed: number) {
    const rows = samples.x.size(0)
    this.#samples = samples
    this.#size = Math.min(size, rows)
    this.#seed = seed
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
    return { x: x.index_select(0, chosen), y: y.index_select(0, chosen) }
  }
}
