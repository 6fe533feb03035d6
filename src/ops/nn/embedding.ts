// Rows of a table by their numbers: `embedding`. Follows ATen/native/Embedding.cpp and torch/nn/functional.py.
import { bfloat16, type DType, int32, int64 } from '../../base/dtype.js'
import { AssertionError, check, NotImplementedError } from '../../base/errors.js'
import { no_grad } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** `torch.FloatTensor`. */
export const tensorType = (dtype: DType): string => `torch.${dtype.scalarName}Tensor`

/** How PyTorch's checks of arguments name a type: those that it got late go by another name. */
const typeInCheck = (dtype: DType): string =>
  dtype.is_complex || dtype === bfloat16 ? `CPU${dtype.scalarName}Type` : tensorType(dtype)

/** Refuses a tensor of another dtype, in the words of PyTorch's checks of arguments. */
export function checkKinds(tensor: Tensor, name: string, kinds: readonly DType[], where: string): void {
  check(
    kinds.includes(tensor.dtype),
    () =>
      `Expected tensor for argument #1 '${name}' to have one of the following scalar types: ` +
      `${kinds.map((kind) => kind.scalarName).join(', ')}; but got ${typeInCheck(tensor.dtype)} instead ` +
      `(while checking arguments for ${where})`,
  )
}

/** What asks for gradients that only sparse tensors can hold. */
export function refuseSparse(sparse: boolean): void {
  if (sparse)
    throw new NotImplementedError(
      'sparse gradients need sparse tensors, which dltorch does not have: sparse=False',
    )
}

op(
  'embedding(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor',
  {
    doc: 'The rows of `weight` that `indices` name. The row `padding_idx` gets no gradient.',
    example: [
      'torch.embedding(torch.arange(6).view(3, 2), torch.tensor([2, 0]))',
      'tensor([[4, 5],\n        [0, 1]])',
    ],
    variants: 'function',
    device: true,
    validate: (weight: Tensor, indices: Tensor, _padding: number, _scale: boolean, sparse: boolean) => {
      check(weight.sizes.length === 2, () => "'weight' must be 2-D")
      checkKinds(indices, 'indices', [int64, int32], 'embedding')
      refuseSparse(sparse)
    },
    compute: (weight: Tensor, indices: Tensor) =>
      (call('index_select', [weight, 0, indices.reshape([-1])]) as Tensor).view([
        ...indices.sizes,
        weight.sizes[1],
      ]),
    backward: {
      weight: (g, { weight_sizes, indices, padding_idx, scale_grad_by_freq }) =>
        call('_C._nn.embedding_dense_backward', [
          g,
          indices,
          weight_sizes[0],
          padding_idx,
          scale_grad_by_freq,
        ]) as Tensor,
    },
  },
)

/** One over how often each index occurs among all, for each place of `indices`. */
function sharesOf(indices: Tensor, rows: number, dtype: DType): Tensor {
  const counts = call('zeros', [[rows], { dtype, device: indices.device }]) as Tensor
  counts.index_add_(0, indices, call('ones', [indices.sizes, { dtype, device: indices.device }]) as Tensor)
  return counts.index_select(0, indices).reciprocal()
}

op(
  '_C._nn.embedding_dense_backward(Tensor grad_output, Tensor indices, int num_weights, int padding_idx, bool scale_grad_by_freq) -> Tensor',
  {
    doc: 'The gradient of `embedding`: adds each row of `grad_output` to the row of its index.',
    node: 'EmbeddingDenseBackwardBackward0',
    device: true,
    compute: (g: Tensor, indices: Tensor, rows: number, padding: number, scaled: boolean) => {
      const width = g.sizes[g.sizes.length - 1]
      const flat = indices.reshape([-1])
      const parts = g.reshape([flat.count, width])
      const sums = g.new_zeros([rows, width])
      sums.index_add_(0, flat, scaled ? parts.mul(sharesOf(flat, rows, g.dtype).unsqueeze(1)) : parts)
      if (padding >= 0 && padding < rows) sums.select(0, padding).zero_()
      return sums
    },
    backward: {
      // The first pass back has scaled by frequency already (embedding_dense_double_backward of PyTorch).
      grad_output: (g, { indices, padding_idx }) => {
        const picked = (call('index_select', [g, 0, indices.reshape([-1])]) as Tensor).view([
          ...indices.sizes,
          g.sizes[1],
        ])
        return padding_idx < 0 ? picked : picked.masked_fill(indices.eq(padding_idx).unsqueeze(-1), 0)
      },
    },
  },
)

op('embedding_renorm_(Tensor self, Tensor indices, float max_norm, float norm_type) -> Tensor', {
  doc: 'Scales the rows that `indices` name down to the norm `max_norm`, in place.',
  example: [
    'torch.embedding_renorm_(torch.eye(2).mul(5), torch.tensor([1]), 2, 2)',
    'tensor([[5., 0.],\n        [0., 2.]])',
  ],
  variants: 'function',
  device: true,
  validate: (self: Tensor, indices: Tensor) => {
    check(
      self.sizes.length === 2,
      () =>
        `Expected 2-dimensional tensor, but got ${self.sizes.length}-dimensional tensor for argument #1 'self' (while checking arguments for embedding_renorm_)`,
    )
    checkKinds(indices, 'indices', [int64, int32], 'embedding_renorm_')
  },
  mutate: (self: Tensor, indices: Tensor, limit: number, type: number) => {
    const [chosen] = [call('unique', [indices.reshape([-1]).to(int64)]) as Tensor]
    const rows = self.index_select(0, chosen)
    const norms = call('norm', [rows, type, 1, true]) as Tensor
    const scaled = rows.mul(norms.add(1e-7).reciprocal().mul(limit))
    self.index_copy_(0, chosen, call('where', [norms.gt(limit), scaled, rows]) as Tensor)
  },
  backward: 'none',
})

/** A padding index counted from the front; -1 for none. */
export function paddingOf(padding: number | null, weight: Tensor): number {
  const rows = weight.sizes[0]
  if (padding === null) return -1
  if (padding >= rows || padding < -rows)
    throw new AssertionError('Padding_idx must be within num_embeddings')
  return padding < 0 ? rows + padding : padding
}

/** Scales the rows that `input` names down to `limit`, where there is one. */
export function renorm(weight: Tensor, input: Tensor, limit: number | null, type: number): void {
  if (limit !== null) no_grad(() => call('embedding_renorm_', [weight.detach(), input, limit, type]))
}

op(
  'nn.functional.embedding(Tensor input, Tensor weight, int? padding_idx=None, float? max_norm=None, float norm_type=2.0, ' +
    'bool scale_grad_by_freq=False, bool sparse=False) -> Tensor',
  {
    doc: 'The rows of `weight` that `input` names; with `max_norm`, those rows are first scaled down to it in place.',
    example: [
      'torch.nn.functional.embedding(torch.tensor([2, 0]), torch.arange(6).view(3, 2))',
      'tensor([[4, 5],\n        [0, 1]])',
    ],
    forward: (
      input: Tensor,
      weight: Tensor,
      padding: number | null,
      limit: number | null,
      type: number,
      scaled: boolean,
      sparse: boolean,
    ) => {
      const row = paddingOf(padding, weight)
      renorm(weight, input, limit, type)
      return call('embedding', [weight, input, row, scaled, sparse]) as Tensor
    },
  },
)
