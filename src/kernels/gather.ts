// Reads elements from places: the reference of index_select, gather, take and indexing with tensors.
import type { DType, TypedArray } from '../base/dtype.js'
import type { Memory } from './kernel.js'
import { type Blocks, cellsOf } from './places.js'

/** Below this, a loop is faster than `TypedArray.set`, which needs a new view of the source. */
const SHORT_RUN = 48

/** Whether the inner offsets count 0, 1, 2, … */
function isRun(inner: Int32Array): boolean {
  for (let i = 0; i < inner.length; i++) if (inner[i] !== i) return false
  return true
}

type GatherLoop = (
  to: TypedArray,
  t: number,
  from: TypedArray,
  outer: Int32Array,
  middle: Int32Array,
  inner: Int32Array,
) => void

/** One loop for each dtype, so that V8 sees one kind of array in each. */
const loops: GatherLoop[] = []

function makeLoop(dtype: DType): GatherLoop {
  const move =
    cellsOf(dtype) === 1 ? 'to[t++] = from[f]' : 'to[t] = from[2 * f]; to[t + 1] = from[2 * f + 1]; t += 2'
  return new Function(`return function gather_${dtype.name}(to, t, from, outer, middle, inner) {
    const m = middle.length, n = inner.length
    for (let o = 0; o < outer.length; o++) {
      const start = outer[o]
      if (n === 1) for (let k = 0, base = start + inner[0]; k < m; k++) { const f = base + middle[k]; ${move} }
      else for (let k = 0; k < m; k++) {
        const base = start + middle[k]
        for (let i = 0; i < n; i++) { const f = base + inner[i]; ${move} }
      }
    }
  }`)() as GatherLoop
}

/** Fills the first memory, from its place on, with the elements of the second at `blocks`, which count from its start. */
export function gather({ array: to, at, dtype }: Memory, { array: from }: Memory, blocks: Blocks): void {
  const { outer, middle, inner } = blocks
  const width = cellsOf(dtype)
  const block = inner.length * width
  let t = at * width
  if (block <= SHORT_RUN || !isRun(inner)) {
    ;(loops[dtype.code] ??= makeLoop(dtype))(to, t, from, outer, middle, inner)
    return
  }
  for (let o = 0; o < outer.length; o++)
    for (let k = 0; k < middle.length; k++, t += block) {
      const base = (outer[o] + middle[k]) * width
      ;(to as Float32Array).set(from.subarray(base, base + block) as Float32Array, t)
    }
}
