// The backward pass as a list, and that it leaves everything as it was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { walkBackward } from '../../../src/autograd/walk.js'
import type { Tensor } from '../../../src/index.js'
import { backwardPage } from '../../../src/repl/cards/backward-page.js'
import { plainLook } from '../../../src/terminal/look.js'
import { Conversation } from '../../../src/repl/commands/conversation.js'
import { show } from '../../../src/repl/show.js'
import { typist } from '../commands/typed.js'

test('steps of a small graph', async () => {
  const type = typist()
  await type(
    'walkW = torch.tensor([1.5, -1], { requires_grad: true }); walkB = torch.ones(1, { requires_grad: true })',
  )
  await type('walkY = walkW.mul(2).add(walkB).sum()')
  assert.equal(
    await type('.backward walkY'),
    `1/5  walkY = SumBackward0
  in    tensor(1.)
  rule  each element counted once: all get g
  out   tensor([1., 1.])  to AddBackward0
2/5  AddBackward0
  in    tensor([1., 1.])
  rule  a sum passes g on to each term; times alpha where one was given
  out   tensor([1., 1.])  to MulBackward0
  out   tensor([2.])  to walkB
3/5  MulBackward0
  in    tensor([1., 1.])
  rule  each factor gets g times the other factor
  out   tensor([2., 2.])  to walkW
4/5  walkB
  in    tensor([2.])
  then  becomes walkB.grad
5/5  walkW
  in    tensor([2., 2.])
  then  becomes walkW.grad`,
  )
  assert.equal(
    await type('.backward walkY 4'),
    '4/5  walkB\n  in    tensor([2.])\n  then  becomes walkB.grad',
  )
  assert.equal(await type('.backward walkY 9'), 'CommandError: There are 5 steps, and 9 is none of them.')
  assert.equal(await type('walkW.grad'), 'None')
  await type('walkY.backward()')
  assert.equal(await type('walkW.grad'), 'tensor([2., 2.])')
  assert.match(
    await type('.backward walkW'),
    /^walkW has 2 elements: .*\n1\/1 {2}walkW\n.*\n {2}then {2}added to walkW\.grad$/,
  )
})

test('the walk arrives at what backward() gives', () => {
  torch.manual_seed(0)
  const x = torch.rand([3, 4], { requires_grad: true })
  const w = torch.rand([4, 2], { requires_grad: true })
  const y = x.matmul(w).tanh().add(w.sum(0)).logsumexp(1).mean()
  const steps = walkBackward(y, torch.ones([]))
  y.backward()
  for (const leaf of [x, w]) {
    const step = steps.find(({ node }) => node === leaf.edge()!.node)!
    assert.ok(torch.equal(step.incoming[0]!, leaf.grad!))
  }
})

test('a step as a page of any size', () => {
  const w = torch.tensor([1.5, -1], { requires_grad: true })
  const x = torch.ones(3, 2)
  const y = x.mul(w).exp().sum()
  const names = new Map<Tensor, string>([
    [w, 'w'],
    [y, 'y'],
  ])
  const steps = walkBackward(y, torch.ones([]))
  const page = (i: number, columns: number, rows: number, look = plainLook): string[] =>
    backwardPage(steps, i, names, look, { columns, rows })
  assert.equal(
    page(2, 80, 24).join('\n'),
    `3/4  MulBackward0, 2 edges below the root

y () = SumBackward0
         │
   ExpBackward0
         │
  [MulBackward0]
         │
      w (2,)

in    shape (3, 2), from 0.3679 to 4.482  sent by ExpBackward0
      tensor([[4.4817, 0.3679],
              [4.4817, 0.3679],
              [4.4817, 0.3679]])
rule  each factor gets g times the other factor
out   tensor([13.4451,  1.1036])  to w`,
  )
  // With less room the numbers go, then all of the graph but the neighbours, then the picture.
  assert.equal(
    page(1, 40, 14).join('\n'),
    `2/4  ExpBackward0, 1 edge below the root

y () = SumBackward0
         │
  [ExpBackward0]
         │
   MulBackward0

in    shape (3, 2), all 1  sent by y =
      SumBackward0
rule  g times exp(x), the result itself
out   shape (3, 2), from 0.3679 to 4.482
      to MulBackward0`,
  )
  assert.deepEqual(page(3, 40, 4), [
    '4/4  w, 3 edges below the root',
    'in    tensor([13.4451,  1.1036])  sent',
    '      by MulBackward0',
    'then  becomes w.grad',
  ])
  const poor = { ...plainLook, unicode: false }
  for (let i = 0; i < steps.length; i++)
    for (let columns = 2; columns < 90; columns += 7)
      for (let rows = 1; rows < 30; rows += 3)
        assert.ok(page(i, columns, rows, poor).length <= Math.max(2, rows), `${columns}×${rows}`)
  assert.match(page(0, 20, 4, poor).at(-1)!, /^\.\.\. \d+ more lines$/)
})

test('a long gradient is cut, and print options stay', () => {
  const w = torch.ones([50, 4], { requires_grad: true })
  const steps = walkBackward(w.mul(2).sum(), torch.ones([]))
  const before = torch.get_printoptions()
  const page = backwardPage(steps, 1, new Map(), plainLook, { columns: 60, rows: 20 })
  assert.equal(page.length, 20)
  assert.ok(page.some((line) => /^ {6}… \d+ more lines$/.test(line)))
  assert.deepEqual(torch.get_printoptions(), before)
})

test('where a terminal can turn pages, the step left at is what remains', async () => {
  let count = 0
  const conversation = new Conversation({
    look: () => plainLook,
    turnPages: (pages) => {
      count = pages.count
      assert.equal(pages.page(1, { columns: 80, rows: 24 })[0], '2/2  pageW, 1 edge below the root')
      return Promise.resolve(1)
    },
  })
  const type = async (source: string): Promise<string> => {
    const outcome = await conversation.evaluate(source)
    return outcome.kind === 'value' ? show(outcome.value) : outcome.kind
  }
  await type('pageW = torch.ones(1, { requires_grad: true }); pageY = pageW.exp()')
  assert.equal(
    await type('.backward pageY'),
    '2/2  pageW\n  in    tensor([2.7183])\n  then  becomes pageW.grad',
  )
  assert.equal(count, 2)
  assert.match(await type('.backward pageY all'), /^1\/2 {2}pageY = ExpBackward0\n[^]*\n2\/2 {2}pageW\n/)
  assert.equal(await type('pageW.grad'), 'None')
})
