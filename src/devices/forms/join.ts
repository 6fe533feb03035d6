// The form of joining tensors for a device: some of them at a time, in one kernel. On the CPU each is copied to its place.
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Numbers, runFormula } from '../by-place.js'
import { quotient } from '../elementwise.js'
import type { DeviceForm } from './form.js'

/** So many are joined at a time: a fragment shader reads from sixteen textures at least. */
const AT_ONCE = 8

/** Element (o, r) of parts that are so wide that they end before r = p, q, … and `width`. */
function joinedAt(
  i: number,
  a: Numbers,
  b: Numbers,
  c: Numbers,
  d: Numbers,
  e: Numbers,
  f: Numbers,
  g: Numbers,
  h: Numbers,
  p: number,
  q: number,
  r: number,
  s: number,
  t: number,
  u: number,
  v: number,
  width: number,
): number {
  const o = quotient(i, width)
  const at = i - o * width
  if (at < p) return a[o * p + at]
  if (at < q) return b[o * (q - p) + at - p]
  if (at < r) return c[o * (r - q) + at - q]
  if (at < s) return d[o * (s - r) + at - r]
  if (at < t) return e[o * (t - s) + at - s]
  if (at < u) return f[o * (u - t) + at - t]
  if (at < v) return g[o * (v - u) + at - u]
  return h[o * (width - v) + at - v]
}

/** Parts of (outer, width) as one, the wider ones behind the others' ends. */
export function joined(parts: readonly Tensor[], outer: number, widths: readonly number[]): Tensor {
  if (parts.length === 1) return parts[0]
  if (parts.length > AT_ONCE) {
    const groups = Array.from({ length: Math.ceil(parts.length / AT_ONCE) }, (_, k) => k * AT_ONCE)
    return joined(
      groups.map((k) => joined(parts.slice(k, k + AT_ONCE), outer, widths.slice(k, k + AT_ONCE))),
      outer,
      groups.map((k) => widths.slice(k, k + AT_ONCE).reduce((a, b) => a + b, 0)),
    )
  }
  // What there is none of ends where it begins.
  const given = Array.from({ length: AT_ONCE }, (_, k) => parts[k] ?? parts[0])
  let end = 0
  const ends = given.map((_, k) => (end += widths[k] ?? 0))
  return runFormula(joinedAt, [outer * end], parts[0].dtype, ...given, ...ends)
}

const join: DeviceForm = ([out, ...parts], outer: number, widths: readonly number[]) => [
  joined(parts as Tensor[], outer, widths).reshape(out!.sizes as number[]),
]

export const joinForms: Partial<Record<KernelName, DeviceForm>> = { join }
