// `torch.fft`: transforms of one dimension, of two and of several, of complex numbers, of real ones (`rfft`), and of
// what has a real transform (`hfft`). Follows ATen/native/SpectralOps.cpp.
import { type DType, float32, float64, get_default_dtype, toComplex } from '../../base/dtype.js'
import { check, RuntimeError, wrapDim } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { Normalization } from './transform.js'

/** The float (and complex) types that transforms compute in; integers become the default one. */
function promoted(input: Tensor, isComplex: boolean): Tensor {
  const { dtype } = input
  const type = dtype.is_complex || dtype.is_floating_point ? dtype : get_default_dtype()
  check(
    type.is_complex ? type.itemsize >= 8 : type === float32 || type === float64,
    () => `Unsupported dtype ${type.scalarName}`,
  )
  const asked: DType = isComplex ? toComplex(type) : type
  return dtype === asked ? input : input.to(asked)
}

function normalizationOf(norm: string | null, isForward: boolean): Normalization {
  if (norm === null || norm === 'backward') return isForward ? Normalization.none : Normalization.byCount
  if (norm === 'forward') return isForward ? Normalization.byCount : Normalization.none
  if (norm === 'ortho') return Normalization.byRoot
  throw new RuntimeError(`Invalid normalization mode: "${norm}"`)
}

/** `x` with `sizes` points along `dims`: cut off, or with zeros behind. */
function resized(x: Tensor, dims: readonly number[], sizes: readonly number[]): Tensor {
  const rank = x.sizes.length
  const widths = new Array<number>(2 * rank).fill(0)
  let result = x
  dims.forEach((dim, i) => {
    if (sizes[i] < x.sizes[dim]) result = result.narrow(dim, 0, sizes[i])
    else widths[2 * (rank - 1 - dim) + 1] = sizes[i] - x.sizes[dim]
  })
  return widths.some((width) => width > 0) ? (call('constant_pad_nd', [result, widths]) as Tensor) : result
}

const checkPoints = (n: number): void => {
  check(n >= 1, () => `Invalid number of data points (${n}) specified`)
}

const conj = (x: Tensor): Tensor => call('conj', [x]) as Tensor

const c2c = (x: Tensor, dims: readonly number[], norm: Normalization, isForward: boolean): Tensor =>
  call('_fft_c2c', [x, dims, norm, isForward]) as Tensor
const r2c = (x: Tensor, dims: readonly number[], norm: Normalization, isHalf: boolean): Tensor =>
  call('_fft_r2c', [x, dims, norm, isHalf]) as Tensor
const c2r = (x: Tensor, dims: readonly number[], norm: Normalization, size: number): Tensor =>
  call('_fft_c2r', [x, dims, norm, size]) as Tensor

function checkReal(name: string, input: Tensor): void {
  const word = name.endsWith('n') ? 'real-valued' : 'real'
  check(
    !input.dtype.is_complex,
    () => `${name} expects a ${word} input tensor, but got ${input.dtype.scalarName}`,
  )
}

// ---- one dimension ----

type One = (input: Tensor, n: number | null, dim: number, norm: string | null) => Tensor

/** From complex numbers, or from real ones whose transform is wanted whole. */
const complexTransform =
  (isForward: boolean): One =>
  (given, n, dim, norm) => {
    const input = promoted(given, false)
    const along = wrapDim(dim, input.sizes.length)
    const size = n ?? input.sizes[along] ?? 0
    checkPoints(size)
    const x = n === null ? input : resized(input, [along], [n])
    const mode = normalizationOf(norm, isForward)
    if (input.dtype.is_complex) return c2c(x, [along], mode, isForward)
    const result = r2c(x, [along], mode, false)
    return isForward ? result : conj(result)
  }

/** From real numbers to the half of their transform. */
const realTransform =
  (name: string, isForward: boolean): One =>
  (given, n, dim, norm) => {
    checkReal(name, given)
    const input = promoted(given, false)
    const along = wrapDim(dim, input.sizes.length)
    const size = n ?? input.sizes[along] ?? 0
    checkPoints(size)
    const x = n === null ? input : resized(input, [along], [n])
    const result = r2c(x, [along], normalizationOf(norm, isForward), true)
    return isForward ? result : conj(result)
  }

/** From half of a transform to the real numbers. */
const toReals =
  (isForward: boolean): One =>
  (given, n, dim, norm) => {
    const input = promoted(given, true)
    const along = wrapDim(dim, input.sizes.length)
    const size = n ?? 2 * ((input.sizes[along] ?? 0) - 1)
    checkPoints(size)
    const x = n === null ? input : resized(input, [along], [Math.floor(n / 2) + 1])
    return c2r(isForward ? conj(x) : x, [along], normalizationOf(norm, isForward), size)
  }

const sample = 'torch.tensor([1., 2., 4.])'

for (const [name, run, doc, example] of [
  [
    'fft',
    complexTransform(true),
    'The discrete Fourier transform along a dimension, of `n` points.',
    [`torch.fft.fft(${sample})`, 'tensor([ 7.+0.0000j, -2.+1.7321j, -2.-1.7321j])'],
  ],
  [
    'ifft',
    complexTransform(false),
    'The inverse of the discrete Fourier transform.',
    [`torch.fft.ifft(torch.fft.fft(${sample})).real`, 'tensor([1., 2., 4.])'],
  ],
  [
    'rfft',
    realTransform('rfft', true),
    'The transform of real numbers: the first half, which says all.',
    [`torch.fft.rfft(${sample})`, 'tensor([ 7.+0.0000j, -2.+1.7321j])'],
  ],
  [
    'irfft',
    toReals(false),
    'The inverse of `rfft`, of `n` points; by default of an even number.',
    [`torch.fft.irfft(torch.fft.rfft(${sample}), 3)`, 'tensor([1., 2., 4.])'],
  ],
  [
    'hfft',
    toReals(true),
    'The real transform of a signal of which `input` is half, the other being its conjugate.',
    [`torch.fft.hfft(${sample})`, 'tensor([ 9., -3.,  1., -3.])'],
  ],
  [
    'ihfft',
    realTransform('ihfft', false),
    'The inverse of `hfft`.',
    ['torch.fft.ihfft(torch.tensor([9., -3., 1., -3.]))', 'tensor([1.-0.j, 2.-0.j, 4.-0.j])'],
  ],
] as const)
  op(`fft.${name}(Tensor input, int? n=None, int dim=-1, str? norm=None, *, Tensor? out=None) -> Tensor`, {
    doc,
    example,
    forward: run,
  })

// ---- several dimensions ----

interface Shape {
  readonly dims: readonly number[]
  readonly sizes: readonly number[]
}

/** Which dimensions are transformed, and how many points of each (`canonicalize_fft_shape_and_dim_args`). */
function shapeOf(input: Tensor, s: readonly number[] | null, dim: readonly number[] | null): Shape {
  const rank = input.sizes.length
  const wrapped = dim?.map((one) => wrapDim(one, rank))
  check(wrapped === undefined || new Set(wrapped).size === wrapped.length, () => 'FFT dims must be unique')
  if (s !== null) {
    check(
      wrapped === undefined || wrapped.length === s.length,
      () => 'When given, dim and shape arguments must have the same length',
    )
    check(
      s.length <= rank,
      () => `Got shape with ${s.length} values but input tensor only has ${rank} dimensions.`,
    )
  }
  const dims = wrapped ?? (s === null ? input.sizes.map((_, k) => k) : s.map((_, i) => rank - s.length + i))
  const sizes = dims.map((at, i) => (s === null || s[i] === -1 ? input.sizes[at] : s[i]))
  sizes.forEach(checkPoints)
  return { dims, sizes }
}

type Several = (
  input: Tensor,
  s: readonly number[] | null,
  dim: readonly number[] | null,
  norm: string | null,
) => Tensor

const severalComplex =
  (isForward: boolean): Several =>
  (given, s, dim, norm) => {
    const { dims, sizes } = shapeOf(given, s, dim)
    check(dims.length > 0, () => 'ndim must be >= 1')
    const x = resized(promoted(given, true), dims, sizes)
    return c2c(x, dims, normalizationOf(norm, isForward), isForward)
  }

const checkSome = (name: string, { dims }: Shape): void => {
  check(dims.length > 0, () => `${name} must transform at least one axis`)
}

const severalReal: Several = (given, s, dim, norm) => {
  checkReal('rfftn', given)
  const shape = shapeOf(given, s, dim)
  checkSome('rfftn', shape)
  const x = resized(promoted(given, false), shape.dims, shape.sizes)
  return r2c(x, shape.dims, normalizationOf(norm, true), true)
}

/** The shape of half a transform, and how many real numbers the last dimension gets. */
function halfShape(
  name: string,
  input: Tensor,
  s: readonly number[] | null,
  dim: readonly number[] | null,
): Shape & { readonly last: number } {
  const shape = shapeOf(input, s, dim)
  checkSome(name, shape)
  const asked = s === null ? -1 : (s.at(-1) ?? -1)
  const last = asked === -1 ? 2 * (input.sizes[shape.dims.at(-1)!] - 1) : asked
  checkPoints(last)
  return { dims: shape.dims, sizes: [...shape.sizes.slice(0, -1), Math.floor(last / 2) + 1], last }
}

const severalToReals: Several = (given, s, dim, norm) => {
  const { dims, sizes, last } = halfShape('irfftn', given, s, dim)
  return c2r(resized(promoted(given, true), dims, sizes), dims, normalizationOf(norm, false), last)
}

const severalHermitian: Several = (given, s, dim, norm) => {
  const { dims, sizes, last } = halfShape('hfftn', given, s, dim)
  const x = resized(promoted(given, true), dims, sizes)
  const mode = normalizationOf(norm, true)
  const others = dims.slice(0, -1)
  const half = others.length > 0 ? c2c(x, others, mode, true) : x
  return c2r(conj(half), dims.slice(-1), mode, last)
}

const severalFromHermitian: Several = (given, s, dim, norm) => {
  checkReal('ihfftn', given)
  const shape = shapeOf(given, s, dim)
  checkSome('ihfftn', shape)
  const x = resized(promoted(given, false), shape.dims, shape.sizes)
  const mode = normalizationOf(norm, false)
  const half = conj(r2c(x, shape.dims.slice(-1), mode, true))
  const others = shape.dims.slice(0, -1)
  return others.length > 0 ? c2c(half, others, mode, false) : half
}

const square = 'torch.arange(4.).reshape(2, 2)'

for (const [name, run, doc, example] of [
  [
    'fft',
    severalComplex(true),
    'The discrete Fourier transform',
    [`torch.fft.fft2(${square})`, 'tensor([[ 6.+0.j, -2.+0.j],\n        [-4.+0.j,  0.+0.j]])'],
  ],
  [
    'ifft',
    severalComplex(false),
    'The inverse of the discrete Fourier transform',
    [
      `torch.fft.ifft2(${square})`,
      'tensor([[ 1.5000+0.j, -0.5000+0.j],\n        [-1.0000+0.j,  0.0000+0.j]])',
    ],
  ],
  [
    'rfft',
    severalReal,
    'The half of the transform of real numbers that says all',
    [`torch.fft.rfft2(${square})`, 'tensor([[ 6.+0.j, -2.+0.j],\n        [-4.+0.j,  0.+0.j]])'],
  ],
  [
    'irfft',
    severalToReals,
    'The inverse of `rfft2` and `rfftn`',
    [`torch.fft.irfft2(torch.fft.rfft2(${square}))`, 'tensor([[0., 1.],\n        [2., 3.]])'],
  ],
  [
    'hfft',
    severalHermitian,
    'The real transform of a signal of which `input` is half',
    [`torch.fft.hfft2(${square})`, 'tensor([[ 6., -2.],\n        [-4.,  0.]])'],
  ],
  [
    'ihfft',
    severalFromHermitian,
    'The inverse of `hfft2` and `hfftn`',
    [`torch.fft.ihfft2(${square}).real`, 'tensor([[ 1.5000, -0.5000],\n        [-1.0000,  0.0000]])'],
  ],
] as const) {
  op(
    `fft.${name}2(Tensor input, int[1]? s=None, int[1] dim=[-2, -1], str? norm=None, *, Tensor? out=None) -> Tensor`,
    { doc: `${doc} along two dimensions, by default the last.`, example, forward: run },
  )
  op(
    `fft.${name}n(Tensor input, int[1]? s=None, int[1]? dim=None, str? norm=None, *, Tensor? out=None) -> Tensor`,
    {
      doc: `${doc} along several dimensions, by default all.`,
      example: [example[0].replace(`${name}2`, `${name}n`), example[1]],
      forward: run,
    },
  )
}
