// A chapter that is not whole is refused: each fault with its line and its reason.
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { loadChapter, readChapter } from '../../src/learn/catalogue.js'
import { checkChapter, playChapter, staleCells, withOutputs } from '../../src/learn/check-chapter.js'
import { parseChapter } from '../../src/learn/parse-chapter.js'
import { MalformedChapter } from '../../src/learn/fault.js'
import { oddFiles } from '../io/odd-files.js'
import { installGlobals } from '../../src/repl/globals.js'

installGlobals()
const weather = fileURLToPath(new URL('weather', import.meta.url))
const whole = readFileSync(join(weather, 'chapter.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'dltorch-chapters-'))
after(() => rmSync(folder, { recursive: true }))

/** The line where a text begins, counted from 1. */
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length

/** The chapter with `part` replaced; it must be there. */
function changed(part: string, by: string): string {
  assert.ok(whole.includes(part), part)
  return whole.replace(part, by)
}

/** What is wrong with a chapter of this package, the number of its steps aside. */
const faultsOf = (text: string): string[] =>
  parseChapter([{ name: 'chapter.md', text }], '/weather', true).faults.map(
    ({ place, reason }) => `${place.line}: ${reason}`,
  )

test('the fixture itself is whole', () => assert.deepEqual(faultsOf(whole), []))

/** What is changed, into what, what then stands at the line of the complaint, and the complaint. */
const faults: [name: string, part: string, by: string, at: string, reason: RegExp][] = [
  ['no fields', '---\nname', 'name', 'name', /must begin with ---/],
  ['an unknown field', 'about:', 'author: me\nabout:', 'author', /there is no field author/],
  ['a field twice', 'about:', 'name: weather\nabout:', 'name: weather\nabout', /a second time/],
  ['no name', 'name: weather\n', '', '---', /name is missing/],
  ['a name with blanks', 'name: weather', 'name: The Weather', 'name:', /small letters/],
  [
    'a title in one language',
    'A week of weather · 一周天气',
    'A week of weather',
    'title:',
    /both languages/,
  ],
  ['Chinese in English', '· 一周天气', '· A week', 'title:', /no Chinese characters/],
  ['a step title in one language', '## Seven days · 七天', '## Seven days', '## Seven', /both languages/],
  ['a translation left out', '> 分号会隐藏结果。\n', '', 'A semicolon', /the Chinese is missing/],
  [
    'a translation that is none',
    '分号会隐藏结果。',
    'A semicolon hides it.',
    '> A semi',
    /should be Chinese/,
  ],
  ['a Chinese paragraph alone', 'A semicolon hides the value.\n\n', '', '> 分号', /the English is missing/],
  [
    'English that is Chinese',
    'A semicolon hides',
    '分号 hides',
    '分号 hides',
    /Chinese characters in an English/,
  ],
  [
    'an item too few',
    '> - dtype 是 `int64`；\n',
    '',
    '> `torch.arange` 用',
    /a list of 1 where .* a list of 2/,
  ],
  [
    'a line that joins the quote',
    '分号会隐藏结果。\n\n',
    '分号会隐藏结果。\nMore.\n\n',
    'More.',
    /goes on with the quote/,
  ],
  ['ASCII commas in Chinese', '七天的**测量数据**，', '七天的**测量数据**,以', '> 七天的', /full width/],
  ['emphasis that is not taken', '**测量数据**，', '**测量“数据”**以', '> 七天的', /not taken as emphasis/],
  ['a table', '## Nothing', 'a | b\n--|--\n1 | 2\n\n## Nothing', 'a | b', /a table cannot stand/],
  ['a picture', 'A semicolon hides', '![x](x.png) A semicolon hides', '![x]', /a picture does not show/],
  ['HTML', 'A semicolon hides', '<b>A</b> semicolon hides', '<b>', /HTML does not show/],
  [
    'a block that is not closed',
    whole.slice(whole.lastIndexOf('```ts')),
    '```ts\nmiddle = 1\n',
    '```ts\nmiddle = 1',
    /not closed/,
  ],
  ['an unknown kind of code', '```ts error', '```ts eror', '```ts eror', /what is ```ts eror/],
  [
    'output without a cell',
    '## Nothing',
    '```text\n1\n```\n\n## Nothing',
    '```text\n1\n',
    /output without a cell/,
  ],
  ['an empty cell', '```ts\ndays.shape\n```', '```ts\n```', '```ts\n```', /this cell is empty/],
  ['an empty step', '## Nothing', '## Empty · 空\n\n## Nothing', '## Empty', /this step is empty/],
  [
    'a title twice',
    '## Nothing to show · 没有输出',
    '## Seven days · 又七天',
    '## Seven days · 又',
    /same English title/,
  ],
  [
    'a slip in the kind',
    '## Exercise: the slope',
    '## Excercise: the slope',
    '## Excercise',
    /begins with Exercise:/,
  ],
  ['no reason', '### Because · 因为\n\n`stack`', '`stack`', '## Predict: two', /Because .* is missing/],
  ['two hints', '3. `week[2:5]`\n   > `week[2:5]`\n', '', '1. Slices', /3 hints are needed, and here are 2/],
  ['hints that are no list', '1. Slices are views.', 'Slices are views.', 'Slices are', /one numbered list/],
  ['a hint in one language', '   > 切片是视图。\n', '', '1. Slices', /the Chinese is missing/],
  [
    'no starter',
    '```ts starter\nmiddle = week\n```\n',
    '',
    '## Exercise: a window',
    /the starter is missing/,
  ],
  [
    'no solution',
    '### Solution · 解答\n\n```ts\nmiddle = week[2:5]\n```\n',
    '',
    '## Exercise: a window',
    /Solution .* is missing/,
  ],
  [
    'no other way',
    '### Another way · 另一种写法\n\n```ts\nmiddle = week.narrow(0, 2, 3)\n```\n',
    '',
    '## Exercise: a window',
    /Another way .* is missing/,
  ],
  [
    'nothing wrong',
    whole.slice(whole.lastIndexOf('### Wrong')),
    '',
    '## Exercise: a window',
    /Wrong .* is missing/,
  ],
  [
    'a part of no step',
    '### Solution · 解答\n\n```ts\nmiddle',
    '### Answer · 解答\n\n```ts\nmiddle',
    '### Answer',
    /Answer is none of the parts/,
  ],
  [
    'nothing to grade',
    '```ts grade\nis_view\n```',
    '```ts grade\n// is_view\n```',
    '```ts grade\n// is_view',
    /lists nothing/,
  ],
]

for (const [name, part, by, at, reason] of faults) {
  test(`refused: ${name}`, () => {
    const text = changed(part, by)
    const line = lineOf(text, at)
    const faults = faultsOf(text)
    const found = faults.find((fault) => reason.test(fault))
    assert.ok(found, `${reason} is not among\n${faults.join('\n')}`)
    assert.equal(Number.parseInt(found), line, found)
  })
}

test('refused: chapters of this package that are too short, and any without a step', () => {
  const short = whole.slice(0, whole.indexOf('## Exercise: degrees'))
  const reasons = (text: string, isOurs: boolean): string[] =>
    parseChapter([{ name: 'chapter.md', text }], '/weather', isOurs).faults.map(({ reason }) => reason)
  assert.deepEqual(reasons(short, true), [
    'a chapter has 8 to 20 steps (## …), and this one has 5',
    'a chapter has at least 4 exercises (## Exercise: …), and this one has 1',
  ])
  assert.deepEqual(reasons(short, false), [])
  assert.deepEqual(reasons(whole.slice(0, whole.indexOf('## Seven')), false), [
    'a chapter needs a step: ## English · 中文',
  ])
})

test('refused: folders without a chapter, parts that are not there, another name', () => {
  const refused = (path: string): string => {
    try {
      loadChapter(path)
    } catch (error) {
      assert.ok(error instanceof MalformedChapter)
      return error.message
    }
    return ''
  }
  assert.match(refused(join(folder, 'none')), /none:1: there is no such folder$/)
  assert.match(refused(folder), /chapter\.md:1: .* there is none$/)
  const copy = join(folder, 'wind')
  cpSync(weather, copy, { recursive: true })
  assert.match(refused(copy), /chapter\.md:2: the name is weather, and the folder's is wind/)
  writeFileSync(join(copy, 'chapter.md'), changed('name: weather', 'name: wind\nparts: more.md'))
  assert.match(refused(copy), /chapter\.md:1: parts names more\.md, and there is no such file/)
  writeFileSync(join(copy, 'more.md'), 'Words in front.\n\n> 前面的话。\n\n## One more · 再一步\n\nText.\n')
  assert.match(refused(copy), /more\.md:1: .* begins with a step: .*\n.*more\.md:7: the Chinese is missing/)
})

test("refused: what is not in the chapter's folder, and what is no file", () => {
  const home = join(folder, 'home')
  const own = join(home, 'weather')
  cpSync(weather, own, { recursive: true })
  const victim = join(home, 'victim.md')
  const text = '## One more · 再一步\n\n```ts\n1 + 1\n```\n'
  writeFileSync(victim, text)
  mkdirSync(join(home, 'weather-2'))
  writeFileSync(join(home, 'weather-2', 'more.md'), text)
  symlinkSync(victim, join(own, 'link.md'))
  symlinkSync(home, join(own, 'up'))
  const odd = oddFiles(own)
  const refused = (
    parts: string,
    chapter = changed('name: weather', `name: weather\nparts: ${parts}`),
  ): string => {
    writeFileSync(join(own, 'chapter.md'), chapter)
    try {
      readChapter(own)
      return ''
    } catch (error) {
      assert.ok(error instanceof MalformedChapter)
      return error.message
    }
  }
  for (const part of ['../victim.md', victim, '../weather-2/more.md', '..', 'sub/../../victim.md', '.'])
    assert.match(refused(part), /parts names .*, which is not in the chapter's folder$/, part)
  for (const part of ['link.md', 'up/victim.md'])
    assert.match(refused(part), /chapter\.md:1: .* is a link that leads out of the chapter's folder$/, part)
  for (const part of ['folder', 'pipe', 'huge', ...('device' in odd ? ['device'] : [])])
    assert.match(refused(part), /:1: it cannot be read: it (is|has) /, part)
  assert.equal(readFileSync(victim, 'utf8'), text)
  // A part deeper in the folder, and a link that stays in it, are the chapter's own.
  mkdirSync(join(own, 'parts'))
  writeFileSync(join(own, 'parts', 'more.md'), `${text}\nText.\n\n> 文字。\n`)
  symlinkSync(join(own, 'parts', 'more.md'), join(own, 'inner.md'))
  for (const part of ['parts/more.md', 'inner.md']) assert.equal(refused(part), '')
  rmSync(join(own, 'chapter.md'))
  symlinkSync(victim, join(own, 'chapter.md'))
  assert.throws(() => readChapter(own), /chapter\.md is a link that leads out/)
})

test("what a chapter of one's own may lack is no fault", () => {
  const wishes = (text: string): [faults: string[], advice: string[]] => {
    const { faults, advice } = parseChapter([{ name: 'chapter.md', text }], '/weather')
    return [faults.map(({ reason }) => reason), advice.map(({ reason }) => reason)]
  }
  assert.deepEqual(wishes(whole), [[], []])
  const bare = whole
    .replace('3. `week[2:5]`\n   > `week[2:5]`\n', '')
    .slice(0, whole.lastIndexOf('### Wrong') - '3. `week[2:5]`\n   > `week[2:5]`\n'.length)
  const [faults, advice] = wishes(bare)
  assert.deepEqual(faults, [])
  assert.match(
    advice.join('\n'),
    /### Wrong · … is missing: with a wrong answer[^]*3 hints are needed, and here are 2/,
  )
  const reading = whole.slice(0, whole.indexOf('## Predict'))
  const lacks = wishes(reading)
  assert.deepEqual(lacks[0], [])
  assert.match(lacks[1].join('\n'), /an exercise would let readers try[^]*a prediction makes readers think/)
})

test('a chapter in one language has no translations', () => {
  const text = `---
name: kurz
title: 短短的一章
about: 只有中文
language: zh
---

## 求和

把数加起来。

\`\`\`python
sum([1, 2])
\`\`\`

## 猜一猜：平方

\`3 ** 2\` 是多少？

\`\`\`python
3 ** 2
\`\`\`

### 因为

三乘三。

## 练习：两倍

造出 \`y\`。

\`\`\`python starter
y = 1
\`\`\`

### 提示

1. 乘以二。

### 解答

\`\`\`python
y = 2
\`\`\`
`
  const { chapter, faults } = parseChapter([{ name: 'chapter.md', text }], '/kurz')
  assert.deepEqual(faults, [])
  assert.deepEqual(
    chapter.steps.map(({ kind, id }) => `${kind} ${id}`),
    ['reading 求和', 'predict 猜一猜-平方', 'exercise 练习-两倍'],
  )
  const reasons = (changed: string): string =>
    parseChapter([{ name: 'chapter.md', text: changed }], '/kurz')
      .faults.map(({ place, reason }) => `${place.line}: ${reason}`)
      .join('\n')
  assert.match(reasons(text.replace('## 求和', '## Sum · 求和')), /^8: .* this title has two$/)
  assert.match(reasons(text.replace('三乘三。', '三乘三。\n\n> Nine.')), /a translation \(behind >\)/)
  assert.match(reasons(text.replace('language: zh', 'language: de')), /language is en or zh, and not de/)
})

/** What only running shows. */
const failures: [name: string, part: string, by: string, at: string, reason: RegExp][] = [
  ['a cell that fails', 'days.shape\n', 'dayz.shape\n', '```ts\ndayz', /this cell fails/],
  [
    'a cell that does not',
    '```ts error\ndays.mean()',
    '```ts error\ndays.sum()',
    '```ts error',
    /meant to fail/,
  ],
  ['an open bracket', 'days.shape\n```', 'days.sum(\n```', '```ts\ndays.sum(', /something is not closed/],
  [
    'another output',
    'torch.Size([7])\n```\n\n##',
    'torch.Size([8])\n```\n\n##',
    '```ts\ndays.shape',
    /not what the cell prints, which is\ntorch\.Size\(\[7\]\)$/,
  ],
  [
    'a starter that passes',
    'middle = week\n',
    'middle = week[2:5]\n',
    '```ts starter\nmiddle',
    /the starter passes/,
  ],
  [
    'a solution that does not',
    'middle = week[2:5]\n```\n\n### Another',
    'middle = wek[2:5]\n```\n\n### Another',
    '```ts\nmiddle = wek',
    /the solution does not run: it fails: ReferenceError/,
  ],
  [
    'another way that does not',
    'week.narrow(0, 2, 3)',
    'week.narrow(0, 2, 2)',
    '```ts\nmiddle = week.narrow',
    /another way does not pass: shape \(2,\) instead of \(3,\)/,
  ],
  [
    'a wrong answer that passes',
    'week[2:5].clone()',
    'week[2:-2]',
    '```ts\nmiddle = week[2:-2]',
    /a wrong answer passes/,
  ],
  ['nothing to compare', '```ts grade\nw.grad\n```\n', '', '```ts\nloss.backward();', /nothing to compare/],
]

for (const [name, part, by, at, reason] of failures) {
  test(`found by running: ${name}`, async () => {
    const text = changed(part, by)
    const { chapter, faults } = parseChapter([{ name: 'chapter.md', text }], '/weather')
    assert.deepEqual(faults, [])
    const found = (await checkChapter(chapter)).find((fault) => reason.test(fault.reason))
    assert.ok(found, `no ${reason}`)
    assert.equal(found.place.line, lineOf(text, at))
  })
}

test('outputs are written where they are missing, changed where they are stale, and taken away', async () => {
  const blocks = /\n```text\n[\s\S]*?\n```\n/g
  const bare = whole.replace(blocks, '')
  const stale = whole.replace('torch.Size([2, 7])', 'torch.Size([7, 2])')
  const surplus = whole
    .replace('w = torch', '0;\nw = torch')
    .replace('loss = (w ** 2).sum();\n```', '$&\n\n```text\n5\n```')
  const renewed = async (text: string): Promise<string> => {
    const { chapter } = parseChapter([{ name: 'chapter.md', text }], '/weather')
    return withOutputs(text, staleCells(await playChapter(chapter)))
  }
  assert.equal(await renewed(bare), whole)
  assert.equal(await renewed(stale), whole)
  assert.equal((await renewed(surplus)).replace('0;\nw', 'w'), whole)
  assert.equal(await renewed(whole), whole)
})

test('the folder of the fixture is read as it is', () => {
  assert.deepEqual(readChapter(weather).faults, [])
})
