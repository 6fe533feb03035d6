// Rows of a table by their numbers, reduced by bags: `embedding_bag`. Follows ATen/native/EmbeddingBag.cpp and
// torch/nn/functional.py.
import { float16, float32, float64, int32, int64 } from '../../base/dtype.js'
import { check, NotImplementedError, RuntimeError, ValueError } from '../../base/errors.js'
import { sameSizes } from '../../base/layout.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkKinds, paddingOf, refuseSparse, renorm, tensorType } from './embedding.js'

const SUM = 0
const MEAN = 1
const MAX = 2

/** The bag of each index: the last that starts at or before it. */
function bagsOf(indices: Tensor, offsets: Tensor): Tensor {
  const places = call('arange', [indices.count, { device: indices.device }]) as Tensor
  return (call('searchsorted', [offsets.to(int64), places, { right: true }]) as Tensor).sub(1)
}

/** How many indices of each bag count. */
function sizesOf(indices: Tensor, bags: Tensor, count: number, padding: number): Tensor {
  const counted = padding < 0 ? bags.new_ones(bags.sizes) : indices.ne(padding).to(int64)
  return bags.new_zeros([count]).index_add(0, bags, counted)
}

/** Rows with those of the padding index 0. */
const withoutPadding = (rows: Tensor, indices: Tensor, padding: number): Tensor =>
  padding < 0 ? rows : rows.masked_fill(indices.eq(padding).unsqueeze(1), 0)

/** The largest of each bag, and the rows of the table they stand in; 0 for a bag without any. */
function largest(weight: Tensor, indices: Tensor, bags: Tensor, count: number, padding: number): Tensor[] {
  const width = weight.sizes[1]
  if (indices.count === 0) return [weight.new_zeros([count, width]), indices.new_zeros([count, width])]
  const kept = padding < 0 ? null : (call('nonzero', [indices.ne(padding)]) as Tensor).reshape([-1])
  const [own, bag] =
    kept === null ? [indices, bags] : [indices.index_select(0, kept), bags.index_select(0, kept)]
  const size = sizesOf(own, bag, count, -1)
  const longest = Math.max(1, Number(size.max().item()))
  // Bags as rows of one matrix of indices, short ones filled up with -1.
  const starts = size.cumsum(0).sub(size)
  const column = (call('arange', [own.count, { device: own.device }]) as Tensor).sub(
    starts.index_select(0, bag),
  )
  const table = (call('full', [[count * longest], -1, { dtype: int64, device: own.device }]) as Tensor)
    .index_copy(0, bag.mul(longest).add(column), own.to(int64))
    .view([count, longest])
  const rows = weight.index_select(0, table.clamp_min(0).reshape([-1])).view([count, longest, width])
  const open = rows.masked_fill(table.lt(0).unsqueeze(2), -Infinity)
  const [values, at] = call('max', [open, 1]) as Tensor[]
  const empty = size.eq(0).unsqueeze(1)
  return [values.masked_fill(empty, 0), table.gather(1, at).masked_fill(empty, 0)]
}

op(
  '_embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, Tensor? per_sample_weights, ' +
    'int bags, int padding_idx) -> (Tensor output, Tensor offset2bag, Tensor bag_size, Tensor max_indices)',
  {
    doc: 'The work of `embedding_bag`.',
    node: 'EmbeddingBagBackward0',
    tuple: null,
    device: true,
    compute: (
      weight: Tensor,
      indices: Tensor,
      offsets: Tensor,
      _scaled: boolean,
      mode: number,
      factors: Tensor | null,
      count: number,
      padding: number,
    ) => {
      const bags = bagsOf(indices, offsets)
      const sizes = sizesOf(indices, bags, count, padding)
      if (mode === MAX) {
        const [values, places] = largest(weight, indices, bags, count, padding)
        return [values, bags, sizes, places]
      }
      const picked = withoutPadding(weight.index_select(0, indices), indices, padding)
      const rows = factors === null ? picked : picked.mul(factors.unsqueeze(1))
      const sums = weight.new_zeros([count, weight.sizes[1]]).index_add(0, bags, rows)
      if (mode === MEAN) return [sums.div(sizes.clamp_min(1).unsqueeze(1)), bags, sizes, sizes.clone()]
      // What PyTorch does not need for a sum it does not count.
      const none = sizes.new_zeros(sizes.sizes)
      return [sums, padding < 0 ? bags.new_empty([0]) : bags, none, none.clone()]
    },
    backward: {
      weight: (
        g,
        {
          weight_sizes,
          indices,
          offsets,
          scale_grad_by_freq,
          mode,
          per_sample_weights,
          bags,
          padding_idx,
          max_indices,
        },
      ) => {
        const [rows, width] = weight_sizes as number[]
        if (mode === MAX) {
          const columns = (call('arange', [width, { device: g.device }]) as Tensor).unsqueeze(0)
          const [sizes] = [sizesOf(indices, bagsOf(indices, offsets), bags, padding_idx)]
          const own = g.masked_fill(sizes.eq(0).unsqueeze(1), 0)
          return g.new_zeros([rows, width]).index_put([max_indices, columns], own, true)
        }
        const bag = bagsOf(indices, offsets)
        const sizes = sizesOf(indices, bag, bags, padding_idx)
        const shared = mode === MEAN ? g.div(sizes.clamp_min(1).unsqueeze(1)) : g
        const each = shared.index_select(0, bag)
        const parts = per_sample_weights === null ? each : each.mul(per_sample_weights.unsqueeze(1))
        return call('_C._nn.embedding_dense_backward', [
          parts,
          indices,
          rows,
          padding_idx,
          scale_grad_by_freq,
        ]) as Tensor
      },
      per_sample_weights: (g, { weight, indices, offsets, padding_idx }) =>
        withoutPadding(weight.index_select(0, indices), indices, padding_idx)
          .mul(g.index_select(0, bagsOf(indices, offsets)))
          .sum(1),
    },
  },
)

/** What the kernels of PyTorch ask of a call. */
function checkBags(
  weight: Tensor,
  indices: Tensor,
  offsets: Tensor,
  mode: number,
  factors: Tensor | null,
): void {
  checkKinds(indices, 'indices', [int64, int32], 'embedding_bag')
  checkKinds(offsets, 'offsets', [int64, int32], 'embedding_bag')
  checkKinds(weight, 'weight', [float16, float32, float64], 'embedding_bag')
  if (offsets.count > 0) {
    const first = Number(offsets.select(0, 0).item())
    check(
      first === 0,
      () =>
        'offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ' +
        String(first),
    )
    const last = Number(offsets.select(0, offsets.count - 1).item())
    check(
      last <= indices.count,
      () =>
        `offsets[-1] can not be greater than input's length ${indices.count} but got offsets[-1] of ${last}`,
    )
  }
  if (factors !== null) {
    check(
      mode === SUM,
      () =>
        "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum'",
    )
    check(
      factors.dtype === weight.dtype,
      () =>
        "Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 'per_sample_weights'; but " +
        `type ${tensorType(weight.dtype)} does not equal ${tensorType(factors.dtype)} (while checking arguments for ` +
        'embedding_bag)',
    )
    check(
      factors.sizes.length === 1 && factors.count === indices.count,
      () => 'expected per_sample_weights to be 1D and of the same number of elements as indices',
    )
  }
  checkBounds(weight, indices)
}

function checkBounds(weight: Tensor, indices: Tensor): void {
  if (indices.count === 0) return
  const rows = weight.sizes[0]
  const outside = indices.lt(0).logical_or(indices.ge(rows))
  if (!outside.any().item<boolean>()) return
  const at = Number((call('nonzero', [outside]) as Tensor).reshape([-1]).select(0, 0).item())
  throw new RuntimeError(
    `[enforce fail at embedding_lookup_idx.cc:214] 0 <= idx && idx < data_size. Index ${at} is out of bounds: ` +
      `${indices.select(0, at).item<number>()}, range 0 to ${rows}`,
  )
}

op(
  'embedding_bag(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, ' +
    'Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> any',
  {
    doc: 'Sums (`mode` 0), means (1) or maxima (2) of bags of rows of `weight`; a bag begins at each offset into `indices`.',
    example: [
      'torch.embedding_bag(torch.arange(6).view(3, 2).float(), torch.tensor([2, 0, 1]), torch.tensor([0, 2]))[0]',
      'tensor([[4., 6.],\n        [2., 3.]])',
    ],
    variants: 'function',
    forward: (
      weight: Tensor,
      indices: Tensor,
      offsets: Tensor,
      scaled: boolean,
      mode: number,
      sparse: boolean,
      factors: Tensor | null,
      hasLast: boolean,
      padding: number | null,
    ) => {
      refuseSparse(sparse)
      checkBags(weight, indices, offsets, mode, factors)
      const starts = hasLast ? offsets.narrow(0, 0, offsets.count - 1) : offsets
      const row = paddingOf(padding, weight)
      return call('_embedding_bag', [
        weight,
        indices,
        starts,
        scaled,
        mode,
        factors,
        starts.count,
        row,
      ]) as Tensor[]
    },
  },
)

const modeNames = ['sum', 'mean', 'max']

op(
  'nn.functional.embedding_bag(Tensor input, Tensor weight, Tensor? offsets=None, float? max_norm=None, float norm_type=2, ' +
    "bool scale_grad_by_freq=False, str mode='mean', bool sparse=False, Tensor? per_sample_weights=None, " +
    'bool include_last_offset=False, int? padding_idx=None) -> Tensor',
  {
    doc:
      'Means (or sums, or maxima: `mode`) of bags of rows of `weight`. Each row of a matrix of numbers is a bag; in a vector, ' +
      'a bag begins at each offset.',
    example: [
      'torch.nn.functional.embedding_bag(torch.tensor([[2, 0]]), torch.arange(6).view(3, 2).float())',
      'tensor([[2., 3.]])',
    ],
    forward: (
      input: Tensor,
      weight: Tensor,
      offsets: Tensor | null,
      limit: number | null,
      type: number,
      scaled: boolean,
      mode: string,
      sparse: boolean,
      factors: Tensor | null,
      hasLast: boolean,
      padding: number | null,
    ) => {
      if (weight.dtype === int64 && input.dtype.is_floating_point) {
        warn(
          'Argument order of nn.functional.embedding_bag was changed. Usage `embedding_bag(weight, input, ...)` is deprecated, ' +
            'and should now be `embedding_bag(input, weight, ...)`.',
        )
        ;[input, weight] = [weight, input]
      }
      if (factors !== null && !sameSizes(input.sizes, factors.sizes))
        throw new ValueError(
          `embedding_bag: If per_sample_weights (${factors.shape.toString()}) is not None, then it must have the same shape ` +
            `as the input (${input.shape.toString()})`,
        )
      const rank = input.sizes.length
      if (rank !== 1 && rank !== 2)
        throw new ValueError(`input has to be 1D or 2D Tensor, but got Tensor of dimension ${rank}`)
      if (rank === 2 && offsets !== null)
        throw new ValueError(
          'if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. ' +
            "However, found offsets of type <class 'torch.Tensor'>",
        )
      if (rank === 1 && offsets === null) throw new ValueError('offsets has to be a 1D Tensor but got None')
      if (rank === 1 && offsets?.sizes.length !== 1) throw new ValueError('offsets has to be a 1D Tensor')
      const number = modeNames.indexOf(mode)
      if (number < 0) throw new ValueError('mode has to be one of sum, mean or max')
      if (number === MAX && scaled)
        throw new ValueError('max mode does not support scaling the gradient by the frequency')
      if (number === MAX && sparse) throw new ValueError('max mode does not support sparse weights')
      const flat = input.reshape([-1])
      const starts =
        offsets ??
        (call('arange', [
          0,
          input.count,
          Math.max(1, input.sizes[1]),
          { dtype: input.dtype, device: input.device },
        ]) as Tensor)
      renorm(weight, flat, limit, type)
      if (factors !== null && number !== SUM)
        throw new NotImplementedError(
          'embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for ' +
            `mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
        )
      const weights = factors === null ? null : factors.reshape([-1])
      const [result] = call('embedding_bag', [
        weight,
        flat,
        starts,
        scaled,
        number,
        sparse,
        weights,
        hasLast,
        padding,
      ]) as Tensor[]
      return result
    },
  },
)
