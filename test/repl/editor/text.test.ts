// Widths, tokens, pasted prompts and what is being typed: text in, values out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeAtEnd } from '../../../src/repl/editor/expression.js'
import { withoutPrompts, pastedText } from '../../../src/repl/editor/paste.js'
import { matchBrackets, tokenize } from '../../../src/repl/editor/tokens.js'
import { characters, cut, cutAtBlanks, shorten, widthOf } from '../../../src/terminal/width.js'

test('widths', () => {
  for (const [text, width] of [
    ['abc', 3],
    ['你好', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한글', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['👨‍👩‍👧', 2],
    ['🇨🇳', 2],
    ['❤️', 2],
    ['→', 1],
    ['\t', 2],
    ['\x01', 2],
    ['\u200b', 0],
  ] as const)
    assert.equal(widthOf(text), width, JSON.stringify(text))
  assert.deepEqual(characters('a👨‍👩‍👧é'), ['a', '👨‍👩‍👧', 'é'])
  assert.equal(shorten('你好世界', 6), '你好…')
  assert.deepEqual(
    cut('abcdef', 4, 2).map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [2, 6],
    ],
  )
})

test('running text breaks at blanks', () => {
  const broken = (text: string, columns: number): string[] =>
    cutAtBlanks(text, columns).map(({ from, to }) => text.slice(from, to))
  assert.deepEqual(broken('one two three', 7), ['one two', 'three'])
  assert.deepEqual(broken('one two three', 6), ['one', 'two', 'three'])
  assert.deepEqual(broken('abcdefgh', 3), ['abc', 'def', 'gh'])
  assert.deepEqual(broken('你好世界', 4), ['你好', '世界'])
})

/** A letter for each kind of token. */
const letters: Record<string, string> = { keyword: 'k', constant: 'c', known: 'K', template: 't', regex: 'r' }
const kinds = (source: string): string =>
  tokenize(source)
    .filter(({ kind }) => kind !== 'blank')
    .map(
      ({ kind, from, to, open }) => `${letters[kind] ?? kind[0]}${open ? '?' : ''}:${source.slice(from, to)}`,
    )
    .join(' ')

const tokenPairs: [string, string][] = [
  ['const x = 1', 'k:const n:x s:= n:1'],
  ["'a' \"b", "s:'a' s?:\"b"],
  ["'a\\'b'", "s:'a\\'b'"],
  ['1. + .5e-3 0x1f 1_000n', 'n:1. s:+ n:.5e-3 n:0x1f n:1_000n'],
  ['x[1:3]', 'n:x b:[ n:1 s:: n:3 b:]'],
  ['a // b', 'n:a c?:// b'],
  ['a /* b', 'n:a c?:/* b'],
  ['a /**/ b', 'n:a c:/**/ n:b'],
  ['/a[/]b/g', 'r:/a[/]b/g'],
  ['a / b / c', 'n:a s:/ n:b s:/ n:c'],
  ['return /x/', 'k:return r:/x/'],
  ['f(1) / 2 / 3', 'n:f b:( n:1 b:) s:/ n:2 s:/ n:3'],
  ['`a${b}c`', 't?:`a b:${ n:b b:} t:c`'],
  ['`a${{b: 1}}`', 't?:`a b:${ b:{ n:b s:: n:1 b:} b:} t:`'],
  ['`a', 't?:`a'],
  ['True and torch', 'c:True n:and K:torch'],
  ['x.torch.if', 'n:x s:. n:torch s:. n:if'],
  ['{ if: 1 }', 'b:{ n:if s:: n:1 b:}'],
  ['type A = B', 'k:type n:A s:= n:B'],
  ['type = 1', 'n:type s:= n:1'],
  ['.set highlight', 'c:.set n:highlight'],
  ['x => 你好', 'n:x s:=> n:你好'],
  ['😀', 's:😀'],
]

for (const [source, expected] of tokenPairs)
  test(`tokens of ${source}`, () => assert.equal(kinds(source), expected))

test('tokens leave no gap, whatever the text', () => {
  const signs = [
    'a',
    '1',
    '"',
    "'",
    '`',
    '${',
    '}',
    '{',
    '(',
    ')',
    '/',
    '*',
    '\\',
    '\n',
    ' ',
    '.',
    '你',
    '😀',
    '[',
    ']',
  ]
  let seed = 1
  for (let n = 0; n < 2000; n++) {
    let source = ''
    for (let i = 0; i < 12; i++) source += signs[(seed = (seed * 48271) % 2147483647) % signs.length]
    let at = 0
    for (const { from, to } of tokenize(source)) {
      assert.equal(from, at, JSON.stringify(source))
      at = to
    }
    assert.equal(at, source.length, JSON.stringify(source))
  }
})

test('brackets', () => {
  const { pairs, stray, open } = matchBrackets('f([1, "("]) } {`${x}` (')
  assert.equal(pairs.get(1), 10)
  assert.equal(pairs.get(9), 2)
  assert.deepEqual([...stray], [12])
  assert.deepEqual(open, [14, 22])
})

const pastes: [string, string][] = [
  ['a\nb', 'a\nb'],
  ['>>> a', 'a'],
  ['>>> a\n>>> b', 'a\nb'],
  ['>>> for (;;) {\n...   b\n... }', 'for (;;) {\n  b\n}'],
  ['>>> a\n1\n>>> b\n2', 'a\nb'],
  ['a\n>>> b', 'a\nb'],
  ['In [3]: a\n   ...: b\nOut[3]: 1\n\nIn [4]: c', 'a\nb\nc'],
  ['... a', 'a'],
  ['f(\n  ...xs)', 'f(\n  ...xs)'],
  ['  >>> a\n  >>> b', 'a\nb'],
  ['>>>\n>>> a', '\na'],
  ['x >>> 2', 'x >>> 2'],
]

for (const [pasted, expected] of pastes)
  test(`pasted ${JSON.stringify(pasted)}`, () => assert.equal(withoutPrompts(pasted), expected))

test('pasted control characters', () => {
  assert.equal(pastedText('a\r\nb\rc\n\n'), 'a\nb\nc')
  assert.equal(pastedText('\x1b[31ma\x1b[0m\x00\tb'), 'a\tb')
})

/** The place at the end of a text, in short. */
function place(source: string): string {
  const at = placeAtEnd(source)
  switch (at.kind) {
    case 'none':
      return 'none'
    case 'command':
      return `command ${at.words.join('|')}`
    case 'file':
    case 'module':
      return `${at.kind} ${at.typed}`
    default: {
      const chain = (c: Extract<typeof at, { kind: 'member' }>['chain']): string => {
        const root =
          c.root.kind === 'name'
            ? c.root.name
            : c.root.kind === 'group'
              ? `(${c.root.names.join()})`
              : c.root.kind
        const links = c.links.map((l) =>
          l.kind === 'member' ? `.${l.name}` : l.kind === 'call' ? '()' : '[]',
        )
        return `${c.isNew ? 'new ' : ''}${root}${links.join('')}`
      }
      const { call } = at
      const around =
        call &&
        ` in ${chain(call.callee)} ${call.isObject ? '{' : ''}${call.position}${call.keyword ? ` ${call.keyword}` : ''}` +
          `${call.used.size > 0 ? ` used ${[...call.used].join()}` : ''}${call.isStart ? ' start' : ''}`
      return `${at.kind === 'member' ? `${chain(at.chain)}.` : ''}${at.typed}|${around ?? ''}`
    }
  }
}

const places: [string, string][] = [
  ['', '|'],
  ['to', 'to|'],
  ['torch.', 'torch.|'],
  ['a + torch.nn.Lin', 'torch.nn.Lin|'],
  ['x?.su', 'x.su|'],
  ['f(1)[0].a.b', 'f()[].a.b|'],
  ['new Map().se', 'new Map().se|'],
  ['(a + b.c).su', '(a,b).su|'],
  ['[1].ma', 'array.ma|'],
  ['"a".len', 'string.len|'],
  ['1.', 'none'],
  ['`${x.y', 'x.y|'],
  ['// x.', 'none'],
  ['`x.', 'none'],
  ["'./a", 'file ./a'],
  ["import x from './a", 'module ./a'],
  ["await import('no", 'module no'],
  ['.se', 'command .se'],
  ['.set high', 'command .set|high'],
  ['.set ', 'command .set|'],
  ['f(', '| in f 0 start'],
  ['f(a', 'a| in f 0 start'],
  ['f(a, b + c', 'c| in f 1'],
  ['f(a, di', 'di| in f 1 start'],
  ['f(a, dim=0, ', '| in f 2 used dim start'],
  ['f(a, dim=', '| in f 1 dim'],
  ['f(a, x == ', '| in f 1'],
  ['f(a, { di', 'di| in f {1 start'],
  ['f(a, { dim: 1, keep', 'keep| in f {1 used dim start'],
  ['f(a, { dim: [0, ', '| in f {1 dim'],
  ['f([a, b, ', '| in f 0'],
  ['f(g(a, b), c', 'c| in f 1 start'],
  ['f(g(a, ', '| in g 1 start'],
  ['f((a, ', '| in f 0'],
  ['torch.sum(x.me', 'x.me| in torch.sum 0'],
  ['f(() => { ', '|'],
  ['if (', '|'],
  ['function f(', '|'],
  ['x.if(', '| in x.if 0 start'],
  ['f()', '|'],
]

for (const [source, expected] of places)
  test(`place ${JSON.stringify(source)}`, () => assert.equal(place(source), expected))

test('tokens of an edited text are those of the text read anew', () => {
  // A fixed sequence of numbers, so that what fails once fails again.
  let state = 7
  const random = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
  const parts = [
    '\n',
    '\n',
    '\n  ',
    ' ',
    'x',
    'type ',
    'async',
    'a.',
    '/',
    '/*',
    '*/',
    '//',
    "'",
    '"',
    '`',
    '${',
  ]
  const more = [
    '}',
    '{',
    '(',
    ')',
    '[',
    ']',
    ',',
    ':',
    '1.5',
    '.save f',
    'const s = `t\n${x}`\n',
    '你',
    '=',
    'return',
  ]
  const all = [...parts, ...more]
  const piece = (): string => Array.from({ length: 1 + random(6) }, () => all[random(all.length)]).join('')
  for (let round = 0; round < 60; round++) {
    let text = Array.from({ length: 30 }, piece).join('\n')
    for (let edit = 0; edit < 30; edit++) {
      const from = random(text.length + 1)
      const to = Math.min(text.length, from + random(random(2) * 40 + 1))
      text = text.slice(0, from) + (random(3) > 0 ? piece() : '') + text.slice(to)
      const near = [tokenize(text.slice(0, from)), tokenize(text)]
      tokenize('')
      tokenize('§')
      assert.deepEqual([tokenize(text.slice(0, from)), (tokenize('§'), tokenize(''), tokenize(text))], near)
      // What comes next is an edit of this again.
      assert.equal(tokenize(text), tokenize(text))
    }
  }
})

test('comments are those of the dialect', () => {
  const comments: [source: string, comment: string | undefined][] = [
    ['x = 9; x // 2', undefined],
    ['f(x // 2) // note', '// note'],
    ['x // the note', '// the note'],
    ['y # note', '# note'],
    ['x = 9; x // 2 # half', '# half'],
    ['a\n// 2', '// 2'],
    ['class A { #p = 1\n get() { return this.#p } }', undefined],
  ]
  for (const [source, comment] of comments) {
    const found = tokenize(source).find(({ kind }) => kind === 'comment')
    assert.equal(found && source.slice(found.from, found.to), comment, source)
  }
})
