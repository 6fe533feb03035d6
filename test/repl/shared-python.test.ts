// NumPy's arrays and Python's objects mean one thing in both languages: entries in TypeScript with what Python has.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { show, showError } from '../../src/repl/show.js'
import { transcript } from '../dialect/transcript.js'

installGlobals()

/** What NumPy gave for each call; `setup` and the name of a group make the variables. */
const recorded = JSON.parse(
  readFileSync(new URL('../python/numpy-functions.json', import.meta.url), 'utf8'),
) as { setup: string; groups: Readonly<Record<string, readonly (readonly [call: string, given: string])[]>> }

/**
 * Attributes that numpy-ts has in its own form, and what only Python's spelling has: texts, a method of a number or a dict, a name in
 * brackets, a tuple of calls, None beside an array, which TypeScript asks whether there is any.
 */
const isPythons = (call: string): boolean =>
  /\.strides$|\.dtype\)?$|^print\(|\.round\(6\)$|dtype=object|np\.char|vectorize\(float|is_integer|bit_length|tobytes|flags/.test(
    call,
  ) || /__setitem__|__round__|^\{1|[=!]= None|None ==|\['a'\]|\(slice\(/.test(call)
const isBound = (given: string): boolean => /^<built-in method|^None$/.test(given)

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

test("an entry in TypeScript has NumPy's answers", async () => {
  const differing: string[] = []
  for (const [own, calls] of Object.entries(recorded.groups)) {
    const session = new Session()
    for (const one of [recorded.setup, own])
      if (one !== '') {
        const made = await session.evaluate(one)
        assert.notEqual(made.kind, 'error', `${one}: ${made.kind === 'error' ? showError(made.error) : ''}`)
      }
    for (const [call, given] of calls) {
      if (isPythons(call) || isBound(given)) continue
      // A call may write to what the calls before it have seen.
      if (/setitem|iadd|imul|default_rng/.test(own)) await session.evaluate(own)
      const outcome = await session.evaluate(call)
      const shown =
        outcome.kind === 'value'
          ? show(outcome.value)
          : outcome.kind === 'error'
            ? showError(outcome.error)
            : outcome.kind
      if (oneLine(shown) !== oneLine(given))
        differing.push(`${own} ${call}\n  ${oneLine(given)}\n  ${oneLine(shown)}`)
    }
  }
  assert.deepEqual(differing, [])
})

const conversation = `
>>> class Vec:
...     def __init__(self, x): self.x = x
...     def __add__(self, other): return Vec(self.x + other.x)
...     def __rmul__(self, k): return Vec(self.x * k)
...     def __neg__(self): return Vec(-self.x)
...     def __eq__(self, other): return self.x == other.x
...     def __lt__(self, other): return self.x < other.x
...     def __repr__(self): return f'Vec({self.x})'
... 
>>> a = Vec(1)
>>> a + a
Vec(2)
>>> 3 * a
Vec(3)
>>> -a
Vec(-1)
>>> a == Vec(1), a != Vec(2), a < Vec(0)
(True, True, False)
>>> a - a
TypeError: unsupported operand type(s) for -: 'Vec' and 'Vec'
>>> a += a
>>> a
Vec(2)
>>> sum([a, a], Vec(0)), max(a, Vec(5))
(Vec(4), Vec(5))
>>> const twice = (one) => one + one; twice(a)
Vec(4)
>>> x = set([1, 2]); y = set([2, 3])
>>> (x | y), (x & y), x - y, x <= y
({1, 2, 3}, {2}, {1}, False)
>>> const counts = new Map([['a', 1]]); counts.size
1
>>> from fractions import Fraction
>>> divmod(Fraction(7, 2), 2)
(1, Fraction(3, 2))
>>> np
<module 'numpy'>
>>> arr = np.ones(2)
>>> arr.nothing()
AttributeError: 'numpy.ndarray' object has no attribute 'nothing'
>>> np.fft.nothing
AttributeError: module 'numpy.fft' has no attribute 'nothing'
>>> 'total ' + np.float32(1)
'total 1'
>>> np.nothing
AttributeError: module 'numpy' has no attribute 'nothing'
>>> const total = np.sum(np.ones(3)); typeof total
'number'
>>> total, total === 3
(3.0, True)
>>> const all = []; for (const one of np.arange(3)) all.push(one); all
[0, 1, 2]
>>> Math.max(...np.arange(3))
2
>>> len(np.zeros([3, 2])), abs(np.array([-1, 2])), 2 in np.arange(3)
(3, array([1, 2]), True)
>>> (await import('node:util')).inspect(np.ones(2))
'array([1., 1.])'
>>> np.random.default_rng(0).random()
0.6369616873214543
>>> const rng = np.random.default_rng(1); rng.exponential(size=2)
array([1.07302903, 0.30845314])
>>> np.random.default_rng(1).gamma(2, 1, 2), np.random.default_rng(1).poisson(3, 4), np.random.default_rng(1).binomial(5, 0.3, 3)
(array([2.15380748, 2.13069041]), array([4, 4, 4, 2]), array([1, 3, 0]))
>>> np.random.RandomState(1).exponential(size=2), np.random.RandomState(1).gamma(2, 1, 2)
(array([0.53960584, 1.27412525]), array([4.76614202, 0.99507295]))
>>> np.random.RandomState(1).poisson(3, 4), np.random.RandomState(1).binomial(5, 0.3, 3)
(array([2, 1, 1, 3]), array([1, 2, 0]))
>>> const one = np.int64(1); const row = [5, 6, 7]; row[one] = 9
>>> torch.arange(3)[one], row[one], 'abc'[one], torch.ones(2, 3).shape[one], torch.arange(4)[one:np.int64(3)]
(tensor(1), 9, 'b', 3, tensor([1, 2]))
>>> const grid = np.zeros([2, 2]); grid[one, np.int32(0)] = 4; grid[one, 0], grid[one]
(4.0, array([4., 0.]))
>>> grid[np.float64(1)] = 2
IndexError: only integers, slices (\`:\`), ellipsis (\`...\`), numpy.newaxis (\`None\`) and integer or boolean arrays are valid indices
`

test("Python's objects in entries in TypeScript", async () => {
  assert.equal(await transcript(conversation), conversation.trim())
})

test('`import math` is the whole module, for entries in either language', async () => {
  const session = new Session()
  for (const [typed, given] of [
    ['import math', ''],
    ['math.lgamma(3.5)', '1.2009736023470738'],
    ['math.comb(5, 2)', '10'],
    ['math.sqrt(4) * torch.ones(2)', 'tensor([2., 2.])'],
    ['[math.floor(2.5 * i) for i in range(3)]', '[0, 2, 5]'],
    ['let halves = 0; for (let i = 0; i < 3; i++) halves += math.sqrt(i * i) / 2; halves', '1.5'],
  ]) {
    const outcome = await session.evaluate(typed)
    assert.equal(
      outcome.kind === 'value' ? (outcome.value === undefined ? '' : show(outcome.value)) : outcome.kind,
      given,
      typed,
    )
  }
})
