// What a screen is spared of a long value, and how to see the rest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { abridged, show } from '../../src/repl/show.js'

test('short texts stay whole', () => {
  assert.equal(abridged(show([1, 2])), '[1, 2]')
  assert.equal(abridged('a\nb'), 'a\nb')
})

test('what is left out is counted', () => {
  const lines = abridged(Array.from({ length: 500 }, (_, i) => `line ${i}`).join('\n')).split('\n')
  assert.equal(lines.length, 201)
  assert.equal(lines.at(-1), '… 300 more lines: print(_) shows all')
  assert.match(abridged(show('a'.repeat(50_000))), /\n… 30002 more characters: print\(_\) shows all$/)
  const lists = abridged(show(new Array<number>(100_000).fill(7)))
  assert.match(lists, /^\[7, 7, [^]*\n… \d+ more characters: print\(_\) shows all$/)
  assert.match(
    abridged(show(new Array(3000).fill({}))),
    /\.\.\. 2000 more items\n\]\n… print\(_\) shows all$/,
  )
})

test('objects of the library print where they are declared, in a list too', () => {
  const parts = torch.utils.data.random_split([1, 2, 3], [1, 2])
  assert.match(
    show(parts),
    /^\[<torch\.utils\.data\.dataset\.Subset object at 0x\w+>, <torch\.utils\.data\.dataset\.Subset object at 0x\w+>\]$/,
  )
  assert.match(show(parts[0]), /^<torch\.utils\.data\.dataset\.Subset object at 0x\w+>$/)
})
