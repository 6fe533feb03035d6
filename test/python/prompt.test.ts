// Two languages at one prompt: which one an entry is in, what they share, and what is said when Python fails.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installGlobals } from '../../src/repl/globals.js'
import { readEntry } from '../../src/repl/entry.js'
import { type Language, readInput } from '../../src/repl/languages.js'
import { runScript } from '../../src/repl/script.js'
import { Session } from '../../src/repl/session.js'
import { show } from '../../src/repl/show.js'
import { Dialect } from '../../src/dialect/index.js'

installGlobals()

async function languageOf(source: string, language: Language = 'auto'): Promise<string> {
  const circumstances = {
    language,
    dialect: new Dialect(),
    names: () => [],
    isDeclared: () => false,
    variables: () => [],
    forgotten: new Set<string>(),
    isOpen: true,
    echoes: true,
    linesBefore: 0,
  }
  const { language: found, read } = await readInput(source, circumstances)
  return read.kind === 'code' ? found : read.kind
}

const texts: readonly (readonly [source: string, language: string])[] = [
  ['x = 3', 'ts'],
  ['torch.ones(2)', 'ts'],
  ['const x: number = 3', 'ts'],
  ['import torch.nn as nn', 'ts'],
  ['x = {"a": 1}', 'ts'],
  ['x = [1, 2][-1]', 'ts'],
  ['for (const x of xs) f(x)', 'ts'],
  ['function f() {', 'incomplete'],
  ['x = (1,', 'incomplete'],
  ['[i for i in x]', 'python'],
  ['not x', 'python'],
  ['x is None', 'python'],
  ['a if b else c', 'python'],
  ['lambda x: x', 'python'],
  ['x: int = 3', 'python'],
  ['pass', 'python'],
  ['{1, 2}', 'python'],
  ['import random', 'python'],
  ['from collections import Counter', 'python'],
  ['def f(x):', 'incomplete'],
  ['def f(x):\n    return x', 'incomplete'],
  ['def f(x):\n    return x\n', 'python'],
  ['for i in x: print(i)', 'incomplete'],
  ['try:\n    f()\nexcept* ValueError as e: print(e)', 'incomplete'],
  ['async def f():\n    async with a: pass', 'incomplete'],
  ['for i in x: print(i)\n', 'python'],
  ['x = 1\nif x:\n    y = 2\ny', 'python'],
  ['x = = 3', 'error'],
]

for (const [source, language] of texts)
  test(`${JSON.stringify(source)} is ${language}`, async () =>
    assert.equal(await languageOf(source), language))

test('a language that was chosen takes what both parsers take', async () => {
  assert.equal(await languageOf('-7 % 3', 'python'), 'python')
  assert.equal(await languageOf('[i for i in x]', 'ts'), 'error')
})

/** What entries print and show, one after the other. */
async function typed(entries: readonly string[], language: Language = 'auto'): Promise<string[]> {
  const session = new Session({ language })
  const shown: string[] = []
  const { log } = console
  console.log = (text: string) => void shown.push(text)
  try {
    for (const entry of entries) {
      const outcome = await session.evaluate(readEntry(entry))
      if (outcome.kind === 'value') shown.push(outcome.text?.() ?? show(outcome.value))
      else shown.push(outcome.kind === 'error' ? (outcome.traceback ?? String(outcome.error)) : outcome.kind)
    }
  } finally {
    console.log = log
  }
  return shown.filter((text) => text !== '')
}

test("in Python alone, numbers, truth and dicts are Python's", async () => {
  const entries = [
    '-7 % 3',
    '4 / 2',
    '10 ** 20',
    'not []',
    '{}',
    '{1: 2}',
    "'a'",
    'None',
    'x = 7 // 2; x',
    '1; 2',
  ]
  const answers = ['2', '2.0', '100000000000000000000', 'True', '{}', '{1: 2}', "'a'", '3', '1', '2']
  assert.deepEqual(await typed(entries, 'python'), answers)
})

test('both languages share variables, functions and classes', async () => {
  const shown = await typed([
    'const a = [1, 2, 3]',
    '[x * 2 for x in a]',
    'b = [x + 1 for x in a]',
    'b.length',
    'def f(x, k=1):\n    return x * k',
    'f(4, { k: 3 })',
    'f(4)',
    'const g = (x: number) => x + 1',
    '[g(x) for x in a]',
    'class A:\n    def __init__(self, v):\n        self.v = v\n    def double(self):\n        return self.v * 2',
    'new A(3).double()',
    'class B extends A { double() { return super.double() + 1 } }',
    'new B(3).double()',
    'b = None if b else 1',
    'b is None',
  ])
  assert.deepEqual(shown, ['[2, 4, 6]', '3', '12', '4', '[2, 3, 4]', '6', '7', 'True'])
})

test("what asks a value of Python's own is Python's, in whatever spelling", async () => {
  const shown = await typed([
    'from collections import Counter, namedtuple',
    "c = Counter('abcab')",
    "c['a']",
    'c.most_common(1)',
    'c + c',
    "del c['a']",
    'c',
    "Point = namedtuple('Point', ['x', 'y'])",
    'p = Point(1, y=2)',
    'p._replace(x=9)',
    "p._asdict()['y']",
    'Point._make([3, 4])',
    'Point.__doc__',
    'class Color(Enum):\n    RED = 1\n    BLUE = 2',
    'from torch.nn.utils.parametrizations import Enum',
    'class Color(Enum):\n    RED = 1\n    BLUE = 2',
    'Color(2)',
    'len(Color)',
    'Color.RED in Color',
    "Color['X']",
    'Object.keys(p).length',
    'const q = [p].map((one) => one.x)',
    'q',
  ])
  const complaints = shown.filter((text) => text.startsWith('Traceback'))
  assert.deepEqual(
    shown.filter((text) => !text.startsWith('Traceback')),
    [
      '2',
      "[('a', 2)]",
      "Counter({'a': 4, 'b': 4, 'c': 2})",
      "Counter({'b': 2, 'c': 1})",
      'Point(x=9, y=2)',
      '2',
      'Point(x=3, y=4)',
      "'Point(x, y)'",
      '<Color.BLUE: 2>',
      '2',
      'True',
      '2',
      '[1]',
    ],
  )
  assert.match(complaints[0], /NameError: name 'Enum' is not defined/)
  assert.match(complaints[1], /KeyError: 'X'/)
})

test('a name of ours or of Python that became a variable is one in blocks, too', async () => {
  const shown = await typed([
    'input = torch.ones(2, 3)',
    'max = 5',
    'for i in range(2):\n    print(input[i].sum().item() + max)',
    '[max for _ in range(2)]',
    'hash = 3',
    'if hash > 2:\n    print(hash)',
    'def f(a):\n    return a * max',
    'f(2)',
  ])
  assert.deepEqual(shown, ['[5, 5]', '10'])
})

test('numpy and math, imported in one language, are modules in the other', async () => {
  const shown = await typed([
    'import numpy as np',
    'import math',
    '[float(np.copy(np.ones(2)).sum()) for _ in range(2)]',
    'def area(r):\n    return math.pi * r ** 2',
    'area(2)',
    '[math.floor(x) for x in [1.5]]',
    'np if True else 1',
    'np.arange(3)',
  ])
  assert.deepEqual(shown, ['[2.0, 2.0]', '12.566370614359172', '[1]', "<module 'numpy'>", 'array([0, 1, 2])'])
})

test('super(cls) without an object does nothing, as in Python', async () => {
  const shown = await typed([
    'class A:\n    def __init__(self):\n        super(A).__init__()\n        self.x = 3',
    'A().x',
    'super(A) if True else 1',
    'super(A).foo if True else 1',
  ])
  assert.deepEqual(shown.slice(0, 2), ['3', "<super: <class 'A'>, NULL>"])
  assert.match(shown[2], /AttributeError: 'super' object has no attribute 'foo'/)
})

test('a variable may be declared again, taken away, and hide what is built in', async () => {
  const shown = await typed([
    'let n = 1',
    'n = n if n else 2',
    'del n',
    'n if True else 1',
    'sum = 3 if True else 4',
    'sum if True else 0',
    'class let: pass',
    'Map = 5 if True else 4',
    '[Map for _ in range(2)]',
    'new Map([[1, 2]]).size',
  ])
  assert.equal(shown[0].split('\n').at(-1), "NameError: name 'n' is not defined. Did you mean: 'nn'?")
  assert.deepEqual(shown.slice(1, 3), ['3', '[5, 5]'])
})

test('a name that was taken away is none in either language, until one gives it a value', async () => {
  const unknown = (name: string): string => `NameError: name '${name}' is not defined`
  const last = (text: string): string => text.split('\n').at(-1)!
  const shown = await typed([
    'x = 5',
    'del x',
    'x',
    'x + 1',
    'f(x)',
    'x = 6',
    'x',
    'let y = 1',
    'del y, x',
    'y',
  ])
  assert.deepEqual(shown.map(last), [unknown('x'), unknown('x'), unknown('x'), '6', unknown('y')])
  const caught = [
    'try:\n    1/0\nexcept Exception as e: pass',
    'e',
    'let z',
    'z',
    'w = 1/0 if True else 1',
    'w',
  ]
  const [first, second, third, ...more] = (await typed(caught)).map(last)
  assert.deepEqual(
    [first, second, third, more],
    [unknown('e'), 'ZeroDivisionError: division by zero', unknown('w'), []],
  )
})

for (const start of ['try: 1/0', 'try:\n    1/0', 'if x:\n    try: 1/0', 'def f():\n    try:\n        g()'])
  test(`${JSON.stringify(start)} waits for what follows it, and an empty line asks for it`, async () => {
    const session = new Session()
    assert.equal(await session.isComplete(readEntry(start)), false)
    assert.equal(await session.isComplete(readEntry(`${start}\n`)), true)
    for (const text of [start, `${start}\n`]) {
      const outcome = await session.evaluate(readEntry(text))
      assert.match(
        outcome.kind === 'error' ? outcome.traceback! : '',
        /expected 'except' or 'finally' block$/,
      )
    }
  })

test('a function of ten thousand lines is read in a time that grows with it', async () => {
  const function_ = (lines: number): string =>
    `def f(n):\n${"    n = n + 1 # it's\n".repeat(lines)}    return n\n`
  const timed = async (lines: number): Promise<number> => {
    const start = performance.now()
    const entry = readEntry(function_(lines))
    await new Session().evaluate(entry)
    assert.ok(entry.reading.names.has('n') && entry.reading.defines('f'))
    return performance.now() - start
  }
  await timed(100)
  const short = Math.max(await timed(1000), 20)
  assert.ok((await timed(10_000)) < 40 * short)
})

test('what fails is told as Python tells it', async () => {
  const [name, deep, syntax, wide] = await typed([
    'foo.x if True else 1',
    'def f(x):\n    return g(x) + 1\ndef g(x):\n    return x.foo\nf(3)',
    'print "a"',
    'print（1）',
  ])
  assert.equal(
    name,
    'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\n    foo.x if True else 1\n    ^^^\n' +
      "NameError: name 'foo' is not defined",
  )
  assert.deepEqual(deep.split('\n').slice(1, 6), [
    '  File "<stdin>", line 5, in <module>',
    '    f(3)',
    '  File "<stdin>", line 2, in f',
    '    return g(x) + 1',
    '           ^^^^',
  ])
  assert.match(
    syntax,
    /SyntaxError: Missing parentheses in call to 'print'\. Did you mean print\(\.\.\.\)\?$/,
  )
  assert.match(wide, /SyntaxError: invalid character '（' \(U\+FF08\)\nWrite \( instead/)
})

async function piped(text: string): Promise<{ shown: string[]; traceback?: string }> {
  const shown: string[] = []
  const { log } = console
  console.log = (line: string) => void shown.push(line)
  try {
    const failure = await runScript(new Session(), text, (value, write) => {
      const line = write?.() ?? show(value)
      if (line !== '') shown.push(line)
    })
    return { shown, ...(failure?.traceback === undefined ? {} : { traceback: failure.traceback }) }
  } finally {
    console.log = log
  }
}

test('a program that is piped in runs as a whole: it says what it prints, and its last value', async () => {
  const program =
    'd = {}\nfor i in range(3):\n    d[i] = i * i\n\n    d.get(i)\nd\ndef f(a):\n    return a\nprint(d)\nf(\n  2)'
  const { write } = process.stdout
  let stdout = ''
  // The runner of the tests writes there, too, and not in text.
  process.stdout.write = ((piece: unknown, ...others: []) => {
    if (typeof piece !== 'string') return write.call(process.stdout, piece as string, ...others)
    stdout += piece
    return true
  }) as typeof write
  const { shown } = await piped(program).finally(() => void (process.stdout.write = write))
  assert.equal(stdout, '{0: 0, 1: 1, 2: 4}\n')
  assert.deepEqual(shown, ['2'])
  const { traceback } = await piped(`${program}\nf(nowhere)`)
  assert.match(
    traceback!,
    /line 12, in <module>\n {4}f\(nowhere\)\n {6}\^{7}\nNameError: name 'nowhere' is not defined/,
  )
})

test('a text in both languages is told apart entry by entry', async () => {
  const text =
    'const a = [1, 2]\nfor i in a:\n    i + 1\n\nelse:\n    "done"\na.map((x) => x * 2)\n[g for g in a]'
  assert.deepEqual((await piped(text)).shown, ['2', '3', "'done'", '[2, 4]', '[1, 2]'])
})

test('where Python comes first, TypeScript is what only TypeScript is', async () => {
  const first = async (source: string): Promise<string> => {
    const at = {
      dialect: new Dialect(),
      names: () => [],
      isDeclared: () => false,
      variables: () => [],
      forgotten: new Set<string>(),
      isOpen: true,
      echoes: true,
      linesBefore: 0,
    }
    const { language, read } = await readInput(source, { ...at, language: 'auto', first: 'python' })
    return read.kind === 'code' ? language : read.kind
  }
  assert.equal(await first('x = 3'), 'python')
  assert.equal(await first('-7 % 3'), 'python')
  assert.equal(await first('f = (x) => x + 1'), 'ts')
  assert.equal(await first('for (const x of [1]) print(x)'), 'ts')
  assert.equal(await first('f = (x) => {'), 'incomplete')
  assert.equal(await first('for x in y:'), 'incomplete')
  assert.equal(await first('x = = 3'), 'error')
})

test('what both languages take is in the one that was spoken last', async () => {
  const session = new Session()
  const heard = async (entries: readonly (readonly [entry: string, text: string])[]): Promise<void> => {
    for (const [entry, text] of entries) {
      const outcome = await session.evaluate(entry)
      const said =
        outcome.kind === 'value'
          ? (outcome.text?.() ?? show(outcome.value))
          : outcome.kind === 'error'
            ? String(outcome.error)
            : outcome.kind
      assert.equal(said, text, entry)
    }
  }
  await heard([
    ['-7 % 3', '-1'],
    // An expression says too little.
    ['[i for i in range(2)]', '[0, 1]'],
    ['-7 % 3', '-1'],
    ['import math', ''],
    ['-7 % 3', '2'],
    ['4 / 2', '2.0'],
    ["''.join(['a', 'b'])", "'ab'"],
    ['sizes = {"a": 1}', ''],
    ['sizes.keys()', "dict_keys(['a'])"],
    // What names something of JavaScript's is TypeScript all the same, and says no more than that.
    ['xs = [1, 2, 3]', ''],
    ['xs.length', '3'],
    ['xs.map(String)', "['1', '2', '3']"],
    ['Math.max(7, -7 % 3)', '7'],
    ['torch.ones(2, { dtype: torch.float64 })', 'tensor([1., 1.], dtype=torch.float64)'],
    ["'Math', -7 % 3", "('Math', 2)"],
    ['Map = 3', ''],
    ['Map + -7 % 3', '5'],
    ['null is None', "NameError: name 'null' is not defined"],
    ['true = torch.ones(2, 2)', ''],
    ['true[:, 0]', 'tensor([1., 1.])'],
    ['NaN = 4', ''],
    ['NaN + -7 % 3', '6'],
    ['undefined = 5', ''],
    ['[undefined]', '[5]'],
    // A name at hand is at hand after an import of it that failed.
    ['import torch.nn.Linear', "ModuleNotFoundError: No module named 'torch.nn.Linear'"],
    ['torch.ones(1)', 'tensor([1.])'],
    ['import torch.nn', ''],
    ['const f = (x) => x % 3', ''],
    ['-7 % 3', '-1'],
    ['(() => torch.nothing)()', "AttributeError: module 'torch' has no attribute 'nothing'"],
    ['def g(x):\n    return x % 3', ''],
    ['g(-7), -7 % 3', '(2, 2)'],
  ])
  session.language = 'auto'
  await heard([
    ['-7 % 3', '-1'],
    // What only Python knows of a list, a text or a dict is Python's, and as an expression no more than that.
    ['counts = {"a": [1]}', ''],
    ["counts['a'].append(2)", ''],
    ['counts.items()', "dict_items([('a', [1, 2])])"],
    ["', '.join('a b'.split()).upper()", "'A, B'"],
    ["'a b'.split(' '), -7 % 3", "(['a', 'b'], -1)"],
    ['const own = { items: () => 5 }', ''],
    ['own.items() + -7 % 3', '4'],
    ["words = 'a b'.split()", ''],
    ['words, -7 % 3', "(['a', 'b'], 2)"],
  ])
})

test('what is at hand is at hand in Python too', async () => {
  const session = new Session({ language: 'python' })
  for (const [entry, text] of [
    ['np.array([1, 2]).sum()', '3'],
    ['np.sqrt(4)', '2.0'],
    ['[np.ones(2).dtype for i in range(1)]', "[dtype('float64')]"],
    ['optim.SGD.__name__', "'SGD'"],
  ]) {
    const outcome = await session.evaluate(entry)
    assert.equal(outcome.kind === 'value' ? outcome.text?.() : String(outcome), text)
  }
})

test('objects of Python print in TypeScript by their __str__', async () => {
  const session = new Session()
  const define = async (name: string, base: string): Promise<void> => {
    const body = `    def __str__(self):\n        return '${name} as text'\n`
    await session.evaluate(`class ${name}(${base}):\n${body}`)
  }
  await define('Plain', 'object')
  await define('Wrong', 'ValueError')
  await define('Net', 'nn.Module')
  for (const name of ['Plain', 'Wrong', 'Net']) {
    const outcome = await session.evaluate(`torch.str(${name}())`)
    assert.equal(outcome.kind === 'value' && outcome.value, `${name} as text`)
  }
})

test('a method of one entry reads the variables of a function of another', async () => {
  const session = new Session({ language: 'python' })
  const entries = [
    'import inspect',
    'class Keeps:\n    def keep(self):\n        values = inspect.getargvalues(inspect.currentframe().f_back).locals\n        self.__dict__.update({k: v for k, v in values.items() if k != "self"})\n',
    'class Net(Keeps):\n    def __init__(self, width, depth=2):\n        self.keep()\n',
  ]
  for (const entry of entries) assert.equal((await session.evaluate(entry)).kind, 'value')
  const outcome = await session.evaluate('vars(Net(3))')
  assert.equal(outcome.kind === 'value' && outcome.text?.(), "{'width': 3, 'depth': 2}")
})
