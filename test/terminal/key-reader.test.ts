// Keys out of the bytes of a terminal, in whatever pieces they come.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyReader } from '../../src/terminal/key-reader.js'
import { keyName } from '../../src/terminal/keys.js'

/** What is handed on: names of keys, and what is pasted in brackets. */
function read(
  pieces: readonly (string | Buffer)[],
  at?: (reader: KeyReader, name: string) => void,
): string[] {
  const taken: string[] = []
  const reader: KeyReader = new KeyReader({
    press: (key) => {
      taken.push(keyName(key))
      at?.(reader, keyName(key))
    },
    paste: (text) => taken.push(`[${text}]`),
  })
  for (const piece of pieces) reader.read(piece)
  return taken
}

test('keys and pastes come in their order', () => {
  for (const [pieces, expected] of [
    [['ab\x1b[D\r'], ['a', 'b', 'left', 'return']],
    [['x\x1b[200~one\rtwo\x1b[201~y'], ['x', '[one\rtwo]', 'y']],
    [['\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~'], ['[a]', '[b]']],
    [
      ['\x1b[20', '0~a', 'b\x1b[2', '01', '~c'],
      ['[ab]', 'c'],
    ],
    [['\x1b[200~a\x1b[2', '00~b\x1b[201~'], ['[a\x1b[200~b]']],
    [['\x1b[200~f(1,\x03x'], ['C-c', 'x']],
    [
      ['\x1b[200~', 'f(1,', '\x03', '\x1b[201~'],
      ['C-c', '[]'],
    ],
    [[Buffer.from('你').subarray(0, 2), Buffer.from('你').subarray(2)], ['你']],
    [['\x1b[200~', Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1), '\x1b[201~'], ['[é]']],
  ] as const)
    assert.deepEqual(read(pieces), expected, JSON.stringify(pieces))
})

test('a paste in single bytes is the same', () => {
  const text = '\x1b[200~let x = 1\r\x1b[31m你好\x1b[201~z'
  assert.deepEqual(read([...Buffer.from(text)].map((byte) => Buffer.of(byte))), read([text]))
})

test('what is done for a key may read keys itself, fail, or be ended', () => {
  const inner = read(['a'], (reader, name) => {
    if (name === 'a') reader.read('b')
  })
  assert.deepEqual(inner, ['a', 'b'])
  let fails = true
  const taken: string[] = []
  const reader = new KeyReader({
    press: (key) => {
      if (fails) throw new Error('ended')
      taken.push(keyName(key))
    },
  })
  assert.throws(() => reader.read('a\x1b['), /ended/)
  fails = false
  reader.renew()
  reader.read('Ab')
  assert.deepEqual(taken, ['a', 'b'])
})
