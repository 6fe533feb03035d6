// What a transform gives exactly: of ones, nothing but their sum, at lengths with the factors that have passes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'

test('of ones there is only the sum', () => {
  for (const n of [2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25, 30, 50, 100])
    for (const dtype of [torch.float32, torch.float64]) {
      const { real, imag } = torch.fft.fft(torch.ones(n, { dtype }))
      assert.deepEqual(
        real.tolist().map(Number),
        Array.from({ length: n }, (_, i) => (i === 0 ? n : 0)),
      )
      assert.equal(Number(imag.abs().max().item()), 0, `${n}`)
    }
})
