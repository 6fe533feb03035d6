// Built-ins that an entry breaks are put back before anything of the prompt's goes on, and said.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { show } from '../../src/repl/show.js'

installGlobals()
const session = new Conversation()

test('what is broken is put back', async () => {
  for (const [breaking, said] of [
    ['Array.prototype.map = null', 'Array.prototype.map'],
    ['delete Array.prototype[Symbol.iterator]', 'Array.prototype[Symbol.iterator]'],
    ['Function.prototype.call = null', 'Function.prototype.call'],
    ['globalThis.Promise = null', 'Promise'],
    ['globalThis.Map = 5', 'Map'],
    ['String.prototype.replace = () => { throw 1 }', 'String.prototype.replace'],
    ['Promise.prototype.then = 1', 'Promise.prototype.then'],
    ['Object.defineProperty(Map.prototype, "size", { get() { throw 1 } })', 'Map.prototype.size'],
    ['Object.prototype.get = 5', 'Object.prototype.get'],
    ['Object.prototype.then = (f) => f(3)', 'Object.prototype.then'],
    ['globalThis.process = null', 'process'],
    ['globalThis.Buffer = undefined', 'Buffer'],
    ['Buffer.from = null', 'Buffer.from'],
    ['Object.defineProperty(Error, "stackTraceLimit", { get() { throw 1 } })', 'Error.stackTraceLimit'],
    ['process.exit = null', 'process.exit'],
    ['process.emit = () => false', 'process.emit'],
    ['process._events = null', 'process._events'],
    ['Object.defineProperty(process, "_eventsCount", { get() { throw 1 } })', 'process._eventsCount'],
    ['Object.defineProperty(process, "platform", { get() { throw 1 } })', 'process.platform'],
    ['process.reallyExit = null', 'process.reallyExit'],
    ['process.constructor.prototype.__proto__.on = 3', 'EventEmitter.prototype.on'],
  ]) {
    await session.evaluate(breaking)
    assert.ok(session.notice.startsWith(`${said}: put back`), `${breaking}: ${session.notice}`)
    const outcome = await session.evaluate('torch.ones(2).add(1)')
    assert.equal(show((outcome as { value: unknown }).value), 'tensor([2., 2.])')
    assert.equal(session.notice, '')
  }
  await session.evaluate('delete globalThis.torch; delete globalThis.sum')
  await session.evaluate('.reset')
  assert.equal(
    show(((await session.evaluate('sum([torch.ones(2).numel(), 1])')) as { value: unknown }).value),
    '3',
  )
  await session.evaluate('Array.prototype.last = function () { return this.at(-1) }; Math.random = () => 0.5')
  assert.equal(session.notice, '')
  const outcome = await session.evaluate('[[1, 2].last(), Math.random()]')
  assert.equal(show((outcome as { value: unknown }).value), '[2, 0.5]')
})
