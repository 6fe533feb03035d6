// Random programs of the graph: views, writes in place, hooks, kept gradients, `no_grad`, gradients of gradients. Each
// agrees with the same program without writes, and with slopes that are measured.
// `npx tsx test/fuzz/graphs.ts --count 5000` tries more, with deaths and hangs.
import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { type Fault, reportOf, runCases } from './campaign.js'
import { caseSeed } from './chance.js'
import { graphFrom } from './random-graph.js'
import { faultOfGraph } from './run-graph.js'

test('300 random programs', async () => {
  const faults: Fault[] = []
  await runCases({ write: graphFrom, faultOf: faultOfGraph }, 5, 0, 300, (fault) => faults.push(fault))
  equal(reportOf(faults), '')
})

test('a seed repeats its program, of each kind there are many, and few are refused', () => {
  const programs = Array.from({ length: 300 }, (_, index) => graphFrom(caseSeed(5, index)))
  deepEqual(
    programs.slice(0, 20),
    Array.from({ length: 20 }, (_, index) => graphFrom(caseSeed(5, index))),
  )
  const share = (word: string): number => programs.filter((text) => text.includes(word)).length / 300
  for (const word of ['"of"', '"write"', '"through"', '"hook"', '"retain"', '"noGrad"', '"order":2'])
    equal(share(word) > 0.1, true, word)
  equal(share('"isSafe":false') < 0.1, true)
})

const graph = (...steps: object[]): string => steps.map((step) => JSON.stringify(step)).join('\n')

test('what is refused though nothing forbids it is a fault', () => {
  const x = { leaf: 'x', sizes: [2], seed: 1, grad: true }
  const end = { ends: ['y'], order: 1, twice: false }
  const kept = graph(
    x,
    { name: 'y', op: 'tanh', args: ['x'] },
    { write: 'y', op: 'add', args: [2] },
    { ...end, isSafe: false },
  )
  equal(faultOfGraph(kept), null)
  equal(
    faultOfGraph(kept.replace('false}', 'true}'))?.startsWith('refused: one of the variables needed'),
    true,
  )
  equal(faultOfGraph(graph(x, { name: 'y', op: 'sin', args: ['x'] }, { ...end, isSafe: true })), null)
})
