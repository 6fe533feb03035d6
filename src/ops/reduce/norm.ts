// Lengths: `norm`, `linalg.vector_norm`, `renorm`, `dist`, `normalize`, `cosine_similarity`.
import { modes } from '../../tensor/modes.js'
import { type DType, promoteTypes, toReal } from '../../base/dtype.js'
import { check, RuntimeError, ValueError, wrapDim } from '../../base/errors.js'
import { broadcastShapes } from '../../base/layout.js'
import { Complex, type Scalar, scalarToNumber } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { laneLayout, reducedDims, restoreDims } from '../../tensor/lanes.js'
import { run } from '../../engine/run.js'
import { norm as kernel } from '../../kernels/norm.js'
import { op, type Saved } from '../../engine/op.js'
import { conj } from '../pointwise/gradients.js'

type Dims = readonly number[] | null

const powerOf = (p: Scalar | null): number => (p === null ? 2 : scalarToNumber(p))

function norms(self: Tensor, p: number, dims: Dims, keepdim: boolean, dtype: DType | null): Tensor {
  const type = dtype ?? self.dtype
  const asked = type === self.dtype ? self : self.to(type)
  // The gradient looks for the sizes that equal the norm, and must meet the same digits (linalg_vector_norm_out).
  const given = type.is_complex && Math.abs(p) === Infinity ? asked.abs() : asked
  const { x, outer, n, inner, sizes } = laneLayout(given, dims, keepdim)
  const out = emptyTensor(sizes, toReal(type), x.device)
  // The power is a float32 in every dtype (`norm_kernel_tensor_iterator_impl` in ReduceOpsKernel.cpp).
  run(kernel, [out, x], Math.fround(p), outer, n, inner, given.dtype, given.contiguousFlag)
  return out
}

/** `norm_backward` in FunctionsManual.cpp: the subgradient is 0 where the norm is. */
function normBack(
  g: Tensor,
  self: Tensor,
  p: number,
  norm: Tensor,
  dims: Dims,
  keepdim: boolean,
): Tensor | null {
  const rank = self.sizes.length
  const grad = restoreDims(g, dims, keepdim, rank)
  const length = restoreDims(norm, dims, keepdim, rank)
  if (p === 0) return null
  if (p === 1) return self.sgn().mul(grad)
  if (p === 2) return self.mul(grad.div(length).masked_fill(length.eq(0), 0))
  const size = self.abs()
  if (Math.abs(p) === Infinity) {
    const isExtreme = size.eq(length).logical_or(size.isnan().logical_and(length.isnan()))
    const count = dims === null || dims.length === 0 ? isExtreme.sum() : isExtreme.sum(dims, true)
    return self.sgn().mul(isExtreme).mul(grad.div(count))
  }
  if (p < 1) {
    const scaled = self.sgn().mul(size.pow(p - 1).masked_fill(self.eq(0), 0))
    return scaled.mul(grad).mul(length.pow(1 - p))
  }
  const scaled = p < 2 ? self.sgn().mul(size.pow(p - 1)) : self.mul(size.pow(p - 2))
  return scaled.mul(grad.div(length.pow(p - 1)).masked_fill(length.eq(0), 0))
}

const normEntry = {
  doc: 'The work of `norm` for a number p.',
  variants: 'inside',
  device: true,
  compute: (self: Tensor, p: Scalar | null, dim: Dims, keepdim: boolean, dtype: DType | null = null) => {
    const type = dtype ?? self.dtype
    check(
      type.is_floating_point || type.is_complex,
      () => `norm(): input dtype should be either floating point or complex. Got ${type.scalarName} instead.`,
    )
    return norms(self, powerOf(p), dim, keepdim, dtype)
  },
  backward: {
    self: (g: Tensor, { self, result, p, dim, keepdim }: Saved) =>
      normBack(g, self, powerOf(p), result, dim, keepdim),
  },
} as const
op('_norm(Tensor self, Scalar? p, int[1] dim, bool keepdim=False) -> Tensor', {
  ...normEntry,
  node: 'NormBackward1',
})
op('_norm.dtype(Tensor self, Scalar? p, int[1] dim, bool keepdim, *, ScalarType dtype) -> Tensor', {
  ...normEntry,
  node: 'NormBackward3',
})

function frobenius(self: Tensor, dims: Dims, keepdim: boolean): Tensor {
  if (dims === null || dims.length < 2) return call('_norm', [self, 2, dims ?? [], keepdim]) as Tensor
  check(dims.length === 2, () => `Expected at most 2 dimensions, but got ${dims.length} dimensions instead.`)
  const squares = self.dtype.is_complex ? (call('real', [self.conj().mul(self)]) as Tensor) : self.mul(self)
  return squares.sum(dims, keepdim).sqrt()
}
/** The sum of singular values. */
function nuclear(self: Tensor, dims: Dims, keepdim: boolean): Tensor {
  const given = self.sizes.length
  check(
    dims !== null || given === 2,
    () =>
      `Expected a tensor with 2 dimensions, but got a tensor with ${given} dimension${given === 1 ? '' : 's'} instead.`,
  )
  const over = dims ?? [0, 1]
  check(over.length === 2, () => "nuclear norm requires a 'dim' argument of size 2")
  const rank = self.sizes.length
  const order = self.sizes
    .map((_, dim) => dim)
    .filter((dim) => !over.includes(dim) && !over.includes(dim - rank))
  const matrices = self.permute([...order, ...over])
  const total = (call('linalg.svdvals', [matrices]) as Tensor).sum(-1)
  return restoreDims(total, over, !keepdim, rank)
}

op(
  "norm(Tensor self, any p='fro', int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor",
  {
    doc: "The p-norm, of all elements or along dimensions; 'fro' is the root of the sum of squares.",
    example: ['torch.tensor([1.5, 2]).norm()', 'tensor(2.5000)'],
    forward: (self: Tensor, p: unknown, dim: Dims, keepdim: boolean, dtype: DType | null) => {
      if (p === 'fro' || p === 'nuc') {
        if (dtype !== null)
          throw new ValueError(
            `dtype argument is not supported in ${p === 'fro' ? 'frobenius' : 'nuclear'} norm`,
          )
        return p === 'fro' ? frobenius(self, dim, keepdim) : nuclear(self, dim, keepdim)
      }
      if (typeof p === 'string')
        throw new RuntimeError(`only valid string values are 'fro' and 'nuc', found ${p}`)
      return call('_norm', [self, p, dim ?? [], keepdim, ...(dtype === null ? [] : [{ dtype }])])
    },
  },
)

function checkNormType(own: DType, dtype: DType): void {
  const name = 'linalg.vector_norm'
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `${name}: dtype should be floating point or complex, but got ${dtype.scalarName}`,
  )
  check(
    own.is_complex === dtype.is_complex,
    () =>
      `${name}: dtype should be ${own.is_complex ? 'complex' : 'real'} for ${own.is_complex ? 'complex' : 'real'} ` +
      `inputs, but got ${dtype.scalarName}`,
  )
  check(
    promoteTypes(own, dtype) === dtype,
    () =>
      `${name}: the dtype of the input (${own.scalarName}) should be convertible without narrowing to the specified ` +
      `dtype (${dtype.scalarName})`,
  )
}

/** A maximum or a negative power of nothing is no number. */
function checkIdentity(self: Tensor, p: number, dims: Dims): void {
  const text = `linalg.vector_norm cannot compute the ${String(p).replace('Infinity', 'inf')} norm on `
  const wrapped = reducedDims(dims, self.sizes.length)
  if (wrapped === null)
    throw new RuntimeError(`${text}an empty tensor because the operation does not have an identity`)
  for (const dim of wrapped)
    check(
      self.sizes[dim] !== 0,
      () =>
        `${text}the dimension ${dim}because this dimension is empty and the operation does not have an identity`,
    )
}

op(
  'linalg.vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc: 'The p-norm of vectors: of all elements, or along dimensions.',
    example: ['torch.linalg.vector_norm(torch.tensor([1.5, 2]))', 'tensor(2.5000)'],
    node: 'LinalgVectorNormBackward0',
    device: true,
    compute: (self: Tensor, ord: Scalar, dim: Dims, keepdim: boolean, dtype: DType | null) => {
      const p = powerOf(ord)
      check(
        self.dtype.is_floating_point || self.dtype.is_complex,
        () =>
          `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${self.dtype.scalarName}`,
      )
      if (dtype !== null) checkNormType(self.dtype, dtype)
      if (self.count === 0 && (p < 0 || p === Infinity)) checkIdentity(self, p, dim)
      return norms(self, p, dim, keepdim, dtype)
    },
    backward: {
      self: (g, { self, result, ord, dim, keepdim }) => normBack(g, self, powerOf(ord), result, dim, keepdim),
    },
  },
)

/** Norms of the parts along `dim`, one for each, that broadcast against all. */
const partNorms = (self: Tensor, p: number, dim: number): [Tensor, number[]] => {
  const at = wrapDim(dim, self.sizes.length)
  const others = self.sizes.map((_, k) => k).filter((k) => k !== at)
  return [call('linalg.vector_norm', [self, p, others, true]) as Tensor, others]
}

// Follows ATen/native/Normalization.cpp and `renorm_backward` in FunctionsManual.cpp.
op('norm_except_dim(Tensor v, int pow=2, int dim=0) -> Tensor', {
  doc: 'The norms over all dimensions but one, which keep their places: what `weight_norm` divides by. With `dim=-1` one norm.',
  example: [
    'torch.norm_except_dim(torch.tensor([[3, 4], [0, 1]], { dtype: torch.float32 }))',
    'tensor([[5.],\n        [1.]])',
  ],
  variants: 'function',
  forward: (v: Tensor, pow: number, dim: number): Tensor => {
    const rank = v.sizes.length
    if (dim === -1) return normOver(v, pow, null)
    const at = wrapDim(dim, rank)
    return normOver(
      v,
      pow,
      v.sizes.map((_, i) => i).filter((i) => i !== at),
    )
  },
})
const normOver = (v: Tensor, p: number, dims: Dims): Tensor =>
  call('norm', [v, p, dims, dims !== null]) as Tensor

op('renorm(Tensor self, Scalar p, int dim, Scalar maxnorm, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The parts along a dimension, those whose p-norm is above `maxnorm` scaled down to it.',
  example: [
    'torch.renorm(torch.tensor([[3.5, 0], [0, 1.5]]), 2, 0, 2)',
    'tensor([[2.0000, 0.0000],\n        [0.0000, 1.5000]])',
  ],
  inplace: 'method',
  device: true,
  validate: (self: Tensor, p: Scalar, _dim: number, maxnorm: Scalar) => {
    check(!(p instanceof Complex), () => 'renorm: p must be real-valued')
    check(scalarToNumber(p) > 0, () => 'renorm: non-positive-norm not supported')
    check(!(maxnorm instanceof Complex), () => 'renorm: maxnorm must be real-valued')
    const limit = scalarToNumber(maxnorm)
    check(limit >= 0, () => `renorm: expected maxnorm to be >= 0 but got ${limit}`)
    const rank = self.sizes.length
    check(rank > 1, () => `renorm: input needs at least 2 dimensions, got ${rank} dimensions`)
  },
  compute: (self: Tensor, p: Scalar, dim: number, maxnorm: Scalar) => {
    const limit = scalarToNumber(maxnorm)
    const [norm] = partNorms(self, powerOf(p), dim)
    const factor = norm.add(1e-7).reciprocal().mul(limit)
    return self.mul(factor.masked_fill(norm.gt(limit).logical_not(), 1))
  },
  backward: {
    self: (g, { self, p, dim, maxnorm }) => {
      const [norm, others] = partNorms(self, powerOf(p), dim)
      const dot = conj(self).mul(g)
      const along = (dot.dtype.is_complex ? (call('real', [dot]) as Tensor) : dot).sum(others, true)
      const back = normBack(along, self, powerOf(p), norm, others, true)!
      const inverse = norm.add(1e-7).reciprocal()
      const scaled = g.sub(back.mul(inverse)).mul(inverse.mul(maxnorm))
      return call('where', [norm.gt(maxnorm), scaled, g]) as Tensor
    },
  },
})

op('dist(Tensor self, Tensor other, Scalar p=2) -> Tensor', {
  doc: 'The p-norm of the difference.',
  example: ['torch.dist(torch.tensor([1.5, 2]), torch.zeros(2))', 'tensor(2.5000)'],
  device: true,
  compute: (self: Tensor, other: Tensor, p: Scalar) => call('_norm', [self.sub(other), p, []]) as Tensor,
  backward: {
    self: (g, { self, other, result, p }) => normBack(g, self.sub(other), powerOf(p), result, null, false),
    other: (g, { self, other, result, p }) =>
      normBack(g, self.sub(other), powerOf(p), result, null, false)?.neg() ?? null,
  },
})

op(
  'nn.functional.normalize(Tensor input, float p=2.0, int dim=1, float eps=1e-12, Tensor? out=None) -> Tensor',
  {
    doc: 'Divides vectors along a dimension by their norm, so that each has length one.',
    example: ['torch.nn.functional.normalize(torch.tensor([[1.5, 2]]))', 'tensor([[0.6000, 0.8000]])'],
    forward: (input: Tensor, p: number, dim: number, eps: number) =>
      input.div(input.norm(p, dim, true).clamp_min(eps).expand_as(input)),
  },
)

op('nn.functional.cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-8) -> Tensor', {
  builtin: true,
  doc: 'The cosine of the angle between vectors along a dimension.',
  example: [
    'torch.nn.functional.cosine_similarity(torch.tensor([1.5, 2]), torch.tensor([2, 1.5]), 0)',
    'tensor(0.9600)',
  ],
  aliases: ['cosine_similarity'],
  forward: (x1: Tensor, x2: Tensor, dim: number, eps: number) => {
    const common = promoteTypes(x1.dtype, x2.dtype)
    check(
      common.is_floating_point,
      () => `expected common dtype to be floating point, yet common dtype is ${common.scalarName}`,
    )
    const sizes = broadcastShapes(x1.sizes, x2.sizes)
    const unit = (x: Tensor): Tensor => {
      const expanded = x.to(common).expand(sizes)
      const squares = expanded.pow(2).sum(dim, true)
      // Outside the graph, as in ATen/native/Distance.cpp: the gradient knows nothing of the bound.
      const grad = modes.grad
      modes.grad = false
      try {
        squares.clamp_min_(eps * eps)
      } finally {
        modes.grad = grad
      }
      return expanded.div(squares.sqrt())
    }
    return unit(x1).mul(unit(x2)).sum(dim)
  },
})
