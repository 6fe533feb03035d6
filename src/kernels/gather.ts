/** Reads elements from places: the reference of index_select, gather, take and indexing with tensors. */
import type { TypedArray } from '../base/dtype.js'
import type { Blocks } from './places.js'

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

/** One loop for each kind of array, so that V8 sees one kind in each. */
const loops = new Map<string, GatherLoop>()

function gatherLoop(array: TypedArray, width: number): GatherLoop {
  const key = `${array.constructor.name} ${width}`
  let loop = loops.get(key)
  if (loop === undefined) {
    const move =
      width === 1 ? 'to[t++] = from[f]' : 'to[t] = from[2 * f]; to[t + 1] = from[2 * f + 1]; t += 2'
    loop = new Function(`return function gather(to, t, from, outer, middle, inner) { // ${key}
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
    loops.set(key, loop)
  }
  return loop
}

/**
 * Fills `to`, from its cell `t` on, with the elements of `from` at `blocks`.
 *
 * @param width cells an element takes: 2 for complex numbers, and for int64 as pairs of int32
 */
export function gather(to: TypedArray, t: number, from: TypedArray, width: number, blocks: Blocks): void {
  const { outer, middle, inner } = blocks
  const block = inner.length * width
  if (block <= SHORT_RUN || !isRun(inner)) {
    gatherLoop(from, width)(to, t, from, outer, middle, inner)
    return
  }
  for (let o = 0; o < outer.length; o++)
    for (let k = 0; k < middle.length; k++, t += block) {
      const base = (outer[o] + middle[k]) * width
      ;(to as Float32Array).set(from.subarray(base, base + block) as Float32Array, t)
    }
}
