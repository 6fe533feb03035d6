// Copies elements between strided windows of any dtypes. Conversions are C's casts: to an integer cuts the fraction and
// keeps the low bits, to bool asks for "not zero", complex to real drops the imaginary part.
import * as dt from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'
import type { Sizes } from '../base/layout.js'
import { collapse, forEachRun, innerOrder } from '../base/walk.js'
import { kernel, type Memory } from './kernel.js'
import { loadVectors } from './wasm/load.js'

/** Copies `outer` × `inner` elements; each operand has a start and two strides, in elements. */
type CopyLoop = (
  d: TypedArray,
  dAt: number,
  dOuter: number,
  dInner: number,
  s: TypedArray,
  sAt: number,
  sOuter: number,
  sInner: number,
  outer: number,
  inner: number,
) => void

const helpers = { float16ToNumber, bfloat16ToNumber, numberToFloat16, numberToBfloat16 }

/** The statement that writes element `j` of `s` to element `i` of `d`. */
function copyStatement(to: DType, from: DType): string {
  if (to === from) {
    if (to === dt.int64 || to.is_complex) return 'd[2 * i] = s[2 * j]; d[2 * i + 1] = s[2 * j + 1]'
    return 'd[i] = s[j]'
  }
  if (to.is_complex && from.is_complex) return 'd[2 * i] = s[2 * j]; d[2 * i + 1] = s[2 * j + 1]'
  const isWhole = from.isIntegral || from === dt.bool
  if (to === dt.bool) {
    if (from === dt.int64) return 'd[i] = (s[2 * j] | s[2 * j + 1]) === 0 ? 0 : 1'
    // As any real dtype, a bool sees the real part alone: to it 1j is false.
    if (from.is_complex) return 'd[i] = s[2 * j] === 0 ? 0 : 1'
    if (from.isHalf) return 'd[i] = (s[j] & 0x7fff) === 0 ? 0 : 1'
    return 'd[i] = s[j] === 0 ? 0 : 1'
  }
  let read = 's[j]'
  if (from === dt.int64) read = to.isIntegral ? 's[2 * j]' : 's[2 * j + 1] * 4294967296 + (s[2 * j] >>> 0)'
  else if (from.is_complex) read = 's[2 * j]'
  else if (from.isHalf) read = `${from.name}ToNumber(s[j])`
  if (to === dt.int64) {
    if (isWhole) return `const v = ${read}; d[2 * i] = v; d[2 * i + 1] = v < 0 ? -1 : 0`
    return (
      `const v = Math.trunc(${read}); ` +
      'if (v >= -9223372036854775808 && v < 9223372036854775808) { d[2 * i] = v; d[2 * i + 1] = Math.floor(v / 4294967296) } ' +
      'else { d[2 * i] = 0; d[2 * i + 1] = -2147483648 }'
    )
  }
  // What does not fit becomes the smallest int32, as the processor has it.
  if (to === dt.int32 && !isWhole)
    return `const v = Math.trunc(${read}); d[i] = v >= -2147483648 && v <= 2147483647 ? v : -2147483648`
  // The narrower integers take the low bits of that int32; uint8 those of an int64, which is what storing does.
  if (to.isIntegral && to !== dt.uint8 && !isWhole)
    return `const v = Math.trunc(${read}); d[i] = v >= -2147483648 && v <= 2147483647 ? v : 0`
  if (to.is_complex) return `d[2 * i] = ${read}; d[2 * i + 1] = 0`
  if (to.isHalf) return `d[i] = numberTo${to.name === 'float16' ? 'Float16' : 'Bfloat16'}(${read})`
  return `d[i] = ${read}`
}

/** Compiled once for each pair of dtypes, so that V8 sees one kind of array in each. */
const loops: (CopyLoop | undefined)[] = []

function copyLoop(to: DType, from: DType): CopyLoop {
  const key = to.code * 16 + from.code
  return (loops[key] ??= new Function(
    ...Object.keys(helpers),
    `return function copy_${from.name}_to_${to.name}(d, dAt, dOuter, dInner, s, sAt, sOuter, sInner, outer, inner) {
      for (let k = 0; k < outer; k++) {
        for (let n = 0, i = dAt, j = sAt; n < inner; n++, i += dInner, j += sInner) { ${copyStatement(to, from)} }
        dAt += dOuter
        sAt += sOuter
      }
    }`,
  )(...Object.values(helpers)) as CopyLoop)
}

/** Above this many elements a transposing copy goes in tiles, so that both sides use whole cache lines. */
const TILE_FROM = 4096
const TILE = 32

/** From this many slots on, both may lie where vectors reach them. */
const LARGE = 4096

/** From this many on, one number is written everywhere by what is made for that. */
const ONE_FROM = 256

/** Below this many slots, a loop is done before `subarray` has made its view; row by row it is a longer way. */
const SHORT = 24
const SHORT_ROW = 48

/** Pairs of int32 as the int64 that they are. */
const wholeOf = (pairs: TypedArray, width: number): TypedArray =>
  width === 1
    ? pairs
    : (new BigInt64Array(pairs.buffer, pairs.byteOffset, pairs.length >> 1) as unknown as TypedArray)

/** Writes one number to `slots` places that lie side by side. */
export function fillSlots(d: TypedArray, at: number, value: number, slots: number): void {
  if (slots >= LARGE && loadVectors().fillBlock(d, at, value, slots)) return
  ;(d as Float32Array).fill(value, at, at + slots)
}

/** Copies `slots` numbers that lie side by side; the two may overlap. */
export function copyBlock(d: TypedArray, dAt: number, s: TypedArray, sAt: number, slots: number): void {
  if (slots <= SHORT) {
    if (d === s && sAt < dAt) for (let i = slots - 1; i >= 0; i--) d[dAt + i] = s[sAt + i]
    else for (let i = 0; i < slots; i++) d[dAt + i] = s[sAt + i]
    return
  }
  if (slots >= LARGE && loadVectors().moveBlock(d, dAt, s, sAt, slots)) return
  const block = (sAt === 0 && s.length === slots ? s : s.subarray(sAt, sAt + slots)) as Float32Array
  ;(d as Float32Array).set(block, dAt)
}

/**
 * Writes the elements of one window to those of another of the same sizes. int64 comes as pairs of int32, low half
 * first: a BigInt for each element would cost more.
 */
export const copy = kernel('copy', copyElements, { pairs: true, halves: true })

export function copyElements(
  [{ array: d, at: dAt, dtype: to }, { array: s, at: sAt, dtype: from }]: readonly [Memory, Memory],
  sizes: Sizes,
  dStrides: Sizes,
  sStrides: Sizes,
): void {
  const loop = copyLoop(to, from)
  if (sizes.length === 1 && sizes[0] <= SHORT) {
    loop(d, dAt, 0, dStrides[0], s, sAt, 0, sStrides[0], 1, sizes[0])
    return
  }
  const walk = collapse(sizes, [dStrides, sStrides], innerOrder(sizes, [dStrides]))
  const [ds, ss] = walk.strides
  const [inner = 1, outer = 1] = walk.sizes
  const [dInner = 0, dOuter = 0] = ds
  const [sInner = 0, sOuter = 0] = ss
  const width = to === dt.int64 ? 2 : to.slots
  const areRuns = to === from && dInner === 1 && sInner === 1
  const asRows = areRuns && (walk.sizes.length === 1 || inner * width > SHORT_ROW)
  const tiled = inner * outer >= TILE_FROM && Math.abs(sOuter) < Math.abs(sInner) && sOuter !== 0
  const isOne = to === from && (width === 1 || to === dt.int64) && dInner === 1 && sInner === 0
  const isLarge = walk.sizes.reduce((count, size) => count * size, width) >= LARGE
  const plane = (d0: number, s0: number): void => {
    if (
      areRuns &&
      isLarge &&
      outer > 1 &&
      loadVectors().moveRows(
        d,
        d0 * width,
        dOuter * width,
        s,
        s0 * width,
        sOuter * width,
        inner * width,
        outer,
      )
    )
      return
    if (isOne && inner >= ONE_FROM) {
      const [whole, one] = [wholeOf(d, width), wholeOf(s, width)]
      for (let k = 0; k < outer; k++, d0 += dOuter, s0 += sOuter)
        fillSlots(whole, d0, one[s0] as number, inner)
      return
    }
    if (asRows) {
      for (let k = 0; k < outer; k++, d0 += dOuter, s0 += sOuter)
        copyBlock(d, d0 * width, s, s0 * width, inner * width)
      return
    }
    const isTransposed = tiled && to === from && width === 1 && dInner === 1 && sOuter === 1
    if (
      isTransposed &&
      inner * outer >= LARGE &&
      loadVectors().transposeBlock(d, d0, dOuter, s, s0, sInner, outer, inner)
    )
      return
    if (to !== from && outer === 1 && dInner === 1 && sInner === 1 && inner >= LARGE) {
      const done = loadVectors().castBlock(to, d, d0, from, s, s0, inner)
      loop(d, d0 + done, 0, 1, s, s0 + done, 0, 1, 1, inner - done)
      return
    }
    if (!tiled) {
      loop(d, d0, dOuter, dInner, s, s0, sOuter, sInner, outer, inner)
      return
    }
    for (let k = 0; k < outer; k += TILE)
      for (let n = 0; n < inner; n += TILE)
        loop(
          d,
          d0 + k * dOuter + n * dInner,
          dOuter,
          dInner,
          s,
          s0 + k * sOuter + n * sInner,
          sOuter,
          sInner,
          Math.min(TILE, outer - k),
          Math.min(TILE, inner - n),
        )
  }
  const walkOuter = (dim: number, d0: number, s0: number): void => {
    if (dim < 2) {
      plane(d0, s0)
      return
    }
    for (let k = 0; k < walk.sizes[dim]; k++) walkOuter(dim - 1, d0 + k * ds[dim], s0 + k * ss[dim])
  }
  walkOuter(walk.sizes.length - 1, dAt, sAt)
}

/** Writes those elements of the second window that differ from the third's to the first. */
export const copyChanged = kernel(
  'copy-changed',
  (
    [d, s, before]: readonly [Memory, Memory, Memory],
    sizes: Sizes,
    dStrides: Sizes,
    sStrides: Sizes,
    beforeStrides: Sizes,
  ) => {
    const width = d.dtype === dt.int64 ? 2 : d.dtype.slots
    forEachRun(sizes, [dStrides, sStrides, beforeStrides], [d.at, s.at, before.at], (length, inner, at) => {
      for (let n = 0; n < length; n++)
        for (let slot = 0; slot < width; slot++) {
          const value = s.array[(at[1] + n * inner[1]) * width + slot]
          if (!Object.is(value, before.array[(at[2] + n * inner[2]) * width + slot]))
            d.array[(at[0] + n * inner[0]) * width + slot] = value
        }
    })
  },
  { pairs: true, halves: true },
)
