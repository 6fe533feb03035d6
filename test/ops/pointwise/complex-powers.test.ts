// Powers of complex numbers in single precision lose what C's library loses: PyTorch's digits to a few units of the last place,
// where a power computed in double precision is off by a hundred.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'

const { base, exponent, power, scalars } = JSON.parse(
  readFileSync(new URL('complex-powers.json', import.meta.url), 'utf8'),
) as { base: number[]; exponent: number[]; power: number[]; scalars: Record<string, number[]> }

const complex = (parts: readonly number[]): Tensor =>
  torch.view_as_complex(torch.tensor(new Float32Array(parts)).reshape(-1, 2))

function close(actual: Tensor, expected: readonly number[], tolerance: number): void {
  const parts = torch.view_as_real(actual).reshape(-1).tolist() as number[]
  parts.forEach((part, i) => {
    const wanted = Math.fround(expected[i])
    assert.ok(Math.abs(part - wanted) <= tolerance * Math.abs(wanted), `${i}: ${part} is not ${wanted}`)
  })
}

test('a power of complex numbers', () => {
  close(complex(base).pow(complex(exponent)), power, 2e-6)
})
for (const [scalar, expected] of Object.entries(scalars))
  test(`the power ${scalar} of complex numbers`, () => {
    const isExact = ['2', '3', '-1', '-2', '0.5', '-0.5'].includes(scalar)
    close(complex(base).pow(Number(scalar)), expected, isExact ? 0 : 5e-7)
  })
