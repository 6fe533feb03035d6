// The harness must be able to fail: wrong expectations and a wrong engine are noticed, each for the right reason.
import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { compare, type Tolerance } from './compare.js'
import { decode } from './decode.js'
import { describeCall } from './describe.js'
import type { Case, Encoded } from './encoding.js'
import { runPrint } from './print.js'
import { describeFailures } from './report.js'
import { runRng } from './rng.js'
import { runCase } from './run-case.js'
import { missingNames, stale } from './scope.js'

const f32 = (data: any[], more = {}) => ({ $t: 'float32', shape: [data.length], data, ...more })
const grad = { requires_grad: true }

/** x + 2y, which passes. */
const add: Case = {
  id: 'add/float32/0',
  variant: '',
  dtype: 'float32',
  call: { kind: 'function', path: 'torch.add' },
  args: [f32([1, 2], grad), f32([10, 20], grad)],
  kwargs: { alpha: 2 },
  out: f32([21, 42]),
  grad_fn: 'AddBackward0',
  grads: [f32([-0.4, 1]), f32([-0.8, 2])],
}
const kindOf = (c: Partial<Case>, engine: unknown = torch) =>
  runCase(engine, { ...add, ...c })?.kind ?? 'passes'

/** The engine with some of it replaced. */
const engine = (wrong: object) => Object.create(torch, Object.getOwnPropertyDescriptors(wrong))

test('a right case passes', () => {
  equal(runCase(torch, add), null)
})

test('a wrong expectation fails', () => {
  equal(kindOf({ out: f32([21, 42.1]) }), 'value')
  equal(kindOf({ out: f32([21, 42, 0]) }), 'shape')
  equal(kindOf({ out: { ...f32([21, 42]), $t: 'float64' } }), 'dtype')
  equal(kindOf({ out: [f32([21, 42])] }), 'type')
  equal(kindOf({ out: null }), 'value')
  equal(kindOf({ grad_fn: 'SubBackward0' }), 'grad_fn')
  equal(kindOf({ grad_fn: null }), 'grad_fn')
  equal(kindOf({ grads: [f32([-0.4, 1]), f32([-0.8, 2.1])] }), 'grad')
  equal(kindOf({ grads: [null, f32([-0.8, 2])] }), 'grad')
  equal(kindOf({ mutated: { 0: f32([5, 5]) } }), 'value')
})

test('no gradient is compared where none was recorded', () => {
  equal(kindOf({ grads: null, grads_reason: 'backward fails in torch' }), 'passes')
})

test('a wrong engine fails', () => {
  equal(kindOf({}, engine({ add: undefined })), 'missing')
  equal(kindOf({}, engine({ add: () => (null as any).boom })), 'throws')
  equal(kindOf({}, engine({ add: (a: any, b: any) => a.detach().add(b, { alpha: 2 }) })), 'grad')
  const detached = runCase(engine({ add: (a: any, b: any) => torch.add(a, b, { alpha: 2 }).detach() }), {
    ...add,
    grad_fn: null,
  })
  match(detached!.text, /missing: no output requires grad/)
  const plain = { args: [f32([1, 2]), f32([10, 20])], grads: undefined, grad_fn: null }
  equal(kindOf(plain), 'passes')
  equal(kindOf(plain, engine({ add: (a: any, b: any) => a.add_(b, { alpha: 2 }) })), 'mutated')
})

test('an in-place case leaves its own input alone and returns the tensor it was called on', () => {
  const inplace: Partial<Case> = {
    call: { kind: 'inplace', name: 'add_' },
    args: [f32([1, 2]), f32([10, 20])],
    clone_self: true,
    grads: undefined,
    grad_fn: null,
  }
  equal(kindOf(inplace), 'passes')
  equal(kindOf({ ...inplace, clone_self: false }), 'mutated')
  equal(kindOf({ ...inplace, call: { kind: 'inplace', name: 'add' } }), 'type')
  equal(kindOf({ ...inplace, call: { kind: 'inplace', name: 'add_nothing_' } }), 'missing')
})

test('an error must be thrown, with its type and words, and never by accident', () => {
  const error = (type: string, regex: string, message = '') => ({
    out: undefined,
    error: { type, regex, message },
  })
  const throws = (message: string, name: string) =>
    engine({
      add: () => {
        throw Object.assign(new Error(message), { name })
      },
    })
  equal(kindOf(error('RuntimeError', 'must match'), throws('sizes must match', 'RuntimeError')), 'passes')
  equal(kindOf(error('RuntimeError', 'must match')), 'error')
  equal(kindOf(error('RuntimeError', 'must match'), throws('sizes must match', 'ValueError')), 'error')
  equal(kindOf(error('RuntimeError', 'must match'), throws('sizes differ', 'RuntimeError')), 'error')
  equal(kindOf(error('TypeError', ''), engine({ add: undefined })), 'missing')
  equal(kindOf(error('TypeError', ''), engine({ add: () => (null as any).boom })), 'throws')
  const strict = { ...add, ...error('RuntimeError', '', 'other words') }
  equal(runCase(throws('some words', 'RuntimeError'), strict, { strict: true })?.kind, 'error')
})

test('tolerances', () => {
  const agree = (dtype: string, got: any, want: any, tolerance?: Tolerance) => {
    const [a, b] = [got, want].map((x): Encoded => ({ $t: dtype, shape: [1], data: [x] }))
    return compare(torch, decode(torch, a), b, 'out', tolerance) === null
  }
  ok(agree('float32', 1, 1.00001))
  ok(!agree('float32', 1, 1.00003))
  ok(agree('float32', 1, 1.0003, { error: 1e-4 }))
  ok(!agree('float32', 1, 1.001, { error: 1e-4 }))
  ok(agree('float64', 1, 1 + 1e-10))
  ok(!agree('float64', 1, 1 + 1e-9))
  ok(!agree('float32', 1, 1 + 1e-6, { fixed: [0, 0] }))
  ok(agree('float32', '-0.0', 0))
  ok(agree('float32', 'NaN', 'NaN'))
  ok(!agree('float32', 'NaN', 1))
  ok(!agree('float32', 1, 'NaN'))
  ok(agree('float32', 'Infinity', 'Infinity'))
  ok(!agree('float32', 'Infinity', '-Infinity'))
  ok(!agree('float32', 3e38, 'Infinity'))
  ok(agree('float32', 'Infinity', 3e38, { error: 'Infinity' }))
  ok(!agree('float32', 1, 2, { error: 'Infinity' }))
  ok(!agree('int64', 5, 6))
  ok(agree('int64', '9007199254740993', '9007199254740993'))
  ok(!agree('int64', '9007199254740993', '9007199254740994'))
  ok(!agree('bool', true, false))
})

test('scalars, tuples, lists and sizes', () => {
  const agree = (got: unknown, want: Encoded) => compare(torch, got, want) === null
  ok(agree(3, 3) && agree(3n, 3) && !agree(3, 4) && !agree(true, 1) && !agree('3', 3))
  ok(agree(2, { $float: 2 }) && agree(new torch.Float(2), { $float: 2 }) && !agree(2.5, { $float: 2 }))
  ok(!agree(new torch.Float(2), 2))
  ok(agree(true, true) && !agree(1, true) && agree(null, null) && !agree(0, null))
  ok(agree(2n ** 60n, { $int: String(2n ** 60n) }) && !agree(2n ** 60n + 1n, { $int: String(2n ** 60n) }))
  ok(agree(torch.float32, { $dtype: 'float32' }) && !agree(torch.float64, { $dtype: 'float32' }))

  const x: any = torch.zeros(2, 3)
  ok(
    agree(x.shape, { $size: [2, 3] }) &&
      !agree([2, 3], { $size: [2, 3] }) &&
      !agree(x.shape, { $size: [3, 2] }),
  )
  ok(agree([2, 3], [2, 3]) && !agree(x.shape, [2, 3]))
  ok(agree(x.stride(), { $tuple: [3, 1] }) && !agree([3, 1], { $tuple: [3, 1] }))

  const items = [
    { $t: 'float32', shape: [2], data: [0, 0] },
    { $t: 'int64', shape: [2], data: [0, 0] },
  ]
  const named = { $namedtuple: 'torch.return_types.max', fields: ['values', 'indices'], items }
  ok(agree(torch.max(x, 1), named))
  ok(!agree(torch.max(x, 1), { ...named, fields: ['values', 'index'] }))
  ok(!agree(torch.max(x, 1), { ...named, $namedtuple: 'torch.return_types.min' }))
  ok(!agree([...(torch.max(x, 1) as any)], named))
})

test('random numbers are compared exactly, normal ones to 1e-6', () => {
  const step = (name: string, args: Encoded[], expect?: Encoded): any => ({
    call: { kind: 'function', path: `torch.${name}` },
    args,
    kwargs: {},
    ...(expect !== undefined && { expect }),
  })
  const failures = (...steps: any[]) =>
    runRng(torch, { id: 'own', steps: [step('manual_seed', [10]), ...steps] }).failures
  // From seed 10 PyTorch draws 0.45808464 and -0.6013928; the float32 before the first is 0.4580846.
  deepEqual(failures(step('rand', [1], f32([0.45808464]))), [])
  equal(failures(step('rand', [1], f32([0.4580846]))).length, 1)
  deepEqual(failures(step('randn', [1], f32([-0.6013925]))), [])
  equal(failures(step('randn', [1], f32([-0.601]))).length, 1)
  match(failures(step('rand', [1], f32([0.45808]))).join(), /own step 1: torch.rand\(1\)/)
  const unknown = { id: 'own', steps: [step('no_such_distribution', [1], f32([0]))] }
  const skipped = runRng(torch, unknown, new Set(['torch.no_such_distribution']))
  deepEqual([skipped.checked, skipped.skipped, skipped.missing], [0, 1, ['torch.no_such_distribution']])
})

test('printed text is compared to the character', () => {
  const x = f32([1, 2])
  equal(runPrint(torch, { id: '', expr: x, repr: 'tensor([1., 2.])' }), null)
  match(runPrint(torch, { id: '', expr: x, repr: 'tensor([1., 2.]) ' })!, /differs at character 16/)
  match(runPrint(torch, { id: '', expr: x, repr: 'tensor([1., 2.])', str: 'x' })!, /torch.str/)
  equal(runPrint(torch, { id: '', expr: 0.5, format: '.2%', text: '50.00%' }), null)
  match(runPrint(torch, { id: '', expr: 0.5, format: '.2%', text: '50%' })!, /torch.format/)
})

test('what is printed otherwise on purpose is held to its own text', () => {
  const entry = (more: object): any => ({ id: 'item/1', expr: f32([1]), repr: '3.0', ...more })
  const item = { $method: 'item', args: [f32([3])], kwargs: {} }
  equal(runPrint(torch, entry({ expr: item })), null)
  match(runPrint(torch, entry({}))!, /differs at character 0/)
  match(runPrint(torch, entry({ expr: item, repr: '3' }))!, /prints what PyTorch prints/)
})

test('only names that the engine lacks may be left out', () => {
  const expr = { $call: 'torch.abs', args: [{ $call: 'torch.no_such_op', args: [] }], kwargs: {} }
  deepEqual(missingNames(expr, new Set(['torch.no_such_op'])), ['torch.no_such_op'])
  deepEqual(stale(torch, ['torch.no_such_op', 'torch.nn.no.such']), [])
  deepEqual(stale(torch, ['torch.abs']), ['torch.abs'])
})

test('a failure reads as a call one can type', () => {
  equal(describeCall(add), 'torch.add(t0 f32[2] grad, t1 f32[2] grad, {alpha: 2})')
  const getitem: any = {
    call: { kind: 'getitem' },
    args: [f32([1, 2]), { $tuple: [null, { $slice: [0, 1, null] }] }],
    kwargs: {},
  }
  equal(describeCall(getitem), `(t0 f32[2]).index(null, '0:1')`)
  const failed = { ...add, out: f32([21, 43]) }
  const text = describeFailures([{ case: failed, difference: runCase(torch, failed)! }])
  match(text, /value, out: 1 of 2 elements, first \[1\] got 42, want 43 \(off by 1.0e\+0\)\n/)
  match(text, /add\/float32\/0 {3}torch.add\(t0 f32\[2\] grad/)
})
