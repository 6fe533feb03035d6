// What an entry in a lesson is taken for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCode } from '../../src/learn/answer.js'

test('looking at something is told from answering', () => {
  for (const entry of [
    'x',
    'x.shape',
    'week[0]',
    ' loss ;',
    'print(x)',
    'help(torch.cat)',
    'Trueish',
    'torch.pi',
  ])
    assert.ok(readCode({ code: entry, language: 'ts' }).isLook, entry)
  for (const entry of [
    'True',
    ' False ',
    'None',
    'true;',
    '3',
    '(2, 3)',
    'x + 1',
    'x = 2',
    'torch.Size([2])',
    'torch.float32',
  ])
    assert.ok(!readCode({ code: entry, language: 'ts' }).isLook, entry)
})
