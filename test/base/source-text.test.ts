// Formulas are read by name, however their bodies are written, and refused where they cannot be read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { parametersOf, textOf, uses } from '../../src/base/source-text.js'
import { call } from '../../src/engine/functions.js'
import { type BackwardFormula, op, ops } from '../../src/engine/op.js'
import type { Tensor } from '../../src/tensor/tensor.js'

test('parameters are read from arrows, functions and methods', () => {
  const plain = { name: 'g', properties: null }
  const methods = {
    own(g: unknown, { self: x = Math.max(1, 2), other }: Record<string, unknown>) {
      return [g, x, other]
    },
  }
  const saved = { name: null, properties: ['self', 'other'] }
  assert.deepEqual(parametersOf(methods.own), [plain, saved])
  assert.deepEqual(
    parametersOf((g: unknown, { self, other }: any) => [g, self, other]),
    [plain, saved],
  )
  assert.deepEqual(
    parametersOf(function (g: unknown, { self, other }: any = {}) {
      return [g, self, other]
    }),
    [plain, saved],
  )
  assert.deepEqual(
    parametersOf((g: unknown, all: unknown) => [g, all]),
    [plain, { name: 'all', properties: null }],
  )
})

test('what cannot be read is refused', () => {
  assert.throws(() => parametersOf((g: unknown, { ...rest }: object) => [g, rest]), /cannot be told by name/)
  assert.throws(() => parametersOf(([first]: unknown[]) => first), /neither a name nor an object/)
  assert.throws(() => textOf(Math.max), /cannot be read/)
  assert.throws(() => textOf((() => 1).bind(null)), /cannot be read/)
})

test('names are found in code, not in its texts', () => {
  assert.ok(uses((g: any, { self }: any) => g.mul(self), 'self'))
  assert.ok(!uses((g: any, { other }: any) => g.mul(other, 'self'), 'self'))
})

test('an op that stands twice is refused', () => {
  for (const text of ['neg(Tensor self) -> Tensor', 'max.dim(Tensor self, int dim) -> Tensor'])
    assert.throws(() => op(text, { doc: '', forward: (self: Tensor) => self }), /stands twice in the table/)
})

/** As a coverage tool rewrites a function: counters in the body, and in the defaults. */
function instrumented(formula: BackwardFormula): BackwardFormula {
  const text = textOf(formula)
  const arrow = text.indexOf('=>')
  const [head, body] = [text.slice(0, arrow), text.slice(arrow + 2).trim()]
  const inner = body.startsWith('{') ? body.slice(1) : `return (${body})}`
  return new Function('count', `return ${head}=>{/* (self, { */count.f[0]++;count.s[1]++;${inner}`)({
    f: [0],
    s: [0, 0],
  }) as BackwardFormula
}

test('gradients are the same where the formulas are instrumented', () => {
  let seen = 0
  for (const name of [...ops.keys()].filter((path) => /^[a-z]\w*$/.test(path))) {
    const known = ops.get(name)!.overloads[0]
    const { backward, kernel } = known.entry
    const operands = known.schema.params.filter(({ required }) => required).length
    if (!kernel || typeof backward !== 'object' || operands > 2 || known.entry.dtype === 'bool') continue
    const formulas = Object.entries(backward).filter(([, formula]) => !/[A-Za-z]+\(/.test(freeCalls(formula)))
    if (formulas.length < Object.keys(backward).length) continue
    const text = known.text.replace(/^\w+(\.\w+)?/, `_instrumented_${name}`)
    const changed = Object.fromEntries(formulas.map(([key, formula]) => [key, instrumented(formula)]))
    op(text, { ...known.entry, aliases: [], backward: changed })
    const gradients = (path: string): string => {
      const x = torch.tensor([0.5, 2], { requires_grad: true })
      const y = torch.tensor([1.5, -3], { requires_grad: true })
      const result = call(path, operands > 1 ? [x, y] : [x]) as Tensor
      if (!result.requires_grad) return ''
      result.sum().backward()
      return torch.repr([result.detach(), x.grad, y.grad])
    }
    assert.equal(gradients(`_instrumented_${name}`), gradients(name), name)
    seen++
  }
  assert.ok(seen >= 10, `${seen} ops`)
})

/** Calls of a formula's body that are no methods, which code made from its text could not reach. */
const freeCalls = (formula: BackwardFormula): string =>
  [...textOf(formula).matchAll(/(?<![.\w])[A-Za-z_]\w*\(/g)].map(([found]) => found).join()
