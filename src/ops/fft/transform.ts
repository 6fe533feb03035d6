// The three transforms that all of `torch.fft` is made of, along several dimensions at once: complex to complex, real to
// half of a complex one, and back. Follows ATen/native/mkl/SpectralOps.cpp; the gradients, FunctionsManual.cpp.
import { check, exactly, messages } from '../../base/errors.js'
import { toComplex, toReal } from '../../base/dtype.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { laneLayout } from '../../tensor/lanes.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { fft, fftReal } from '../../kernels/fft.js'

/** What results are divided by: nothing, the root of the number of points, that number (`fft_norm_mode`). */
export enum Normalization {
  none,
  byRoot,
  byCount,
}

const scaleOf = (normalization: number, count: number): number =>
  normalization === Normalization.none
    ? 1
    : normalization === Normalization.byRoot
      ? 1 / Math.sqrt(count)
      : 1 / count

const pointsOf = (sizes: readonly number[], dims: readonly number[]): number =>
  dims.reduce((count, dim) => count * sizes[dim], 1)

const expected = (kind: string): string =>
  `Expected self.${kind}() to be true, but got false.  (Could this error message be improved?  If so, please report an ` +
  'enhancement request to PyTorch.)'

/** Refuses what none of the three transforms can be asked for; dims are counted from the front here. */
function checkPlan(self: Tensor, dims: readonly number[], normalization: number, isComplex: boolean): void {
  check(isComplex ? self.dtype.is_complex : self.dtype.is_floating_point, () =>
    expected(isComplex ? 'is_complex' : 'is_floating_point'),
  )
  check(
    dims.every((dim) => dim >= 0 && dim < self.sizes.length),
    () => 'bad axis number',
  )
  check(new Set(dims).size === dims.length, () => 'axis specified repeatedly')
  check(normalization in Normalization, () => `Unsupported normalization type${exactly(normalization)}`)
}

/** `x` transformed along `dims`, one after the other, the last first. */
function transformed(x: Tensor, dims: readonly number[], isForward: boolean, scale: number): Tensor {
  let result = x
  for (let i = dims.length - 1; i >= 0; i--) {
    const { x: from, outer, n, inner } = laneLayout(result, dims[i])
    const out = emptyTensor(x.sizes, x.dtype, x.device)
    run(fft, [out, from], outer, n, inner, isForward, i === 0 ? scale : 1)
    result = out
  }
  return result === x ? x.clone() : result
}

op('_fft_c2c(Tensor self, int[] dim, int normalization, bool forward, *, Tensor? out=None) -> Tensor', {
  doc: 'The discrete Fourier transform of complex numbers along dimensions; backwards without `forward`.',
  example: [
    'torch._fft_c2c(torch.tensor([new torch.Complex(1, 0), new torch.Complex(0, 1)]), [0], 0, true)',
    'tensor([1.+1.j, 1.-1.j])',
  ],
  node: 'FftC2CBackward0',
  variants: 'function',
  validate: (self: Tensor, dim: readonly number[], normalization: number) =>
    checkPlan(self, dim, normalization, true),
  compute: (self: Tensor, dim: readonly number[], normalization: number, forward: boolean) =>
    transformed(self, dim, forward, scaleOf(normalization, pointsOf(self.sizes, dim))),
  backward: {
    self: (g, { dim, normalization, forward }) => call('_fft_c2c', [g, dim, normalization, !forward]),
  },
})

op('_fft_r2c(Tensor self, int[] dim, int normalization, bool onesided, *, Tensor? out=None) -> Tensor', {
  doc: 'The transform of real numbers; with `onesided` the half of it, along the last of `dim`, that says all.',
  example: ['torch._fft_r2c(torch.tensor([1.5, 2.5]), [0], 0, true)', 'tensor([ 4.+0.j, -1.+0.j])'],
  node: 'FftR2CBackward0',
  variants: 'function',
  validate: (self: Tensor, dim: readonly number[], normalization: number) => {
    checkPlan(self, dim, normalization, false)
    check(dim.length > 0, () => 'bad axis number')
  },
  compute: (self: Tensor, dim: readonly number[], normalization: number, onesided: boolean) => {
    const last = dim[dim.length - 1]
    const scale = scaleOf(normalization, pointsOf(self.sizes, dim))
    const { x, outer, n, inner } = laneLayout(self, last)
    const sizes = [...self.sizes]
    if (onesided) sizes[last] = Math.floor(n / 2) + 1
    const out = emptyTensor(sizes, toComplex(self.dtype), self.device)
    run(fftReal, [out, x], outer, n, inner, onesided, dim.length === 1 ? scale : 1)
    return dim.length === 1 ? out : transformed(out, dim.slice(0, -1), true, scale)
  },
  backward: {
    // What a half left out has no gradient.
    self: (g, { self_sizes, dim, normalization, onesided }) => {
      const last = dim[dim.length - 1]
      const missing = onesided ? self_sizes[last] - g.sizes[last] : 0
      const widths = new Array<number>(2 * (self_sizes.length - last)).fill(0)
      widths[widths.length - 1] = missing
      const whole = missing > 0 ? (call('constant_pad_nd', [g, widths]) as Tensor) : g
      return call('real', [call('_fft_c2c', [whole, dim, normalization, false])])
    },
  },
})

/** The second half of a lane that belongs to a real transform: the conjugate of the first, read backwards. */
function hermitian(half: Tensor, dims: readonly number[], size: number): Tensor {
  const last = dims[dims.length - 1]
  const first = half.narrow(last, 0, Math.floor(size / 2) + 1)
  const rest = half.narrow(last, 1, Math.floor((size - 1) / 2)).conj()
  // Along the other dimensions place 0 stays where it is, and the rest turns around.
  const turned = dims.slice(0, -1).reduce((x, dim) => x.flip([dim]).roll(1, dim), rest.flip([last]))
  return call('cat', [[first, turned], last]) as Tensor
}

op('_fft_c2r(Tensor self, int[] dim, int normalization, int last_dim_size, *, Tensor? out=None) -> Tensor', {
  doc: 'The real numbers whose transform has `self` as its half; `last_dim_size` of them along the last of `dim`.',
  example: [
    'torch._fft_c2r(torch.tensor([new torch.Complex(3, 0), new torch.Complex(-1, 0)]), [0], 2, 2)',
    'tensor([1., 2.])',
  ],
  exactOut: messages.outDtype,
  node: 'FftC2RBackward0',
  variants: 'function',
  validate: (self: Tensor, dim: readonly number[], normalization: number, size: number) => {
    checkPlan(self, dim, normalization, true)
    check(dim.length > 0, () => 'bad axis number')
    check(size >= 1, () => `Invalid number of data points (${exactly(size)}) specified`)
  },
  compute: (self: Tensor, dim: readonly number[], normalization: number, size: number) => {
    const last = dim[dim.length - 1]
    // One dimension at a time: the imaginary part of what stands for itself is then left out, as in the libraries.
    const others = dim.slice(0, -1)
    const half = others.length > 0 ? transformed(self, others, false, 1) : self
    const whole = hermitian(half, [last], size)
    const scale = scaleOf(normalization, pointsOf(whole.sizes, dim))
    const result = transformed(whole, [last], false, scale)
    return (call('real', [result]) as Tensor).clone().to(toReal(self.dtype))
  },
  backward: {
    // All but what stands for itself was used twice.
    self: (g, { dim, normalization }) => {
      const last = dim[dim.length - 1]
      const half = call('_fft_r2c', [g, dim, normalization, true]) as Tensor
      const doubled = g.sizes[last] - half.sizes[last]
      if (doubled <= 0) return half
      const weights = half.new_ones([half.sizes[last]], { dtype: g.dtype })
      weights.narrow(0, 1, doubled).mul_(2)
      return half.mul(weights.reshape([-1, ...new Array<number>(half.sizes.length - last - 1).fill(1)]))
    },
  },
})
