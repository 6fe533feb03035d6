// Picking and putting by place on vectors gives exactly what the loops in JavaScript give, for every dtype and way of lying.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'

/** Runs with and without vectors and compares. */
function compare(name: string, compute: () => Tensor): void {
  const results = (['off', 'simd'] as const).map((level) => {
    const before = setLevel(level)
    const result = compute()
    setLevel(before)
    return result
  })
  assert.ok(torch.equal(results[0], results[1]), name)
}

const dtypes = ['float32', 'float64', 'int64', 'int32', 'uint8', 'bool', 'float16', 'complex64'] as const

/** Numbers that every dtype can tell apart. */
const filled = (sizes: number[], dtype: (typeof dtypes)[number]): Tensor =>
  torch
    .arange(sizes.reduce((a, b) => a * b, 1))
    .remainder(101)
    .reshape(sizes)
    .to(torch[dtype])

torch.manual_seed(3)
const places = (size: number, sizes: number[]): Tensor => torch.randint(0, size, sizes)

for (const dtype of dtypes)
  test(`picking and putting, ${dtype}`, () => {
    const x = filled([60, 50, 8], dtype)
    for (const dim of [0, 1, 2]) {
      const size = x.sizes[dim]
      const vector = places(size, [3000 / size])
      compare(`index_select ${dim}`, () => x.index_select(dim, vector))
      compare(`index_select of a transpose ${dim}`, () => x.transpose(0, 2).index_select(2 - dim, vector))
      const each = places(size, [60, 50, 8])
      compare(`gather ${dim}`, () => x.gather(dim, each))
      const part = each.narrow(0, 3, 40).narrow(1, 1, 49)
      compare(`gather of a part ${dim}`, () => x.gather(dim, part))
      compare(`scatter ${dim}`, () => x.scatter(dim, each.fmod(2), filled([60, 50, 8], dtype)))
      compare(`scatter of a value ${dim}`, () => x.scatter(dim, each, 1))
      if (dtype !== 'float16') {
        compare(`scatter_add ${dim}`, () => x.scatter_add(dim, each, x))
        compare(`index_add ${dim}`, () =>
          x.index_add(dim, vector, filled([60, 50, 8].with(dim, vector.count), dtype)),
        )
      }
      compare(`index_copy ${dim}`, () =>
        x.index_copy(dim, torch.arange(size), filled([60, 50, 8], dtype).flip([dim])),
      )
    }
    const rows = places(60, [70]).sub(30)
    compare('x[rows]', () => x.index(rows) as Tensor)
    const columns = places(50, [33])
    compare('x[:, columns]', () => torch.transpose(x, 0, 1).index(columns) as Tensor)
    compare('x[rows] = value', () => {
      const y = x.clone()
      y.index_put_([rows], torch.zeros([]).to(torch[dtype]))
      return y
    })
    compare('a mask', () => x.masked_select(x.to(torch.int32).remainder(3).eq(0)))
  })

test('an index out of bounds is refused before anything is written', () => {
  const x = torch.zeros(100, 100)
  const index = torch.zeros([100, 100], { dtype: torch.int64 })
  index.index_put_([torch.tensor(50), torch.tensor(3)], torch.tensor(100))
  assert.throws(
    () => x.scatter_add_(1, index, torch.ones(100, 100)),
    /index 100 is out of bounds for dimension 1 with size 100/,
  )
  assert.equal(x.sum().item(), 0)
  assert.throws(() => x.gather(0, index), /index 100 is out of bounds/)
  assert.throws(() => x.index_select(0, torch.full([5000], -1)), /index out of range in self/)
})
