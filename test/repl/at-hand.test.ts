// Python's functions in entries that TypeScript takes, those that come from Python itself among them; and those that list
// the variables, in both languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typist } from './commands/typed.js'

const answers: Record<string, string> = {
  'hex(255), oct(8), bin(5)': "('0xff', '0o10', '0b101')",
  "chr(97), ord('a'), ascii('é')": `('a', 97, "'\\\\xe9'")`,
  'pow(2, 10), pow(2., 3), pow(2, -1), pow(3, 4, 5)': '(1024, 8.0, 0.5, 1)',
  'complex(1, 2)': '(1+2j)',
  'bytes(2)': "b'\\x00\\x00'",
  'frozenset([1, 1])': 'frozenset({1})',
  "int('ff', 16), int('0b11', 0), int('-7', 8)": '(255, 3, -7)',
  "int('zz', 16)": "ValueError: invalid literal for int() with base 16: 'zz'",
  'hex(1.5)': "TypeError: 'float' object cannot be interpreted as an integer",
  "ord('ab')": 'TypeError: ord() expected a character, but string of length 2 found',
  "open('/no/such/file')": "FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'",
  hex: '<built-in function hex>',
}

for (const [entry, answer] of Object.entries(answers))
  test(entry, async () => assert.equal(await typist()(entry), answer))

test('a name of one’s own hides one at hand', async () => {
  const type = typist()
  await type('oct = 5')
  assert.equal(await type('oct + 1'), '6')
})

test('dir() and its like have the variables, of either language', async () => {
  const type = typist()
  await type('let t = 3')
  await type('s = hex(255)')
  assert.equal(await type('dir().filter((name) => name.length === 1)'), "['s', 't']")
  await type("exec('y = t + 1')")
  assert.equal(await type('y'), '4')
  await type('.lang python')
  await type('t = 7')
  assert.equal(await type('[name for name in dir() if len(name) == 1]'), "['s', 't', 'y']")
  assert.equal(await type("globals()['t'], vars()['y'], locals()['s']"), "(7, 4, '0xff')")
  assert.equal(await type('vars(torch.ones(2))'), '{}')
})

test('globals() and the module __main__ are the variables: who writes there makes one, or takes it away', async () => {
  const type = typist()
  await type("globals()['quick'] = 5")
  assert.equal(await type('quick'), '5')
  await type('.lang python')
  await type('globals().update(zeal=3, F=[1])')
  assert.equal(await type('zeal, F, quick'), '(3, [1], 5)')
  await type('def make():\n    for n in ["one", "two"]:\n        globals()[n] = n * 2\n    return one\n')
  assert.equal(await type('make(), two'), "('oneone', 'twotwo')")
  await type('import sys, __main__')
  await type("setattr(sys.modules[__name__], 'wide', quick + 1)")
  assert.equal(
    await type("wide, __main__.wide, vars(__main__)['wide'], hasattr(__main__, 'v')"),
    '(6, 6, 6, False)',
  )
  assert.equal(await type("sys._getframe().f_globals['two']"), "'twotwo'")
  await type("del globals()['wide'], globals()['F']; delattr(__main__, 'quick')")
  assert.match(await type('wide'), /NameError: name 'wide' is not defined/)
  assert.match(await type('quick'), /NameError: name 'quick' is not defined/)
  assert.match(await type('__main__.wide'), /AttributeError: module '__main__' has no attribute 'wide'/)
})

test('del(x) takes a name away where Python may be spoken, unless somebody has a function of that name', async () => {
  const type = typist()
  await type('x = 3; const kept = [1, 2]')
  assert.equal(await type('del(x)'), '')
  assert.match(await type('x'), /name 'x' is not defined/)
  await type('d = {a: 1, b: 2}')
  await type('del(d["a"])')
  assert.equal(await type('d'), "{'b': 2}")
  assert.equal(await type('del (kept)'), '')
  await type('const del = (a) => a + 1')
  assert.equal(await type('del(2)'), '3')
})

test('not, assert and raise before brackets are Python’s words, unless somebody has a function of that name', async () => {
  const type = typist()
  assert.equal(await type('not (1 == 2)'), 'True')
  assert.equal(await type('not(torch.ones(2).sum() == 2)'), 'False')
  await type('y = not (3 > 2)')
  assert.equal(await type('y'), 'False')
  assert.equal(await type('[not (i > 1) for i in range(3)]'), '[True, True, False]')
  assert.match(await type('assert (1 == 2)'), /AssertionError/)
  assert.match(await type('raise (ValueError("x"))'), /ValueError: x/)
  assert.equal(await type("'not (a)'.length"), '7')
  await type('import assert from "node:assert"')
  assert.match(await type('assert(1 === 2)'), /false == true/)
  await type('const not = (a) => a + 1')
  assert.equal(await type('not(2)'), '3')
})
