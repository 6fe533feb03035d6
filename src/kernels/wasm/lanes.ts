// Float32 and float64 as vectors, under the same names: what a kernel that is written once for both asks for.
import { type Code, f32, f32x4, f64, f64x2, type Local, v128 } from './instructions.js'
import { hasMadd } from './level.js'

export interface Lanes {
  readonly name: 'f32' | 'f64'
  /** Bytes of an element, and its power of two. */
  readonly bytes: number
  readonly shift: number
  /** Elements in a vector. */
  readonly width: number
  readonly vector: typeof f32x4 | typeof f64x2
  readonly scalar: typeof f32 | typeof f64
  readonly loadSplat: (address: Code, offset?: number) => Code
}

export const single: Lanes = {
  name: 'f32',
  bytes: 4,
  shift: 2,
  width: 4,
  vector: f32x4,
  scalar: f32,
  loadSplat: v128.load32Splat,
}
export const double: Lanes = {
  name: 'f64',
  bytes: 8,
  shift: 3,
  width: 2,
  vector: f64x2,
  scalar: f64,
  loadSplat: v128.load64Splat,
}

/** `x * y + z`: fused where the engine can, else rounded twice. */
export const multiplyAdd = ({ vector }: Lanes, x: Code, y: Code, z: Code): Code =>
  hasMadd() ? vector.madd(x, y, z) : vector.add(vector.mul(x, y), z)

/** The sum of the lanes of a vector. */
export function total({ vector, scalar, width }: Lanes, x: Local): Code {
  const lane = (k: number): Code => vector.lane(x.get, k)
  return width === 2
    ? scalar.add(lane(0), lane(1))
    : scalar.add(scalar.add(lane(0), lane(1)), scalar.add(lane(2), lane(3)))
}

/** Adds the products of rows with columns to `sums`, row after row: of numbers that lie side by side with vectors. */
export const addProducts = (
  lanes: Lanes,
  numbers: Code,
  columns: readonly Local[],
  sums: readonly Local[],
  factor: Local,
): Code =>
  sums.map((sum, k) => {
    const [row, v] = [Math.floor(k / columns.length), k % columns.length]
    return [
      v === 0 ? factor.set(lanes.loadSplat(numbers, row * lanes.bytes)) : [],
      sum.set(multiplyAdd(lanes, factor.get, columns[v].get, sum.get)),
    ]
  })
