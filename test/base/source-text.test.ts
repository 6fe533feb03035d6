// Formulas are read by name, however their bodies are written, and refused where they cannot be read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import {
  expressionOf,
  isClass,
  parametersOf,
  textOf,
  uses,
  writtenParameters,
} from '../../src/base/source-text.js'
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

test('parameters are told as they are written, in whatever kind of function', () => {
  class Base {
    forward(x: unknown): unknown {
      return x
    }
  }
  class Own extends Base {
    #scale = 2
    constructor(
      readonly size: number,
      bias = '(a, b)',
    ) {
      super()
      this.#hidden(bias)
    }
    #hidden(x: unknown): unknown {
      return this.#scale && x
    }
    override forward(x: unknown, { mask = null }: any = {}, ...rest: unknown[]): unknown {
      return super.forward([x, mask, rest])
    }
    static *each(n: number): Generator<number> {
      yield n
    }
    arrow = (x: unknown): unknown => super.forward(x)
  }
  const names = (value: Function): unknown =>
    writtenParameters(value)?.map(({ name, default: given, isRest }) => [name, given, isRest]) ?? null
  const own = new Own(1)
  assert.equal(
    JSON.stringify(names(Own)).replaceAll('\\"', "'"),
    `[["size",null,false],["bias","'(a, b)'",false]]`,
  )
  assert.deepEqual(names(Reflect.get(own, 'forward')), [
    ['x', null, false],
    [null, '{}', false],
    ['rest', null, true],
  ])
  assert.deepEqual(names(Reflect.get(Own, 'each')), [['n', null, false]])
  assert.deepEqual(names(own.arrow), [['x', null, false]])
  assert.deepEqual([names(Base), names(Math.max), names((() => 1).bind(null))], [null, null, null])
  assert.deepEqual([isClass(Own), isClass(own.arrow), isClass(Math.max)], [true, false, false])
  assert.equal(
    expressionOf((g: any, { x = () => 1 }: any) => g.mul(x)),
    'g.mul(x)',
  )
  assert.equal(expressionOf(Reflect.get(own, 'forward')), null)
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
