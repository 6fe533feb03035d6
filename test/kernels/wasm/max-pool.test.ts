// Max pooling on vectors gives exactly what its definition gives, with the same places: ties, what is no number, edges.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'
import { setLevel } from '../../../src/kernels/wasm/level.js'

const both = (compute: () => Tensor[]): Tensor[][] =>
  (['off', 'simd'] as const).map((level) => {
    const before = setLevel(level)
    const result = compute()
    setLevel(before)
    return result
  })

const shapes = [
  [6, 8, 28, 28],
  [3, 5, 31, 37],
  [2, 3, 17, 64],
  [1, 2, 90, 33],
]
// Window, stride, padding, dilation, ceil_mode.
const windows = [
  [2, 2, 0, 1, false],
  [3, 2, 1, 1, false],
  [3, 1, 1, 1, true],
  [2, 3, 1, 2, true],
  [5, 4, 2, 1, true],
  [[2, 3], [1, 2], [0, 1], [2, 1], false],
] as const

test('max pooling on vectors', () => {
  torch.manual_seed(1)
  for (const sizes of shapes) {
    // Few different numbers: ties are everywhere.
    const x = torch.randint(0, 4, sizes).to(torch.float32)
    x.view(-1).index_put_([torch.randint(0, x.count, [40])], torch.tensor(NaN))
    x.view(-1).index_put_([torch.randint(0, x.count, [40])], torch.tensor(-Infinity))
    for (const options of windows) {
      const [plain, fast] = both(() => {
        const [values, indices] = torch.nn.functional.max_pool2d_with_indices(
          x,
          ...(options as [2, 2, 0, 1, false]),
        )
        return [values.nan_to_num(77), indices]
      })
      plain.forEach((one, k) => assert.ok(torch.equal(one, fast[k]), `${sizes} ${options} ${k}`))
    }
    const [plain, fast] = both(() => {
      const [values, indices] = torch.nn.functional.adaptive_max_pool2d_with_indices(x, [7, 5])
      return [values.nan_to_num(77), indices]
    })
    plain.forEach((one, k) => assert.ok(torch.equal(one, fast[k]), `${sizes} adaptive ${k}`))
  }
})
