// First and second derivatives of every differentiable op, against finite differences, at the recorded float64 inputs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { Tensor } from '../../src/index.js'
import { decode } from '../goldens/decode.js'
import type { Case } from '../goldens/encoding.js'
import { coreOps, readOp } from '../goldens/files.js'
import { invoke } from '../goldens/invoke.js'

// Finite differences of these do not exist (random draws) or say nothing (steps).
const RANDOM = new Set(['bernoulli', 'nn.functional.dropout', 'normal', 'uniform'])
const MAX_ELEMENTS = 60

const tensorsOf = (value: unknown): Tensor[] =>
  value instanceof Tensor ? [value] : Array.isArray(value) ? value.flatMap(tensorsOf) : []

interface Checkable {
  inputs: Tensor[]
  f: (...inputs: Tensor[]) => Tensor[]
}

/** The recorded call as a function of its differentiable inputs; null where it has none or is too large. */
function checkable(c: Case): Checkable | null {
  if (c.dtype !== 'float64' || c.error || !c.grads || c.call.kind === 'inplace' || c.clone_self) return null
  const found: Tensor[] = []
  const args = c.args.map((v) => decode(torch, v, found))
  const kwargs = decode(torch, c.kwargs, found) as Record<string, unknown>
  const inputs = found.filter((input) => input.requires_grad && input.is_contiguous())
  const total = inputs.reduce((sum, input) => sum + input.numel(), 0)
  if (inputs.length === 0 || total === 0 || total > MAX_ELEMENTS) return null
  const index = c.args[1]
  const isTuple = typeof index === 'object' && index !== null && '$tuple' in index
  return {
    inputs,
    f: () =>
      tensorsOf(invoke(torch, c.call, args, kwargs, isTuple)).filter(
        (output) => output.is_floating_point() && output.requires_grad,
      ),
  }
}

for (const op of coreOps()) {
  if (RANDOM.has(op)) continue
  const cases = readOp(op).cases.flatMap((c) => {
    const found = checkable(c)
    return found ? [{ id: c.id, ...found }] : []
  })
  if (cases.length === 0) continue
  test(`derivatives of ${op}`, () => {
    const failures: string[] = []
    for (const { id, inputs, f } of cases.slice(0, 4)) {
      // Under finite differences recording is off, so what needs a gradient is asked of a first, recorded run.
      const count = f().length
      const outputs = (): Tensor[] => torch.enable_grad(f).slice(0, count)
      try {
        torch.autograd.gradcheck(outputs, inputs, { rtol: 1e-3, atol: 1e-4 })
        torch.autograd.gradgradcheck(outputs, inputs, { rtol: 1e-3, atol: 1e-3 })
      } catch (error) {
        failures.push(`${id}: ${String(error)}`)
      }
    }
    assert.equal(failures.length, 0, failures.join('\n'))
  })
}
