// Ops that copy, cast, fill and resize.
import { resolveDevice } from '../../devices/device.js'
import { withTupleShapes } from '../../base/numpy-shape.js'
import { loadPackage } from '../../base/package-root.js'
import * as types from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { checkNumel, messages, RuntimeError, TypeError, ValueError } from '../../base/errors.js'
import { checkFits } from '../../base/limits.js'
import { contiguousStrides, numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { warn } from '../../base/warnings.js'
import { cpu, Device, type NamedConstant, preserve_format, type Scalar } from '../../base/scalar.js'
import { modes } from '../../tensor/modes.js'
import { emptyTensor, Tensor } from '../../tensor/tensor.js'
import { castTo, copyInto, fillInto, formatStrides, laidOut, suggestedFormat } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { castOnto, growStorage } from '../../engine/place.js'
import { op } from '../../engine/op.js'

/** `result`, contiguous so far, as `format` wants it; by default the order of `like`'s strides is kept. */
const inFormat = (result: Tensor, like: Tensor, format: NamedConstant | null): Tensor =>
  laidOut(result, formatStrides(like.sizes, format === preserve_format ? null : format, like))

op('clone(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'A copy with memory of its own. Gradients flow through it.',
  example: ['torch.tensor([1, 2]).clone()', 'tensor([1, 2])'],
  device: true,
  compute: (self: Tensor, format: NamedConstant | null) => inFormat(castTo(self, self.dtype), self, format),
  backward: { self: (g) => g },
})

/** Of complex numbers that become real ones only one part is left. */
function warnOfReal(from: Tensor, to: DType): void {
  if (from.dtype.is_complex && !to.is_complex) warn(messages.discardsImaginary)
}

op('copy_(Tensor self, Tensor src, bool non_blocking=False) -> Tensor', {
  doc: 'Writes the elements of src, broadcast and converted, over this tensor.',
  example: ['torch.zeros(2).copy_(torch.tensor([1, 2]))', 'tensor([1., 2.])'],
  variants: 'method',
  node: 'CopyBackwards',
  device: 'mixed',
  mutate: (self: Tensor, src: Tensor) => {
    warnOfReal(src, self.dtype)
    copyInto(self, src)
  },
  backward: { self: (g) => g.new_zeros(g.sizes), src: (g, { src_device }) => g.to(src_device) },
})

const fillDoc = 'Sets every element to one value.'
op('fill_.Tensor(Tensor self, Tensor value) -> Tensor', {
  overlap: 'allowed',
  doc: fillDoc,
  example: ['torch.zeros(2).fill_(torch.tensor(3))', 'tensor([3., 3.])'],
  node: 'FillBackward3',
  validate: (_self: Tensor, value: Tensor) => {
    if (value.sizes.length > 0)
      throw new RuntimeError(
        `fill_ only supports 0-dimension value tensor but got tensor with ${value.sizes.length} dimensions.`,
      )
  },
  device: 'mixed',
  mutate: (self: Tensor, value: Tensor) => {
    copyInto(self, value)
  },
  backward: { self: (g) => g.new_zeros(g.sizes), value: (g) => g.sum() },
})
op('fill_.Scalar(Tensor self, Scalar value) -> Tensor', {
  overlap: 'allowed',
  doc: fillDoc,
  example: ['torch.zeros(2).fill_(3)', 'tensor([3., 3.])'],
  node: 'FillBackward2',
  device: true,
  mutate: (self: Tensor, value: Scalar) => {
    checkFits(value, self.dtype)
    fillInto(self, value)
  },
  backward: { self: (g) => g.new_zeros(g.sizes) },
})
op('fill.Scalar(Tensor self, Scalar value) -> Tensor', {
  doc: 'A copy with every element set to one value.',
  example: ['torch.fill(torch.zeros(2), 3)', 'tensor([3., 3.])'],
  variants: 'function',
  node: 'FillBackward0',
  device: true,
  compute: (self: Tensor, value: Scalar) => emptyTensor(self.sizes, self.dtype, self.device).fill_(value),
  backward: { self: (g) => g.new_zeros(g.sizes) },
})
op('fill.Tensor(Tensor self, Tensor value) -> Tensor', {
  doc: 'A copy with every element set to one value.',
  example: ['torch.fill(torch.zeros(2), torch.tensor(3))', 'tensor([3., 3.])'],
  variants: 'function',
  node: 'FillBackward1',
  device: 'mixed',
  compute: (self: Tensor, value: Tensor) => emptyTensor(self.sizes, self.dtype, self.device).fill_(value),
  backward: { self: (g) => g.new_zeros(g.sizes), value: (g) => g.sum() },
})
op('zero_(Tensor self) -> Tensor', {
  overlap: 'allowed',
  doc: 'Sets every element to zero.',
  example: ['torch.ones(2).zero_()', 'tensor([0., 0.])'],
  node: 'ZeroBackward0',
  device: true,
  mutate: (self: Tensor) => fillInto(self, 0),
  backward: { self: (g) => g.new_zeros(g.sizes) },
})

// ---- casts ----

op(
  '_to_copy(Tensor self, ScalarType dtype, *, Device? device=None, MemoryFormat? memory_format=None) -> Tensor',
  {
    variants: 'inside',
    doc: 'A copy in another dtype or on another device.',
    node: 'ToCopyBackward0',
    device: true,
    compute: (self: Tensor, dtype: DType, device: Device | null, format: NamedConstant | null) => {
      warnOfReal(self, dtype)
      return inFormat(castOnto(self, dtype, device && (resolveDevice(device) ?? cpu)), self, format)
    },
    backward: { self: (g, { self_dtype, self_device }) => g.to(self_device, self_dtype) },
  },
)

interface Conversion {
  dtype?: DType | null
  device?: Device | null
  copy?: boolean
  format?: NamedConstant | null
}

/** Itself where nothing changes (`to_will_alias`, TensorConversions.cpp). */
function convert(self: Tensor, { dtype, device, copy = false, format = null }: Conversion): Tensor {
  const there = device ? resolveDevice(device) : null
  const keepsDevice = !device || device.type === self.device.type
  const keepsFormat = format === null || format === preserve_format || suggestedFormat(self) === format
  if (!copy && keepsDevice && keepsFormat && (!dtype || dtype === self.dtype)) return self
  const options = { device: keepsDevice ? null : (there ?? cpu), memory_format: format }
  return call('_to_copy', [self, dtype ?? self.dtype, options]) as Tensor
}

const toDoc = 'This tensor in another dtype or on another device; itself where nothing changes.'
op(
  'to.dtype(Tensor self, ScalarType dtype, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor',
  {
    doc: toDoc,
    example: ['torch.tensor([1.5, 2.5]).to(torch.int64)', 'tensor([1, 2])'],
    variants: 'method',
    forward: (
      self: Tensor,
      dtype: DType,
      _nonBlocking: boolean,
      copy: boolean,
      format: NamedConstant | null,
    ) => convert(self, { dtype, copy, format }),
  },
)
op(
  'to.device(Tensor self, Device? device=None, ScalarType? dtype=None, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor',
  {
    doc: toDoc,
    example: ["torch.ones(1).to('cpu')", 'tensor([1.])'],
    variants: 'method',
    forward: (
      self: Tensor,
      device: Device | null,
      dtype: DType | null,
      _nonBlocking: boolean,
      copy: boolean,
      format: NamedConstant | null,
    ) => convert(self, { dtype, device, copy, format }),
  },
)
op(
  'to.other(Tensor self, Tensor other, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> Tensor',
  {
    doc: toDoc,
    example: ['torch.ones(1).to(torch.tensor(2))', 'tensor([1])'],
    variants: 'method',
    forward: (
      self: Tensor,
      other: Tensor,
      _nonBlocking: boolean,
      copy: boolean,
      format: NamedConstant | null,
    ) => convert(self, { dtype: other.dtype, device: other.device, copy, format }),
  },
)
op('type_as(Tensor self, Tensor other) -> Tensor', {
  doc: "This tensor in another's dtype.",
  example: ['torch.ones(1).type_as(torch.tensor(2))', 'tensor([1])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => convert(self, { dtype: other.dtype }),
})

const casts: Record<string, DType> = {
  float: types.float32,
  double: types.float64,
  half: types.float16,
  bfloat16: types.bfloat16,
  int: types.int32,
  long: types.int64,
  short: types.int16,
  char: types.int8,
  byte: types.uint8,
  bool: types.bool,
  cfloat: types.complex64,
  cdouble: types.complex128,
}
const castExamples: Record<string, string> = {
  float: 'tensor([1.])',
  double: 'tensor([1.], dtype=torch.float64)',
  half: 'tensor([1.], dtype=torch.float16)',
  bfloat16: 'tensor([1.], dtype=torch.bfloat16)',
  int: 'tensor([1], dtype=torch.int32)',
  long: 'tensor([1])',
  short: 'tensor([1], dtype=torch.int16)',
  char: 'tensor([1], dtype=torch.int8)',
  byte: 'tensor([1], dtype=torch.uint8)',
  bool: 'tensor([True])',
  cfloat: 'tensor([1.+0.j])',
  cdouble: 'tensor([1.+0.j], dtype=torch.complex128)',
}
for (const [name, dtype] of Object.entries(casts))
  op(`${name}(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor`, {
    doc: `This tensor as ${dtype.name}.`,
    example: [`torch.ones(1).${name}()`, castExamples[name]],
    variants: 'method',
    forward: (self: Tensor, format: NamedConstant | null) => convert(self, { dtype, format }),
  })
op('cpu(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'This tensor on the cpu.',
  example: ['torch.ones(1).cpu()', 'tensor([1.])'],
  variants: 'method',
  forward: (self: Tensor, format: NamedConstant | null) =>
    convert(self, { device: new Device('cpu'), format }),
})
op('cuda(Tensor self, Device? device=None, *, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'This tensor on the gpu: what PyTorch calls cuda.',
  example: ['torch.ones(1).cuda().device', "device(type='gpu', index=0)"],
  variants: 'method',
  forward: (self: Tensor, device: Device | null, format: NamedConstant | null) =>
    convert(self, { device: device ?? new Device('gpu'), format }),
})
/** The dtype and the device that a name such as `torch.cuda.LongTensor` means. */
function typeCalled(name: string): Conversion {
  const [, onGpu, scalarName] = /^torch\.(cuda\.)?(\w*)Tensor$/.exec(name) ?? []
  // The type of `torch.Tensor` is the default one.
  const dtype =
    scalarName === ''
      ? types.get_default_dtype()
      : types.dtypes.find((type) => type.scalarName === scalarName)
  if (dtype === undefined) throw new ValueError(`invalid type: '${name}'`)
  return { dtype, device: new Device(onGpu === undefined ? 'cpu' : 'gpu') }
}

/** What a class of tensors or of Python is called. */
const nameOfType = (Class: { name: string; dtype?: unknown }): string =>
  (Class as { prototype?: unknown }).prototype === Tensor.prototype || Class.dtype instanceof types.DType
    ? `torch.${Class.name}`
    : Class.name

op('type(Tensor self, any dtype=None, bool non_blocking=False) -> any', {
  doc: "Without an argument the type's name; with a dtype or such a name, the tensor cast to it.",
  example: ['torch.ones(1).type()', "'torch.FloatTensor'"],
  variants: 'method',
  forward: (self: Tensor, dtype: unknown) => {
    const place = self.device.type === 'gpu' ? 'cuda.' : ''
    if (dtype === null || dtype === undefined) return `torch.${place}${self.dtype.scalarName}Tensor`
    if (dtype instanceof types.DType) return convert(self, { dtype })
    if (typeof dtype === 'string') return convert(self, typeCalled(dtype))
    if (typeof dtype === 'function') return convert(self, typeCalled(nameOfType(dtype)))
    throw new TypeError('dtype must be a type, str, or dtype object')
  },
})

// ---- memory ----

/** Gives a tensor a shape in place, and memory enough for it. */
export function reshapeInPlace(self: Tensor, size: Sizes): void {
  // As it lies, be it expanded or a window with gaps.
  if (sameSizes(self.sizes, size)) return
  growStorage(self, self.offset + numelOf(size))
  self.setGeometry(size, contiguousStrides(size), self.offset)
}

op('resize_(Tensor self, int[] size, *, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'Changes the shape in place; more memory is taken when needed, with unspecified contents.',
  example: ['torch.tensor([1, 2, 3]).resize_(2)', 'tensor([1, 2])'],
  variants: 'method',
  // Not a `mutate`: no element changes, so neither does the version.
  forward: (self: Tensor, size: number[]) => {
    checkNumel(size)
    if (self.requires_grad) throw new RuntimeError('cannot resize variables that require grad')
    reshapeInPlace(self, size)
    return self
  },
})
op('resize_as_(Tensor self, Tensor other, *, MemoryFormat? memory_format=None) -> Tensor', {
  doc: "Changes the shape in place to another tensor's.",
  example: ['torch.tensor([1, 2, 3]).resize_as_(torch.ones(2))', 'tensor([1, 2])'],
  forward: (self: Tensor, other: Tensor, memoryFormat: unknown) =>
    self.resize_(other.sizes, { memory_format: memoryFormat } as never),
})

interface Numpy {
  zeros(
    shape: number[],
    dtype?: string,
  ): { storage: { constructor: new (...args: unknown[]) => unknown; data: object } }
  NDArray: { fromStorage(storage: unknown): unknown }
}
let numpy: Numpy | null = null

/** A copy: numpy-ts keeps floats of sixteen bits as wider ones. */
function wideArray(np: Numpy, half: Tensor): unknown {
  const { storage } = np.zeros([1], 'float16')
  const { array } = castTo(half, types.float32).memory
  const data = (storage.data.constructor as Float32ArrayConstructor).from(array as Float32Array)
  const sizes = Array.from(half.sizes)
  const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((a, b) => a * b, 1))
  const Storage = storage.constructor
  return np.NDArray.fromStorage(new Storage(data, sizes, strides, 0, 'float16', null))
}

op('numpy(Tensor self, *, bool force=False) -> any', {
  doc: 'A NumPy array (of the npm package numpy-ts) on the same memory.',
  example: ['torch.tensor([1.5, 2.5]).numpy()', 'array([1.5, 2.5], dtype=float32)'],
  variants: 'method',
  forward: (self: Tensor, force: boolean) => {
    // Inside a function of autograd, and wherever nothing is recorded, the numbers may be had.
    if (self.requires_grad && !force && modes.grad)
      throw new RuntimeError(
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
      )
    if (self.device !== cpu) {
      if (force) return self.detach().cpu().numpy()
      throw new TypeError(
        `can't convert ${self.device} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.`,
      )
    }
    if (self.dtype.name === 'bfloat16') throw new TypeError('Got unsupported ScalarType BFloat16')
    numpy ??= withTupleShapes(loadPackage('numpy-ts') as Numpy)
    if (self.dtype.name === 'float16') return wideArray(numpy, self)
    const own = self.memory.handOut()
    const Storage = numpy.zeros([1]).storage.constructor
    return numpy.NDArray.fromStorage(
      new Storage(own, Array.from(self.sizes), Array.from(self.strides), self.offset, self.dtype.name, null),
    )
  },
})
