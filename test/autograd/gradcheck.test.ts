// First and second derivatives of every differentiable op of the table, against finite differences in float64: at the
// recorded inputs, and at some written here for what has no records.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OpNode } from '../../src/engine/record.js'
import torch, { Tensor } from '../../src/index.js'
import { atLevel, Level, unpackAt } from '../../src/autograd/forward-ad.js'
import { ops, methods, type Overload } from '../../src/engine/op.js'
import { decode } from '../goldens/decode.js'
import type { Case } from '../goldens/encoding.js'
import { coreOps, readOp } from '../goldens/files.js'
import { invoke } from '../goldens/invoke.js'
import { meant, samples, withoutDerivative } from './gradcheck-samples.js'

const MAX_ELEMENTS = 130

/** Overloads whose backward formula has run here. */
const covered = new Set<Overload>()
const { apply } = OpNode.prototype
OpNode.prototype.apply = function (grads) {
  covered.add(this.overload)
  return apply.call(this, grads)
}

const tensorsOf = (value: unknown): Tensor[] =>
  value instanceof Tensor ? [value] : Array.isArray(value) ? value.flatMap(tensorsOf) : []

interface Checkable {
  inputs: Tensor[]
  f: () => Tensor[]
}

/** What the call gives that a finite difference can be taken of: float64, for a float32 has too few digits. */
const float64Outputs = (value: unknown): Tensor[] =>
  tensorsOf(value).filter((output) => output.dtype === torch.float64 && output.requires_grad)

/**
 * Moves inputs off the places where finite differences say nothing: infinities, the steps and kinks that lie at whole
 * and half numbers, and ties. Goldens hold the gradients there. Inputs without such elements stay as they are.
 */
function unkink(inputs: readonly Tensor[]): void {
  const values = inputs.map((input) => input.detach().reshape(-1).tolist() as number[])
  const all = values.flat()
  const isExtreme = (x: number): boolean => !(Math.abs(x) > 1e-3 && Math.abs(x) < 1e4)
  const isSpecial = (x: number): boolean => isExtreme(x) || Number.isInteger(2 * x)
  if (!all.some(isSpecial) && new Set(all).size === all.length) return
  let i = 0
  inputs.forEach((input, k) =>
    values[k]!.forEach((x, at) => {
      const moved = isExtreme(x) ? 0.07 + 0.0213 * i : x * (0.93 + 0.0007 * (i % 50))
      write(input, at, moved)
      i++
    }),
  )
}

/** Writes element number `at`, counted row by row. */
function write(input: Tensor, at: number, value: number): void {
  let [rest, place] = [at, input.offset]
  for (let dim = input.ndim - 1; dim >= 0; dim--) {
    place += (rest % input.shape[dim]!) * input.stride(dim)
    rest = Math.floor(rest / input.shape[dim]!)
  }
  input.setElementAt(place, value)
}

/** The recorded call as a function of its differentiable inputs; null where it has none or is too large. */
function checkable(c: Case): Checkable | null {
  // A random draw has no derivative.
  if (c.dtype !== 'float64' || c.error || !c.grads || c.seed !== undefined) return null
  // Of numbers put at one place the last is seen, and all get its gradient: only some records name each place once.
  if (/max_unpool/.test(c.id) && c.variant !== 'grad') return null
  const found: Tensor[] = []
  const args = c.args.map((v) => decode(torch, v, found))
  const kwargs = decode(torch, c.kwargs, found) as Record<string, unknown>
  // Where PyTorch passes no gradient on (`x.__rpow__(y)` copies y), there is none to check.
  const leaves = found.filter((input) => input.requires_grad)
  const inputs = leaves.filter(
    (input, i) => c.grads![i] !== null && !input.stride().includes(0) && input.dtype !== torch.float32,
  )
  const total = inputs.reduce((sum, input) => sum + input.numel(), 0)
  if (inputs.length === 0 || total === 0 || total > MAX_ELEMENTS) return null
  unkink(inputs)
  const index = c.args[1]
  const isTuple = typeof index === 'object' && index !== null && '$tuple' in index
  const own = (): unknown[] => (c.clone_self ? [args[0].clone(), ...args.slice(1)] : args)
  // A matrix of which only a triangle is read stands for a symmetric one.
  const project = meant(c.id, kwargs)
  if (project === null) return null
  const f = (): Tensor[] => float64Outputs(invoke(torch, c.call, project(own()), kwargs, isTuple))
  const outputs = f()
  // Where a formula leaves its domain there is no difference to take.
  const isSmooth = outputs.length > 0 && outputs.every((output) => output.isfinite().all().item<boolean>())
  return isSmooth ? { inputs, f } : null
}

function check({ inputs, f }: Checkable, isOnce = false): void {
  // Under finite differences recording is off, so what needs a gradient is asked of recorded runs.
  const outputs = (): Tensor[] => torch.enable_grad(f)
  torch.autograd.gradcheck(outputs, inputs, { rtol: 1e-3, atol: 1e-4 })
  if (isOnce) return
  torch.manual_seed(1)
  torch.autograd.gradgradcheck(outputs, inputs, { rtol: 1e-3, atol: 1e-3 })
  checkForward(outputs, inputs)
}

/** Forward mode against backward mode: weights · (J · direction) = (weights · J) · direction. */
function checkForward(outputs: () => Tensor[], inputs: readonly Tensor[]): void {
  const dot = (a: Tensor, b: Tensor): number => {
    const product = a.conj().mul(b).sum()
    return Number((product.is_complex() ? product.real : product).item())
  }
  const spread = (like: Tensor): Tensor =>
    torch
      .arange(1, like.numel() + 1, { dtype: torch.float64 })
      .mul(0.7)
      .sin()
      .view(like.sizes)
      .to(like.dtype)
  const directions = inputs.map(spread)
  const results = outputs()
  const weights = results.map(spread)
  const grads = torch.autograd.grad(results, inputs, { grad_outputs: weights, allow_unused: true })
  const backward = grads.reduce(
    (sum, grad, i) => sum + ((grad as Tensor | null) ? dot(grad, directions[i]!) : 0),
    0,
  )
  const level = new Level(null)
  inputs.forEach((input, i) => {
    level.set(input, directions[i]!)
  })
  const forward = atLevel(level, () => outputs().map((output) => unpackAt(level, output)[1])).reduce(
    (sum, tangent, i) => sum + (tangent === null ? 0 : dot(weights[i]!, tangent)),
    0,
  )
  const isSame =
    Math.abs(forward - backward) <= 1e-6 * (1 + Math.abs(backward)) || Object.is(forward, backward)
  assert.ok(isSame, `forward mode gives ${forward}, backward mode ${backward}`)
}

/** PyTorch's gradient of these is that by scores before `log_softmax`, and has no gradient itself. */
const ofScores = new Set(['nn.functional.ctc_loss'])

test('the slope of ctc_loss, by scores', () => {
  const scores = torch.arange(24, { dtype: torch.float64 }).sin().view(4, 2, 3).requires_grad_()
  const targets = torch.tensor([1, 2, 2])
  const f = (): Tensor =>
    torch.nn.functional.ctc_loss(scores.log_softmax(2), targets, [4, 3], [1, 2], { reduction: 'none' })
  torch.autograd.gradcheck(f, [scores], { rtol: 1e-3, atol: 1e-4 })
  const [loss] = f().unbind()
  assert.throws(() => torch.autograd.grad(loss!, [scores], { create_graph: true }), /_ctc_loss_backward/)
})

/** PyTorch has no second derivative of these. */
const onceOnly = new Set(['nn.functional.grid_sample'])

for (const dims of [2, 3])
  test(`the slope of grid_sample in ${dims} dimensions, and that there is no second one`, () => {
    const space = new Array<number>(dims).fill(3)
    const wave = (sizes: number[], step: number): Tensor =>
      torch
        .arange(
          sizes.reduce((a, b) => a * b),
          { dtype: torch.float64 },
        )
        .mul(step)
        .add(0.4)
        .sin()
        .reshape(sizes)
        .requires_grad_()
    const x = wave([1, 2, ...space], 1.7)
    const grid = wave([1, ...new Array<number>(dims).fill(2), dims], 2.3)
    for (const padding_mode of ['zeros', 'border', 'reflection'])
      for (const mode of dims === 2 ? ['bilinear', 'nearest', 'bicubic'] : ['bilinear', 'nearest'])
        for (const align_corners of [false, true]) {
          const f = (): Tensor =>
            torch.nn.functional.grid_sample(x, grid, { mode, padding_mode, align_corners })
          torch.autograd.gradcheck(f, [x, grid], { rtol: 1e-3, atol: 1e-4 })
        }
    const sample = torch.nn.functional.grid_sample(x, grid, { align_corners: false })
    const [slope] = torch.autograd.grad(sample.sum(), [grid], { create_graph: true })
    assert.throws(() => slope!.sum().backward(), {
      message: `derivative for aten::grid_sampler_${dims}d_backward is not implemented`,
    })
  })

for (const op of coreOps().filter((name) => !ofScores.has(name))) {
  test(`derivatives of ${op}`, () => {
    const failures: string[] = []
    for (const c of readOp(op).cases) {
      const case_ = checkable(c)
      if (!case_) continue
      try {
        check(case_, onceOnly.has(op))
      } catch (error) {
        failures.push(`${c.id}: ${String(error)}`)
      }
    }
    assert.equal(failures.length, 0, failures.join('\n'))
  })
}

for (const [name, sample] of Object.entries(samples)) {
  test(name, () => {
    const { inputs, f } = sample()
    check({ inputs, f: () => float64Outputs(f()) })
  })
}

for (const [message, f] of Object.entries(withoutDerivative)) {
  test(message, () => {
    const x = torch.tensor([0.3, 0.4, 1.5], { requires_grad: true })
    const y = torch.tensor([0.5, 0.6, 1.2], { requires_grad: true })
    const result = f(x, y)
    assert.throws(() => result.sum().backward(), { message: message.trim() })
  })
}

/** Overloads with a gradient that no check above reaches, and why. */
const NOT_CHECKED: Record<string, string> = {
  ...Object.fromEntries(
    ['normal.Tensor_Tensor', 'normal.Tensor_float', 'normal.float_Tensor'].map((name) => [
      name,
      'a draw moves with its mean and deviation, and the gradient of a random number is zero all the same',
    ]),
  ),
  _standard_gamma:
    'a sample moves with its shape by an approximation; test/distributions compares with PyTorch',
}

// Last: by now every check above has run.
test('no op with a gradient is left out', () => {
  const all = new Set([...ops.values(), ...methods.values()].flatMap((op) => op.overloads))
  const missing = [...all]
    .filter(({ entry }) => entry.backward !== undefined && entry.backward !== 'none')
    .filter((overload) => !covered.has(overload))
    .map(({ text }) => text.slice(0, text.indexOf('(')))
  assert.deepEqual(missing.sort(), Object.keys(NOT_CHECKED).sort())
})
