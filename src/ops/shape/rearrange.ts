// Copies in another order or several times over: flip, roll, rot90, repeat, repeat_interleave.
import { int32, int64, notImplementedFor } from '../../base/dtype.js'
import { check, sizesText, wrapDim, wrapDims } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { contiguousStrides } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { castTo, laidOutLike } from '../../engine/copy.js'
import { memoryOf } from '../../engine/plan.js'
import { op } from '../../engine/op.js'
import { replaced, writeWindow } from './geometry.js'

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
    return laidOutLike(castTo(self.viewAs(self.sizes, strides, start), self.dtype), self)
  },
  backward: { self: (g, { dims }) => g.flip(dims) },
})
for (const [name, words, rank, output] of [
  ['fliplr', 'columns', 2, 'tensor([[2, 1],\n        [4, 3]])'],
  ['flipud', 'rows', 1, 'tensor([[3, 4],\n        [1, 2]])'],
] as const)
  op(`${name}(Tensor self) -> Tensor`, {
    doc: `Reverses the ${words}.`,
    example: [`torch.tensor([[1, 2], [3, 4]]).${name}()`, output],
    forward: (self: Tensor) => {
      check(self.sizes.length >= rank, () => `Input must be >= ${rank}-d.`)
      return self.flip([rank - 1])
    },
  })

op('roll(Tensor self, int[1] shifts, int[1] dims=[]) -> Tensor', {
  doc: 'Shifts elements along `dims`; what falls off comes back at the other end.',
  example: ['torch.tensor([1, 2, 3, 4]).roll(1)', 'tensor([4, 1, 2, 3])'],
  device: true,
  compute: (self: Tensor, shifts: Sizes, dims: Sizes) => {
    check(shifts.length > 0, () => '`shifts` required')
    if (dims.length === 0 && shifts.length === 1) {
      const rolled = rollOne(self.reshape([-1]), shifts[0], 0)
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
  const cut = (((size - shift) % size) + size) % size
  if (self.count === 0 || cut === 0) return castTo(self, self.dtype)
  const result = emptyTensor(self.sizes, self.dtype, self.device)
  const part = (start: number, length: number, to: number): void => {
    const from = self.viewAs(
      replaced(self.sizes, dim, length),
      self.strides,
      self.offset + start * self.strides[dim],
    )
    writeWindow(result, result.strides, to * result.strides[dim], from)
  }
  part(cut, size - cut, 0)
  part(0, cut, size - cut)
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
    writeWindow(result, contiguousStrides(split), 0, from)
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

/** The index i, `counts[i]` times each, as int64: its memory is asked for before anything is written. */
function repeatsIndex(counts: ArrayLike<number>): Tensor {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    check(counts[i] >= 0, () => 'repeats can not be negative')
    total += counts[i]
  }
  const result = emptyTensor([total], int64)
  const { array } = memoryOf(result, true)
  let at = 0
  for (let i = 0; i < counts.length; i++)
    for (const end = at + 2 * counts[i]; at < end; at += 2) {
      array[at] = i
      array[at + 1] = 0
    }
  return result
}

/** How often each index is repeated, exactly up to 2^53: a count may be larger than any index. */
function countsIn(repeats: Tensor): Float64Array {
  check(repeats.sizes.length === 1, () => 'repeat_interleave only accept 1D vector as repeat')
  if (repeats.dtype !== int64 && repeats.dtype !== int32)
    notImplementedFor('repeat_interleave_cpu', repeats.dtype)
  return Float64Array.from(repeats.tolist() as (number | bigint)[], Number)
}

op(
  'repeat_interleave.self_Tensor(Tensor self, Tensor repeats, int? dim=None, *, int? output_size=None) -> Tensor',
  {
    doc: 'Repeats each element as often as `repeats` says, along `dim` or over all elements.',
    example: ['torch.tensor([1, 2]).repeat_interleave(torch.tensor([2, 1]))', 'tensor([1, 1, 2])'],
    forward: (self: Tensor, repeats: Tensor, dim: number | null) =>
      repeatInterleave(self, repeatsOf(repeats), dim),
  },
)
op(
  'repeat_interleave.self_int(Tensor self, int repeats, int? dim=None, *, int? output_size=None) -> Tensor',
  {
    doc: 'Repeats each element `repeats` times, along `dim` or over all elements.',
    example: ['torch.tensor([1, 2]).repeat_interleave(2)', 'tensor([1, 1, 2, 2])'],
    forward: (self: Tensor, repeats: number, dim: number | null) =>
      repeatInterleave(self, Float64Array.of(repeats), dim),
  },
)
op('repeat_interleave.Tensor(Tensor repeats, *, int? output_size=None) -> Tensor', {
  doc: 'The index i, repeated `repeats[i]` times.',
  example: ['torch.repeat_interleave(torch.tensor([2, 1]))', 'tensor([0, 0, 1])'],
  forward: (repeats: Tensor) => repeatsIndex(countsIn(repeats)).to(repeats.dtype),
})

/** The counts of `repeats`, which is a list of whole numbers, or one for all. */
function repeatsOf(repeats: Tensor): Float64Array {
  check(repeats.sizes.length <= 1, () => 'repeats must be 0-dim or 1-dim tensor')
  return countsIn(repeats.reshape([-1]))
}

function repeatInterleave(self: Tensor, repeats: Float64Array, dim: number | null): Tensor {
  const input = dim === null ? self.flatten() : self
  const at = wrapDim(dim ?? 0, input.sizes.length)
  const size = input.sizes[at] ?? 1
  const counts = repeats.length === 1 ? new Float64Array(size).fill(repeats[0]) : repeats
  check(counts.length === size, () => 'repeats must have the same size as input along dim')
  return input.index_select(at, repeatsIndex(counts).to(input.device))
}
