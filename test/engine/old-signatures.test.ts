// Signatures of earlier versions: the numbers, and the warnings that PyTorch 1.13 gives with them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setWarnAlways, warningPrinter } from '../../src/base/warnings.js'
import torch, { type Tensor } from '../../src/index.js'

/** Old forms are not in the types. */
const { add, sub, addmm, addmv, baddbmm, addcmul, addcdiv, subtract } = torch as unknown as Record<
  string,
  (...args: unknown[]) => Tensor
>
const old = (x: Tensor): Record<string, (...args: unknown[]) => Tensor> => x as never

const t = torch.tensor([1, 2, 3])
const o = torch.ones(2, 2)
const v = torch.ones(2)
const b = torch.ones(2, 2, 2)

/** What a call gives, and the warning that it comes with. */
function told(call: () => Tensor): [value: string, warning: string] {
  const { print } = warningPrinter
  let warning = ''
  warningPrinter.print = (category, message) => (warning += `${category}: ${message}`)
  setWarnAlways(true)
  process.removeAllListeners('warning')
  try {
    return [String(call().tolist()), warning]
  } finally {
    setWarnAlways(false)
    warningPrinter.print = print
  }
}

const deprecated = (name: string, was: string, is: string): string =>
  `UserWarning: This overload of ${name} is deprecated:\n\t${name}(${was})\n` +
  `Consider using one of the following signatures instead:\n\t${name}(${is})`

test('a number between the tensors', () => {
  const was = 'Tensor input, Number alpha, Tensor other, *, Tensor out'
  const is = 'Tensor input, Tensor other, *, Number alpha, Tensor out'
  assert.deepEqual(
    told(() => add(t, 10, t)),
    ['11,22,33', deprecated('add', was, is)],
  )
  assert.deepEqual(
    told(() => add(t, 2, 3)),
    ['7,8,9', deprecated('add', was, is)],
  )
  assert.deepEqual(
    told(() => add(2, 2, t)),
    ['4,6,8', deprecated('add', was, is)],
  )
  assert.deepEqual(
    told(() => add(t, 2, { other: t })),
    ['3,6,9', deprecated('add', was, is)],
  )
  assert.deepEqual(
    told(() => sub(t, 2, t)),
    ['-1,-2,-3', deprecated('sub', was, is)],
  )
  assert.deepEqual(
    told(() => old(t).add(2, t)),
    ['3,6,9', deprecated('add', 'Number alpha, Tensor other', 'Tensor other, *, Number alpha')],
  )
  assert.deepEqual(
    told(() => old(t.clone()).sub_(1, t)),
    ['0,0,0', deprecated('sub_', 'Number alpha, Tensor other', 'Tensor other, *, Number alpha')],
  )
  assert.deepEqual(
    told(() => addcmul(v, 0.5, v, v)),
    [
      '1.5,1.5',
      deprecated(
        'addcmul',
        'Tensor input, Number value, Tensor tensor1, Tensor tensor2, *, Tensor out',
        'Tensor input, Tensor tensor1, Tensor tensor2, *, Number value, Tensor out',
      ),
    ],
  )
  assert.deepEqual(
    told(() => old(v.clone()).addcdiv_(0.5, v, v)),
    [
      '1.5,1.5',
      deprecated(
        'addcdiv_',
        'Number value, Tensor tensor1, Tensor tensor2',
        'Tensor tensor1, Tensor tensor2, *, Number value',
      ),
    ],
  )
  assert.equal(told(() => addcdiv(v, 0.5, v, v))[0], '1.5,1.5')
})

test('beta before all tensors, alpha or none', () => {
  const is = 'Tensor input, Tensor mat1, Tensor mat2, *, Number beta, Number alpha, Tensor out'
  assert.deepEqual(
    told(() => addmm(2, o, 3, o, o)),
    [
      '8,8,8,8',
      deprecated(
        'addmm',
        'Number beta, Tensor input, Number alpha, Tensor mat1, Tensor mat2, *, Tensor out',
        is,
      ),
    ],
  )
  assert.deepEqual(
    told(() => addmm(2, o, o, o)),
    [
      '4,4,4,4',
      deprecated('addmm', 'Number beta, Tensor input, Tensor mat1, Tensor mat2, *, Tensor out', is),
    ],
  )
  assert.deepEqual(
    told(() => old(o.clone()).addmm_(2, o, o)),
    [
      '4,4,4,4',
      deprecated(
        'addmm_',
        'Number beta, Tensor mat1, Tensor mat2',
        'Tensor mat1, Tensor mat2, *, Number beta, Number alpha',
      ),
    ],
  )
  assert.equal(told(() => addmv(2, v, 3, o, v))[0], '8,8')
  assert.equal(told(() => old(v).addmv(2, 3, o, v))[0], '8,8')
  assert.equal(told(() => baddbmm(2, b, b, b))[0], '4,4,4,4,4,4,4,4')
})

test('gradients and out go where they belong', () => {
  const x = torch.ones(2, { requires_grad: true })
  const out = torch.empty(2)
  told(() => add(v, 3, x).sum().backward() ?? x.grad!)
  assert.deepEqual(x.grad!.tolist(), [3, 3])
  told(() => add(v, 2, v, { out }))
  assert.deepEqual(out.tolist(), [3, 3])
})

test('today’s signatures say nothing, what never was is refused', () => {
  assert.deepEqual(
    told(() => add(t, t, { alpha: 2 })),
    ['3,6,9', ''],
  )
  assert.throws(() => add(t, 10, 's'), { message: 'add() takes 2 positional arguments but 3 were given' })
  assert.throws(() => subtract(t, 1, t), /^TypeError: subtract\(\) received an invalid combination/)
  assert.throws(() => addmm(2, o, 3, o), { message: 'addmm() takes 3 positional arguments but 4 were given' })
})
