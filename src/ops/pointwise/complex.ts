// Complex numbers and their parts: `real`, `imag`, `conj`, `view_as_real` and the ways to make them. A conjugate is
// computed at once here, where PyTorch only marks it, so that no other op has to know of marks; its memory remembers, for
// `is_conj` and `is_neg` to tell what PyTorch's do, of it and of its views.
// Follows ATen/native/ComplexHelper.h and ATen/native/UnaryOps.cpp.
import { type DType, float16, float32, float64, toComplex, toReal } from '../../base/dtype.js'
import { check, messages } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Complex } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import * as c from '../../kernels/complex-math.js'
import { call, callInplace } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { outputStrides } from '../../engine/pointwise.js'

// ---- views ----

op('view_as_real(Tensor self) -> Tensor', {
  doc: 'Complex numbers as pairs of real ones, in a last dimension of size 2. Shares memory.',
  example: ['torch.view_as_real(torch.tensor([new torch.Complex(1, 2)]))', 'tensor([[1., 2.]])'],
  variants: 'function',
  validate: (self: Tensor) =>
    check(self.dtype.is_complex, () => 'view_as_real is only supported for complex tensors'),
  sees: toReal,
  view: ({ sizes, strides, offset }: Tensor) => [
    [...sizes, 2],
    [...strides.map((s) => 2 * s), 1],
    2 * offset,
  ],
  backward: { self: (g) => call('view_as_complex', [paired(g)]) as Tensor },
})

op('view_as_complex(Tensor self) -> Tensor', {
  doc: 'Pairs of real numbers, in a last dimension of size 2, as complex ones. Shares memory.',
  example: ['torch.view_as_complex(torch.tensor([[1.5, 2]]))', 'tensor([1.5000+2.j])'],
  variants: 'function',
  validate: ({ dtype, sizes, strides, offset }: Tensor) => {
    check(
      dtype === float32 || dtype === float64,
      () =>
        'view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: ' +
        dtype.scalarName,
    )
    const last = sizes.length - 1
    check(last >= 0, () => 'Input tensor must have one or more dimensions')
    check(sizes[last] === 2, () => 'Tensor must have a last dimension of size 2')
    check(strides[last] === 1, () => 'Tensor must have a last dimension with stride 1')
    strides
      .slice(0, last)
      .forEach((stride, dim) =>
        check(
          stride % 2 === 0,
          () =>
            `Tensor must have a stride divisible by 2 for all but last dimension, got ${stride} at ${dim}`,
        ),
      )
    check(offset % 2 === 0, () => 'Tensor must have a storage_offset divisible by 2')
  },
  sees: toComplex,
  view: ({ sizes, strides, offset }: Tensor) => [
    sizes.slice(0, -1),
    strides.slice(0, -1).map((stride) => stride / 2),
    offset / 2,
  ],
  backward: { self: (g) => call('view_as_real', [g]) as Tensor },
})

/** `x`, or a copy whose pairs lie side by side. */
function paired(x: Tensor): Tensor {
  const last = x.sizes.length - 1
  const fits =
    x.strides[last] === 1 && x.offset % 2 === 0 && x.strides.slice(0, last).every((s) => s % 2 === 0)
  return fits ? x : x.clone({ memory_format: null }).contiguous()
}

op('real(Tensor self) -> Tensor', {
  doc: 'The real parts, sharing memory with the tensor; a real tensor is its own real part.',
  example: ['torch.real(torch.tensor([new torch.Complex(1, 2)]))', 'tensor([1.])'],
  variants: 'function',
  forward: (self: Tensor) =>
    self.dtype.is_complex ? (call('view_as_real', [self]) as Tensor).select(-1, 0) : self,
})

op('imag(Tensor self) -> Tensor', {
  doc: 'The imaginary parts, sharing memory with the tensor.',
  example: ['torch.imag(torch.tensor([new torch.Complex(1, 2)]))', 'tensor([2.])'],
  variants: 'function',
  forward: (self: Tensor) => {
    check(self.dtype.is_complex, () => 'imag is not implemented for tensors with non-complex dtypes.')
    return (call('view_as_real', [self]) as Tensor).select(-1, 1)
  },
})

// ---- conjugates ----

const conjugate = {
  doc: 'Complex numbers with the sign of the imaginary part changed.',
  variants: 'function',
  kernel: (x: number) => x,
  complex: (x: Complex) => c.conj(x),
  backward: { self: (g: Tensor) => g.conj() },
} as const

op('_conj(Tensor self) -> Tensor', { ...conjugate, node: 'ConjBackward0' })
op('_conj_physical(Tensor self) -> Tensor', {
  ...conjugate,
  inplace: 'method',
  node: 'ConjPhysicalBackward0',
  inplaceNode: 'ConjPhysicalBackward1',
})

op('conj(Tensor self) -> Tensor', {
  doc: 'The complex conjugate: the sign of the imaginary part changed. A real tensor is its own conjugate.',
  example: ['torch.tensor([new torch.Complex(1, 2)]).conj()', 'tensor([1.-2.j])'],
  forward: (self: Tensor) => {
    if (!self.dtype.is_complex) return self
    const result = call('_conj', [self]) as Tensor
    result.memory.isConjugate = !self.memory.isConjugate
    return result
  },
})

op('conj_physical(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.foundDtype,
  doc: 'The complex conjugate in new memory. A real tensor is its own conjugate.',
  example: ['torch.conj_physical(torch.tensor([new torch.Complex(1, 2)]))', 'tensor([1.-2.j])'],
  forward: (self: Tensor) => (self.dtype.is_complex ? (call('_conj_physical', [self]) as Tensor) : self),
})

op('conj_physical_(Tensor self) -> Tensor', {
  doc: 'Changes the sign of the imaginary parts in place.',
  example: ['torch.tensor([new torch.Complex(1, 2)]).conj_physical_()', 'tensor([1.-2.j])'],
  forward: (self: Tensor) => callInplace('_conj_physical', [self]),
})

/** Conjugates, and the imaginary parts of conjugates, which stand at odd places. */
const marks = {
  conj: ({ dtype, memory }: Tensor): boolean => dtype.is_complex && memory.isConjugate,
  neg: ({ dtype, memory, offset }: Tensor): boolean =>
    !dtype.is_complex && memory.isConjugate && offset % 2 === 1,
}

for (const name of ['conj', 'neg'] as const) {
  const isMarked = marks[name]
  const word = name === 'conj' ? 'conjugate' : 'negative'
  op(`resolve_${name}(Tensor self) -> Tensor`, {
    doc: `The tensor itself, or a copy of what \`is_${name}\` says is a ${word} of another: it is computed here already.`,
    example: [`torch.tensor([1.5]).resolve_${name}()`, 'tensor([1.5000])'],
    forward: (self: Tensor) => (isMarked(self) ? self.clone() : self),
  })
  op(`is_${name}(Tensor self) -> bool`, {
    doc:
      `Whether the tensor is a ${word} view of another in PyTorch: ` +
      (name === 'conj' ? 'what `conj` gave, and its views.' : 'the imaginary part of what `conj` gave.'),
    example:
      name === 'conj'
        ? ['torch.tensor([new torch.Complex(1, 2)]).conj().is_conj()', 'True']
        : ['torch.tensor([1.5]).is_neg()', 'False'],
    forward: isMarked,
  })
}

// ---- making complex tensors ----

/** complex_check_dtype and complex_check_floating of ATen/native/TensorFactories.cpp. */
function checkParts(a: Tensor, b: Tensor): void {
  const real = (dtype: DType): boolean => dtype === float16 || dtype === float32 || dtype === float64
  check(
    real(a.dtype) && real(b.dtype),
    () =>
      `Expected both inputs to be Half, Float or Double tensors but got ${a.dtype.scalarName} and ${b.dtype.scalarName}`,
  )
  check(
    a.dtype === b.dtype,
    () =>
      `Expected object of scalar type ${a.dtype.scalarName} but got scalar type ${b.dtype.scalarName} for second argument`,
  )
}

function fromParts(a: Tensor, b: Tensor): Tensor {
  const [re, im] = call('broadcast_tensors', [a, b]) as [Tensor, Tensor]
  const result = emptyTensor(re.sizes as Sizes, toComplex(a.dtype))
  const strides = outputStrides(result.sizes, [re, im])
  if (strides !== null) result.setGeometry(result.sizes, strides, 0)
  result.real.copy_(re)
  result.imag.copy_(im)
  return result
}

const expectedObject = (own: DType, out: DType): string =>
  `Expected object of scalar type ${own.scalarName} but got scalar type ${out.scalarName} for argument 'out'`

op('complex(Tensor real, Tensor imag, *, Tensor? out=None) -> Tensor', {
  exactOut: expectedObject,
  doc: 'Complex numbers from their real and imaginary parts.',
  example: ['torch.complex(torch.tensor([1.5]), torch.tensor([0.5]))', 'tensor([1.5000+0.5000j])'],
  variants: 'function',
  validate: checkParts,
  compute: fromParts,
  backward: { real: (g) => g.real, imag: (g) => g.imag },
})

op('polar(Tensor abs, Tensor angle, *, Tensor? out=None) -> Tensor', {
  exactOut: expectedObject,
  doc: 'Complex numbers from their size and their angle in radians.',
  example: ['torch.polar(torch.tensor([2.5]), torch.tensor([0.5]))', 'tensor([2.1940+1.1986j])'],
  variants: 'function',
  validate: checkParts,
  compute: (abs: Tensor, angle: Tensor) => fromParts(abs.mul(angle.cos()), abs.mul(angle.sin())),
  // With z = r e^(ia): dz/dr = z / |z|, dz/da = iz.
  backward: {
    abs: (g, { result }) => g.conj().mul(result.sgn()).real,
    angle: (g, { result }) => g.conj().mul(result).imag.neg(),
  },
})
