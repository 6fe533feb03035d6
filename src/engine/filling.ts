// A tensor that is filled row by row, as the steps of a recurrent layer come. Here rows are windows on memory that is there from the
// start. A device makes its memory anew with every write, so there each part is a tensor of its own until all are joined.
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { runIfThere } from './run.js'

export class Filling {
  readonly #like: Tensor
  readonly #width: number
  /** Where memory is here, or was joined. */
  #whole: Tensor | null = null
  readonly #parts = new Map<number, Tensor>()

  /** With the dtype and device of `like`. */
  constructor(like: Tensor, rows: number, width: number) {
    this.#like = like
    this.#width = width
    if (like.memory.isHere) this.#whole = emptyTensor([rows, width], like.dtype, like.device)
  }

  /** Some rows, to be written to; each is asked for once. */
  part(at: number, rows: number): Tensor {
    if (this.#whole !== null) return this.#whole.narrow(0, at, rows)
    const part = emptyTensor([rows, this.#width], this.#like.dtype, this.#like.device)
    this.#parts.set(at, part)
    return part
  }

  /** All rows, once they are written. */
  whole(): Tensor {
    if (this.#whole !== null) return this.#whole
    const parts = [...this.#parts].sort(([a], [b]) => a - b).map(([, part]) => part)
    const rows = parts.reduce((count, part) => count + part.sizes[0], 0)
    const whole = emptyTensor([rows, this.#width], this.#like.dtype, this.#like.device)
    const widths = parts.map((part) => part.count)
    runIfThere('join', [whole, ...parts], 1, widths)
    return (this.#whole = whole)
  }
}
