// Normal numbers by Box–Muller, in PyTorch's two ways: one value at a time in float64, and from 16 elements on
// sixteen at a time in the type itself (ATen/native/cpu/DistributionTemplates.h, `normal_kernel`).
import { bfloat16, float16, float32, float64 } from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { fma, log, sinCos } from '../kernels/accurate.js'
import { Elements, roundTo } from './elements.js'
import type { NumberArray } from './elements.js'
import type { Generator } from './generator.js'
import { countElements } from '../kernels/warm-up.js'
import { loadVectors } from '../kernels/wasm/load.js'

const { fround, sqrt, clz32 } = Math
/** Whether pairs of so many numbers are made by vectors. */
const areMany = countElements(16)
const TWO_PI = 2 * Math.PI

/**
 * One standard normal number. They come in pairs: the generator keeps the second one for the next call.
 * ATen/core/DistributionsHelper.h, `normal_distribution<double>`.
 */
export function standardNormal(generator: Generator): number {
  if (generator.hasNormal) {
    generator.hasNormal = false
    return generator.nextNormal
  }
  const u1 = generator.uniform53()
  const u2 = generator.uniform53()
  // PyTorch writes log1p(-u2). A uniform of 53 bits leaves 1 - u2 exact, so this is the same number.
  const r = sqrt(-2 * log(1 - u2))
  const [sin, , cos] = sinCos(TWO_PI * u1)
  generator.nextNormal = r * sin
  generator.hasNormal = true
  return r * cos
}

/**
 * `normal_(mean, std)` on `out[offset .. offset + n)`, for the four floating types.
 *
 * `contiguous` says whether the tensor is contiguous: PyTorch fills other tensors one by one, at any size. For
 * those, fill a temporary and copy it out in memory order (`memoryOrder`). A complex tensor is twice as many reals.
 *
 * @example
 * const out = new Float32Array(2)
 * fillNormal(out, 0, 2, float32, new Generator().manual_seed(0)) // out: [1.5409960746765137, -0.293428897857666]
 */
export function fillNormal(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  mean = 0,
  std = 1,
  contiguous = true,
): void {
  if (n >= 16 && contiguous) {
    if (dtype === float32)
      fillBySixteen(out as Float32Array, offset, n, dtype, generator, fround(mean), fround(std))
    else if (dtype === float64) fillBySixteen(out as Float64Array, offset, n, dtype, generator, mean, std)
    else {
      const values = new Float32Array(n)
      fillBySixteen(values, 0, n, dtype, generator, roundTo(dtype, mean), roundTo(dtype, std))
      const elements = new Elements(out, offset, n, dtype)
      elements.array.set(values, elements.start)
      elements.encode()
    }
    return
  }
  const elements = new Elements(out, offset, n, dtype)
  const { array, start } = elements
  const plain = mean === 0 && std === 1
  for (let i = 0; i < n; i++) {
    const z = standardNormal(generator)
    array[start + i] = plain ? z : fma(z, std, mean)
  }
  elements.encode()
}

/** `normal_fill`: uniforms for all elements, then pairs made of them in place; a ragged end is drawn again. */
function fillBySixteen(
  data: NumberArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  mean: number,
  std: number,
): void {
  const transform =
    dtype === float32
      ? transformFloat32
      : dtype === float64
        ? transformFloat64
        : dtype === float16
          ? transformFloat16
          : transformBfloat16
  const byVectors = dtype === float32 && areMany(n)
  const pairs = (at: number, count: number): void => {
    const isDone = byVectors && loadVectors().makeNormals({ array: data, at, dtype }, count / 16, mean, std)
    if (!isDone) transform(data, at, at + count, mean, std)
  }
  uniforms(data, offset, n, dtype, generator)
  const whole = n - (n % 16)
  pairs(offset, whole)
  if (whole < n) {
    uniforms(data, offset + n - 16, 16, dtype, generator)
    pairs(offset + n - 16, 16)
  }
}

function uniforms(data: NumberArray, start: number, n: number, dtype: DType, generator: Generator): void {
  if (dtype === float64) for (let i = 0; i < n; i++) data[start + i] = generator.uniform53()
  else if (dtype === float32) generator.fillUniform24(data as Float32Array, start, n)
  else {
    const mask = dtype === float16 ? 0x7ff : 0xff
    for (let i = 0; i < n; i++) data[start + i] = (generator.random() & mask) / (mask + 1)
  }
}

/** 2^-(t+1): what scales a whole number whose highest bit is `t` to [0.5, 1). */
const scaleOfBit = Float64Array.from({ length: 25 }, (_, t) => 2 ** -(t + 1))

/**
 * The float32 pairs as PyTorch's AVX2 code makes them, every rounding in its place: `log256_ps` and `sincos256_ps`
 * of ATen/native/cpu/avx_mathfun.h, which are the polynomials of Moshier's Cephes (logf, sinf, cosf), with the
 * multiply-adds fused that the compiler fuses there. A product of two float32 is exact in a double, so
 * `fround(a * b + c)` is the fused operation.
 */
function transformFloat32(data: NumberArray, start: number, end: number, mean: number, std: number): void {
  for (let base = start; base < end; base += 16) {
    for (let i = base; i < base + 8; i++) {
      // log(1 - u). The uniform is k / 2^24, so 1 - u = m / 2^24 with a whole m: its bits give exponent and fraction.
      const m = (16777216 - data[i] * 16777216) | 0
      const top = 31 - clz32(m)
      let x = m * scaleOfBit[top]
      let exponent = top - 23
      if (x < 0.7071067690849304) {
        exponent--
        x = x + x - 1
      } else x -= 1
      let z = fround(x * x)
      let y = fround(0.07037683576345444 * x - 0.11514610052108765)
      y = fround(y * x + 0.11676998436450958)
      y = fround(y * x - 0.12420140951871872)
      y = fround(y * x + 0.14249323308467865)
      y = fround(y * x - 0.16668057441711426)
      y = fround(y * x + 0.2000071406364441)
      y = fround(y * x - 0.24999994039535522)
      y = fround(y * x + 0.3333333134651184)
      y = fround(y * x)
      y = fround(y * z + fround(exponent * -0.00021219444170128554))
      y = fround(y - z * 0.5)
      x = fround(x + y)
      const radius = fround(sqrt(-2 * fround(exponent * 0.693359375 + x)))

      // sin and cos of 2 pi u, reduced to [-pi/4, pi/4] by the nearest even multiple j of pi/4.
      x = fround(6.2831854820251465 * data[i + 8])
      const j = (((x * 1.2732394933700562) | 0) + 1) & ~1
      x = fround(x - j * 0.78515625)
      x = fround(x - j * 0.00024187564849853516)
      x = fround(x - j * 3.774895063202166e-8)
      z = fround(x * x)
      let c = fround(z * 2.44331567955669e-5 - 0.0013887316454201937)
      c = fround(c * z + 0.04166664555668831)
      c = fround(c * z)
      c = fround(c * z - z * 0.5)
      c = fround(c + 1)
      let s = fround(z * -0.00019515295571181923 + 0.008332161232829094)
      s = fround(s * z - 0.16666655242443085)
      s = fround(s * z)
      s = fround(s * x + x)
      if (j & 2) {
        const swap = s
        s = c
        c = swap
      }
      if (j & 4) s = -s
      if ((j + 2) & 4) c = -c
      data[i] = fround(fround(radius * c) * std + mean)
      data[i + 8] = fround(fround(radius * s) * std + mean)
    }
  }
}

/** `normal_fill_16<double>`. */
function transformFloat64(data: NumberArray, start: number, end: number, mean: number, std: number): void {
  const plain = mean === 0 && std === 1
  for (let base = start; base < end; base += 16) {
    for (let i = base; i < base + 8; i++) {
      const radius = sqrt(-2 * log(1 - data[i]))
      const circle = sinCos(TWO_PI * data[i + 8])
      const x = radius * circle[2]
      const y = radius * circle[0]
      data[i] = plain ? x : fma(x, std, mean)
      data[i + 8] = plain ? y : fma(y, std, mean)
    }
  }
}

/** `normal_fill_16<Half>`: float32 functions, and c10::Half rounds where it is assigned. */
function transformFloat16(data: NumberArray, start: number, end: number, mean: number, std: number): void {
  for (let base = start; base < end; base += 16) {
    for (let i = base; i < base + 8; i++) {
      const radius = roundTo(float16, fround(sqrt(-2 * fround(Math.log(1 - data[i])))))
      const theta = roundTo(float16, TWO_PI * data[i + 8])
      data[i] = roundTo(float16, fround(fround(radius * fround(Math.cos(theta))) * std + mean))
      data[i + 8] = roundTo(float16, fround(fround(radius * fround(Math.sin(theta))) * std + mean))
    }
  }
}

/** `normal_fill_16<BFloat16>`: c10::BFloat16 rounds after every operation. */
function transformBfloat16(data: NumberArray, start: number, end: number, mean: number, std: number): void {
  const round = (x: number): number => roundTo(bfloat16, fround(x))
  for (let base = start; base < end; base += 16) {
    for (let i = base; i < base + 8; i++) {
      const radius = round(sqrt(round(-2 * round(Math.log(1 - data[i])))))
      const theta = round(TWO_PI * data[i + 8])
      data[i] = round(round(round(radius * round(Math.cos(theta))) * std) + mean)
      data[i + 8] = round(round(round(radius * round(Math.sin(theta))) * std) + mean)
    }
  }
}
