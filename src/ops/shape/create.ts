// Ops that make tensors: from data, filled, ranges, and like another tensor.
import { get_default_device, resolveDevice } from '../../devices/device.js'
import {
  bfloat16,
  bool,
  type DType,
  float32,
  float64,
  get_default_dtype,
  int64,
  notImplementedFor,
} from '../../base/dtype.js'
import { rounding } from '../../base/half.js'
import { check, checkNumel, RuntimeError, TypeError } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Sizes } from '../../base/layout.js'
import {
  cpu,
  type Device,
  type NamedConstant,
  preserve_format,
  type Scalar,
  scalarToNumber,
} from '../../base/scalar.js'
import { toBigInt64 } from '../../memory/elements.js'
import { emptyTensor, Tensor, zerosTensor } from '../../tensor/tensor.js'
import { castTo, filledTensor, fillEvery, formatStrides } from '../../engine/copy.js'
import { onto } from '../../engine/place.js'
import { run } from '../../engine/run.js'
import { range, wholeRange } from '../../kernels/range.js'
import { op } from '../../engine/op.js'
import { scalarDtype } from '../../engine/promote.js'
import { shareMemory, tensorFromData } from './tensor-data.js'

export type MaybeDType = DType | null
type MaybeDevice = Device | null
type Layout = NamedConstant | null

/** Where a new tensor shall lie: on the device asked for, else on that of the tensor it is made like, else the default. */
function place(layout: Layout, device: MaybeDevice, like?: Tensor): Device {
  if (layout && layout.name !== 'strided')
    throw new RuntimeError(`layout ${layout} is not supported: only torch.strided is`)
  if (device === null && like !== undefined) return like.device
  return resolveDevice(device ?? get_default_device()) ?? cpu
}

function checkSizes(size: readonly number[]): void {
  for (let i = 0; i < size.length; i++)
    if (size[i] < 0)
      throw new RuntimeError(
        `Trying to create tensor with negative dimension ${size[i]}: [${size.join(', ')}]`,
      )
}

/** `result`, whose elements are all alike, in the memory order of `like` or of the format asked for. */
function inOrder(result: Tensor, like: Tensor, format: NamedConstant | null): Tensor {
  result.setGeometry(
    result.sizes,
    formatStrides(like.sizes, format === preserve_format ? null : format, like),
    0,
  )
  return result
}

/** `as_tensor` and `clone` say what is meant; `internal_new_from_data` in torch/csrc/utils/tensor_new.cpp. */
function warnOfCopy(data: unknown, called: string): void {
  if (!(data instanceof Tensor)) return
  warn(
    'To copy construct from a tensor, it is recommended to use sourceTensor.clone().detach() or ' +
      `sourceTensor.clone().detach().requires_grad_(True), rather than ${called}(sourceTensor).`,
  )
}

op(
  'tensor(any data, *, ScalarType? dtype=None, Device? device=None, bool? pin_memory=False, bool requires_grad=False) -> Tensor',
  {
    doc: 'A new tensor with the given values: numbers, nested arrays, typed arrays, NumPy arrays. Whole numbers become int64, others float32.',
    example: ['torch.tensor([[1, 2], [3, 4]])', 'tensor([[1, 2],\n        [3, 4]])'],
    backward: 'none',
    device: true,
    compute: (
      data: unknown,
      dtype: MaybeDType,
      device: MaybeDevice,
      _pin: boolean,
      requiresGrad: boolean,
    ) => {
      warnOfCopy(data, 'torch.tensor')
      const at = place(null, device)
      return onto(tensorFromData(data, dtype, requiresGrad), at)
    },
  },
)

op('as_tensor(any data, ScalarType? dtype=None, Device? device=None) -> Tensor', {
  doc: 'A tensor of the data, on the same memory where that is possible: a tensor of the dtype asked for is returned as it is.',
  example: ['torch.as_tensor([1, 2.5])', 'tensor([1.0000, 2.5000])'],
  forward: (data: unknown, dtype: MaybeDType, device: MaybeDevice) => {
    const at = place(null, device)
    if (data instanceof Tensor) return data.to(device ?? data.device, dtype)
    const shared = shareMemory(data)
    if (shared !== null && (dtype === null || dtype === shared.dtype)) return onto(shared, at)
    return onto(tensorFromData(data, dtype, false), at)
  },
})

op('from_numpy(any ndarray) -> Tensor', {
  doc: 'A tensor on the memory of a NumPy array or typed array: a change of one is seen in the other.',
  example: ['torch.from_numpy(new Float32Array([1, 2]))', 'tensor([1., 2.])'],
  forward: (array: unknown) => {
    const shared = shareMemory(array)
    if (shared === null)
      throw new TypeError(`expected np.ndarray (got ${Array.isArray(array) ? 'list' : typeof array})`)
    return shared
  },
})

// ---- filled ----

/** What fills new tensors of any shape: the op `name`, and its forms `name_like` and `new_name`. */
interface Filling {
  readonly name: string
  /** The value; null where the caller gives it as `fill_value`. */
  readonly value: Scalar | null
  readonly make: (size: readonly number[], value: Scalar, dtype: DType, device: Device) => Tensor
  /** Such a tensor, in the docs. */
  readonly words: string
  /** What further arguments the examples have, and what is read from their results, by form. */
  readonly example: readonly [more: string, read: string, plain: string, like: string, fresh: string]
}

const fillings: readonly Filling[] = [
  {
    name: 'empty',
    value: 0,
    make: (size, _value, dtype, device) => emptyTensor(size, dtype, device),
    words: 'whose elements are whatever was in memory',
    example: ['', '.shape', 'torch.Size([2])', 'torch.Size([2])', 'torch.Size([2])'],
  },
  {
    name: 'zeros',
    value: 0,
    make: filledTensor,
    words: 'of zeros',
    example: ['', '', 'tensor([0., 0.])', 'tensor([0, 0])', 'tensor([0., 0.])'],
  },
  {
    name: 'ones',
    value: 1,
    make: filledTensor,
    words: 'of ones',
    example: ['', '', 'tensor([1., 1.])', 'tensor([1, 1])', 'tensor([1., 1.])'],
  },
  {
    name: 'full',
    value: null,
    make: filledTensor,
    words: 'filled with one value',
    example: [', 7', '', 'tensor([7, 7])', 'tensor([7, 7])', 'tensor([7., 7.])'],
  },
]

for (const { name, value: own, make, words, example } of fillings) {
  const fill = own === null ? 'Scalar fill_value, ' : ''
  const [more, read, ...outputs] = example
  const format = name === 'empty' ? ', MemoryFormat? memory_format=None' : ''
  const atEnd = { backward: 'none', device: true } as const

  const plain = (size: number[], value: Scalar, dtype: MaybeDType, layout: Layout, device: MaybeDevice) => {
    const at = place(layout, device)
    checkSizes(size)
    return make(size, value, dtype ?? (own === null ? scalarDtype(value) : get_default_dtype()), at)
  }
  op(`${name}(int[] size, ${fill}*, Tensor? out=None, ...options${format}) -> Tensor`, {
    doc: `A tensor ${words}${own === null ? ', whose type decides the dtype' : ''}.`,
    example: [`torch.${name}([2]${more})${read}`, outputs[0]],
    compute:
      own === null
        ? plain
        : (
            size: number[],
            dtype: MaybeDType,
            layout: Layout,
            device: MaybeDevice,
            _pin: unknown,
            _grad: unknown,
            order: NamedConstant | null = null,
          ) => {
            const made = plain(size, own, dtype, layout, device)
            if (order === null) return made
            check(order !== preserve_format, () => 'unsupported memory format Preserve')
            return inOrder(made, made, order)
          },
    ...atEnd,
  })

  const like = (
    self: Tensor,
    value: Scalar,
    dtype: MaybeDType,
    layout: Layout,
    device: MaybeDevice,
    _pin: unknown,
    _grad: unknown,
    order: Layout,
  ) => inOrder(make(self.sizes, value, dtype ?? self.dtype, place(layout, device, self)), self, order)
  op(`${name}_like(Tensor self, ${fill}*, ...options, MemoryFormat? memory_format=None) -> Tensor`, {
    doc: `A tensor ${words}, with the shape and dtype of another.`,
    example: [`torch.${name}_like(torch.tensor([3, 4])${more})${read}`, outputs[1]],
    variants: 'function',
    compute:
      own === null
        ? like
        : (self: Tensor, ...options: [MaybeDType, Layout, MaybeDevice, unknown, unknown, Layout]) =>
            like(self, own, ...options),
    ...atEnd,
  })

  const fresh = (
    self: Tensor,
    size: number[],
    value: Scalar,
    dtype: MaybeDType,
    layout: Layout,
    device: MaybeDevice,
  ) => {
    const at = place(layout, device, self)
    checkSizes(size)
    return make(size, value, dtype ?? self.dtype, at)
  }
  op(`new_${name}(Tensor self, int[] size, ${fill}*, ...options) -> Tensor`, {
    doc: `A tensor ${words}, of any shape and with this tensor's dtype.`,
    example: [`torch.tensor([1.5]).new_${name}([2]${more})${read}`, outputs[2]],
    variants: 'method',
    compute:
      own === null
        ? fresh
        : (self: Tensor, size: number[], dtype: MaybeDType, layout: Layout, device: MaybeDevice) =>
            fresh(self, size, own, dtype, layout, device),
    ...atEnd,
  })
}

op(
  'new_tensor(Tensor self, any data, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor',
  {
    doc: "A new tensor with the given values and, unless told otherwise, this tensor's dtype.",
    example: ['torch.ones(1).new_tensor([1, 2])', 'tensor([1., 2.])'],
    variants: 'method',
    backward: 'none',
    device: true,
    compute: (self: Tensor, data: unknown, dtype: MaybeDType, device: MaybeDevice) => {
      warnOfCopy(data, 'tensor.new_tensor')
      return onto(tensorFromData(data, dtype ?? self.dtype, false), place(null, device, self))
    },
  },
)
op('scalar_tensor(Scalar s, *, ...options) -> Tensor', {
  doc: 'A 0-dim tensor of one number.',
  example: ['torch.scalar_tensor(3)', 'tensor(3.)'],
  backward: 'none',
  device: true,
  compute: (s: Scalar, dtype: MaybeDType, layout: Layout, device: MaybeDevice) =>
    filledTensor([], s, dtype ?? get_default_dtype(), place(layout, device)),
})

op('eye(int n, int? m=None, *, Tensor? out=None, ...options) -> Tensor', {
  doc: 'Ones on the diagonal, zeros elsewhere.',
  example: ['torch.eye(2)', 'tensor([[1., 0.],\n        [0., 1.]])'],
  backward: 'none',
  device: true,
  compute: (n: number, m: number | null, dtype: MaybeDType, layout: Layout, device: MaybeDevice) => {
    const at = place(layout, device)
    if (n < 0) throw new RuntimeError(`n must be greater or equal to 0, got ${n}`)
    const columns = m ?? n
    if (columns < 0) throw new RuntimeError(`m must be greater or equal to 0, got ${columns}`)
    const sizes = [n, columns]
    checkNumel(sizes)
    if (dtype === bfloat16 && at === cpu) notImplementedFor('eye', dtype)
    const result = zerosTensor(sizes, dtype ?? get_default_dtype(), at)
    fillEvery(result, columns + 1, Math.min(n, columns), 1)
    return result
  },
})

const pythonNumber = (x: number): string => String(x).replace('NaN', 'nan').replace('Infinity', 'inf')

/** The numbers of a range, as given and as its dtype takes them. `word` is what PyTorch calls the lower bound. */
function rangeOf(start: Scalar, end: Scalar, step: Scalar, type: DType, word: 'larger' | 'lower') {
  const given = { from: scalarToNumber(start), to: scalarToNumber(end), by: scalarToNumber(step) }
  const { from, to, by } = type.isIntegral
    ? { from: Math.trunc(given.from), to: Math.trunc(given.to), by: Math.trunc(given.by) }
    : given
  if (!(by > 0 || by < 0)) throw new RuntimeError('step must be nonzero')
  if (!Number.isFinite(from) || !Number.isFinite(to))
    throw new RuntimeError(`unsupported range: ${pythonNumber(from)} -> ${pythonNumber(to)}`)
  if ((by > 0 && from > to) || (by < 0 && from < to))
    throw new RuntimeError(`upper bound and ${word} bound inconsistent with step sign`)
  return { given, from, to, by }
}

const isWhole = (value: Scalar): boolean => scalarDtype(value).category < 2

/** Follows ATen/native/RangeFactories.cpp: sized in double, filled as start + i * step. */
function arange(start: Scalar, end: Scalar, step: Scalar, dtype: MaybeDType): Tensor {
  const type = dtype ?? (isWhole(start) && isWhole(end) && isWhole(step) ? int64 : get_default_dtype())
  if (type === bool || type.is_complex) notImplementedFor('arange_cpu', type)
  const { given, from, to, by } = rangeOf(start, end, step, type, 'larger')
  if (type !== int64) {
    const sizes = [Math.ceil((given.to - given.from) / given.by)]
    return computed(sizes, type, (out) => {
      run(range, [out], out.count, from, by)
      if (type.is_floating_point && type.itemsize === 2) roundAsVectors(out, type, from, by)
    })
  }
  // Of the integers, int64 alone is also sized by what it makes of the numbers.
  const result = emptyTensor([Math.ceil((to - from) / by)], int64)
  // Numbers that need only one half of an int64 are written as numbers.
  const first = typeof start === 'bigint' ? start : (from | 0) === from ? from : toBigInt64(from)
  run(wholeRange, [result], result.count, first, (by | 0) === by ? by : toBigInt64(by))
  return result
}

/** Of 16-bit floats whole pairs of vectors of 16 are made of their first number, rounded, and steps from there. */
function roundAsVectors(out: Tensor, type: DType, from: number, by: number): void {
  const [array, at] = [out.memory.array as Float64Array, out.offset]
  const round = rounding(type)
  const { fround } = Math
  const [start, step] = [fround(from), fround(by)]
  for (let i = 0; i < (out.count & -32); i++)
    array[at + i] = fround(round(fround(start + fround(step * (i & -16)))) + fround((i & 15) * step))
}

/** A tensor of numbers that are computed in double precision, or in single precision for float32. */
export function computed(sizes: Sizes, dtype: DType, fill: (out: Tensor) => void): Tensor {
  const result = emptyTensor(sizes, dtype === float32 ? float32 : float64)
  fill(result)
  return castFrom(result, dtype)
}
const castFrom = (tensor: Tensor, dtype: DType): Tensor =>
  tensor.dtype === dtype ? tensor : castTo(tensor, dtype)

const arangeDoc =
  'Values from start (0 if not given) up to but without end, step by step. Whole numbers give int64.'
op('arange(Scalar end, *, Tensor? out=None, ...options) -> Tensor', {
  doc: arangeDoc,
  example: ['torch.arange(4)', 'tensor([0, 1, 2, 3])'],
  backward: 'none',
  compute: (end: Scalar, dtype: MaybeDType) => arange(0, end, 1, dtype),
})
op('arange.start(Scalar start, Scalar end, Scalar step=1, *, Tensor? out=None, ...options) -> Tensor', {
  doc: arangeDoc,
  example: ['torch.arange(2, 10, 2)', 'tensor([2, 4, 6, 8])'],
  backward: 'none',
  compute: (start: Scalar, end: Scalar, step: Scalar, dtype: MaybeDType) => arange(start, end, step, dtype),
})

op('range(Scalar start, Scalar end, Scalar step=1, *, Tensor? out=None, ...options) -> Tensor', {
  doc: 'Values from start up to end, which is one of them, step by step. An old function: `arange` leaves out the end.',
  example: ['torch.range(1, 4)', 'tensor([1., 2., 3., 4.])'],
  backward: 'none',
  compute: (start: Scalar, end: Scalar, step: Scalar, dtype: MaybeDType) => {
    warn(
      'torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with ' +
        "Python's range builtin. Instead, use torch.arange, which produces values in [start, end).",
    )
    const type = dtype ?? get_default_dtype()
    if (type === bool || type.is_complex || type.name === 'float16') notImplementedFor('range_cpu', type)
    const { from, to, by } = rangeOf(start, end, step, type, 'lower')
    return computed([Math.floor((to - from) / by) + 1], type, (out) => run(range, [out], out.count, from, by))
  },
})
