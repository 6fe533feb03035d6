// Different elements, and where elements belong: `unique`, `unique_consecutive`, `searchsorted`, `bucketize`.
import { bool, type DType, int32, int64, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError, sizesText, wrapDim } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import type { Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { Tuple } from '../../base/tuple.js'
import { noDerivative } from '../pointwise/gradients.js'
import { call } from '../../engine/functions.js'
import { groupRows, searchRows } from '../../engine/ordering.js'
import { op } from '../../engine/op.js'
import { resultType } from '../../engine/promote.js'
import { type FloatBytes, hashOrder } from '../../kernels/hash-order.js'

/** The results that were asked for: a tensor, or a tuple of several. */
function asked(parts: readonly Tensor[], inverse: boolean, counts: boolean): Tensor | Tuple<Tensor> {
  const wanted = [parts[0]]
  if (inverse) wanted.push(parts[1])
  if (counts) wanted.push(parts[2])
  return wanted.length === 1 ? wanted[0] : Tuple.from(wanted)
}

/** Numbers the groups of equal rows that follow each other in `order`. Rows are of `width` elements. */
function group(self: Tensor, dim: number | null, isSorted: boolean): [Tensor, Tensor, Tensor] {
  if (self.dtype.is_complex) notImplementedFor('unique', self.dtype)
  const rank = self.sizes.length
  // `dim` changes places with the first, which decides what of a row is compared first (`_unique_dim_cpu_template`
  // in Unique.cpp); rows lie one after the other.
  const rows = dim === null ? self.reshape([-1]) : rank === 0 ? self.reshape([1]) : self.transpose(0, dim)
  const [values, inverse, counts] = groupRows(rows, isSorted)
  if (dim !== null && dim > 0) {
    const { sizes, strides } = values.transpose(0, dim)
    values.setGeometry(sizes, strides, 0)
  }
  return [values, dim === null ? inverse.view(self.sizes) : inverse, counts]
}

/** The groups in the order in which PyTorch's hash set has them, where no order was asked for. */
function unsorted([values, inverse, counts]: [Tensor, Tensor, Tensor]): [Tensor, Tensor, Tensor] {
  const { dtype } = values
  if (dtype === bool || values.count < 2) return [values, inverse, counts]
  // The set meets each number at its first place.
  const groups = [...new Set((inverse.reshape([-1]).tolist() as number[]).map(Number))]
  const list = values.tolist() as (number | bigint)[]
  const met = groups.map((each) => list[each])
  const bytes = dtype.is_floating_point ? (dtype.itemsize as FloatBytes) : 0
  const order = hashOrder(met, bytes).map((each) => groups[each])
  const places = new Array<number>(order.length)
  order.forEach((each, i) => (places[each] = i))
  const picked = call('tensor', [order]) as Tensor
  const moved = call('tensor', [places]) as Tensor
  return [
    values.index_select(0, picked),
    moved.index_select(0, inverse.reshape([-1])).view(inverse.sizes),
    counts.index_select(0, picked),
  ]
}

/** Where there are no elements but rows without width, PyTorch refuses to compare (Unique.cpp). */
function checkRows(name: string, self: Tensor, dim: number | null): void {
  if (dim === null) return
  const wrapped = wrapDim(dim, self.sizes.length)
  const zeros = self.sizes.filter((size, i) => i !== wrapped && size === 0).length
  if (self.sizes[wrapped] === 0)
    check(zeros === 0, () => `Number of zero sized dimensions is more than one, so unique cannot be applied `)
  else
    check(
      zeros === 0,
      () => `There are 0 sized dimensions, and they aren't selected, so ${name} cannot be applied`,
    )
}

for (const consecutive of [false, true]) {
  const name = consecutive ? 'unique_consecutive' : 'unique'
  // Without `dim` and with it are two functions in PyTorch, and two nodes.
  const entry = {
    doc: `The work of \`${name}\`: values, numbers of groups, counts.`,
    variants: 'function',
    tuple: null,
    compute: (self: Tensor, dim: number | null = null) => {
      checkRows(name, self, dim)
      return group(self, dim === null ? null : wrapDim(dim, self.sizes.length), !consecutive)
    },
  } as const
  const returns = '-> (Tensor, Tensor, Tensor)'
  if (consecutive)
    op(`_${name}(Tensor self, int? dim=None) ${returns}`, {
      ...entry,
      variants: 'inside',
      node: 'UniqueConsecutiveBackward0',
      backward: { self: noDerivative(name) },
    })
  else {
    op(`_${name}(Tensor self, bool sorted=True) ${returns}`, {
      ...entry,
      compute: (self: Tensor, isSorted: boolean) => {
        const groups = group(self, null, true)
        return isSorted ? groups : unsorted(groups)
      },
      variants: 'inside',
      node: 'Unique2Backward0',
      backward: { self: noDerivative('_unique2') },
    })
    op(`_${name}.dim(Tensor self, *, int dim) ${returns}`, {
      ...entry,
      variants: 'inside',
      node: 'UniqueDimBackward0',
      backward: { self: noDerivative('unique_dim') },
    })
  }
  const flags = 'bool return_inverse=False, bool return_counts=False, int? dim=None'
  if (!consecutive)
    op(`unique(Tensor self, bool sorted=True, ${flags}) -> any`, {
      doc: 'The different elements, in ascending order unless `sorted` is false; on request where each went, and how often it occurs.',
      example: ['torch.tensor([3, 1, 3]).unique()', 'tensor([1, 3])'],
      forward: (self: Tensor, isSorted: boolean, inverse: boolean, counts: boolean, dim: number | null) => {
        const groups = dim === null ? call('_unique', [self, isSorted]) : call('_unique', [self, { dim }])
        return asked(groups as Tensor[], inverse, counts)
      },
    })
  else
    op(`unique_consecutive(Tensor self, ${flags}) -> any`, {
      doc: 'Keeps one of each run of equal neighbours.',
      example: ['torch.tensor([1, 1, 2, 1]).unique_consecutive()', 'tensor([1, 2, 1])'],
      forward: (self: Tensor, inverse: boolean, counts: boolean, dim: number | null) =>
        asked(call('_unique_consecutive', [self, dim]) as Tensor[], inverse, counts),
    })
}

/** The first place at which a value can be put in, or with `right` the last. */
function search(
  boundaries: Tensor,
  values: Tensor,
  outInt32: boolean,
  right: boolean,
  sorter: Tensor | null,
  common = resultType([boundaries, values]),
): Tensor {
  if (common.is_complex || (common === bool && values.count > 0))
    notImplementedFor('searchsorted_out_cpu', common)
  return searchRows(boundaries.to(common), values.to(common), outInt32 ? int32 : int64, right, sorter)
}
/** A number as the tensor that is sought, and the dtype that both are compared in. */
function sought(boundaries: Tensor, self: Scalar): [Tensor, DType] {
  const common = resultType([boundaries, self])
  return [boundaries.new_full([], self, { dtype: common }), common]
}

function checkSearch(
  boundaries: Tensor,
  values: Tensor,
  right: boolean,
  side: string | null,
  sorter: Tensor | null,
): void {
  const name = 'torch.searchsorted()'
  if (side !== null && side !== 'left' && side !== 'right')
    throw new RuntimeError(`${name}: side can only be 'left' or 'right' but got ${side}`)
  check(
    !(side === 'left' && right),
    () => `${name}: side and right can't be set to opposites, got side of left while right was True`,
  )
  const rank = boundaries.sizes.length
  check(
    values.sizes.length > 0 || rank === 1,
    () =>
      `${name}: input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries ` +
      `tensor dim(${rank}) and input value's dim(${values.sizes.length}) numel(${values.count})`,
  )
  check(rank > 0, () => `${name}: boundaries tensor should have positive dimension, but got 0 dimension`)
  check(
    rank === 1 ||
      (rank === values.sizes.length && sameSizes(boundaries.sizes.slice(0, -1), values.sizes.slice(0, -1))),
    () =>
      `${name}: boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input ` +
      `value tensor must match, but we got boundaries tensor ${sizesText(boundaries.sizes)} and input value tensor ` +
      `${sizesText(values.sizes)}`,
  )
  if (sorter === null) return
  check(
    sameSizes(sorter.sizes, boundaries.sizes),
    () =>
      `${name}: boundary and sorter must have the same size, but got boundary tensor ${sizesText(boundaries.sizes)}` +
      `and got sorter tensor ${sizesText(sorter.sizes)}`,
  )
  check(
    sorter.dtype === int64,
    () => `${name}: sorter must be a tensor of long dtype but got dtype ${sorter.dtype.scalarName}`,
  )
}

const exactOut = (own: DType, out: DType): string =>
  `torch.searchsorted(): output tensor's dtype is wrong, it can only be Int(int32) or Long(int64) depending on whether ` +
  `out_int32 flag is True, but we got output tensor's dtype ${out.scalarName} and out_int32 flag is ` +
  (own === int32 ? 'True' : 'False')
const tail = 'bool out_int32=False, bool right=False'
const searchOptions = `*, ${tail}, str? side=None, Tensor? sorter=None, Tensor? out=None`
op(`searchsorted(Tensor sorted_sequence, Tensor self, ${searchOptions}) -> Tensor`, {
  exactOut,
  doc: 'Where values would have to be put in so that a sorted sequence stays sorted.',
  example: ['torch.searchsorted(torch.tensor([1, 3, 5]), torch.tensor([3, 6]))', 'tensor([1, 3])'],
  variants: 'function',
  device: true,
  compute: (
    sequence: Tensor,
    self: Tensor,
    outInt32: boolean,
    right: boolean,
    side: string | null,
    sorter: Tensor | null,
  ) => {
    checkSearch(sequence, self, right, side, sorter)
    return search(sequence, self, outInt32, right || side === 'right', sorter)
  },
  backward: 'none',
})
op(`searchsorted.Scalar(Tensor sorted_sequence, Scalar self, ${searchOptions}) -> Tensor`, {
  exactOut,
  doc: 'Where a number would have to be put in so that a sorted sequence stays sorted.',
  example: ['torch.searchsorted(torch.tensor([1, 3, 5]), 4)', 'tensor(2)'],
  variants: 'function',
  device: true,
  compute: (
    sequence: Tensor,
    self: Scalar,
    outInt32: boolean,
    right: boolean,
    side: string | null,
    sorter: Tensor | null,
  ) => {
    const [value, common] = sought(sequence, self)
    checkSearch(sequence, value, right, side, sorter)
    return search(sequence, value, outInt32, right || side === 'right', sorter, common)
  },
  backward: 'none',
})

function bucketize(
  values: Tensor,
  boundaries: Tensor,
  outInt32: boolean,
  right: boolean,
  common?: DType,
): Tensor {
  check(
    boundaries.sizes.length === 1,
    () => `boundaries tensor must be 1 dimension, but got dim(${boundaries.sizes.length})`,
  )
  return search(boundaries, values, outInt32, right, null, common)
}
op(`bucketize(Tensor self, Tensor boundaries, *, ${tail}, Tensor? out=None) -> Tensor`, {
  exactOut,
  doc: 'The number of the bucket between boundaries that each value falls into.',
  example: ['torch.bucketize(torch.tensor([2, 4]), torch.tensor([1, 3, 5]))', 'tensor([1, 2])'],
  variants: 'function',
  device: true,
  compute: bucketize,
  backward: 'none',
})
op(`bucketize.Scalar(Scalar self, Tensor boundaries, *, ${tail}) -> Tensor`, {
  doc: 'The number of the bucket between boundaries that a number falls into.',
  example: ['torch.bucketize(4, torch.tensor([1, 3, 5]))', 'tensor(2)'],
  variants: 'function',
  device: true,
  compute: (self: Scalar, boundaries: Tensor, outInt32: boolean, right: boolean) => {
    const [value, common] = sought(boundaries, self)
    return bucketize(value, boundaries, outInt32, right, common)
  },
  backward: 'none',
})
