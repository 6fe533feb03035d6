/** Rearranging copies: flip, roll, repeat, padding, triangles; and the gradients of views. */
import { isOnDevice } from '../../devices/device-storage.js'
import { type DType, int64 } from '../../base/dtype.js'
import { check, RuntimeError, sizesText, wrapDim, wrapDims } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { broadcastShapes, contiguousStrides, sameSizes } from '../../base/layout.js'
import { cpu, type Device, type Scalar } from '../../base/scalar.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { Size } from '../../base/tuple.js'
import {
  blocksAlong,
  cellsOf,
  combiner,
  copyOf,
  copyToWindow,
  indexTensor,
  indexValues,
  offsetsOf,
  readBlocks,
  scalarTensor,
} from '../../engine/cells.js'
import { call } from '../../engine/dispatch.js'
import { pickAlong, putAlong } from '../../devices/picking.js'
import { fillInto, laidOutLike } from '../../engine/copy.js'
import {
  copyOnDevice,
  type Numbers,
  quotient,
  remainderOf,
  runFormula,
  toDevice,
} from '../../devices/on-device.js'
import { op } from '../../engine/op.js'

// ---- gradients of views ----

/** Zeros, with `grad` in the window of this start and these strides. */
function embedded(grad: Tensor, sizes: Sizes, strides: Sizes, start: number): Tensor {
  const result = zerosTensor(sizes, grad.dtype, grad.device)
  copyToWindow(result, strides, start, grad)
  return result
}

op('select_backward(Tensor grad_output, int[] input_sizes, int dim, int index) -> Tensor', {
  doc: 'Zeros of `input_sizes` with `grad_output` where `select` reads.',
  example: ['torch.select_backward(torch.tensor(1.5), [3], 0, 1)', 'tensor([0.0000, 1.5000, 0.0000])'],
  device: true,
  compute: (grad: Tensor, sizes: Sizes, dim: number, index: number) => {
    const strides = contiguousStrides(sizes)
    const at = wrapDim(dim, sizes.length)
    const start = (index < 0 ? index + sizes[at] : index) * strides[at]
    return embedded(
      grad,
      sizes,
      strides.filter((_, i) => i !== at),
      start,
    )
  },
  backward: { grad_output: (g, { dim, index }) => g.select(dim, index) },
})

op(
  'slice_backward(Tensor grad_output, int[] input_sizes, int dim, int? start, int? end, int step) -> Tensor',
  {
    doc: 'Zeros of `input_sizes` with `grad_output` where `slice` reads.',
    example: [
      'torch.slice_backward(torch.tensor([1.5, 2]), [4], 0, 1, 3, 1)',
      'tensor([0.0000, 1.5000, 2.0000, 0.0000])',
    ],
    device: true,
    compute: (
      grad: Tensor,
      sizes: Sizes,
      dim: number,
      start: number | null,
      _end: number | null,
      step: number,
    ) => {
      const strides = contiguousStrides(sizes)
      const at = wrapDim(dim, sizes.length)
      const from =
        start === null ? 0 : Math.min(Math.max(start < 0 ? start + sizes[at] : start, 0), sizes[at])
      const window = strides.map((stride, i) => (i === at ? stride * step : stride))
      return embedded(grad, sizes, window, from * strides[at])
    },
    backward: { grad_output: (g, { dim, start, end, step }) => g.slice(dim, start, end, step) },
  },
)

op('diagonal_backward(Tensor grad_output, int[] input_sizes, int offset, int dim1, int dim2) -> Tensor', {
  doc: 'Zeros of `input_sizes` with `grad_output` on the diagonal.',
  example: [
    'torch.diagonal_backward(torch.tensor([1.5, 2]), [2, 2], 0, 0, 1)',
    'tensor([[1.5000, 0.0000],\n        [0.0000, 2.0000]])',
  ],
  device: true,
  compute: (grad: Tensor, sizes: Sizes, offset: number, dim1: number, dim2: number) => {
    const strides = contiguousStrides(sizes)
    const a = wrapDim(dim1, sizes.length)
    const b = wrapDim(dim2, sizes.length)
    const window = [...strides.filter((_, i) => i !== a && i !== b), strides[a] + strides[b]]
    return embedded(grad, sizes, window, offset >= 0 ? offset * strides[b] : -offset * strides[a])
  },
  backward: { grad_output: (g, { offset, dim1, dim2 }) => g.diagonal(offset, dim1, dim2) },
})

/** Adds `source` into the window of `target` at these strides, whose places may coincide. */
function addToWindow(target: Tensor, strides: Sizes, start: number, source: Tensor): void {
  const add = combiner(target, source, 'add')
  const to = offsetsOf(source.sizes, strides, start)
  const from = offsetsOf(source.sizes, source.strides, source.offset)
  for (let i = 0; i < to.length; i++) add(to[i], from[i])
}

op('unfold_backward(Tensor grad_in, int[] input_sizes, int dim, int size, int step) -> Tensor', {
  doc: 'Adds up windows where `unfold` took them.',
  example: ['torch.unfold_backward(torch.ones(2, 2), [3], 0, 2, 1)', 'tensor([1., 2., 1.])'],
  device: true,
  compute: (grad: Tensor, sizes: Sizes, dim: number, _size: number, step: number) => {
    const result = zerosTensor(sizes, grad.dtype, grad.device)
    const { strides } = result
    const at = wrapDim(dim, sizes.length)
    const window =
      sizes.length === 0 ? [1] : [...strides.map((s, i) => (i === at ? s * step : s)), strides[at]]
    if (isOnDevice(grad)) {
      // Within one place of the windows nothing coincides.
      const last = grad.sizes.length - 1
      for (let k = 0; k < grad.sizes[last]; k++)
        result
          .viewAs(grad.sizes.slice(0, last), window.slice(0, last), k * window[last])
          .add_(grad.select(-1, k))
      return result
    }
    addToWindow(result, window, 0, grad)
    return result
  },
  backward: { grad_in: (g, { dim, size, step }) => g.unfold(dim, size, step) },
})

op(
  'as_strided_backward(Tensor grad, int[] size, int[] stride, int offset, int[] input_sizes, int[] input_strides, ' +
    'int input_offset) -> Tensor',
  {
    doc:
      'Adds the gradient of one window on a memory up and reads it through another. Where several elements of the ' +
      'input are one place in memory, they share its gradient (FunctionsManual.cpp, as_strided_backward).',
    example: ['torch.as_strided_backward(torch.ones(2), [2], [0], 1, [3], [1], 0)', 'tensor([0., 2., 0.])'],
    device: true,
    compute: (
      grad: Tensor,
      size: Sizes,
      stride: Sizes,
      offset: number,
      inputSizes: Sizes,
      inputStrides: Sizes,
      inputOffset: number,
    ) => {
      const last = (sizes: Sizes, strides: Sizes, start: number): number =>
        sizes.reduce((sum, n, i) => sum + (n - 1) * strides[i], start + 1)
      const base = Math.min(offset, inputOffset)
      const length = Math.max(last(size, stride, offset), last(inputSizes, inputStrides, inputOffset)) - base
      const memory = zerosTensor([Math.max(length, 0)], grad.dtype, grad.device)
      const places = offsetsOf(inputSizes, inputStrides, inputOffset - base)
      const shares = new Int32Array(memory.count)
      for (const place of places) shares[place]++
      if (isOnDevice(grad)) {
        const targets = offsetsOf(size, stride, offset - base)
        const summed = putAlong(memory, 0, indexTensor(targets, [targets.length]), grad.reshape([-1]), 'add')
        const divisors = toDevice(
          indexTensor(
            shares.map((share) => Math.max(share, 1)),
            [shares.length],
          ),
        )
        return pickAlong(summed.div(divisors), 0, indexTensor(places, [places.length]), inputSizes)
      }
      addToWindow(memory, stride, offset - base, grad)
      const { array, width } = cellsOf(memory)
      if (grad.dtype.is_floating_point || grad.dtype.is_complex)
        for (let i = 0; i < shares.length; i++)
          if (shares[i] > 1) for (let k = 0; k < width; k++) array[i * width + k] /= shares[i]
      const result = emptyTensor(inputSizes, grad.dtype)
      readBlocks(memory, { outer: Int32Array.of(0), middle: places, inner: Int32Array.of(0) }, result)
      return result
    },
    backward: {
      grad: (g, { size, stride, offset, input_sizes, input_strides, input_offset }) =>
        call('as_strided_backward', [g, input_sizes, input_strides, input_offset, size, stride, offset]),
    },
  },
)

// ---- broadcasting ----

op('broadcast_shapes(any[] *shapes) -> any', {
  doc: 'The shape that tensors of these shapes broadcast to.',
  example: ['torch.broadcast_shapes([2, 1], [3])', 'torch.Size([2, 3])'],
  forward: (shapes: (number | Sizes)[]) => {
    const lists = shapes.map((shape) => (typeof shape === 'number' ? [shape] : shape))
    for (const size of lists.flat())
      if (size < 0)
        throw new RuntimeError(`Trying to create tensor with negative dimension (${size}): (${size})`)
    const sizes = lists.reduce<Sizes>((a, b) => {
      try {
        return broadcastShapes(a, b)
      } catch {
        throw new RuntimeError('Shape mismatch: objects cannot be broadcast to a single shape')
      }
    }, [])
    return Size.from(sizes)
  },
})

op('broadcast_tensors(Tensor[] *tensors) -> Tensor[]', {
  doc: 'Expands tensors to their common shape, without copying.',
  example: ['torch.broadcast_tensors(torch.arange(2), torch.zeros(1, 1))[0]', 'tensor([[0, 1]])'],
  forward: (tensors: Tensor[]) => {
    const sizes = tensors.reduce<Sizes>((shape, tensor) => broadcastShapes(shape, tensor.sizes), [])
    // What has the shape already is given back itself (ATen/ExpandUtils.h).
    return tensors.map((tensor) => (sameSizes(tensor.sizes, sizes) ? tensor : tensor.expand(sizes)))
  },
})

op('meshgrid(Tensor[] *tensors, *, str? indexing=None) -> Tensor[]', {
  doc: "Grids of coordinates from one-dimensional tensors. With `indexing: 'xy'` the first two swap places.",
  example: [
    'torch.meshgrid(torch.tensor([1, 2]), torch.tensor([3, 4, 5]))[1]',
    'tensor([[3, 4, 5],\n        [3, 4, 5]])',
  ],
  forward: (tensors: Tensor[], indexing: string | null) => {
    check(tensors.length > 0, () => 'meshgrid expects a non-empty TensorList')
    for (const tensor of tensors) {
      check(
        tensor.sizes.length <= 1,
        () => `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: ${String(tensor)}`,
      )
      check(
        tensor.dtype === tensors[0].dtype,
        () => 'torch.meshgrid expects all tensors to have the same dtype',
      )
    }
    const swap = indexing === 'xy' && tensors.length >= 2
    if (indexing !== null && indexing !== 'ij' && indexing !== 'xy')
      throw new RuntimeError(
        `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`,
      )
    const order = swap ? [tensors[1], tensors[0], ...tensors.slice(2)] : tensors
    const sizes = order.map((tensor) => tensor.count)
    const grids = order.map((tensor, i) => tensor.view(sizes.map((_, k) => (k === i ? -1 : 1))).expand(sizes))
    return swap ? [grids[1], grids[0], ...grids.slice(2)] : grids
  },
})

for (const [name, doc, shape] of [
  ['atleast_1d', 'one dimension', (x: Tensor) => (x.sizes.length === 0 ? x.reshape([1]) : x)],
  [
    'atleast_2d',
    'two dimensions',
    (x: Tensor) => (x.sizes.length === 0 ? x.reshape([1, 1]) : x.sizes.length === 1 ? x.unsqueeze(0) : x),
  ],
  [
    'atleast_3d',
    'three dimensions',
    (x: Tensor) => {
      if (x.sizes.length === 0) return x.reshape([1, 1, 1])
      if (x.sizes.length === 1) return x.unsqueeze(0).unsqueeze(-1)
      return x.sizes.length === 2 ? x.unsqueeze(-1) : x
    },
  ],
] as const) {
  op(`${name}(Tensor self) -> Tensor`, {
    doc: `Gives a tensor at least ${doc}.`,
    example: [`torch.${name}(torch.tensor(5)).ndim`, name[8]],
    variants: 'function',
    forward: shape,
  })
  op(`${name}.Sequence(Tensor[] *tensors) -> Tensor[]`, {
    doc: `Gives each tensor at least ${doc}.`,
    example: [`torch.${name}(torch.tensor(5), torch.zeros(1, 1, 1))[0].ndim`, name[8]],
    forward: (tensors: Tensor[]) => tensors.map(shape),
  })
}

// ---- turning round ----

op('flip(Tensor self, int[] dims) -> Tensor', {
  doc: 'Reverses the order along `dims`.',
  example: ['torch.tensor([1, 2, 3]).flip(0)', 'tensor([3, 2, 1])'],
  device: true,
  compute: (self: Tensor, dims: Sizes) => {
    const turned = wrapDims(dims, self.sizes.length)
    const strides = self.strides.map((stride, dim) => (turned.includes(dim) ? -stride : stride))
    const start = turned.reduce(
      (sum, dim) => sum + (self.sizes.length === 0 ? 0 : (self.sizes[dim] - 1) * self.strides[dim]),
      self.offset,
    )
    if (isOnDevice(self)) return copyOnDevice(self.viewAs(self.sizes, strides, start), self.dtype)
    const result = emptyTensor(self.sizes, self.dtype)
    if (self.count > 0) {
      const inner = offsetsOf(self.sizes, strides, start)
      readBlocks(self, { outer: Int32Array.of(0), middle: Int32Array.of(0), inner }, result)
    }
    return laidOutLike(result, self)
  },
  backward: { self: (g, { dims }) => g.flip(dims) },
})
op('fliplr(Tensor self) -> Tensor', {
  doc: 'Reverses the columns.',
  example: ['torch.tensor([[1, 2], [3, 4]]).fliplr()', 'tensor([[2, 1],\n        [4, 3]])'],
  forward: (self: Tensor) => {
    check(self.sizes.length >= 2, () => 'Input must be >= 2-d.')
    return self.flip([1])
  },
})
op('flipud(Tensor self) -> Tensor', {
  doc: 'Reverses the rows.',
  example: ['torch.tensor([[1, 2], [3, 4]]).flipud()', 'tensor([[3, 4],\n        [1, 2]])'],
  forward: (self: Tensor) => {
    check(self.sizes.length >= 1, () => 'Input must be >= 1-d.')
    return self.flip([0])
  },
})

op('roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor', {
  doc: 'Shifts elements along `dims`; what falls off comes back at the other end.',
  example: ['torch.tensor([1, 2, 3, 4]).roll(1)', 'tensor([4, 1, 2, 3])'],
  device: true,
  compute: (self: Tensor, shifts: Sizes, dims: Sizes) => {
    check(shifts.length > 0, () => '`shifts` required')
    if (dims.length === 0 && shifts.length === 1) {
      const flat = copyOf(self).viewAs([self.count], [1], 0)
      const rolled = rollOne(flat, shifts[0], 0)
      return rolled.viewAs(self.sizes, contiguousStrides(self.sizes), 0)
    }
    check(
      shifts.length === dims.length,
      () => `shifts and dimensions must align. shifts: ${shifts.length}, dims:${dims.length}`,
    )
    return dims.reduce((x, dim, i) => rollOne(x, shifts[i], wrapDim(dim, self.sizes.length)), self)
  },
  backward: {
    self: (g, { shifts, dims }) =>
      g.roll(
        shifts.map((shift: number) => -shift),
        dims,
      ),
  },
})

function rollOne(self: Tensor, shift: number, dim: number): Tensor {
  const size = self.sizes[dim] ?? 1
  if (isOnDevice(self)) {
    const cut = (((size - shift) % size) + size) % size
    if (self.count === 0 || cut === 0) return self.clone()
    return call('cat', [[self.narrow(dim, cut, size - cut), self.narrow(dim, 0, cut)], dim])
  }
  const result = emptyTensor(self.sizes, self.dtype)
  const positions = Int32Array.from({ length: size }, (_, i) => (((i - shift) % size) + size) % size)
  readBlocks(self, blocksAlong(self, dim, positions), result)
  return result
}

op('rot90(Tensor self, int k=1, int[] dims=[0, 1]) -> Tensor', {
  doc: 'Turns the plane of two dimensions by 90 degrees `k` times, from the first towards the second.',
  example: ['torch.tensor([[1, 2], [3, 4]]).rot90()', 'tensor([[2, 4],\n        [1, 3]])'],
  device: true,
  compute: (self: Tensor, k: number, dims: Sizes) => {
    const rank = self.sizes.length
    check(dims.length === 2, () => `expected total rotation dims == 2, but got dims = ${dims.length}`)
    check(rank >= 2, () => `expected total dims >= 2, but got total dims = ${rank}`)
    check(
      dims[0] !== dims[1] && Math.abs(dims[0] - dims[1]) !== rank,
      () => `expected rotation dims to be different, but got dim0 = ${dims[0]} and dim1 = ${dims[1]}`,
    )
    for (const [i, dim] of dims.entries())
      check(dim < rank && dim >= -rank, () => `Rotation dim${i} out of range, dim${i} = ${dim}`)
    const turns = ((k % 4) + 4) % 4
    const [a, b] = dims
    if (turns === 0) return self.clone()
    if (turns === 2) return self.flip([a, b])
    return self.flip([turns === 1 ? b : a]).transpose_(a, b)
  },
  backward: { self: (g, { k, dims }) => g.rot90(-k, dims) },
})

// ---- repeating ----

op('repeat(Tensor self, int[] repeats) -> Tensor', {
  doc: 'Copies of the whole tensor, side by side along each dimension.',
  example: ['torch.tensor([1, 2]).repeat(2, 2)', 'tensor([[1, 2, 1, 2],\n        [1, 2, 1, 2]])'],
  variants: 'method',
  device: true,
  compute: (self: Tensor, repeats: Sizes) => {
    const extra = repeats.length - self.sizes.length
    check(
      extra >= 0,
      () => 'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
    )
    const own = [...new Array<number>(extra).fill(1), ...self.sizes]
    const steps = [...new Array<number>(extra).fill(0), ...self.strides]
    const sizes = own.map((size, i) => size * repeats[i])
    for (const size of sizes)
      check(size >= 0, () => `Trying to create tensor with negative dimension ${size}: ${sizesText(sizes)}`)
    const result = emptyTensor(sizes, self.dtype, self.device)
    if (result.count === 0) return result
    // Each dimension becomes two: which copy, and where in it.
    const split = own.flatMap((size, i) => [repeats[i], size])
    const from = self.viewAs(
      split,
      steps.flatMap((step) => [0, step]),
      self.offset,
    )
    copyToWindow(result, contiguousStrides(split), 0, from)
    return result
  },
  backward: { self: (g, { self_sizes, repeats }) => repeatBackward(g, repeats, self_sizes) },
})

/** Sums over the copies. */
function repeatBackward(g: Tensor, repeats: Sizes, sizes: Sizes): Tensor {
  if (repeats.includes(0)) return g.new_zeros(sizes)
  const extra = repeats.length - sizes.length
  const split: number[] = []
  const copies: number[] = []
  repeats.forEach((count, i) => {
    if (i < extra) copies.push(split.push(count) - 1)
    else {
      copies.push(split.push(count) - 1)
      split.push(sizes[i - extra])
    }
  })
  return repeats.length === 0 ? g : g.reshape(split).sum(copies).reshape(sizes)
}

op('tile(Tensor self, int[] dims) -> Tensor', {
  doc: 'Copies of the whole tensor, side by side; missing leading counts are 1.',
  example: ['torch.tensor([1, 2]).tile(2)', 'tensor([1, 2, 1, 2])'],
  forward: (self: Tensor, dims: Sizes) => {
    const missing = Math.max(self.sizes.length - dims.length, 0)
    return self.repeat([...new Array<number>(missing).fill(1), ...dims])
  },
})

function repeatsIndex(counts: ArrayLike<number>): number[] {
  const result: number[] = []
  for (let i = 0; i < counts.length; i++) {
    check(counts[i] >= 0, () => 'repeats can not be negative')
    for (let k = 0; k < counts[i]; k++) result.push(i)
  }
  return result
}

op(
  'repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor',
  {
    doc: 'Repeats each element as often as `repeats` says, along `dim` or over all elements.',
    example: ['torch.tensor([1, 2]).repeat_interleave(torch.tensor([2, 1]))', 'tensor([1, 1, 2])'],
    forward: (self: Tensor, repeats: Tensor, dim: number | null) => repeatInterleave(self, repeats, dim),
  },
)
op(
  'repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor',
  {
    doc: 'Repeats each element `repeats` times, along `dim` or over all elements.',
    example: ['torch.tensor([1, 2]).repeat_interleave(2)', 'tensor([1, 1, 2, 2])'],
    forward: (self: Tensor, repeats: number, dim: number | null) =>
      repeatInterleave(self, indexTensor([repeats], [1]), dim),
  },
)
op('repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor', {
  doc: 'The index i, repeated `repeats[i]` times.',
  example: ['torch.repeat_interleave(torch.tensor([2, 1]))', 'tensor([0, 0, 1])'],
  forward: (repeats: Tensor) => {
    const index = repeatsIndex(indexValues(repeats))
    return indexTensor(index, [index.length])
  },
})

function repeatInterleave(self: Tensor, repeats: Tensor, dim: number | null): Tensor {
  const input = dim === null ? self.flatten() : self
  const at = wrapDim(dim ?? 0, input.sizes.length)
  const size = input.sizes[at] ?? 1
  check(repeats.sizes.length <= 1, () => 'repeats must be 0-dim or 1-dim tensor')
  check(repeats.dtype.isIntegral, () => 'repeats has to be Long or Int tensor')
  let counts = indexValues(repeats)
  if (repeats.sizes.length === 0 || repeats.sizes[0] === 1) counts = new Int32Array(size).fill(counts[0])
  else check(counts.length === size, () => 'repeats must have the same size as input along dim')
  const index = repeatsIndex(counts)
  return input.index_select(at, indexTensor(index, [index.length]).to(input.device))
}

// ---- borders and triangles ----

op('constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor', {
  doc: 'Adds a border of `value`. `pad` has (before, after) for the last dimension, then for the one before it, and so on; negative widths crop.',
  example: ['torch.constant_pad_nd(torch.tensor([1, 2]), [1, 2], 9)', 'tensor([9, 1, 2, 9, 9])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, pad: Sizes, value: Scalar) => {
    const rank = self.sizes.length
    check(pad.length % 2 === 0, () => `Length of pad must be even but instead it equals ${pad.length}`)
    const padded = pad.length / 2
    check(
      padded <= rank,
      () =>
        `Length of pad should be no more than twice the number of dimensions of the input. Pad length is ` +
        `${pad.length}while the input has ${rank}dimensions.`,
    )
    const sizes = self.sizes.slice()
    const copied = self.sizes.slice()
    let from = self.offset
    const starts = new Array<number>(rank).fill(0)
    for (let i = 0; i < padded; i++) {
      const dim = rank - 1 - i
      const before = pad[2 * i]
      const after = pad[2 * i + 1]
      sizes[dim] += before + after
      check(
        sizes[dim] > 0 || (self.sizes[dim] === 0 && sizes[dim] === 0) || sizes[dim] === 0,
        () =>
          `The input size ${self.sizes[dim]}, plus negative padding ${before} and ${after} resulted in a negative ` +
          `output size, which is invalid. Check dimension ${dim} of your input.`,
      )
      copied[dim] += Math.min(before, 0) + Math.min(after, 0)
      if (before < 0) from -= before * self.strides[dim]
      starts[dim] = Math.max(before, 0)
    }
    const result = filled(sizes, self.dtype, value, self.device)
    if (copied.every((size) => size > 0)) {
      const start = starts.reduce((sum, at, dim) => sum + at * result.strides[dim], 0)
      copyToWindow(result, result.strides, start, self.viewAs(copied, self.strides, from))
    }
    return result
  },
  backward: {
    self: (g, { pad }) => call('constant_pad_nd', [g, pad.map((width: number) => -width)]),
  },
})

function filled(sizes: Sizes, dtype: DType, value: Scalar, device: Device): Tensor {
  if (value === 0) return zerosTensor(sizes, dtype, device)
  if (device !== cpu) {
    const result = emptyTensor(sizes, dtype, device)
    fillInto(result, value)
    return result
  }
  const result = emptyTensor(sizes, dtype)
  const { array, width } = cellsOf(result)
  const { array: from } = cellsOf(scalarTensor(value, dtype))
  if (width === 1) array.fill(from[0], 0, result.count)
  else
    for (let i = 0; i < result.count; i++) {
      array[2 * i] = from[0]
      array[2 * i + 1] = from[1]
    }
  return result
}

function aboveDiagonal(i: number, x: Numbers, rows: number, columns: number, diagonal: number): number {
  const line = quotient(i, columns)
  return i - line * columns >= remainderOf(line, rows) + diagonal ? x[i] : 0
}
function belowDiagonal(i: number, x: Numbers, rows: number, columns: number, diagonal: number): number {
  const line = quotient(i, columns)
  return i - line * columns <= remainderOf(line, rows) + diagonal ? x[i] : 0
}

function triangle(self: Tensor, diagonal: number, upper: boolean): Tensor {
  const rank = self.sizes.length
  if (self.count === 0) return copyOf(self)
  self.size(-2)
  const rows = self.sizes[rank - 2]
  const columns = self.sizes[rank - 1]
  if (isOnDevice(self)) {
    const formula = upper ? aboveDiagonal : belowDiagonal
    return runFormula(formula, self.sizes, self.dtype, self, rows, columns, diagonal)
  }
  const result = copyOf(self)
  const { array, width } = cellsOf(result)
  for (let start = 0; start < result.count; start += rows * columns)
    for (let row = 0; row < rows; row++) {
      const edge = Math.min(Math.max(row + diagonal + (upper ? 0 : 1), 0), columns)
      const line = start + row * columns
      array.fill(0, (line + (upper ? 0 : edge)) * width, (line + (upper ? edge : columns)) * width)
    }
  return result
}
op('tril(Tensor self, int diagonal=0, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Keeps the elements on and below the diagonal, zeros elsewhere.',
  example: ['torch.tensor([[1, 2], [3, 4]]).tril()', 'tensor([[1, 0],\n        [3, 4]])'],
  inplace: true,
  device: true,
  compute: (self: Tensor, diagonal: number) => triangle(self, diagonal, false),
  backward: { self: (g, { diagonal }) => g.tril(diagonal) },
})
op('triu(Tensor self, int diagonal=0, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Keeps the elements on and above the diagonal, zeros elsewhere.',
  example: ['torch.tensor([[1, 2], [3, 4]]).triu()', 'tensor([[1, 2],\n        [0, 4]])'],
  inplace: true,
  device: true,
  compute: (self: Tensor, diagonal: number) => triangle(self, diagonal, true),
  backward: { self: (g, { diagonal }) => g.triu(diagonal) },
})

for (const upper of [false, true]) {
  const name = upper ? 'triu_indices' : 'tril_indices'
  op(
    `${name}(int row, int col, int offset=0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=False) -> Tensor`,
    {
      doc: `Rows and columns of the elements that \`${name.slice(0, 4)}\` keeps.`,
      example: [
        `torch.${name}(2, 2)`,
        upper ? 'tensor([[0, 0, 1],\n        [0, 1, 1]])' : 'tensor([[0, 1, 1],\n        [0, 0, 1]])',
      ],
      device: true,
      compute: (row: number, col: number, offset: number, dtype: DType | null) => {
        check(row >= 0, () => `row must be non-negative, got${row}`)
        check(col >= 0, () => `col must be non-negative, got${col}`)
        const rows: number[] = []
        const columns: number[] = []
        for (let r = 0; r < row; r++)
          for (let c = 0; c < col; c++)
            if (upper ? c >= r + offset : c <= r + offset) {
              rows.push(r)
              columns.push(c)
            }
        const result = indexTensor([...rows, ...columns], [2, rows.length])
        return dtype === null || dtype === int64 ? result : result.to(dtype)
      },
      backward: 'none',
    },
  )
}

op('diag(Tensor self, int diagonal=0, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) => `expected scalar type ${own.scalarName} but found ${out.scalarName}`,
  doc: 'The diagonal of a matrix; or a matrix with a vector on its diagonal.',
  example: ['torch.tensor([1, 2]).diag()', 'tensor([[1, 0],\n        [0, 2]])'],
  device: true,
  compute: (self: Tensor, diagonal: number) => {
    const rank = self.sizes.length
    check(rank === 1 || rank === 2, () => 'matrix or a vector expected')
    if (rank === 2) return copyOf(self.diagonal(diagonal))
    const size = self.count + Math.abs(diagonal)
    return embedded(self, [size, size], [size + 1], diagonal >= 0 ? diagonal : -diagonal * size)
  },
  backward: {
    self: (g, { self_sizes, diagonal }) =>
      self_sizes.length === 1 ? g.diag(diagonal) : call('diagonal_backward', [g, self_sizes, diagonal, 0, 1]),
  },
})

op('diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor', {
  doc: 'Matrices whose diagonals are the last dimension of the input.',
  example: ['torch.tensor([1, 2]).diag_embed()', 'tensor([[1, 0],\n        [0, 2]])'],
  device: true,
  compute: (self: Tensor, offset: number, dim1: number, dim2: number) => {
    const rank = self.sizes.length + 1
    const a = wrapDim(dim1, rank)
    const b = wrapDim(dim2, rank)
    check(a !== b, () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`)
    const size = self.sizes[rank - 2] + Math.abs(offset)
    const rest = self.sizes.slice(0, rank - 2)
    const sizes: number[] = []
    for (let dim = 0; dim < rank; dim++) sizes.push(dim === a || dim === b ? size : (rest.shift() as number))
    const strides = contiguousStrides(sizes)
    const window = [...strides.filter((_, dim) => dim !== a && dim !== b), strides[a] + strides[b]]
    return embedded(self, sizes, window, offset >= 0 ? offset * strides[b] : -offset * strides[a])
  },
  backward: { self: (g, { offset, dim1, dim2 }) => g.diagonal(offset, dim1, dim2) },
})
