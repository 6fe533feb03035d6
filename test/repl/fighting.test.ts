// Errors and values that fight back: whatever throws when it is asked is shown somehow, and the session goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { errorText } from '../../src/repl/cards/error.js'
import { abridged, show, showError } from '../../src/repl/show.js'
import { plainLook } from '../../src/terminal/look.js'

installGlobals()
const session = new Conversation({ look: () => plainLook })

const fighting = [
  `(() => { const e = new Error('x'); Object.defineProperty(e, 'message', { get() { throw 1 } }); return e })()`,
  `(() => { const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); return e })()`,
  `Object.assign(new Error('m'), { message: { toString() { throw 1 } }, name: Symbol('s') })`,
  `new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))`,
  `new Proxy(new Error('p'), new Proxy({}, { get() { throw 2 } }))`,
  `new Proxy(function () {}, new Proxy({}, { get() { throw 2 } }))`,
  `[new Proxy({}, new Proxy({}, { get() { throw 2 } })), 1]`,
  `new Map([[1, new Proxy({}, new Proxy({}, { get() { throw 2 } }))]])`,
  `(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()`,
  `({ get a() { throw 1 } })`,
  `({ get then() { throw 1 } })`,
  `({ get [Symbol.toStringTag]() { throw 1 } })`,
  `({ [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 } })`,
  `Object.defineProperty(new (class A {})(), 'constructor', { get() { throw 1 } })`,
  `new (class extends nn.Module { extra_repr() { throw 5 } })()`,
  `Object.assign(new Error('c'), { cause: new Proxy({}, new Proxy({}, { get() { throw 2 } })) })`,
  `Object.create(null)`,
  `Object.setPrototypeOf(new Error('o'), null)`,
]

/** What the prompt would say. */
async function said(source: string): Promise<string> {
  const outcome = await session.evaluate(source)
  if (outcome.kind === 'error') return errorText(outcome, source, plainLook)
  assert.equal(outcome.kind, 'value', source)
  try {
    return abridged(show((outcome as { value: unknown }).value))
  } catch (error) {
    return showError(error)
  }
}

for (const value of fighting)
  test(value, async () => {
    await said('kept = 5')
    for (const source of [`v = (${value}); v`, 'v', `throw (${value})`, `await Promise.reject(${value})`])
      assert.match(await said(source), /\S/)
    for (const source of ['v?', '.vars', '.trace', 'print([v])', '[v, 1]', '({ v })', '.reset'])
      if (source !== '.reset') assert.equal(typeof (await said(source)), 'string')
    assert.equal(await said('kept'), '5')
  })

test('an error without a prototype is told as one, without our own frames', async () => {
  assert.match(await said(`throw Object.setPrototypeOf(new Error('o'), null)`), /\nError: o$/)
})

test('what is long is shown by its beginning', async () => {
  assert.match(await said(`'x'.repeat(4e8)`), /^'x+\n… more than 98\d{4} more characters/)
  assert.match(await said('new Array(2 ** 32 - 1)'), /^\[None, None, .*\n… more than \d+ more characters/)
  assert.match(await said('a = []; a.length = 4e9; a'), /^\[None, /)
  assert.match(await said('new Array(2e7).fill(0)'), /^\[0, 0, /)
  assert.match(await said('[[new Float64Array(2e7)]]'), /Float64Array/)
  assert.match(await said('Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [i, 1]))'), /^\{'0': 1, /)
  await said('torch.set_printoptions({ threshold: Infinity })')
  assert.match(await said('torch.zeros(2000, 1000)'), /^tensor\(\[\[0\., 0\., 0\.,  \.\.\., /)
  assert.match(await said('[torch.zeros(2000, 1000)]'), /^\[tensor\(\[\[0\., 0\., 0\.,  \.\.\., /)
  await said(`torch.set_printoptions({ profile: 'default' })`)
})

test('.vars tells of 50,000 names', async () => {
  await said('for (let i = 0; i < 50000; i++) globalThis["n" + i] = i')
  await said(`let ${Array.from({ length: 5000 }, (_, i) => `m${i} = ${i}`).join(', ')}`)
  const lines = (await session.evaluate('.vars')) as { value: { text: string } }
  assert.match(lines.value.text, /\n… 5\d{4} more variables$/)
})
