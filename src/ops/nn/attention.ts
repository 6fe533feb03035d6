// Attention: each query's mean of values, weighed by how well its key fits. Follows torch/nn/functional.py and
// ATen/native/transformers/attention.cpp.
import { bool, uint8 } from '../../base/dtype.js'
import { AssertionError, check, RuntimeError } from '../../base/errors.js'
import { sameSizes, type Sizes } from '../../base/layout.js'
import { Tuple } from '../../base/tuple.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

const matmul = (a: Tensor, b: Tensor): Tensor => call('matmul', [a, b]) as Tensor
const linear = (x: Tensor, weight: Tensor, bias: Tensor | null): Tensor =>
  call('nn.functional.linear', [x, weight, bias]) as Tensor

/** What is added to the products of queries and keys where a mask of booleans forbids. */
const barred = (forbidden: Tensor, like: Tensor): Tensor =>
  like.new_zeros(forbidden.sizes).masked_fill(forbidden, -Infinity)

/** The weights of all keys for each query, and the values' means. */
function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  mask: Tensor | null,
  dropout: number,
  isCausal: boolean,
  scale: number,
  name: string,
): [output: Tensor, weights: Tensor] {
  let allowed = mask
  if (isCausal) {
    check(mask === null, () => `${name}: Explicit attn_mask should not be set when is_causal=True`)
    const sizes = [query.sizes[query.sizes.length - 2], key.sizes[key.sizes.length - 2]]
    allowed = (call('ones', [sizes, { dtype: bool, device: query.device }]) as Tensor).tril()
  }
  const added = allowed === null || allowed.dtype !== bool ? allowed : barred(allowed.logical_not(), query)
  const scores = matmul(query.mul(scale), key.transpose(-2, -1))
  let weights = (added === null ? scores : scores.add(added)).softmax(-1)
  if (dropout > 0) weights = call('dropout', [weights, dropout, true]) as Tensor
  return [matmul(weights, value), weights]
}

const root = (query: Tensor): number => 1 / Math.sqrt(query.sizes[query.sizes.length - 1])

op(
  'nn.functional._scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, ' +
    'float dropout_p=0.0, bool need_attn_weights=True, bool is_causal=False) -> any',
  {
    builtin: true,
    doc: 'Attention of queries to keys: the means of values, and the weights.',
    example: [
      'torch.nn.functional._scaled_dot_product_attention(torch.eye(2), torch.eye(2), torch.eye(2))[0]',
      'tensor([[0.6698, 0.3302],\n        [0.3302, 0.6698]])',
    ],
    forward: (
      query: Tensor,
      key: Tensor,
      value: Tensor,
      mask: Tensor | null,
      dropout: number,
      _needWeights: boolean,
      isCausal: boolean,
    ) => {
      const name = '_scaled_dot_product_attention'
      const [output, weights] = attend(query, key, value, mask, dropout, isCausal, root(query), name)
      return Tuple.of<unknown>(output, weights)
    },
  },
)

op(
  'nn.functional.scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, ' +
    'float dropout_p=0.0, bool is_causal=False, *, float? scale=None) -> Tensor',
  {
    builtin: true,
    doc:
      'Attention of queries to keys: softmax(q kᵀ / √d) v. A mask of booleans allows, one of numbers is added; `is_causal` ' +
      'lets each query see the keys up to its own place.',
    example: [
      'torch.nn.functional.scaled_dot_product_attention(torch.eye(2), torch.eye(2), torch.eye(2), { is_causal: true })',
      'tensor([[1.0000, 0.0000],\n        [0.3302, 0.6698]])',
    ],
    forward: (
      query: Tensor,
      key: Tensor,
      value: Tensor,
      mask: Tensor | null,
      dropout: number,
      isCausal: boolean,
      scale: number | null,
    ) =>
      attend(
        query,
        key,
        value,
        mask,
        dropout,
        isCausal,
        scale ?? root(query),
        'scaled_dot_product_attention',
      )[0],
  },
)

// ---- several heads ----

const tupleText = (sizes: Sizes): string => `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`

function claim(holds: boolean, message: () => string): void {
  if (!holds) throw new AssertionError(message())
}

function checkRanks(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  padding: Tensor | null,
  mask: Tensor | null,
  heads: number,
): boolean {
  const rank = query.sizes.length
  claim(
    rank === 2 || rank === 3,
    () => `query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`,
  )
  const kind = rank === 3 ? 'batched (3-D)' : 'unbatched (2-D)'
  claim(
    key.sizes.length === rank && value.sizes.length === rank,
    () =>
      `For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${key.sizes.length}-D and ` +
      `${value.sizes.length}-D tensors respectively`,
  )
  claim(
    padding === null || padding.sizes.length === rank - 1,
    () =>
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ` +
      `${padding?.sizes.length}-D tensor instead`,
  )
  claim(
    mask === null || mask.sizes.length === 2 || mask.sizes.length === 3,
    () =>
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${mask?.sizes.length}-D tensor instead`,
  )
  if (rank === 2 && mask?.sizes.length === 3) {
    const wanted = [heads, query.sizes[0], key.sizes[0]]
    claim(
      sameSizes(mask.sizes, wanted),
      () => `Expected \`attn_mask\` shape to be ${tupleText(wanted)} but got ${mask.shape.toString()}`,
    )
  }
  return rank === 3
}

/** Queries, keys and values through one weight for all three. */
function throughOne(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  weight: Tensor,
  bias: Tensor | null,
): Tensor[] {
  const width = query.sizes[query.sizes.length - 1]
  const split = (x: Tensor | null, sizes: number[]): (Tensor | null)[] =>
    x === null ? sizes.map(() => null) : (call('split', [x, sizes]) as Tensor[])
  if (key === value) {
    if (query === key) return call('chunk', [linear(query, weight, bias), 3, -1]) as Tensor[]
    const [wq, wkv] = split(weight, [width, 2 * width]) as Tensor[]
    const [bq, bkv] = split(bias, [width, 2 * width])
    return [linear(query, wq, bq), ...(call('chunk', [linear(key, wkv, bkv), 2, -1]) as Tensor[])]
  }
  const weights = call('chunk', [weight, 3]) as Tensor[]
  const biases = bias === null ? [null, null, null] : (call('chunk', [bias, 3]) as Tensor[])
  return [query, key, value].map((x, i) => linear(x, weights[i], biases[i]))
}

/** Queries, keys and values through a weight each. */
function throughThree(inputs: Tensor[], weights: (Tensor | null)[], bias: Tensor | null): Tensor[] {
  const width = inputs[0].sizes[inputs[0].sizes.length - 1]
  const biases = bias === null ? [null, null, null] : (call('chunk', [bias, 3]) as Tensor[])
  return inputs.map((x, i) => {
    const letter = 'qkv'[i]
    const weight = weights[i]
    if (weight === null)
      throw new AssertionError(`use_separate_proj_weight is True but ${letter}_proj_weight is None`)
    const wanted = [width, x.sizes[x.sizes.length - 1]]
    const name = ['query', 'key', 'value'][i]
    claim(
      sameSizes(weight.sizes, wanted),
      () => `expecting ${name} weights shape of ${tupleText(wanted)}, but got ${weight.shape.toString()}`,
    )
    return linear(x, weight, biases[i])
  })
}

/** The mask of queries and keys, in three dimensions. */
function maskOf(given: Tensor, targets: number, sources: number, batches: number): Tensor {
  let mask = given
  if (mask.dtype === uint8) {
    warn('Byte tensor for attn_mask in nn.MultiheadAttention is deprecated. Use bool tensor instead.')
    mask = mask.to(bool)
  } else
    claim(
      mask.dtype.is_floating_point || mask.dtype === bool,
      () => `Only float, byte, and bool types are supported for attn_mask, not ${mask.dtype.toString()}`,
    )
  const rank = mask.sizes.length
  const wanted = rank === 2 ? [targets, sources] : [batches, targets, sources]
  if (!sameSizes(mask.sizes, wanted))
    throw new RuntimeError(
      `The shape of the ${rank}D attn_mask is ${mask.shape.toString()}, but should be ${tupleText(wanted)}.`,
    )
  return rank === 2 ? mask.unsqueeze(0) : mask
}

const oneMore = (mask: Tensor | null): Tensor | null =>
  mask === null
    ? null
    : (call('cat', [[mask, mask.new_zeros([...mask.sizes.slice(0, -1), 1])], -1]) as Tensor)

op(
  'nn.functional.multi_head_attention_forward(Tensor query, Tensor key, Tensor value, int embed_dim_to_check, int num_heads, ' +
    'Tensor? in_proj_weight, Tensor? in_proj_bias, Tensor? bias_k, Tensor? bias_v, bool add_zero_attn, float dropout_p, ' +
    'Tensor out_proj_weight, Tensor? out_proj_bias, bool training=True, Tensor? key_padding_mask=None, bool need_weights=True, ' +
    'Tensor? attn_mask=None, bool use_separate_proj_weight=False, Tensor? q_proj_weight=None, Tensor? k_proj_weight=None, ' +
    'Tensor? v_proj_weight=None, Tensor? static_k=None, Tensor? static_v=None, bool average_attn_weights=True) -> any',
  {
    doc: 'Attention of several heads, each in a part of the width, between linear maps: what `nn.MultiheadAttention` computes.',
    example: [
      'const [x, w] = [torch.eye(2).unsqueeze(1), torch.eye(2)]\n' +
        'torch.nn.functional.multi_head_attention_forward(x, x, x, 2, 1, w.repeat(3, 1), null, null, null, false, 0, w, null)[0]',
      'tensor([[[0.6698, 0.3302]],\n\n        [[0.3302, 0.6698]]])',
    ],
    forward: (...values: unknown[]) => {
      const [givenQuery, givenKey, givenValue] = values as Tensor[]
      const [width, heads] = values.slice(3, 5) as number[]
      const [inWeight, inBias, biasK, biasV] = values.slice(5, 9) as (Tensor | null)[]
      const [addZero, dropout] = values.slice(9, 11) as [boolean, number]
      const [outWeight, outBias] = values.slice(11, 13) as [Tensor, Tensor | null]
      const [training, givenPadding, needWeights, givenMask, isSeparate] = values.slice(13, 18) as [
        boolean,
        Tensor | null,
        boolean,
        Tensor | null,
        boolean,
      ]
      const [wq, wk, wv, staticK, staticV] = values.slice(18, 23) as (Tensor | null)[]
      const average = values[23] as boolean

      const isBatched = checkRanks(givenQuery, givenKey, givenValue, givenPadding, givenMask, heads)
      const lifted = new Map<Tensor, Tensor>()
      const batched = (x: Tensor): Tensor => {
        if (isBatched) return x
        // The same tensor stays the same: one product then serves for all three.
        if (!lifted.has(x)) lifted.set(x, x.unsqueeze(1))
        return lifted.get(x) as Tensor
      }
      const [query, key, value] = [givenQuery, givenKey, givenValue].map(batched)
      let padding = isBatched ? givenPadding : (givenPadding?.unsqueeze(0) ?? null)
      const [targets, batch, own] = query.sizes
      claim(
        padding === null || padding.dtype === bool || padding.dtype.is_floating_point,
        () => 'only bool and floating types of key_padding_mask are supported',
      )
      claim(own === width, () => `was expecting embedding dimension of ${width}, but got ${own}`)
      const part = Math.floor(width / heads)
      claim(part * heads === width, () => `embed_dim ${width} not divisible by num_heads ${heads}`)
      if (isSeparate)
        claim(
          sameSizes(key.sizes.slice(0, 2), value.sizes.slice(0, 2)),
          () =>
            `key's sequence and batch dims torch.Size([${key.sizes.slice(0, 2).join(', ')}]) do not match value's ` +
            `torch.Size([${value.sizes.slice(0, 2).join(', ')}])`,
        )
      else
        claim(
          sameSizes(key.sizes, value.sizes),
          () => `key shape ${key.shape.toString()} does not match value shape ${value.shape.toString()}`,
        )
      if (!isSeparate && inWeight === null)
        throw new AssertionError('use_separate_proj_weight is False but in_proj_weight is None')
      let [q, k, v] = isSeparate
        ? throughThree([query, key, value], [wq, wk, wv], inBias)
        : throughOne(query, key, value, inWeight as Tensor, inBias)
      let mask = givenMask === null ? null : maskOf(givenMask, targets, key.sizes[0], batch * heads)
      if (biasK !== null && biasV !== null) {
        claim(staticK === null, () => 'bias cannot be added to static key.')
        claim(staticV === null, () => 'bias cannot be added to static value.')
        k = call('cat', [[k, biasK.repeat(1, batch, 1)]]) as Tensor
        v = call('cat', [[v, biasV.repeat(1, batch, 1)]]) as Tensor
        mask = oneMore(mask)
        padding = oneMore(padding)
      } else claim(biasK === null && biasV === null, () => '')
      const byHead = (x: Tensor): Tensor =>
        x
          .contiguous()
          .view([x.sizes[0], batch * heads, part])
          .transpose(0, 1)
      const fixed = (x: Tensor, name: string): Tensor => {
        claim(
          x.sizes[0] === batch * heads,
          () => `expecting ${name}.size(0) of ${batch * heads}, but got ${x.sizes[0]}`,
        )
        claim(x.sizes[2] === part, () => `expecting ${name}.size(2) of ${part}, but got ${x.sizes[2]}`)
        return x
      }
      q = byHead(q)
      k = staticK === null ? byHead(k) : fixed(staticK, 'static_k')
      v = staticV === null ? byHead(v) : fixed(staticV, 'static_v')
      if (addZero) {
        const zeros = k.new_zeros([batch * heads, 1, part])
        k = call('cat', [[k, zeros], 1]) as Tensor
        v = call('cat', [[v, zeros.to(v.dtype)], 1]) as Tensor
        mask = oneMore(mask)
        padding = oneMore(padding)
      }
      const sources = k.sizes[1]
      if (padding !== null) {
        const wanted = padding
        claim(
          sameSizes(padding.sizes, [batch, sources]),
          () =>
            `expecting key_padding_mask shape of ${tupleText([batch, sources])}, but got ${wanted.shape.toString()}`,
        )
        const each = padding
          .view([batch, 1, 1, sources])
          .expand([-1, heads, -1, -1])
          .reshape([batch * heads, 1, sources])
        if (mask === null) mask = each
        else mask = mask.dtype === bool ? mask.logical_or(each) : mask.masked_fill(each, -Infinity)
      }
      if (mask?.dtype === bool) mask = barred(mask, q)
      const scaled = q.div(Math.sqrt(part))
      const turned = k.transpose(-2, -1)
      const scores = (
        mask === null ? call('bmm', [scaled, turned]) : call('baddbmm', [mask, scaled, turned])
      ) as Tensor
      let weights = scores.softmax(-1)
      if (training && dropout > 0) weights = call('dropout', [weights, dropout, true]) as Tensor
      const means = (call('bmm', [weights, v]) as Tensor)
        .transpose(0, 1)
        .contiguous()
        .view([targets * batch, width])
      const mapped = linear(means, outWeight, outBias)
      let output = mapped.view([targets, batch, mapped.sizes[1]])
      if (!isBatched) output = output.squeeze(1)
      if (!needWeights) return Tuple.of<unknown>(output, null)
      let shown = weights.view([batch, heads, targets, sources])
      if (average) shown = shown.sum(1).div(heads)
      return Tuple.of<unknown>(output, isBatched ? shown : shown.squeeze(0))
    },
  },
)
