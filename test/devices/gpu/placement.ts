// Where tensors are, how they get there, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'

const gpu = { device: 'gpu' }

function warnings(run: () => void): Promise<string[]> {
  const said: string[] = []
  const listen = (warning: Error): void => void said.push(warning.message)
  process.on('warning', listen)
  run()
  return new Promise((resolve) =>
    setImmediate(() => {
      process.off('warning', listen)
      resolve(said)
    }),
  )
}

export function placement(): void {
  test('ways to the gpu and back', () => {
    const x = torch.tensor([1, 2.5])
    for (const there of [
      x.to('gpu'),
      x.cuda(),
      x.to(torch.device('cuda:0')),
      x.to({ device: 'cuda' }),
      torch.tensor([1, 2.5], { device: 'cuda' }),
      torch.as_tensor([1, 2.5], { device: 'gpu:0' }),
      x.to(torch.ones(1, gpu)),
    ]) {
      assert.equal(String(there.device), 'gpu:0')
      assert.equal(there.is_cuda, true)
      assert.equal(String(there), "tensor([1.0000, 2.5000], device='gpu:0')")
      assert.equal(String(there.cpu()), 'tensor([1.0000, 2.5000])')
      assert.equal(there.to('gpu'), there)
    }
    assert.equal(x.to('gpu').dtype, torch.float32)
    assert.equal(torch.tensor([1, 2], gpu).dtype, torch.int64)
    assert.equal(torch.tensor([true], gpu).dtype, torch.bool)
    assert.equal(torch.arange(3, gpu).dtype, torch.int64)
    assert.throws(() => x.to('gpu:1'), /invalid device ordinal/)
    assert.throws(() => x.to('meta'), /not available here/)
  })

  test('the default device', () => {
    torch.set_default_device('cuda')
    try {
      assert.equal(String(torch.zeros(2).device), 'gpu:0')
      assert.equal(String(torch.nn.Linear(2, 1).weight.device), 'gpu:0')
      assert.equal(String(torch.ones(1, { device: 'cpu' }).device), 'cpu')
    } finally {
      torch.set_default_device('cpu')
    }
    assert.equal(String(torch.zeros(2).device), 'cpu')
  })

  test('gradients cross devices', () => {
    const w = torch.tensor([1.5, 2], { requires_grad: true })
    w.to('gpu')
      .mul(torch.tensor([2, 3], gpu))
      .sum()
      .cpu()
      .backward()
    assert.equal(String(w.grad), 'tensor([2., 3.])')
    const model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
    const here = model(torch.ones(4, 2))
    const there = model.to('gpu')(torch.ones(4, 2, gpu))
    assert.ok(torch.allclose(here, there.cpu(), { atol: 1e-5 }))
    assert.equal(String(model.state_dict().get('0.weight')?.device), 'gpu:0')
  })

  test('two devices do not mix, but for a number', () => {
    const there = torch.ones(2, gpu)
    const refusal = {
      name: 'RuntimeError',
      message:
        'Expected all tensors to be on the same device, but found at least two devices, gpu:0 and cpu!',
    }
    assert.throws(() => there.add(torch.ones(2)), refusal)
    assert.throws(() => there.add_(torch.ones(2)), refusal)
    assert.throws(() => torch.ones(2, 2).mm(torch.ones(2, 2, gpu)), refusal)
    assert.throws(() => torch.cat([there, torch.ones(2)]), refusal)
    assert.equal(String(there.mul(torch.tensor(2.5)).cpu()), 'tensor([2.5000, 2.5000])')
    assert.equal(String(torch.tensor(2.5).mul(there).cpu()), 'tensor([2.5000, 2.5000])')
    // An index may come from the CPU.
    assert.equal(
      String(
        torch
          .arange(4, gpu)
          .index(torch.tensor([3, 0]))
          .cpu(),
      ),
      'tensor([3, 0])',
    )
  })

  test('float64 and its kin are refused', async () => {
    const words =
      "Cannot convert a GPU Tensor to float64 dtype as the GPU framework doesn't support float64. " +
      'Please use float32 instead.\n' +
      "dtype=torch.float32 says so: torch.tensor(data, dtype=torch.float32, device='cuda')."
    for (const call of [
      () => torch.ones(2, { device: 'gpu', dtype: torch.float64 }),
      () => torch.ones(2).double().to('gpu'),
      () => torch.ones(2, gpu).double(),
      () => torch.ones(2, gpu).sum({ dtype: torch.float64 }),
    ])
      assert.throws(call, { name: 'TypeError', message: words })
    // A number counts as one of any device.
    const said = await warnings(() => {
      const share = torch.tensor(3, gpu).double().div(4)
      assert.equal(String(share), 'tensor(0.7500, dtype=torch.float64)')
      const w = torch.tensor(1.5, { ...gpu, requires_grad: true })
      w.double().mul(2).backward()
      assert.equal(String(w.grad), "tensor(2., device='gpu:0')")
    })
    assert.deepEqual(said, ['The gpu has no float64: a number in it is one on the cpu.'])
    assert.throws(() => torch.ones(2, gpu).half(), /doesn't support float16/)
    assert.throws(() => torch.ones(2, gpu).to(torch.complex64), /doesn't support complex64/)
  })

  test('integers are exact up to 2^24, and refused beyond', () => {
    const most = torch.tensor([2 ** 24, -(2 ** 24)], gpu)
    assert.deepEqual(most.tolist(), [2 ** 24, -(2 ** 24)])
    assert.equal(
      torch
        .tensor(2 ** 24 - 1, gpu)
        .add(1)
        .item(),
      2 ** 24,
    )
    assert.equal(torch.arange(4096, gpu).sum().item(), (4096 * 4095) / 2)
    assert.throws(
      () => torch.tensor([2 ** 24 + 1], gpu),
      /exact up to 2\^24 = 16777216, and an element is 16777217/,
    )
    assert.throws(() => most.mul(3).tolist(), /exact up to 2\^24/)
    assert.throws(() => most.add(2).tolist(), /exact up to 2\^24/)
    // What went beyond stays so, also where it would come back.
    assert.throws(() => most.mul(3).sub(most.mul(3)).tolist(), /exact up to 2\^24/)
    assert.throws(() => torch.tensor([5], gpu).floor_divide(0).tolist(), /divided by zero/)
    assert.deepEqual(
      torch.tensor([200, 100], { device: 'gpu', dtype: torch.uint8 }).add(100).tolist(),
      [44, 200],
    )
    assert.deepEqual(
      torch.tensor([100, -100], { device: 'gpu', dtype: torch.int8 }).mul(2).tolist(),
      [-56, 56],
    )
  })

  test('views share memory on the gpu', () => {
    const x = torch.arange(6, gpu).float().view(2, 3)
    const column = x.select(1, 1)
    column.mul_(10)
    x.t().index_put_([0], -1)
    assert.deepEqual(x.tolist(), [
      [-1, 10, 2],
      [-1, 40, 5],
    ])
    assert.deepEqual(column.tolist(), [10, 40])
    x.zero_()
    assert.deepEqual(column.tolist(), [0, 0])
    column.add_(torch.tensor([1, 2], gpu))
    x.diagonal().fill_(7)
    assert.deepEqual(x.tolist(), [
      [7, 1, 0],
      [0, 7, 0],
    ])
    const y = x.clone()
    y.slice(1, 0, 3, 2).copy_(torch.tensor([[1], [2]]))
    assert.deepEqual(y.tolist(), [
      [1, 1, 1],
      [2, 7, 2],
    ])
    assert.equal(x.sum().item(), 15)
    assert.equal(x.data_ptr(), x.t().data_ptr())
    assert.equal(x.select(0, 1).data_ptr() - x.data_ptr(), 12)
    assert.deepEqual(torch.tensor([1, 2, 3], gpu).resize_(2, 3).tolist()[0], [1, 2, 3])
    const out = torch.empty(0, gpu)
    torch.add(x, 1, { out })
    assert.deepEqual(out.tolist(), x.add(1).tolist())
  })

  test('random numbers have the digits of the CPU', () => {
    const draws: ((device: string) => Tensor)[] = [
      (device) => torch.rand(5, { device }),
      (device) => torch.randn(3, 4, { device }),
      (device) => torch.randint(10, [6], { device }),
      (device) => torch.randperm(7, { device }),
      (device) => torch.zeros(4, { device }).uniform_(-1, 1),
      (device) => torch.randn_like(torch.zeros(2, 3, { device })),
      (device) => torch.bernoulli(torch.full([6], 0.5, { device })),
      (device) => torch.nn.functional.dropout(torch.ones(20, { device }), 0.4),
      (device) => torch.nn.Linear(3, 2, { device }).weight.detach(),
    ]
    for (const draw of draws) {
      torch.manual_seed(3)
      const here = draw('cpu')
      torch.manual_seed(3)
      const there = draw('gpu')
      assert.equal(String(there.device), 'gpu:0')
      assert.ok(torch.allclose(here, there.cpu(), { rtol: 1e-6 }), String(draw))
    }
  })

  test('functions that the goldens do not have', () => {
    const x = torch.tensor([-2.25, -0.5, 0.125, 0.75, 1.5, 3, 12.5])
    const share = torch.tensor([0.001, 0.25, 0.5, 0.9, 0.999])
    const calls: ((y: Tensor) => Tensor)[] = [
      (y) => y.digamma(),
      (y) => y.i0(),
      (y) => torch.special.i0e(y),
      (y) => torch.special.i1(y),
      (y) => torch.special.erfcx(y.abs()),
      (y) => torch.special.log_ndtr(y),
      (y) => torch.special.entr(y),
      (y) => torch.special.xlog1py(y, y.abs()),
      (y) => y.long().gcd(torch.tensor(6, { device: y.device })),
    ]
    for (const call of calls)
      assert.ok(
        torch.allclose(call(x), call(x.cuda()).cpu(), { rtol: 1e-4, atol: 1e-4, equal_nan: true }),
        String(call),
      )
    for (const call of [
      (y: Tensor) => torch.special.ndtri(y),
      (y: Tensor) => y.erfinv(),
      (y: Tensor) => y.logit(),
    ])
      assert.ok(
        torch.allclose(call(share), call(share.cuda()).cpu(), { rtol: 1e-4, atol: 1e-4 }),
        String(call),
      )
  })

  test('an op without a kernel says so, and can run on the CPU', async () => {
    const x = torch.tensor([2.5, 1.5], gpu)
    assert.throws(() => x.cummin(0), {
      name: 'NotImplementedError',
      message:
        /^Could not run 'aten::cummin' with arguments from the 'GPU' backend\..* x\.cpu\(\), .*DLTORCH_GPU_FALLBACK=1/,
    })
    assert.throws(() => x.lgamma(), /Could not run 'aten::lgamma'/)
    process.env.DLTORCH_GPU_FALLBACK = '1'
    try {
      const said = await warnings(() => {
        for (let k = 0; k < 2; k++) {
          const { values, indices } = x.cummin(0) as unknown as { values: Tensor; indices: Tensor }
          assert.equal(String(values.device), 'gpu:0')
          assert.deepEqual(
            [values.tolist(), indices.tolist()],
            [
              [2.5, 1.5],
              [0, 1],
            ],
          )
          assert.ok(Math.abs(x.lgamma().sum().item() - 0.16392) < 1e-3)
        }
      })
      assert.deepEqual(
        said.map((text) => /'aten::(\w+)'.*fall back to run on the CPU/.exec(text)?.[1]),
        ['cummin', 'lgamma'],
      )
    } finally {
      delete process.env.DLTORCH_GPU_FALLBACK
    }
  })

  test('memory that is not a number array is not handed out as one', () => {
    assert.throws(() => torch.ones(2, gpu).numpy(), /can't convert gpu:0 device type tensor to numpy/)
    assert.throws(() => torch.ones(2, gpu).view(torch.int32), /cannot be seen as another dtype/)
  })
}
