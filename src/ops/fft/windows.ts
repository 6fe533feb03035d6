// Windows for short pieces of a signal: bartlett, blackman, hamming, hann, kaiser. Follows ATen/native/TensorFactories.cpp.
import { type DType, get_default_dtype, notImplementedFor } from '../../base/dtype.js'
import { check, cName } from '../../base/errors.js'
import type { NamedConstant } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** A window of `n` places, the last like the first, from the whole numbers below `n`. */
type Make = (places: Tensor, n: number, ...more: number[]) => Tensor

/** `window_function_checks`, and what is alike in all: a periodic window is a longer one without its end. */
function window(
  name: string,
  make: Make,
  length: number,
  periodic: boolean,
  more: number[],
  asked: DType | null,
): Tensor {
  const dtype = asked ?? get_default_dtype()
  check(
    dtype.is_floating_point || dtype.is_complex,
    () =>
      `${name} expects floating point dtypes, got: TensorOptions(dtype=${cName(dtype.scalarName)}, device=cpu, ` +
      'layout=Strided (default), requires_grad=false (default), pinned_memory=false, memory_format=(nullopt))',
  )
  check(length >= 0, () => `${name} requires non-negative window_length, got window_length=${length}`)
  const ones = call('ones', [[Math.min(length, 1)], { dtype }]) as Tensor
  if (length < 2) return ones
  const n = periodic ? length + 1 : length
  const whole = make(call('arange', [0, n, 1, { dtype }]) as Tensor, n, ...more)
  return periodic ? whole.narrow(0, 0, length).clone() : whole
}

const noHalf = (dtype: DType, kernel: string): void => {
  if (dtype.name === 'float16') notImplementedFor(kernel, dtype)
}

const bartlett: Make = (places, n) => {
  const half = Math.floor((n - 1) / 2) + 1
  const result = places.mul(2 / (n - 1))
  result
    .narrow(0, half, n - half)
    .mul_(-1)
    .add_(2)
  return result
}
const blackman: Make = (places, n) => {
  noHalf(places.dtype, 'cos_vml_cpu')
  const angles = places.mul(Math.PI / (n - 1))
  return angles.mul(4).cos().mul(0.08).sub(angles.mul(2).cos().mul(0.5)).add(0.42)
}
const hamming: Make = (places, n, alpha = 0.54, beta = 0.46) => {
  noHalf(places.dtype, 'cos_vml_cpu')
  return places
    .mul((2 * Math.PI) / (n - 1))
    .cos()
    .mul(-beta)
    .add(alpha)
}
const hann: Make = (places, n) => hamming(places, n, 0.5, 0.5)

/** `kaiser_window_kernel`, which computes in the dtype itself. */
const kaiser: Make = (places, n, beta = 12) => {
  noHalf(places.dtype, 'kaiser_window_cpu')
  const middle = (n - 1) / 2
  const height = places.sub(middle).div(middle).square().rsub(1).sqrt()
  const bessel = (x: Tensor): Tensor => call('special.i0', [x]) as Tensor
  return bessel(height.mul(beta)).div(bessel(places.new_full([], beta)))
}

const signatures = {
  '': '',
  '.periodic': ', bool periodic',
  '.alpha': ', bool periodic, float alpha',
  '.beta': ', bool periodic, float beta',
  '.alpha_beta': ', bool periodic, float alpha, float beta',
} as const
type Overload = keyof typeof signatures

const windows: readonly [
  name: string,
  make: Make,
  overloads: readonly Overload[],
  doc: string,
  output: string,
][] = [
  [
    'bartlett_window',
    bartlett,
    ['', '.periodic'],
    'A triangle that rises from 0 to 1 and falls.',
    'tensor([0.0000, 0.5000, 1.0000, 0.5000])',
  ],
  [
    'blackman_window',
    blackman,
    ['', '.periodic'],
    "Blackman's window: a bell of two cosines.",
    'tensor([-2.9802e-08,  3.4000e-01,  1.0000e+00,  3.4000e-01])',
  ],
  [
    'hamming_window',
    hamming,
    ['', '.periodic', '.alpha', '.alpha_beta'],
    "Hamming's window: alpha - beta cos, 0.54 and 0.46 if not given.",
    'tensor([0.0800, 0.5400, 1.0000, 0.5400])',
  ],
  [
    'hann_window',
    hann,
    ['', '.periodic'],
    "Hann's window: a raised cosine from 0 to 1.",
    'tensor([0.0000, 0.5000, 1.0000, 0.5000])',
  ],
  [
    'kaiser_window',
    kaiser,
    ['', '.periodic', '.beta'],
    "Kaiser's window, the narrower the larger beta is, 12 if not given.",
    'tensor([5.2773e-05, 2.1567e-01, 1.0000e+00, 2.1567e-01])',
  ],
]

const given: Record<Overload, string> = {
  '': '',
  '.periodic': ', true',
  '.alpha': ', true, 0.54',
  '.beta': ', true, 12',
  '.alpha_beta': ', true, 0.54, 0.46',
}

for (const [name, make, overloads, doc, output] of windows)
  for (const overload of overloads)
    op(`${name}${overload}(int window_length${signatures[overload]}, *, ...options) -> Tensor`, {
      doc: `${doc} \`periodic\`, as without it: so that the next period goes on from it; else its ends are alike.`,
      example: [`torch.${name}(4${given[overload]})`, output],
      backward: 'none',
      compute: (length: number, ...rest: unknown[]) => {
        const more = signatures[overload].split(',').length - 1
        const [periodic = true, ...shape] = rest.slice(0, more)
        const [dtype, layout] = rest.slice(more) as [DType | null, NamedConstant | null]
        check(
          layout === null || layout.name === 'strided',
          () => `${name} is not implemented for sparse types, got: layout=${String(layout)}`,
        )
        return window(name, make, length, periodic as boolean, shape as number[], dtype)
      },
    })
