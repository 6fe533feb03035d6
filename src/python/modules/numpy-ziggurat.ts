// Normal, exponential and gamma numbers of NumPy's newer generator, in both widths of floats. Follows
// numpy/random/src/distributions/distributions.c.
import { exp, log, power } from '../../kernels/accurate.js'
import type { PCG64 } from './pcg64.js'
import { exponential32, exponential64, normal32, normal64 } from './ziggurat-tables.js'

/** Layers under a curve: which share of each is under it, how wide they are, how high. */
interface Layers {
  readonly inside: Float64Array
  readonly width: Float64Array
  readonly height: Float64Array
}

function layersOf(text: string, bits: 32 | 64): Layers {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64')).buffer
  const part = (i: number): [ArrayBuffer, number, number] => [bytes, (i * 256 * bits) / 8, 256]
  if (bits === 32)
    return {
      inside: Float64Array.from(new Uint32Array(...part(0))),
      width: Float64Array.from(new Float32Array(...part(1))),
      height: Float64Array.from(new Float32Array(...part(2))),
    }
  return {
    inside: Float64Array.from(new BigUint64Array(...part(0)), Number),
    width: new Float64Array(...part(1)),
    height: new Float64Array(...part(2)),
  }
}

/** Where the tails begin. */
const normalEnd = 3.6541528853610087963519472518
const exponentialEnd = 7.6971174701310497140446280481

/** How one width of floats reckons. */
interface Arithmetic {
  /** The nearest number of that width. */
  readonly round: (x: number) => number
  /** A place in the layers: which of them, how far in, on which side. */
  readonly normal: Layers
  readonly exponential: Layers
  readonly uniform: (bits: PCG64) => number
}

const double: Arithmetic = {
  round: (x) => x,
  normal: layersOf(normal64, 64),
  exponential: layersOf(exponential64, 64),
  uniform: (bits) => bits.double(),
}
const single: Arithmetic = {
  round: Math.fround,
  normal: layersOf(normal32, 32),
  exponential: layersOf(exponential32, 32),
  uniform: (bits) => bits.float(),
}

function normalTail(bits: PCG64, { round, uniform }: Arithmetic): number {
  const inverse = round(1 / normalEnd)
  for (;;) {
    const x = round(-inverse * round(log(round(1 - uniform(bits)))))
    const y = round(-log(round(1 - uniform(bits))))
    if (round(y + y) > round(x * x)) return round(round(normalEnd) + x)
  }
}

function normalOf(bits: PCG64, kind: Arithmetic): number {
  const { round, normal, uniform } = kind
  for (;;) {
    let layer: number
    let isNegative: boolean
    let place: number
    if (kind === double) {
      bits.step()
      layer = bits.low & 0xff
      isNegative = (bits.low & 0x100) !== 0
      // 52 bits, of which the low word holds 23.
      place = (bits.high & 0x1fffffff) * 2 ** 23 + (bits.low >>> 9)
    } else {
      const word = bits.next()
      layer = word & 0xff
      isNegative = (word & 0x100) !== 0
      place = word >>> 9
    }
    const x = round(place * normal.width[layer]) * (isNegative ? -1 : 1)
    if (place < normal.inside[layer]) return x
    if (layer === 0) {
      const tail = normalTail(bits, kind)
      return Math.floor(place / 256) % 2 === 1 ? -tail : tail
    }
    const { height } = normal
    const share = round(round(height[layer - 1] - height[layer]) * uniform(bits))
    // C reckons this exponential in doubles for both widths.
    if (round(share + height[layer]) < exp(-0.5 * x * x)) return x
  }
}

function exponentialOf(bits: PCG64, kind: Arithmetic): number {
  const { round, exponential, uniform } = kind
  for (;;) {
    let layer: number
    let place: number
    if (kind === double) {
      bits.step()
      layer = (bits.low >>> 3) & 0xff
      place = bits.high * 2 ** 21 + (bits.low >>> 11)
    } else {
      const word = bits.next()
      layer = (word >>> 1) & 0xff
      place = word >>> 9
    }
    const x = round(place * exponential.width[layer])
    if (place < exponential.inside[layer]) return x
    if (layer === 0) return round(round(exponentialEnd) - round(log(round(1 - uniform(bits)))))
    const { height } = exponential
    const share = round(round(height[layer - 1] - height[layer]) * uniform(bits))
    if (round(share + height[layer]) < round(exp(-x))) return x
  }
}

/** Marsaglia and Tsang; for shapes below 1, by powers. */
function gammaOf(bits: PCG64, shape: number, kind: Arithmetic): number {
  const { round, uniform } = kind
  if (shape === 1) return exponentialOf(bits, kind)
  if (shape === 0) return 0
  if (shape < 1)
    for (;;) {
      const u = uniform(bits)
      const v = exponentialOf(bits, kind)
      if (u <= round(1 - shape)) {
        const x = round(power(u, round(1 / shape)))
        if (x <= v) return x
      } else {
        const y = round(-log(round(round(1 - u) / shape)))
        const x = round(power(round(round(1 - shape) + round(shape * y)), round(1 / shape)))
        if (x <= round(v + y)) return x
      }
    }
  const b = round(shape - round(1 / 3))
  const c = round(1 / round(Math.sqrt(round(9 * b))))
  const factor = round(0.0331)
  for (;;) {
    let x: number
    let v: number
    do {
      x = normalOf(bits, kind)
      v = round(1 + round(c * x))
    } while (v <= 0)
    v = round(round(v * v) * v)
    const u = uniform(bits)
    const square = round(x * x)
    if (u < round(1 - round(round(factor * square) * square))) return round(b * v)
    const limit = round(round(round(0.5 * x) * x) + round(b * round(round(1 - v) + round(log(v)))))
    if (round(log(u)) < limit) return round(b * v)
  }
}

export const normalNumber = (bits: PCG64): number => normalOf(bits, double)
export const exponentialNumber = (bits: PCG64): number => exponentialOf(bits, double)
export const gammaNumber = (bits: PCG64, shape: number): number => gammaOf(bits, shape, double)
export const normalSingle = (bits: PCG64): number => normalOf(bits, single)
export const exponentialSingle = (bits: PCG64): number => exponentialOf(bits, single)
export const gammaSingle = (bits: PCG64, shape: number): number => gammaOf(bits, Math.fround(shape), single)
