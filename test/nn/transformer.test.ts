// Transformers, as PyTorch 1.13 computed them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const sumOf = (x: Tensor): number => Number(x.detach().double().abs().sum().item())
const near = (x: number, wanted: number): void => {
  assert.ok(Math.abs(x - wanted) < 2e-5 * (1 + Math.abs(wanted)), `${x}, wanted ${wanted}`)
}

test('an encoder that normalizes first, with dropout', () => {
  torch.manual_seed(0)
  const options = { batch_first: true, activation: 'gelu', norm_first: true }
  const layer = nn.TransformerEncoderLayer(8, 2, 16, options)
  const encoder = nn.TransformerEncoder(layer, 2, nn.LayerNorm(8))
  const x = torch.randn(3, 2, 8, { requires_grad: true })
  const output = encoder(x)
  output.pow(3).sum().backward()
  near(sumOf(output), 37.27456125803292)
  near(sumOf(x.grad!), 144.68404883146286)
})

test('a transformer, forward and back', () => {
  torch.manual_seed(0)
  const transformer = nn.Transformer(8, 2, 1, 2, 16)
  const [a, b] = [
    torch.randn(4, 2, 8, { requires_grad: true }),
    torch.randn(3, 2, 8, { requires_grad: true }),
  ]
  const mask = transformer.generate_square_subsequent_mask(3)
  const output = transformer(a, b, { tgt_mask: mask })
  output.pow(3).sum().backward()
  near(sumOf(output), 37.563541047275066)
  near(sumOf(a.grad!), 128.29657639563084)
  near(sumOf(b.grad!), 273.2968535423279)
  assert.throws(() => transformer(a, b.narrow(1, 0, 1)), {
    message: 'the batch number of src and tgt must be equal',
  })
  assert.throws(() => nn.TransformerEncoderLayer(8, 2, { activation: 'x' }), /should be relu\/gelu, not x/)
})

test('without gradients, padded steps are left out', () => {
  torch.manual_seed(0)
  const encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, { batch_first: true }), 2)
  encoder.eval()
  const x = torch.randn(3, 4, 8)
  const lengths = torch.tensor([2, 3, 1]).unsqueeze(1)
  const padding = torch.arange(4).ge(lengths)
  const output = torch.no_grad(() => encoder(x, { src_key_padding_mask: padding }))
  assert.deepEqual([...output.shape], [3, 3, 8])
  near(sumOf(output), 39.25381535664201)
})
