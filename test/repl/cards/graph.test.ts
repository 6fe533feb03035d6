// The graph as a picture: what was computed, and what is drawn.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../../src/index.js'
import { drawGraph } from '../../../src/repl/cards/draw-graph.js'
import { graphOf } from '../../../src/repl/cards/graph.js'
import { plainLook } from '../../../src/terminal/look.js'
import { typist } from '../commands/typed.js'

const w = torch.ones(3, { requires_grad: true })
const b = torch.ones(1, { requires_grad: true })
const names = new Map<Tensor, string>([
  [w, 'w'],
  [b, 'b'],
])
const picture = (x: Tensor, look = plainLook): string => drawGraph(graphOf(x, names), look)

test('a branch, and a leaf used three times', () => {
  const x = w.mul(w).add(w.exp()).mul(b).sum()
  assert.equal(
    picture(x),
    `            SumBackward0
                  │
            MulBackward0
            ╭─────┴─────╮
      AddBackward0   b (1,)
      ╭─────┴────────╮
ExpBackward0   MulBackward0
      ╰────╮ ╭─┬─────╯
          w (3,)`,
  )
  const poor = picture(x, { ...plainLook, unicode: false })
  assert.match(poor, /^[\x20-\x7e\n]*$/)
  assert.equal(poor.split('\n').length, 9)
})

test('a leaf alone', () => assert.equal(picture(w), 'w (3,)'))

test('variables name their nodes, parameters of modules too', async () => {
  const type = typist()
  await type('graphNet = nn.Linear(2, 1); graphY = graphNet(torch.ones(1, 2))')
  const text = await type('.graph graphY')
  assert.match(text, /graphY \(1, 1\) = AddmmBackward0/)
  assert.match(text, /graphNet\.bias \(1,\)/)
  assert.equal(await type('.graph 3'), 'CommandError: 3 is no tensor: number.')
  assert.equal(
    await type('.graph torch.ones(1)'),
    'CommandError: torch.ones(1) has no graph: it does not require grad. torch.ones(1)? tells why.',
  )
})

test('what is too wide becomes a list', () => {
  const net = nn.Linear(2, 8)
  const y = net(torch.ones(4, 2)).relu()
  assert.equal(
    drawGraph(
      graphOf(
        y,
        new Map([
          [net.weight, 'weight'],
          [net.bias, 'bias'],
        ]),
      ),
      { ...plainLook, width: 20 },
    ),
    `ReluBackward0
AddmmBackward0
├─bias (8,)
TBackward0
weight (8, 2)`,
  )
})

test('what is too large is folded, and says how many', () => {
  let h = w
  for (let i = 0; i < 30; i++) h = h.mul(b).add(w)
  const graph = graphOf(h, names)
  assert.equal(graph.length, 33)
  assert.equal(graph[32].label, '… 30 more nodes')
  assert.match(picture(h, { ...plainLook, width: 80 }), /\n… 30 more nodes$/)
})

/** A small deterministic stream of numbers. */
function* numbers(): Generator<number> {
  for (let state = 7; ;) yield (state = (state * 16807) % 2147483647)
}

test('in any graph each label is there once, and each edge arrives by itself', () => {
  const random = numbers()
  for (let round = 0; round < 40; round++) {
    const made: Tensor[] = [w, b]
    for (let i = 0; i < 12; i++) {
      const [first, second] = [
        made[random.next().value % made.length],
        made[random.next().value % made.length],
      ]
      made.push(random.next().value % 3 === 0 ? first.exp() : first.mul(second))
    }
    const graph = graphOf(made[made.length - 1], names).map((node, i) => ({
      ...node,
      label: `n${i}${'-'.repeat(9)}`,
    }))
    const lines = drawGraph(graph, plainLook).split('\n')
    graph.forEach((node, i) => {
      const row = lines.findIndex((line) => line.includes(node.label))
      assert.ok(row >= 0, node.label)
      assert.equal(lines.filter((line) => line.includes(node.label)).length, 1)
      const users = graph.flatMap(({ inputs }) => inputs).filter((input) => input === i).length
      if (users === 0 || row === 0) return
      const at = lines[row].indexOf(node.label)
      const arriving =
        lines[row - 1].slice(Math.max(0, at - 14), at + node.label.length + 14).match(/[│╮╭┬┼├┤]/g) ?? []
      assert.ok(arriving.length >= users, lines.join('\n'))
    })
  }
})
