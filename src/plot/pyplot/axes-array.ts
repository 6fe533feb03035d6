// The axes that `subplots` gives: a list or a matrix of them, read as NumPy's arrays are: `axes[0, 1]`, `axes.flat`.
import { IndexError } from '../../base/errors.js'
import { Slice } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { pythonType } from '../../base/type-name.js'
import { reprSymbol } from '../../text/repr.js'
import type { Axes } from './axes.js'

export class AxesArray {
  readonly #items: readonly Axes[]
  readonly #shape: readonly number[]
  /** So that `axes[0][1]` reads in TypeScript as it does in Python. */
  readonly [index: number]: Axes | AxesArray

  constructor(items: readonly Axes[], shape: readonly number[]) {
    this.#items = items
    this.#shape = shape
    for (let i = 0; i < shape[0]; i++)
      Object.defineProperty(this, i, { get: () => this.#row(i), enumerable: true, configurable: true })
  }
  get [pythonType](): string {
    return 'numpy.ndarray'
  }
  [reprSymbol](repr: (value: unknown) => string): string {
    return `array([${[...this].map((one) => repr(one).replace(/^array\(|, dtype=object\)$/g, '')).join(', ')}], dtype=object)`
  }

  #row(i: number): Axes | AxesArray {
    const [, columns] = this.#shape
    return columns === undefined
      ? this.#items[i]
      : new AxesArray(this.#items.slice(i * columns, (i + 1) * columns), [columns])
  }
  get shape(): Tuple {
    return Tuple.from<unknown>(this.#shape)
  }
  get size(): number {
    return this.#items.length
  }
  get ndim(): number {
    return this.#shape.length
  }
  get length(): number {
    return this.#shape[0]
  }
  *[Symbol.iterator](): Iterator<Axes | AxesArray> {
    for (let i = 0; i < this.#shape[0]; i++) yield this.#row(i)
  }
  get flat(): Axes[] {
    return [...this.#items]
  }
  ravel(): AxesArray {
    return new AxesArray(this.#items, [this.#items.length])
  }
  flatten(): AxesArray {
    return this.ravel()
  }
  reshape(): AxesArray {
    return this.ravel()
  }
  tolist(): unknown[] {
    return [...this].map((one) => (one instanceof AxesArray ? one.tolist() : one))
  }
  __len__(): number {
    return this.#shape[0]
  }

  __getitem__(key: unknown): unknown {
    const keys = Array.isArray(key) ? (key as unknown[]) : [key]
    return keys.length === 0 ? this : this.#pick(keys)
  }
  #pick([key, ...rest]: readonly unknown[]): unknown {
    const count = this.#shape[0]
    if (key instanceof Slice) {
      const picked = sliced(count, key).map((i) => this.#row(i))
      if (rest.length === 0) {
        const items = picked.flatMap((one) => (one instanceof AxesArray ? one.flat : [one]))
        return new AxesArray(items, [picked.length, ...this.#shape.slice(1)])
      }
      return new AxesArray(
        picked.map((one) => (one as AxesArray).__getitem__(rest) as Axes),
        [picked.length],
      )
    }
    const index = Number(key)
    const at = index < 0 ? index + count : index
    if (!Number.isInteger(at) || at < 0 || at >= count)
      throw new IndexError(`index ${index} is out of bounds for axis 0 with size ${count}`)
    const one = this.#row(at)
    if (rest.length === 0) return one
    if (!(one instanceof AxesArray))
      throw new IndexError('too many indices for array: array is 1-dimensional, but 2 were indexed')
    return one.__getitem__(rest)
  }
}

// Its type prints as that of the array of objects that it stands for.
Object.defineProperty(AxesArray, 'name', { value: 'ndarray', configurable: true })

function sliced(count: number, { start, stop, step }: Slice): number[] {
  const by = step ?? 1
  const end = (value: number | null, otherwise: number): number =>
    value === null ? otherwise : Math.min(count, Math.max(0, value < 0 ? value + count : value))
  const places: number[] = []
  if (by > 0) for (let i = end(start, 0); i < end(stop, count); i += by) places.push(i)
  else
    for (
      let i = Math.min(count - 1, end(start, count - 1));
      i > (stop === null ? -1 : end(stop, -1));
      i += by
    )
      places.push(i)
  return places
}
