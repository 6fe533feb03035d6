// Products of float32 to the bit: what PyTorch gave for matrices that lie in all ways, with OpenBLAS on AVX-512, in one thread.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { type Level, setLevel } from '../../src/kernels/wasm/level.js'
import { blasUse } from '../../src/kernels/blas/executor.js'
import { numbersOf } from '../../src/engine/plan.js'
import torch from '../../src/index.js'

const t = torch as any
blasUse.isOn = false

/** A sum of the bits of all elements, each times its place. */
function checksum(tensor: any): string {
  const { buffer, byteOffset, length } = numbersOf(tensor.contiguous())
  const bits = new Uint32Array(buffer as ArrayBuffer, byteOffset, length)
  let sum = 0
  for (let i = 0; i < bits.length; i++) sum = (sum + Math.imul(i + 1, bits[i])) >>> 0
  return sum.toString(16).padStart(8, '0')
}

/** m, k, n, then: both row by row, the first by columns, the second, both, and the second by columns added to a row. */
const products = [
  [1, 10, 1, 'bdb144b4', 'bdb144b4', 'bdb144b4', 'bdb144b4', '3e6f29a6'],
  [4, 3, 4, 'a1db4a08', 'a1db4a08', 'a1db4a08', 'a1db4a08', '66128fb6'],
  [8, 10, 5, '21e3e019', '21e3e019', '21e3e019', '21e3e019', '58df41c2'],
  [64, 10, 5, 'e6b8036d', 'e6b8036d', 'e6b8036d', 'e6b8036d', 'd729e72e'],
  [5, 64, 7, 'd60b5145', 'd60b5359', 'd60b5145', 'd60b5359', '7e472f3e'],
  [6, 300, 6, '16afecca', '16afec9f', '16afecca', '16afec9f', '3d06388b'],
  [33, 35, 33, '2f142191', '2f13bf57', '2f0fc64f', '2f13bf57', 'cf3e0782'],
  [1, 40, 100, '5c910281', '5c910281', '5c913aa3', '5c913aa3', '1f5a1134'],
  [20, 40, 1, 'd97d634d', 'd97d634d', 'd97d634d', 'd97d634d', 'da1dc1c5'],
  [64, 32, 1, '4741069d', '4741069d', '4741069d', '4741069d', '2955dc5a'],
  [16, 64, 16, '8552f6e4', '8552f6e4', '8553c21d', '8552f6e4', '166fba88'],
  [64, 100, 100, '6846d5e1', '68134bba', '68134bba', '68134bba', 'd6eab8f2'],
  [7, 300, 7, 'bcc2fe7a', 'bcc2fd12', 'bcc2fe7a', 'bcc2fd12', '0c07cc4c'],
  [130, 460, 17, '0b29aeb6', '0b29aeb6', '0b29aeb6', '0b29aeb6', 'bd27e0e9'],
  [40, 1000, 40, '6d45faa8', '6d45faa8', '6d45faa8', '6d45faa8', 'd26cb332'],
] as const
/** Batches, m, k, n, then the products, and half of them added. */
const batches = [
  [3, 4, 5, 6, '94da7173', '714b13ce'],
  [2, 7, 8, 7, '606bd193', '4eae9f9d'],
  [2, 8, 40, 5, 'f87482ff', '611dd37b'],
] as const

for (const level of ['off', 'relaxed'] as Level[]) {
  test(`products have the bits of PyTorch's, ${level}`, () => {
    const before = setLevel(level)
    for (const [m, k, n, ...wanted] of products) {
      t.manual_seed(m + k + n)
      const [a, b] = [t.rand(m, k).mul(2).sub(1), t.rand(k, n).mul(2).sub(1)]
      const c = t.rand(n).mul(2).sub(1)
      const [across, down] = [a.t().contiguous().t(), b.t().contiguous().t()]
      const found = [a.mm(b), across.mm(b), a.mm(down), across.mm(down), t.addmm(c, a, down)]
      assert.deepEqual(found.map(checksum), wanted, `${m} × ${k} × ${n}`)
    }
    setLevel(before)
  })
  test(`and so have those of batches, ${level}`, () => {
    const before = setLevel(level)
    for (const [count, m, k, n, ...wanted] of batches) {
      t.manual_seed(m + k + n)
      const [a, b] = [t.rand(count, m, k).mul(2).sub(1), t.rand(count, k, n).mul(2).sub(1)]
      const c = t.rand(count, m, n).mul(2).sub(1)
      assert.deepEqual([a.bmm(b), c.baddbmm(a, b, { alpha: 0.5 })].map(checksum), wanted)
    }
    setLevel(before)
  })
}

test('dot adds terms as a BLAS does: in 64 lanes, 32 where fewer are left, and the rest in float64', () => {
  const bits = (x: any): number => new Uint32Array(new Float32Array([x.item()]).buffer)[0]
  const gave = () =>
    [1, 3, 31, 32, 45, 64, 97, 300, 5000, 100003].map((n) => {
      t.manual_seed(n)
      return bits(t.dot(t.randn(n), t.randn(n)))
    })
  // PyTorch 1.13 with OpenBLAS on a processor with AVX-512.
  const wanted = [
    1043645568, 3206237645, 1091166877, 3236715506, 1092689024, 3243002065, 3240090963, 3252464456,
    1111916459, 1136907904,
  ]
  for (const level of ['off', 'relaxed'] as const) {
    const before = setLevel(level)
    assert.deepEqual(gave(), wanted)
    setLevel(before)
  }
})

test('no product of zeros is -0, as in PyTorch', () => {
  const g = torch.tensor([[-1, 2, -3]], { dtype: torch.float32 })
  for (const rows of [1, 2, 5]) {
    const x = torch.zeros(rows, 4)
    const made = [
      x.t().matmul(g.expand(rows, 3)),
      g.t().matmul(torch.zeros(1, rows)),
      torch.mv(g, torch.zeros(3)),
    ]
    for (const product of [...made, torch.dot(g.select(0, 0), torch.zeros(3))])
      assert.ok(!torch.signbit(product).any().item())
  }
})
