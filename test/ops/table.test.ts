// What holds for every entry of the op table: its example prints what it says, its types are current, its name is known.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import torch from '../../src/index.js'
import { generateInterface } from '../../src/build/methods.js'
import { expressionOf, parametersOf, uses } from '../../src/base/source-text.js'
import { OpNode } from '../../src/engine/record.js'
import { type BackwardFormula, type Entry, methods, op, ops, Overload } from '../../src/engine/op.js'
import { call } from '../../src/engine/functions.js'

const overloads = new Set<Overload>()
for (const table of [ops, methods])
  for (const op of table.values()) for (const overload of op.overloads) overloads.add(overload)

// Examples are expressions, or statements whose last line is one; `torch`, `nn` and `F` are at hand.
function evaluate(code: string): unknown {
  const lines = code.split('\n')
  const last = lines.pop() as string
  const body = `${lines.join('\n')}\nreturn (${last.replace(/;\s*$/, '')})`
  return new Function('torch', 'nn', 'F', body)(torch, torch.nn, torch.nn.functional)
}

test('every example prints what it says', () => {
  const failures: string[] = []
  for (const { text, entry } of overloads) {
    if (!entry.example) continue
    const [code, output] = entry.example
    try {
      torch.manual_seed(0)
      const got = torch.repr(evaluate(code))
      if (got !== output) failures.push(`${text}\n  ${code}\n  got  ${got}\n  want ${output}`)
    } catch (error) {
      failures.push(`${text}\n  ${code}\n  ${String(error)}`)
    }
  }
  assert.equal(failures.length, 0, failures.join('\n'))
})

test('every public entry has an example', () => {
  const missing = [...overloads]
    .filter(({ path, entry }) => !entry.example && entry.variants !== 'inside' && !path.startsWith('_'))
    .map(({ text }) => text)
  assert.deepEqual(missing, [])
})

test('every entry is written', () => {
  const isUnwritten = (value: unknown): boolean =>
    typeof value === 'function' && !isBound(value) && uses(value as never, 'notWritten')
  const isBound = ({ name }: Function): boolean => name.startsWith('bound ')
  const unwritten = [...overloads].filter(({ entry }) =>
    [...Object.values(entry), ...formulasOf(entry).map(([, formula]) => formula)].some(isUnwritten),
  )
  assert.deepEqual(
    unwritten.map(({ text }) => text),
    [],
  )
})

test('every signature can be read, and its node named', () => {
  for (const overload of overloads) {
    assert.ok(overload.schema.params.length >= 0)
    assert.match(overload.nodeName, /^[A-Z]\w*$/)
  }
})

/** The formulas of a backward, under the parameters they belong to. */
function formulasOf({ backward }: Entry): [name: string, formula: (...args: never[]) => unknown][] {
  if (backward === undefined || backward === 'none') return []
  return typeof backward === 'function' ? [['', backward]] : Object.entries(backward)
}

test('every backward formula can be read, and what it asks for is there', () => {
  let seen = 0
  for (const { text, entry, schema } of overloads) {
    const { params, returns } = schema
    const tensors = params.map(({ name }) => name)
    const known = new Set([
      ...tensors,
      ...tensors.flatMap((name) =>
        ['sizes', 'strides', 'offset', 'dtype', 'device'].map((part) => `${name}_${part}`),
      ),
      ...returns.map(({ name }) => name),
      'result',
      'results',
      'grads',
      'needs',
    ])
    for (const [name, formula] of formulasOf(entry)) {
      seen++
      assert.ok(name === '' || tensors.includes(name), `${text}: no parameter ${name}`)
      const parameters = parametersOf(formula)
      assert.ok(parameters.length <= 2, text)
      assert.ok(parameters.length === 0 || parameters[0].name !== null, `${text}: the gradient has a name`)
      for (const property of parameters[1]?.properties ?? [])
        assert.ok(known.has(property), `${text}: ${name} asks for ${property}`)
      expressionOf(formula)
    }
  }
  assert.ok(seen > 200, `${seen} formulas`)
})

test('a formula that cannot be read, or asks for what is not there, is refused when a node is made', () => {
  const key = 'self'
  const unreadable: [name: string, formula: BackwardFormula, reason: RegExp][] = [
    ['rest', (_: unknown, { self, ...rest }: any) => (void [self, rest], null), /cannot be told by name/],
    ['computed', (_: unknown, { [key]: self }: any) => (void self, null), /cannot be told by name/],
    ['list', (_: unknown, [self]: any) => (void self, null), /neither a name nor an object/],
    ['bound', (() => null).bind(null), /cannot be read/],
    ['unknown', (_: unknown, { other }: any) => (void other, null), /asks for 'other'/],
  ]
  for (const [name, formula, reason] of unreadable) {
    const text = `_unreadable_${name}(Tensor self) -> Tensor`
    op(text, { doc: '', kernel: (x: number) => x, backward: { self: formula } })
    const x = torch.tensor([1.5], { requires_grad: true })
    assert.throws(() => call(`_unreadable_${name}`, [x]), reason, name)
    // It is no better the second time; without gradients nobody asks.
    assert.throws(() => call(`_unreadable_${name}`, [x]), reason, name)
    assert.equal(torch.repr(call(`_unreadable_${name}`, [x.detach()])), 'tensor([1.5000])')
    const overload = ops.get(`_unreadable_${name}`)!.overloads[0]
    assert.ok(overload instanceof Overload)
    assert.throws(() => new OpNode(overload, [x]), reason)
    for (const table of [ops, methods]) table.delete(`_unreadable_${name}`)
  }
})

test('the index of families is current', () => {
  const writer = fileURLToPath(new URL('../../src/build/families.ts', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [...process.execArgv, writer, '--check'], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
})

test('the generated interface is current', () => {
  const file = new URL('../../src/ops/methods.gen.ts', import.meta.url)
  assert.equal(readFileSync(file, 'utf8') === generateInterface(), true, 'run npm run generate')
})
