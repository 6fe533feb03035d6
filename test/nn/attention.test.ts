// Attention and its masks, as PyTorch 1.13 answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { copyOfModule } from '../../src/nn/deepcopy.js'
import torch, { nn, type Tensor } from '../../src/index.js'

const sumOf = (x: Tensor): number => Number(x.double().abs().sum().item())
const near = (x: number, wanted: number): void => {
  assert.ok(Math.abs(x - wanted) < 1e-5 * (1 + Math.abs(wanted)), `${x}, wanted ${wanted}`)
}

test('several heads, forward and back', () => {
  torch.manual_seed(0)
  const attention = nn.MultiheadAttention(8, 2)
  const x = torch.randn(3, 2, 8, { requires_grad: true })
  const [output, weights] = attention(x, x, x)
  output.pow(2).sum().backward()
  near(sumOf(output), 9.165850795805454)
  near(sumOf(weights), 6.000000044703484)
  near(sumOf(x.grad!), 13.470831099897623)
  near(sumOf(attention.in_proj_weight!.grad!), 63.86234990507364)
})

test('reprs, keys, and masks', () => {
  const attention = nn.MultiheadAttention(8, 2, { kdim: 5, vdim: 6, add_bias_kv: true })
  assert.equal(
    torch.repr(attention),
    'MultiheadAttention(\n  (out_proj): NonDynamicallyQuantizableLinear(in_features=8, out_features=8, bias=True)\n)',
  )
  const keys =
    'q_proj_weight k_proj_weight v_proj_weight in_proj_bias bias_k bias_v out_proj.weight out_proj.bias'
  assert.deepEqual([...attention.state_dict().keys()].sort(), keys.split(' ').sort())
  const own = nn.MultiheadAttention(8, 2, { batch_first: true })
  const x = torch.randn(2, 3, 8)
  const causal = torch.ones(3, 3).triu(1).to(torch.bool)
  const [, weights] = own(x, x, x, { attn_mask: causal })
  assert.equal(sumOf(weights.triu(1)), 0)
  const padding = torch.tensor([
    [false, false, true],
    [false, true, true],
  ])
  const [, padded] = own(x, x, x, { key_padding_mask: padding, average_attn_weights: false })
  assert.deepEqual([...padded.shape], [2, 2, 3, 3])
  near(sumOf(padded.select(3, 2)), 0)
  assert.equal(own(x, x, x, { need_weights: false })[1], null)
  assert.throws(() => own(x, x, x, { attn_mask: torch.zeros(2, 2) }), {
    message: 'The shape of the 2D attn_mask is torch.Size([2, 2]), but should be (3, 3).',
  })
  assert.throws(() => nn.MultiheadAttention(8, 3), { message: 'embed_dim must be divisible by num_heads' })
})

test('one function for attention, whatever came before', () => {
  const q = torch.randn(2, 4, 3)
  const F = torch.nn.functional
  const mask = torch.ones(4, 4).tril().to(torch.bool)
  assert.ok(
    torch.allclose(
      F.scaled_dot_product_attention(q, q, q, { is_causal: true }),
      F.scaled_dot_product_attention(q, q, q, mask),
    ),
  )
  assert.throws(() => F.scaled_dot_product_attention(q, q, q, mask, { is_causal: true }), /is_causal=True/)
})

test('noise of a dropout lies row by row', () => {
  torch.manual_seed(0)
  const x = torch.ones(3, 2, 4).transpose(0, 1)
  assert.deepEqual(torch.nn.functional.dropout(x).index(0).tolist(), [
    [0, 0, 2, 0],
    [0, 0, 2, 2],
    [0, 2, 2, 2],
  ])
})

test('a copy of a layer works', () => {
  const x = torch.randn(4, 2, 3)
  for (const make of [() => nn.Dropout(0.5), () => nn.LSTM(3, 5, { bidirectional: true })]) {
    const copy = copyOfModule(make().eval() as nn.Module)
    assert.doesNotThrow(() => copy(x))
    assert.equal(typeof torch.repr(copy), 'string')
  }
})
