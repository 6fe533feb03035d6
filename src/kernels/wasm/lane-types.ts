// What a formula computes in, lane by lane: float32, float64, or integers of 32 or 64 bits; and how elements of every dtype
// become such lanes and are written back.
import type { DType } from '../../base/dtype.js'
import { type Code, f32x4, f64x2, i16x8, i32, i32x4, i64x2, i8x16, v128 } from './instructions.js'

export type LaneType = 'f32' | 'f64' | 'i32' | 'i64'

/** Lanes in a vector. */
export const widthOf = (type: LaneType): number => (type === 'f32' || type === 'i32' ? 4 : 2)

/** What the loops of a dtype compute in; null for those that have no vectors. */
export function lanesFor(dtype: DType): LaneType | null {
  switch (dtype.name) {
    case 'float32':
      return 'f32'
    case 'float64':
      return 'f64'
    case 'int64':
      return 'i64'
    case 'int32':
    case 'int16':
    case 'int8':
    case 'uint8':
    case 'bool':
      return 'i32'
  }
  return null
}

const vector = (code: number): number[] => (code < 128 ? [0xfd, code] : [0xfd, (code & 127) | 128, code >> 7])

/** The instructions that put elements of some bytes into a vector: all of its lanes at once, one for all, one into a lane. */
interface Reading {
  readonly all: Code
  readonly splat: Code
  readonly lane: number
}
const reading = (all: number, splat: number, lane: number): Reading => ({
  all: vector(all),
  splat: vector(splat),
  lane,
})

/** By bytes of a whole vector's elements. */
const readings: Record<string, Reading> = {
  // 2 elements of 1, 4 of 1, 2 of 2, 4 of 2, 2 of 4, 4 of 4, 2 of 8
  '1x2': reading(8, 7, 84),
  '1x4': reading(92, 7, 84),
  '2x2': reading(92, 8, 85),
  '2x4': reading(93, 8, 85),
  '4x2': reading(93, 9, 86),
  '4x4': reading(0, 9, 86),
  '8x2': reading(0, 10, 87),
}

/** Bytes of an element where it is read and written. */
export const bytesOf = (dtype: DType): number => (dtype.name === 'bool' ? 1 : dtype.itemsize)

/** How elements of a dtype become lanes; null where there is no instruction for it. */
function widening(dtype: DType, to: LaneType): ((x: Code) => Code) | null {
  const own = lanesFor(dtype)
  if (own === null) return null
  const small = (x: Code): Code => {
    switch (dtype.name) {
      case 'bool':
      case 'uint8':
        return i32x4.extendLowU(i16x8.extendLowU(x))
      case 'int8':
        return i32x4.extendLowS(i16x8.extendLowS(x))
      case 'int16':
        return i32x4.extendLowS(x)
    }
    return x
  }
  if (own === to) return small
  if (own === 'i32' && to === 'f32') return (x) => f32x4.ofI32(small(x))
  if (own === 'i32' && to === 'f64') return (x) => f64x2.ofLowI32(small(x))
  if (own === 'i32' && to === 'i64') return (x) => [small(x), vector(199)]
  if (own === 'f32' && to === 'f64') return f64x2.promoteLow
  return null
}

export interface Operand {
  readonly dtype: DType
  readonly lanes: LaneType
}

/** Whether a tensor of this dtype can be an operand without a cast of its own. */
export const canRead = (dtype: DType, to: LaneType): boolean => widening(dtype, to) !== null

/** A vector of neighbours. */
export function readAll(dtype: DType, to: LaneType, address: Code, offset: number): Code {
  const { all } = readings[`${bytesOf(dtype)}x${widthOf(to)}`]
  return widening(dtype, to)!([address, all, 0, unsigned(offset)])
}
/** One element in all lanes. */
export function readOne(dtype: DType, to: LaneType, address: Code): Code {
  const { splat } = readings[`${bytesOf(dtype)}x${widthOf(to)}`]
  return widening(dtype, to)!([address, splat, 0, 0])
}
/** Elements that lie `step` bytes apart. */
export function readApart(dtype: DType, to: LaneType, address: Code, step: Code): Code {
  const { splat, lane } = readings[`${bytesOf(dtype)}x${widthOf(to)}`]
  let lanes: Code = [address, splat, 0, 0]
  for (let k = 1; k < widthOf(to); k++)
    lanes = [i32.add(address, i32.mul(step, i32.const(k))), lanes, vector(lane), 0, 0, k]
  return widening(dtype, to)!(lanes)
}

function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest & 127)
    rest >>= 7
  } while (rest > 0)
  return bytes
}

/** The instruction that writes a lane of so many bytes. */
const laneStores: Record<number, number> = { 1: 88, 2: 89, 4: 90, 8: 91 }

/** The lanes as elements of a dtype, side by side from the start of the vector. */
function narrowed(dtype: DType, from: LaneType, x: Code): Code {
  const bytes = bytesOf(dtype)
  const wide = 16 / widthOf(from)
  if (bytes === wide) return x
  const picks = Array.from({ length: 16 }, (_, i) => {
    const element = Math.floor(i / bytes)
    return element < widthOf(from) ? element * wide + (i % bytes) : 0
  })
  return i8x16.shuffle(x, x, picks)
}

/** Writes a vector of lanes; `step` where the elements are not neighbours. */
export function write(
  dtype: DType,
  from: LaneType,
  address: Code,
  x: Code,
  offset: number,
  step: Code | null,
): Code {
  const bytes = bytesOf(dtype)
  const width = widthOf(from)
  const elements = narrowed(dtype, from, x)
  if (step === null) {
    const total = bytes * width
    if (total === 16) return v128.store(address, elements, offset)
    return [address, elements, vector(laneStores[total]), 0, unsigned(offset), 0]
  }
  return Array.from({ length: width }, (_, k): Code => [
    i32.add(address, i32.mul(step, i32.const(k))),
    elements,
    vector(laneStores[bytes]),
    0,
    0,
    k,
  ])
}
/** Writes the first lane alone. */
export function writeOne(dtype: DType, from: LaneType, address: Code, x: Code): Code {
  return [address, narrowed(dtype, from, x), vector(laneStores[bytesOf(dtype)]), 0, 0, 0]
}

/** A number in all lanes. */
export function splat(type: LaneType, value: Code): Code {
  return type === 'f32'
    ? f32x4.splat(value)
    : type === 'f64'
      ? f64x2.splat(value)
      : type === 'i32'
        ? i32x4.splat(value)
        : i64x2.splat(value)
}
