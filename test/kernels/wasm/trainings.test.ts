// Whole trainings on every way to compute: without vectors, with them, with fused products, on 1, 2 and 4 threads. The losses are
// the same to six digits.
import { strict as assert } from 'node:assert'
import { after, before, test } from 'node:test'
import torch from '../../../src/index.js'
import { blasUse } from '../../../src/kernels/blas/executor.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'
import { nanoseconds } from '../../../src/kernels/wasm/parts.js'
import { pool } from '../../../src/kernels/wasm/pool.js'

const { nn, optim } = torch
const F = nn.functional
const usual = { ...nanoseconds, threads: torch.get_num_threads() }

before(() => {
  // What is this small would not be cut else, and a library has digits of its own.
  Object.assign(nanoseconds, { worth: 0, shortest: 1 })
  blasUse.isOn = false
})
after(() => {
  blasUse.isOn = true
  Object.assign(nanoseconds, usual)
  torch.set_num_threads(usual.threads)
})

/** Losses of some steps, from the same seed. */
type Training = () => number[]

function steps(count: number, step: () => InstanceType<typeof torch.Tensor>): number[] {
  return Array.from({ length: count }, () => Number(step().item()))
}

const digits: Training = () => {
  torch.manual_seed(1)
  const [x, y] = [torch.rand(64, 196), torch.randint(0, 10, [64])]
  const net = nn.Sequential(nn.Linear(196, 64), nn.ReLU(), nn.Linear(64, 10))
  const optimizer = optim.Adam(net.parameters(), { lr: 0.01 })
  return steps(15, () => {
    const loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
  })
}

// Without what jumps: of two numbers that are alike to seven digits, a max-pool may take one or the other.
const pictures: Training = () => {
  torch.manual_seed(2)
  const [x, y] = [torch.rand(16, 1, 28, 28), torch.randint(0, 10, [16])]
  const net = nn.Sequential(
    ...[nn.Conv2d(1, 6, 5, { padding: 2 }), nn.Sigmoid(), nn.AvgPool2d(2)],
    ...[nn.Conv2d(6, 16, 5), nn.BatchNorm2d(16), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()],
    nn.Linear(400, 10),
  )
  const optimizer = optim.SGD(net.parameters(), { lr: 0.01, momentum: 0.9 })
  return steps(6, () => {
    const loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
  })
}

const sequences: Training = () => {
  torch.manual_seed(3)
  const [x, y] = [torch.randn(8, 12, 32), torch.randn(8, 12, 32)]
  const [query, key, value] = Array.from({ length: 3 }, () => nn.Linear(32, 32))
  const norm = nn.LayerNorm(32)
  const parameters = [query, key, value, norm].flatMap((one) => [...one.parameters()])
  const optimizer = optim.AdamW(parameters, { lr: 0.01 })
  return steps(10, () => {
    const weights = query(x).matmul(key(x).transpose(1, 2)).div(Math.sqrt(32)).softmax(-1)
    const loss = F.mse_loss(norm(x.add(weights.matmul(value(x)))).sigmoid(), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss
  })
}

const toSix = (loss: number): number => Math.abs(loss) * 5e-6

for (const [name, training] of Object.entries({ digits, pictures, sequences }))
  test(`losses of a training are the same on every way: ${name}`, () => {
    const level = setLevel('off')
    try {
      torch.set_num_threads(1)
      const wanted = training()
      assert.ok(wanted[wanted.length - 1] < wanted[0], 'it learns')
      for (const one of ['simd', 'relaxed'] as Level[]) {
        setLevel(one)
        let alone: number[] | undefined
        for (const threads of [1, 2, 4]) {
          torch.set_num_threads(threads)
          if (threads > 1) assert.ok(pool.awaitThreads(), 'threads start')
          const runs = pool.runs
          const found = training()
          if (threads > 1) assert.ok(pool.runs > runs, 'work was cut')
          found.forEach((loss, k) =>
            assert.ok(
              Math.abs(loss - wanted[k]) <= toSix(wanted[k]),
              `${one}, ${threads} threads, step ${k}: ${loss}, not ${wanted[k]}`,
            ),
          )
          // Where work is cut does not show at all.
          assert.deepEqual(found, (alone ??= found))
        }
      }
    } finally {
      setLevel(level)
    }
  })
