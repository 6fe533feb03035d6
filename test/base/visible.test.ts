// Characters that a terminal would obey, made visible.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visible, visibleButColours, visibleJson, visibleName } from '../../src/base/visible.js'

test('what a terminal would obey is written out', () => {
  for (const [text, shown] of [
    ['a\x1b[31mb', 'a\\x1b[31mb'],
    ['\x07\b\r', '\\x07\\x08\\x0d'],
    ['\x9b31m\x7f', '\\x9b31m\\x7f'],
    ['abc\u202ecba\u2066', 'abc\\u202ecba\\u2066'],
    ['\u200e\u200f\u061c', '\\u200e\\u200f\\u061c'],
    ['Größe 身高 😀 e\u0301', 'Größe 身高 😀 e\u0301'],
  ]) {
    assert.equal(visible(text), shown)
    assert.equal(visibleName(text), shown)
  }
  assert.equal(visible('a\n\tb'), 'a\n\tb')
  assert.equal(visibleName('a\n\tb'), 'a\\n\\tb')
})

test('a text with colours keeps them, and nothing else that commands', () => {
  assert.equal(
    visibleButColours('\x1b[1;31mred\x1b[0m \x1b[2J\x07\x1b]0;title\x07\n\x9b1m'),
    '\x1b[1;31mred\x1b[0m \\x1b[2J\\x07\\x1b]0;title\\x07\n\\x9b1m',
  )
})

test('JSON stays the same JSON', () => {
  const value = { 'a\x9b\u202e\x7f': ['\x1b\u2028', 'ü\n'] }
  const text = visibleJson(JSON.stringify(value))
  assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f\u2028\u202e]/)
  assert.deepEqual(JSON.parse(text), value)
})
