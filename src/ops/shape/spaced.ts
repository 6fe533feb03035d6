// Numbers evenly spaced between two ends, and powers with such exponents. Follows ATen/native/RangeFactories.cpp.
import {
  bool,
  type DType,
  float32,
  get_default_dtype,
  notImplementedFor,
  toComplex,
  toReal,
} from '../../base/dtype.js'
import { RuntimeError } from '../../base/errors.js'
import { rounding } from '../../base/half.js'
import { Complex, type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { spaced } from '../../kernels/range.js'
import { computed, type MaybeDType } from './create.js'

function linspace(
  start: Scalar,
  end: Scalar,
  steps: number,
  dtype: MaybeDType,
  base: number | null = null,
): Tensor {
  if (steps < 0) throw new RuntimeError('number of steps must be non-negative')
  const complex = start instanceof Complex || end instanceof Complex
  const type = dtype ?? (complex ? toComplex(get_default_dtype()) : get_default_dtype())
  // None and one are made without a kernel.
  if (steps > 1 && (type === bool || (base !== null && type.name === 'float16')))
    notImplementedFor(base === null ? 'linspace_cpu' : 'logspace_cpu', type)
  if (complex && type.is_complex) return complexSpace(start, end, steps, type, base)
  if (type.is_floating_point && type.itemsize === 2) return halfSpace(start, end, steps, type, base)
  const round = type === float32 ? Math.fround : (x: number): number => x
  const ends = [scalarToNumber(start), scalarToNumber(end)]
  const [from, to] = type.isIntegral ? ends.map(Math.trunc) : ends.map(round)
  const step = round((to - from) / (steps - 1))
  // PyTorch's loop takes integers a register of 32 bytes at a time, and rounds where each begins.
  const lanes = type.isIntegral && base === null ? 32 / type.itemsize : 0
  return computed([steps], type, (out) => run(spaced, [out], steps, from, to, step, base, lanes))
}

/** Both parts are evenly spaced. */
function complexSpace(start: Scalar, end: Scalar, steps: number, type: DType, base: number | null): Tensor {
  const [from, to] = [start, end].map((x) => (x instanceof Complex ? x : new Complex(scalarToNumber(x), 0)))
  const part = toReal(type)
  const places = call('complex', [
    linspace(from.re, to.re, steps, part),
    linspace(from.im, to.im, steps, part),
  ]) as Tensor
  return base === null ? places : (call('pow', [base, places]) as Tensor)
}

/**
 * 16-bit floats are rounded after each step, an exponent only after the difference of the ends. 32 and more of them are
 * made 16 at a time, of which each adds its multiple of the step to the first.
 */
function halfSpace(start: Scalar, end: Scalar, steps: number, type: DType, base: number | null): Tensor {
  const round = rounding(type)
  const each = base === null ? round : (x: number): number => x
  const [from, to] = [round(scalarToNumber(start)), round(scalarToNumber(end))]
  // One number is the first; there is no step then.
  const step = steps === 1 ? 0 : each(round(to - from) / each(steps - 1))
  const half = Math.floor(steps / 2)
  const one = (i: number): number =>
    i < half || steps === 1 ? each(from + each(step * each(i))) : each(to - each(step * each(steps - i - 1)))
  const whole = base === null && steps >= 32 ? steps - (steps % 32) : 0
  const at = (i: number): number => {
    if (base !== null) return Math.pow(base, one(i))
    if (i >= whole) return one(i)
    const lane = i % 16
    return round(one(i - lane) + round(lane * step))
  }
  return computed([steps], type, ({ memory, offset }) => {
    const values = memory.array as Float64Array
    for (let i = 0; i < steps; i++) values[offset + i] = at(i)
  })
}

op('linspace(Scalar start, Scalar end, int steps, *, Tensor? out=None, ...options) -> Tensor', {
  doc: 'A given number of values, evenly spaced, both ends included.',
  example: ['torch.linspace(2, 10, 5)', 'tensor([ 2.,  4.,  6.,  8., 10.])'],
  backward: 'none',
  compute: (start: Scalar, end: Scalar, steps: number, dtype: MaybeDType) =>
    linspace(start, end, steps, dtype),
})
op(
  'logspace(Scalar start, Scalar end, int steps, float base=10.0, *, Tensor? out=None, ...options) -> Tensor',
  {
    doc: 'Powers of base whose exponents are evenly spaced, both ends included.',
    example: ['torch.logspace(0, 2, 3)', 'tensor([  1.,  10., 100.])'],
    backward: 'none',
    compute: (start: Scalar, end: Scalar, steps: number, base: number, dtype: MaybeDType) =>
      linspace(start, end, steps, dtype, base),
  },
)
