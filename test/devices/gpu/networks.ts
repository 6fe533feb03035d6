// What networks are made of, on the gpu as on the CPU: results and gradients by every operand, of odd sizes, steps and groups.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'

const F = torch.nn.functional

type Call = (...operands: Tensor[]) => Tensor

/** Of operands of these sizes, the result and the gradients of a sum of it with weights. */
function outcome(call: Call, sizes: readonly number[][], device: string): Tensor[] {
  torch.manual_seed(0)
  const operands = sizes.map((size) => torch.randn(size).to(device).requires_grad_())
  const result = call(...operands)
  result.backward(torch.randn(result.sizes as number[]).to(device))
  return [result.detach(), ...operands.map((operand) => operand.grad!)].map((tensor) => {
    assert.equal(tensor.device.type, device)
    return tensor.cpu()
  })
}

function compare(name: string, call: Call, ...sizes: number[][]): void {
  const here = outcome(call, sizes, 'cpu')
  const there = outcome(call, sizes, 'gpu')
  here.forEach((expected, k) => {
    assert.deepEqual(there[k].sizes, expected.sizes, name)
    const most = Math.max(1, Number(expected.abs().max().item()))
    const distance = Number(expected.sub(there[k]).abs().max().item())
    assert.ok(
      distance <= 1e-5 * most,
      `${name}, ${k === 0 ? 'result' : `gradient ${k}`}: ${distance} of ${most}`,
    )
  })
}

const image = [2, 3, 9, 8]

/** Results, states and gradients by the parameters of a recurrent network, in one result. */
function recurrent(kind: 'LSTM' | 'GRU' | 'RNN', options: object): Call {
  torch.manual_seed(3)
  const made = torch.nn[kind](4, 6, options)
  const weights = made.state_dict()
  return (x) => {
    const network = torch.nn[kind](4, 6, options)
    network.load_state_dict(weights)
    network.to(x.device)
    const [result, states] = network(x) as unknown as [Tensor, Tensor | Tensor[]]
    const parts = [result, ...(Array.isArray(states) ? states : [states])].map((part) => part.flatten())
    const all = torch.cat(parts)
    const slopes = torch.autograd.grad(all.sin().sum(), [...network.parameters()], { retain_graph: true })
    return torch.cat([all, ...slopes.map((slope) => slope!.detach().flatten())])
  }
}

/** Running statistics, and what came of them, in one result. */
const withStatistics =
  (normalize: (x: Tensor, mean: Tensor, variance: Tensor) => Tensor): Call =>
  (x) => {
    const mean = torch.zeros(3).to(x.device)
    const variance = torch.ones(3).to(x.device)
    const result = normalize(x, mean, variance)
    return torch.cat([result.flatten(), mean, variance])
  }

export function networks(backend: string): void {
  test(`${backend}: convolutions`, () => {
    compare('a signal', (x, w, b) => F.conv1d(x, w, b, { stride: 2, padding: 1 }), [2, 3, 11], [5, 3, 3], [5])
    compare(
      'an image',
      (x, w, b) => F.conv2d(x, w, b, { stride: [2, 1], padding: [0, 1] }),
      image,
      [5, 3, 3, 2],
      [5],
    )
    compare(
      'far cells',
      (x, w) => F.conv2d(x, w, null, { dilation: 2, padding: [2, 0] }),
      image,
      [7, 3, 3, 2],
    )
    compare(
      'groups',
      (x, w, b) => F.conv2d(x, w, b, { groups: 2, padding: 1 }),
      [3, 4, 6, 7],
      [10, 2, 3, 3],
      [10],
    )
    compare('a channel each', (x, w) => F.conv2d(x, w, null, { groups: 4 }), [3, 4, 6, 7], [4, 1, 3, 3])
    compare('one cell', (x, w, b) => F.conv2d(x, w, b), image, [5, 3, 1, 1], [5])
    compare(
      'a volume',
      (x, w) => F.conv3d(x, w, null, { stride: [1, 2, 1], padding: 1 }),
      [2, 3, 5, 6, 4],
      [4, 3, 3, 2, 3],
    )
    // More terms than a loop may have rounds, in so many images that they go in parts.
    compare('many channels', (x, w) => F.conv2d(x, w, null, { padding: 1 }), [1, 1030, 3, 3], [4, 1030, 3, 3])
  })
  test(`${backend}: transposed convolutions`, () => {
    const options = { stride: 2, padding: 1, output_padding: 1 }
    compare('an image', (x, w, b) => F.conv_transpose2d(x, w, b, options), [2, 4, 5, 6], [4, 3, 3, 3], [3])
    compare(
      'groups',
      (x, w, b) => F.conv_transpose1d(x, w, b, { stride: 3, groups: 2 }),
      [2, 4, 5],
      [4, 5, 2],
      [10],
    )
    compare(
      'a volume',
      (x, w) => F.conv_transpose3d(x, w, null, { stride: 2, dilation: 2 }),
      [1, 2, 3, 4, 3],
      [2, 5, 2, 3, 2],
    )
  })
  test(`${backend}: a derivative of a derivative`, () => {
    const slopes: Call = (x, w) => {
      const y = F.max_pool2d(F.conv2d(x, w).tanh(), 2)
      const [g] = torch.autograd.grad(y.square().sum(), [x], { create_graph: true })
      return g!.square().sum()
    }
    compare('of a convolution and its largest numbers', slopes, [2, 3, 6, 5], [4, 3, 3, 2])
  })
  test(`${backend}: pooling`, () => {
    const overlapping = { stride: 2, padding: 1, ceil_mode: true }
    compare('the largest', (x) => F.max_pool2d(x, 3, overlapping), image)
    compare('the largest of far cells', (x) => F.max_pool2d(x, 2, { stride: 1, dilation: 2 }), image)
    compare('the largest of a volume', (x) => F.max_pool3d(x, 2), [2, 3, 4, 5, 6])
    compare('the largest of shares', (x) => F.adaptive_max_pool2d(x, [3, 5]), image)
    compare('averages', (x) => F.avg_pool2d(x, 3, { ...overlapping, count_include_pad: false }), image)
    compare('averages of one', (x) => F.avg_pool2d(x, 1), image)
    compare('averages of a volume', (x) => F.avg_pool3d(x, 2, { divisor_override: 3 }), [2, 3, 4, 5, 6])
    compare('averages of shares', (x) => F.adaptive_avg_pool2d(x, [3, 5]), image)
    const [values, places] = F.max_pool2d_with_indices(
      torch.tensor(
        [
          [
            [1, NaN, 3, 3],
            [-Infinity, NaN, 3, 2],
          ],
        ],
        { device: 'gpu' },
      ),
      2,
    )
    assert.equal(String(values.cpu()), 'tensor([[[nan, 3.]]])')
    assert.equal(String(places.cpu()), 'tensor([[[5, 2]]])')
  })
  test(`${backend}: padding, resampling, columns`, () => {
    for (const mode of ['constant', 'reflect', 'replicate', 'circular'])
      compare(mode, (x) => F.pad(x, [1, 2, 3, 1], { mode }), image)
    for (const mode of ['nearest', 'bilinear', 'bicubic', 'area'])
      compare(mode, (x) => F.interpolate(x, { size: [5, 13], mode }), image)
    compare(
      'corners',
      (x) => F.interpolate(x, { scale_factor: 2, mode: 'linear', align_corners: true }),
      [2, 3, 5],
    )
    compare('unfold', (x) => F.unfold(x, [2, 3], { dilation: 2, padding: 1, stride: 2 }), image)
    compare('fold', (x) => F.fold(x, [5, 6], [2, 3], { padding: 1 }), [2, 12, 36])
  })
  test(`${backend}: recurrence`, () => {
    const both = { bidirectional: true, num_layers: 2, batch_first: true }
    for (const kind of ['LSTM', 'GRU', 'RNN'] as const) {
      compare(kind, recurrent(kind, {}), [5, 3, 4])
      compare(`${kind} both ways`, recurrent(kind, both), [3, 4, 4])
    }
    compare('cut', recurrent('RNN', { nonlinearity: 'relu', bias: false }), [5, 3, 4])
    compare('projected', recurrent('LSTM', { proj_size: 2 }), [5, 3, 4])
    const { rnn } = torch.nn.utils
    const packed: Call = (x) => {
      torch.manual_seed(3)
      const network = torch.nn.LSTM(4, 6, { bidirectional: true }).to(x.device)
      const [result] = network(rnn.pack_padded_sequence(x, [5, 3, 1])) as any[]
      return rnn.pad_packed_sequence(result)[0]
    }
    compare('packed', packed, [5, 3, 4])
    const slopes: Call = (x) => {
      torch.manual_seed(3)
      const [result] = torch.nn.LSTM(4, 3).to(x.device)(x) as unknown as [Tensor]
      const [g] = torch.autograd.grad(result.square().sum(), [x], { create_graph: true })
      return g!.square().sum()
    }
    compare('a derivative of a derivative', slopes, [3, 2, 4])
  })
  test(`${backend}: orders`, () => {
    // Short lanes, a few of long ones, and long ones whole: three ways.
    for (const n of [9, 300])
      for (const falling of [false, true]) {
        compare('sorted', (x) => x.sort(0, falling)[0], [n, 3])
        compare('the first', (x) => x.topk(4, 1, falling)[0], [3, n])
        compare('where they are', (x) => x.topk(4, 1, falling)[1].add(x.sum().mul(0)), [3, n])
        compare('where all are', (x) => x.argsort(1, falling).add(x.sum().mul(0)), [2, n])
      }
    compare('the middle', (x) => x.median(1)[0], [3, 140])
    compare('a quantile', (x) => x.quantile(0.3, 1), [3, 11])
    const texts = (device: string): string[] => {
      const some = torch.tensor([3, NaN, 2, NaN, -Infinity, 3], { device })
      const edges = torch.tensor([1, 2, 2, 4], { device })
      const bag = torch.nn.functional.embedding_bag(
        torch.tensor([1, 0, 2], { device }),
        torch.ones(3, 2, { device }),
        torch.tensor([0, 2], { device }),
      )
      return [
        some.sort({ stable: true })[1],
        some.sort({ stable: true, descending: true })[1],
        some.median(0)[1],
        some.nanmedian(),
        torch.arange(300, { device }).remainder(7).sort({ stable: true })[1],
        torch.searchsorted(edges, torch.tensor([2, 0, 9], { device })),
        torch.bucketize(torch.tensor([2, NaN], { device }), edges, { right: true }),
        bag,
      ].map((tensor) => String(tensor.cpu()))
    }
    assert.deepEqual(texts('gpu'), texts('cpu'))
  })
  test(`${backend}: joining`, () => {
    compare('rows', (a, b, c) => torch.cat([a, b, c], 1), [2, 3, 4], [2, 1, 4], [2, 2, 4])
    compare('turned', (a, b) => torch.cat([a.t(), b]), [3, 2], [4, 3])
    compare('stacked', (a, b) => torch.stack([a, b, a], 1), [2, 3], [2, 3])
    const many: Call = (a, b) =>
      torch.cat(
        Array.from({ length: 20 }, (_, k) => (k % 3 ? a.mul(k) : b)),
        -1,
      )
    compare('many', many, [2, 3], [2, 5])
  })
  test(`${backend}: normalization`, () => {
    const batch: Call = (x, w, b) => F.batch_norm(x, null, null, w, b, true)
    compare('a batch of images', batch, image, [3], [3])
    compare('a batch of numbers', batch, [7, 3], [3], [3])
    compare(
      'its statistics',
      withStatistics((x, m, v) => F.batch_norm(x, m, v, null, null, true)),
      image,
    )
    compare(
      'known statistics',
      withStatistics((x, m, v) => F.batch_norm(x, m.add(0.5), v.mul(3))),
      image,
    )
    compare(
      'instances',
      withStatistics((x, m, v) => F.instance_norm(x, m, v)),
      image,
    )
    compare('layers', (x, w, b) => F.layer_norm(x, [9, 8], w, b), image, [9, 8], [9, 8])
    compare('groups', (x, w, b) => F.group_norm(x, 2, w, b), [3, 4, 5, 6], [4], [4])
    compare('groups without weights', (x) => F.group_norm(x, 2), [3, 4, 5])
    const layer = torch.nn.BatchNorm1d(3).to('gpu')
    layer(torch.ones(2, 3, { device: 'gpu' }))
    assert.equal(String(layer.num_batches_tracked), "tensor(1, device='gpu:0')")
  })
}
