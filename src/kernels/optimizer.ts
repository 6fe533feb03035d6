// Steps of optimizers in one loop over parameters without gaps. Each operation of PyTorch's rounds once, and a product
// that is added is fused (`a + b * c` rounds once), so that the digits are those of its operations one by one.
import { type DType, float64 } from '../base/dtype.js'
import { fma } from './accurate.js'
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array | Float64Array
const floatsOf = ({ array }: Memory): Floats => array as Floats

interface Rounding {
  round(x: number): number
  /** `a * b + c`, rounded once. */
  fma(a: number, b: number, c: number): number
}

const single: Rounding = {
  round: Math.fround,
  // The product of two float32 is exact in float64.
  fma: (a, b, c) => Math.fround(a * b + c),
}
const double: Rounding = {
  round: (x) => x,
  fma: (a, b, c) => (Math.abs(a) < 2 ** 996 && Math.abs(b) < 2 ** 996 ? fma(a, b, c) : a * b + c),
}
const roundingOf = (dtype: DType): Rounding => (dtype === float64 ? double : single)

/**
 * Stochastic gradient descent of `n` numbers: `p += step * -rate`, where the step is the gradient, or the buffer that
 * collects gradients. `kept` is what of the gradient goes into the buffer; `isFirst`: the buffer was made of this one.
 */
export const sgd = kernel(
  'sgd',
  (
    [param, buffer, grad]: readonly [Memory, Memory | null, Memory],
    n: number,
    lr: number,
    beta: number,
    share: number,
    weightDecay: number,
    nesterov: boolean,
    maximize: boolean,
    isFirst: boolean,
  ) => {
    const { round, fma } = roundingOf(param.dtype)
    const p = floatsOf(param)
    const g = floatsOf(grad)
    const pAt = param.at
    const gAt = grad.at
    const rate = round(-lr)
    const decay = round(weightDecay)
    const sign = maximize ? -1 : 1
    if (buffer === null) {
      if (decay === 0 && param.dtype !== float64) {
        for (let i = 0; i < n; i++) p[pAt + i] = rate * (sign * g[gAt + i]) + p[pAt + i]
        return
      }
      for (let i = 0; i < n; i++) {
        const value = p[pAt + i]
        const step = decay === 0 ? sign * g[gAt + i] : fma(decay, value, sign * g[gAt + i])
        p[pAt + i] = fma(rate, step, value)
      }
      return
    }
    const [b, bAt] = [floatsOf(buffer), buffer.at]
    const momentum = round(beta)
    const kept = round(share)
    for (let i = 0; i < n; i++) {
      const value = p[pAt + i]
      const step = decay === 0 ? sign * g[gAt + i] : fma(decay, value, sign * g[gAt + i])
      const sum = isFirst ? b[bAt + i] : fma(kept, step, round(momentum * b[bAt + i]))
      b[bAt + i] = sum
      p[pAt + i] = fma(rate, nesterov ? fma(momentum, sum, step) : sum, value)
    }
  },
  { writes: 2 },
)

/**
 * Adam of `n` numbers, with the running mean of the gradient and that of its square; `largest`: the largest that one was
 * (amsgrad). `shrink` multiplies the parameter first (AdamW); `stepSize` and `correction` allow for means that began at 0.
 */
export const adam = kernel(
  'adam',
  (
    [param, mean, square, largest, grad]: readonly [Memory, Memory, Memory, Memory | null, Memory],
    n: number,
    stepSize: number,
    b1: number,
    b2: number,
    epsilon: number,
    weightDecay: number,
    shrinkage: number,
    rootCorrection: number,
    maximize: boolean,
  ) => {
    const { round, fma } = roundingOf(param.dtype)
    const [p, g, m, v] = [floatsOf(param), floatsOf(grad), floatsOf(mean), floatsOf(square)]
    const [pAt, gAt, mAt, vAt] = [param.at, grad.at, mean.at, square.at]
    const max = largest === null ? null : floatsOf(largest)
    const maxAt = largest === null ? 0 : largest.at
    const [beta1, beta2, eps, decay] = [round(b1), round(b2), round(epsilon), round(weightDecay)]
    const [new1, new2, shrink] = [round(1 - b1), round(1 - b2), round(shrinkage)]
    const correction = round(rootCorrection)
    const rate = round(-stepSize)
    const sign = maximize ? -1 : 1
    for (let i = 0; i < n; i++) {
      const value = round(p[pAt + i] * shrink)
      const step = decay === 0 ? sign * g[gAt + i] : fma(decay, value, sign * g[gAt + i])
      const average = fma(new1, step, round(beta1 * m[mAt + i]))
      let spread = fma(round(new2 * step), step, round(beta2 * v[vAt + i]))
      m[mAt + i] = average
      v[vAt + i] = spread
      if (max !== null) max[maxAt + i] = spread = Math.max(max[maxAt + i], spread)
      const denominator = round(round(round(Math.sqrt(spread)) / correction) + eps)
      p[pAt + i] = round(value + round(round(rate * average) / denominator))
    }
  },
  { writes: 4 },
)
