// What Ctrl-C must not end half way, and what becomes of the count when it was ended all the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Script } from 'node:vm'
import { stackless } from '../../src/base/stackless.js'
import torch from '../../src/torch.js'
import {
  forgetEnded,
  loaded,
  whenEnded,
  whole,
  wholeCell,
  wholeCells,
  wholeUntil,
} from '../../src/base/whole.js'

const held = (): number => Atomics.load(wholeCells, wholeCell.held)

/** Runs `work` until V8 ends it, as it does for Ctrl-C: no `finally` hears of it. */
function ended(work: () => void): void {
  const here = globalThis as { endlessly?: () => void }
  here.endlessly = work
  assert.throws(() => new Script('endlessly()').runInThisContext({ timeout: 30 }), /timed out/)
  delete here.endlessly
}

const forEver = (): never => {
  for (;;);
}

test('what is whole is counted while it runs, and when it throws', () => {
  assert.equal(
    whole(() => whole(held)),
    2,
  )
  assert.throws(() => whole(() => assert.fail('no')), /no/)
  assert.equal(held(), 0)
})

test('after something was ended the count begins anew', async () => {
  ended(() => whole(() => whole(forEver)))
  assert.equal(held(), 2)
  forgetEnded()
  assert.equal(held(), 0)
  // What comes to its end later, of what began before, lowers nothing.
  let arrive = (): void => {}
  const load = wholeUntil(() => new Promise<void>((resolve) => (arrive = resolve)))
  assert.equal(held(), 1)
  forgetEnded()
  const another = wholeUntil(() => new Promise((resolve) => setTimeout(resolve, 5)))
  arrive()
  await load
  assert.equal(held(), 1)
  await another
  assert.equal(held(), 0)
})

test('what begins while something is being ended is ended before it has begun', () => {
  Atomics.store(wholeCells, wholeCell.ending, 1)
  let hasBegun = false
  ended(() => whole(() => void (hasBegun = true)))
  Atomics.store(wholeCells, wholeCell.ending, 0)
  assert.equal(hasBegun, false)
  assert.equal(held(), 0)
  assert.equal(whole(held), 1)
})

test('loads under way are waited for, those that fail too', async () => {
  const said: string[] = []
  const later = (word: string): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, 5)).then(() => void said.push(word))
  void wholeUntil(() => later('a'))
  const failing = wholeUntil(() => later('b').then(() => Promise.reject(new Error('no'))))
  await loaded()
  assert.deepEqual(said, ['a', 'b'])
  await assert.rejects(failing, /no/)
  assert.equal(held(), 0)
  await loaded()
})

test('accounts that a finally clears are told of the end', () => {
  let isOpen = false
  whenEnded(() => (isOpen = false))
  ended(() => {
    isOpen = true
    try {
      forEver()
    } finally {
      isOpen = false
    }
  })
  assert.equal(isOpen, true)
  forgetEnded()
  assert.equal(isOpen, false)
})

test('a value whose showing was ended is shown in full the next time', () => {
  let shows = forEver as () => string
  class Slow extends torch.nn.Module {
    extra_repr(): string {
      return shows()
    }
  }
  const value = [1, new Slow()]
  ended(() => torch.repr(value))
  forgetEnded()
  shows = () => 'there'
  assert.equal(torch.repr(value), '[1, Slow(there)]')
})

test('what is tried without stacks leaves stacks to all others, also when it was ended', () => {
  const linesOf = (): number => (new Error('here').stack ?? '').split('\n').length
  assert.equal(
    stackless(() => stackless(linesOf)),
    1,
  )
  assert.throws(() => stackless(() => assert.fail('no')), /no/)
  assert.ok(linesOf() > 2)
  ended(() => stackless(forEver))
  assert.equal(linesOf(), 1)
  forgetEnded()
  assert.ok(linesOf() > 2)
})
