// Writes numbers at even steps: the reference of arange and linspace.

/** start, start + step, start + 2 * step, … */
export function fillRange(array: Float32Array | Float64Array, start: number, step: number): void {
  for (let i = 0; i < array.length; i++) array[i] = start + i * step
}

/** The same for int64 as pairs of int32, whose sums wrap at 64 bits. */
export function fillWholeRange(halves: Int32Array, start: bigint, step: bigint): void {
  const low = Number(BigInt.asUintN(32, step))
  const high = Number(BigInt.asIntN(32, step >> 32n))
  let atLow = Number(BigInt.asUintN(32, start))
  let atHigh = Number(BigInt.asIntN(32, start >> 32n))
  for (let i = 0; i < halves.length; i += 2) {
    halves[i] = atLow
    halves[i + 1] = atHigh
    atLow += low
    atHigh = (atHigh + high + (atLow > 0xffffffff ? 1 : 0)) | 0
    atLow = atLow >>> 0
  }
}

/** Evenly spaced from both ends, so that the numbers are symmetric (RangeFactories.cpp `linspace`). */
export function fillSpaced(array: Float32Array | Float64Array, from: number, to: number, step: number): void {
  const steps = array.length
  const half = Math.floor(steps / 2)
  for (let i = 0; i < steps; i++)
    array[i] = steps === 1 ? from : i < half ? from + step * i : to - step * (steps - i - 1)
}
