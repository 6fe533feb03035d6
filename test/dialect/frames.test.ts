// The functions of one's own in what is told of an error, in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { functionIn, lineText } from '../../src/dialect/frames.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Conversation } from '../../src/repl/commands/conversation.js'

installGlobals()
const session = new Conversation()

/** What is told before the error's words. */
async function framesFor(...entries: string[]): Promise<string> {
  let frames = ''
  for (const entry of entries) {
    const outcome = await session.evaluate(entry)
    frames = outcome.kind === 'error' ? (outcome.frames ?? outcome.traceback ?? '') : ''
  }
  return frames
}

test('a call from TypeScript of a function of Python tells both', async () => {
  const frames = await framesFor(
    'def inner(x):\n    return x + torch.ones(7)\n',
    'const outer = (x) => inner(x)',
    'outer(torch.ones(3))',
  )
  assert.equal(
    frames,
    `Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
    outer(torch.ones(3))
  File "<stdin>", line 1, in outer
    const outer = (x) => inner(x)
                         ^
  File "<stdin>", line 2, in inner
    return x + torch.ones(7)
           ~~^~~~~~~~~~~~~~~
`,
  )
})

test('and the other way round', async () => {
  const frames = await framesFor(
    'const ts = (x) => x.view(5)',
    'def py(x):\n    return ts(x)\n',
    'if True:\n    py(torch.ones(2))\n',
  )
  assert.match(
    frames,
    /in <module>\n[^]*in py\n {4}return ts\(x\)\n[^]*in ts\n {4}const ts = \(x\) => x\.view\(5\)/,
  )
  assert.match(frames, /RuntimeError: shape '\[5\]' is invalid for input of size 2$/)
})

test('methods, functions without a name, and what the same function does again and again', async () => {
  const method = await framesFor(
    'class Net extends nn.Module { forward(x) { return x.view(7) } }',
    'Net()(torch.ones(2))',
  )
  assert.match(method, /in forward\n/)
  assert.doesNotMatch(method, /file:|node:|dltorch/)
  assert.match(await framesFor('[1].map((x) => torch.ones(x).view(7))'), /in <module>\n[^]*in <lambda>\n/)
  const deep = await framesFor(
    'const deep = (n) => n === 0 ? torch.ones(1).view(7) : deep(n - 1)',
    'deep(20)',
  )
  assert.match(deep, /\[Previous line repeated 17 more times\]/)
})

test('the line that was just typed says nothing new, and has no frames', async () => {
  assert.equal(await framesFor('torch.ones(2).view(7)'), '')
})

test('what V8 calls functions', () => {
  assert.equal(functionIn('    at g (dltorch-input-6:1:59)'), 'g')
  assert.equal(functionIn('    at Net.forward (x.ts:1:59)'), 'forward')
  assert.equal(functionIn('    at async Net.fit [as run] (x.ts:1:59)'), 'fit')
  assert.equal(functionIn('    at new Net (x.ts:1:59)'), 'Net')
  assert.equal(functionIn('    at x.ts:1:59'), '')
  assert.equal(lineText('a\n  b + c', 2, 5), 'b + c\n  ^')
})
