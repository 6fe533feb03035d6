// What is said to a command that was typed without its dot, or at the wrong prompt.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandMeant, withCommandMeant } from '../../../src/repl/commands/meant.js'

const dot = (line: string): string => `A command begins with a dot: .${line}`
const shell = (line: string): string =>
  `That is typed in the shell, which Ctrl-D leads back to: dltorch ${line}`

test('commands are known without their dot, and those of the shell', () => {
  for (const [typed, said] of [
    ['plot', dot('plot')],
    ['plot x, y', dot('plot x, y')],
    ['time x = 3', dot('time x = 3')],
    ['save a.py', dot('save a.py')],
    ['cls', 'Did you mean .clear?'],
    ['lessons', shell('lesson')],
    ['lesson 1', shell('lesson 1')],
    ['train linear --data a.csv', shell('train linear --data a.csv')],
    ['pip install torch', 'pip is typed in the shell, which Ctrl-D leads back to.'],
    ['cd ..', 'cd is typed in the shell, which Ctrl-D leads back to.'],
    ['ls -l', 'ls is typed in the shell, which Ctrl-D leads back to.'],
  ])
    assert.equal(commandMeant(typed), said, typed)
})

test('code is no command, though it begins with the word of one', () => {
  for (const typed of [
    'plot(x)',
    'time.sleep(1)',
    'seed = 3',
    'train + 1',
    'load[0]',
    'x',
    'lesson.a',
    'ls - l',
  ])
    assert.equal(commandMeant(typed), '', typed)
})

test('it is said of what was not understood, not of what failed', () => {
  const failed = { kind: 'error', error: new TypeError('no'), line: undefined } as const
  assert.equal(withCommandMeant(failed, 'plot x').hint, undefined)
  const unread = { kind: 'error', error: new SyntaxError('no'), line: undefined } as const
  assert.equal(withCommandMeant(unread, 'plot x').hint, dot('plot x'))
})
