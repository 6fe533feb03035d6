// An operand of a loop over two dimensions: where its numbers lie, and how far apart they are.
import type { Memory } from './kernel.js'

/** Steps count elements: along a row, and from row to row. */
export interface Strided extends Memory {
  readonly inner: number
  readonly outer: number
}

/** What a formula is given beside elements: a number, a bigint, a word, or nothing. */
export type Known = number | bigint | string | boolean | null | undefined

export const isStrided = (arg: Strided | Known): arg is Strided => typeof arg === 'object' && arg !== null
