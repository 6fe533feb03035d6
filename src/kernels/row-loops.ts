// Compiles a scalar formula of two operands into a loop over rows, where one operand is the same row each time, or one element
// for each row, and the other may be all that the result is, or the other of these two.
import type { TypedArray } from '../base/dtype.js'
import { type Formula, type LargeLoop, SHORT_FROM, VECTORS_FROM } from './warm-up.js'

/**
 * Applies a formula to `rows` rows of `width` elements, which fill the result one after the other.
 *
 * Of each operand: its array, the place of the first element, the step along a row (0 or 1) and that from row to row.
 *
 * @returns false where nothing was done, as it is too large for this way
 */
export type RowLoop = (
  rows: number,
  width: number,
  out: TypedArray,
  at: number,
  a: TypedArray,
  aAt: number,
  aInner: number,
  aOuter: number,
  b: TypedArray,
  bAt: number,
  bInner: number,
  bOuter: number,
  extra?: unknown,
) => boolean

/**
 * @param kinds `tt`, or `tts` where the formula has a further parameter
 * @param vectors do what is long, where they can
 * @param label a name that shows up in profiles and keeps V8 from sharing feedback between loops
 */
export function rowLoop(
  formula: Formula,
  kinds: string,
  outIsBool: boolean,
  label: string,
  vectors: { readonly short: LargeLoop },
): RowLoop {
  const params = 'a0, o0, s0, u0, a1, o1, s1, u1' + (kinds.length > 2 ? ', v2' : '')
  const written = (a: string, b: string): string =>
    `for (let i = 0; i < width; i++) out[oo + i] = f(${a}, ${b}${kinds.length > 2 ? ', v2' : ''})${outIsBool ? ' ? 1 : 0' : ''}`
  const source = `return function (rows, width, out, oo, ${params}) { // ${label}
  const n = rows * width
  if (n >= ${SHORT_FROM} && vectors.short(n, rows, width, out, oo, ${params})) return true
  if (n >= ${VECTORS_FROM}) return false
  for (let r = 0; r < rows; r++, oo += width, o0 += u0, o1 += u1) {
    if (s0 === 0) { const x = a0[o0]; ${written('x', 'a1[o1 + i]')} }
    else if (s1 === 0) { const y = a1[o1]; ${written('a0[o0 + i]', 'y')} }
    else ${written('a0[o0 + i]', 'a1[o1 + i]')}
  }
  return true
}`
  return new Function('f', 'vectors', source)(formula, vectors) as RowLoop
}
