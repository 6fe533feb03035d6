// What a model gets of a table's columns: of numbers the number, of categories a 1 for the one that is there and a 0 for
// each of the others, and what these numbers are called.
import { classIn, compareClasses } from './table-cells.js'

/** What was subtracted from each input, and what it was then divided by. */
export interface Scaling {
  readonly mean: readonly number[]
  readonly scale: readonly number[]
}

export interface Column {
  readonly name: string
  /** What its cells may be; missing where they are numbers. */
  readonly categories?: readonly string[]
}

/** Categories of one column at the most: a word of its own in every row tells nothing about other rows. */
export const mostCategories = 100

/** The names of a model's inputs, in their order. */
export const inputsOf = (columns: readonly Column[]): string[] =>
  columns.flatMap(({ name, categories }) =>
    categories ? categories.map((category) => `${name}=${category}`) : [name],
  )

/** `age, city (Bern, Rome)` */
export const columnTexts = (columns: readonly Column[]): string[] =>
  columns.map(({ name, categories }) =>
    categories
      ? `${name} (${categories.length > 6 ? `${categories.length} categories` : categories.join(', ')})`
      : name,
  )

/** Puts the inputs of a row into `x`: from `row`, which has the number, or that of the category, of each column. */
export function placeInputs(
  columns: readonly Column[],
  row: Float64Array,
  from: number,
  x: Float32Array,
  to: number,
  scaling: Scaling | null,
): void {
  for (let i = 0, at = to; i < columns.length; i++) {
    const value = row[from + i]
    const { categories } = columns[i]
    // Categories are 0 and 1 whatever the scaling: their weights say what each adds.
    if (categories) for (let k = 0; k < categories.length; k++) x[at++] = k === value ? 1 : 0
    else {
      const input = at - to
      x[at++] = scaling ? (value - scaling.mean[input]) / scaling.scale[input] : value
    }
  }
}

/** The categories of a column, numbered as they are met; where they are known already, there are no others. */
export class Categories {
  readonly isClosed: boolean
  readonly #numbers = new Map<string, number>()

  constructor(known?: readonly string[]) {
    this.isClosed = known !== undefined
    for (const name of known ?? []) this.#numbers.set(name, this.#numbers.size)
  }

  get names(): string[] {
    return [...this.#numbers.keys()]
  }

  /** The number of a cell's category; NaN where it is missing, -1 where there is no such category or no room for one. */
  numberOf(cell: string | undefined): number {
    const name = classIn(cell)
    if (name === null) return NaN
    const number = this.#numbers.get(name)
    if (number !== undefined) return number
    if (this.isClosed || this.#numbers.size === mostCategories) return -1
    this.#numbers.set(name, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** The categories in an order that does not depend on the rows', and where each number is in it. */
  ordered(): { names: string[]; places: number[] } {
    const { names } = this
    const sorted = this.isClosed ? names : [...names].sort(compareClasses)
    return { names: sorted, places: names.map((name) => sorted.indexOf(name)) }
  }
}
