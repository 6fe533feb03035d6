// Forms of the kernels of resampling for a device; see kernels/resample.ts for what they take. A place of the result asks what it
// is made of; for the gradient the question is turned round.
import { numelOf } from '../../base/layout.js'
import type { KernelName } from '../../kernels/kernel.js'
import type { Taps } from '../../kernels/resample.js'
import type { Tensor } from '../../tensor/tensor.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../by-place.js'
import { quotient } from '../elementwise.js'
import { tableFor } from '../tables.js'
import type { DeviceForm } from './form.js'

/** A place along a dimension, and how much of it is taken. */
export type Share = readonly [place: number, weight: number]

/** Element (o, j, r): the shares of place j of the result, which stand in a row of the table, each as two numbers. */
function sumOfShares(
  i: number,
  x: Numbers,
  shares: Numbers,
  n: number,
  m: number,
  inner: number,
  width: number,
): number {
  const q = quotient(i, inner)
  const o = quotient(q, m)
  const row = (q - o * m) * width
  const start = o * n * inner + (i - q * inner)
  const steps = width / 2
  let sum = 0
  for (let k = 0; k < steps; k++) {
    const place = shares[row + 2 * k]
    if (place >= 0) sum += shares[row + 2 * k + 1] * x[start + place * inner]
  }
  return sum
}

/** Shares turned round: for each of `size` places what is taken of it, and where to. */
export function turned(shares: readonly (readonly Share[])[], size: number): Share[][] {
  const rows = Array.from({ length: size }, (): Share[] => [])
  shares.forEach((row, j) => {
    for (const [place, weight] of row) rows[place].push([j, weight])
  })
  return rows
}

const isSame = (shares: readonly (readonly Share[])[], size: number): boolean =>
  shares.length === size && shares.every((row, j) => row.length === 1 && row[0][0] === j && row[0][1] === 1)

/** `x` with dimension `dim` made of these shares of it. */
export function combined(x: Tensor, dim: number, shares: readonly (readonly Share[])[]): Tensor {
  const n = x.sizes[dim]
  if (isSame(shares, n)) return x
  const longest = shares.reduce((most, row) => Math.max(most, row.length), 1)
  if (longest > LONGEST_LOOP)
    return combined(
      x,
      dim,
      shares.map((row) => row.slice(0, LONGEST_LOOP)),
    ).add(
      combined(
        x,
        dim,
        shares.map((row) => row.slice(LONGEST_LOOP)),
      ),
    )
  const { table, width } = tableFor(`shares ${longest} ${shares.map((row) => row.join(' ')).join()}`, () => {
    const values = new Float32Array(shares.length * 2 * longest).fill(-1)
    shares.forEach((row, j) => values.set(row.flat(), j * 2 * longest))
    return [values, 2 * longest]
  })
  const sizes = x.sizes.map((size, k) => (k === dim ? shares.length : size))
  const inner = numelOf(x.sizes.slice(dim + 1))
  return runFormula(sumOfShares, sizes, x.dtype, x, table, n, shares.length, inner, width)
}

const sharesOf = ({ to, count, places, weights }: Taps): Share[][] =>
  Array.from({ length: to }, (_, j) =>
    Array.from({ length: count }, (_each, k): Share => [
      places[j * count + k],
      weights === null ? 1 : weights[j * count + k],
    ]),
  )

const resample: DeviceForm = ([out, x], outer: number, inner: number, taps: Taps) => [
  combined((x as Tensor).reshape([outer, taps.from, inner]), 1, sharesOf(taps)).reshape(
    out!.sizes as number[],
  ),
]

const resampleSlope: DeviceForm = ([out, g], outer: number, inner: number, taps: Taps) => [
  combined((g as Tensor).reshape([outer, taps.to, inner]), 1, turned(sharesOf(taps), taps.from)).reshape(
    out!.sizes as number[],
  ),
]

export const resampleForms: Partial<Record<KernelName, DeviceForm>> = {
  resample,
  'resample-slope': resampleSlope,
}
