// Nothing that the program refuses is left in English where Chinese is spoken: all such sentences of the source, read from it.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import ts from 'typescript'
import { classes } from '../../src/terminal/phrases-zh-errors.js'
import { meaningOf, said, speak } from '../../src/terminal/speech.js'

before(() => speak('zh'))
after(() => speak(undefined))

/** What sentences are handed to. */
const speakers = new Set(
  'refuse said DataError MisuseError CommandError CsvError Refusal NotANotebook InvalidArgumentError FileError'.split(
    ' ',
  ),
)
/** What stands in a sentence for something that is known only when it is said. */
const named: Record<string, string> = {
  place: 'row 3, column age',
  suggestion: '. Did you mean ages?',
  advice: 'help() tells more, Ctrl-D leaves.',
  space: 'space pauses',
  'this.#mostLeftOut': ', most often in column age. --features a leaves the column out',
}

/** The texts that an expression may be; what is no text in it becomes a word. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)]
  const within = (part: ts.Expression): string[] => {
    const texts = textsOf(part)
    if (texts.length > 0) return texts
    const name = ts.isCallExpression(part) ? part.expression.getText() : part.getText()
    return [named[name] ?? 'X9']
  }
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (all, { expression, literal }) =>
        all.flatMap((head) => within(expression).map((text) => head + text + literal.text)),
      [node.head.text],
    )
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return within(node.left).flatMap((a) => within(node.right).map((b) => a + b))
  return []
}

/** Sentences of the program's source, and where each stands. */
function* sentences(): Generator<[text: string, file: string]> {
  const source = new URL('../../src/', import.meta.url)
  for (const room of ['cli', 'train', 'convert', 'repl', 'io'])
    for (const name of readdirSync(new URL(room, source), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      const path = new URL(`${room}/${name}`, source)
      const file = ts.createSourceFile(name, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
      const found: string[] = []
      const walk = (node: ts.Node): void => {
        if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
          const called = ts.isPropertyAccessExpression(node.expression)
            ? node.expression.name
            : node.expression
          if (speakers.has(called.getText())) found.push(...(node.arguments ?? []).flatMap(textsOf))
        }
        ts.forEachChild(node, walk)
      }
      walk(file)
      for (const text of found) yield [text, `${room}/${name}`]
    }
}

/** Code to write instead, which is the same in every language. */
const isCode = (text: string): boolean => /^[\w.]+ ?[({=]|^import |^const |^throw |^for /.test(text)

test('what is refused is said in Chinese', () => {
  const left: string[] = []
  let count = 0
  for (const [text, file] of sentences()) {
    if (!/[a-z]{2}.* [a-z]{2}/i.test(text) || (isCode(text) && !/[a-z] [a-z]+ [a-z]+ [a-z]/.test(text)))
      continue
    count++
    const told = said(text)
    // No half of a sentence either, beside code and names.
    if (!/[\u4e00-\u9fff]/.test(told) || /\b[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b/.test(told))
      left.push(`${file}: ${text}${told === text ? '' : ` became ${told}`}`)
  }
  assert.deepEqual(left, [])
  assert.ok(count > 200, `${count} sentences were found`)
})

test('reasons of files, and sentences within sentences', () => {
  for (const [text, expected] of [
    [
      'cannot read a.csv: there is no such file or folder (ENOENT)',
      '无法读取 a.csv：没有这个文件或文件夹（ENOENT）',
    ],
    [
      '--save b cannot be written: no space left on the device (ENOSPC)',
      '--save b 无法写入：磁盘空间不足（ENOSPC）',
    ],
    [
      't.csv, row 2, column who: "Lee" is no number. --categories who takes words as categories; --features a leaves the column out; --drop-missing leaves such rows out',
      't.csv，第 2 行，列 who：“Lee” 不是数字。--categories who 把文字当作类别；--features a 去掉这一列；--drop-missing 略去这样的行',
    ],
    [
      't.csv, row 4, column y: 3 would be a third class beside 1 (row 2) and 2 (row 3); logistic regression tells two apart; dltorch train linear predicts a number',
      't.csv，第 4 行，列 y：除 1（第 2 行）和 2（第 3 行） 以外，3 会是第三类；逻辑回归只区分两类；dltorch train linear 可以预测数字',
    ],
    ['m is damaged: its seed is 0.5, and must be a whole number', 'm 已损坏：它的 种子 是 0.5，应该是 整数'],
  ] as const)
    assert.equal(said(text), expected)
})

/** All errors that PyTorch gave in the goldens. */
function* errorsIn(value: unknown): Generator<{ type: string; message: string }> {
  if (value === null || typeof value !== 'object') return
  const { type, message } = value as { type?: unknown; message?: unknown }
  if (typeof type === 'string' && typeof message === 'string') yield { type, message }
  for (const part of Object.values(value)) yield* errorsIn(part)
}

test('what an error means is never half in each language', () => {
  const goldens = new URL('../goldens/', import.meta.url)
  let count = 0
  for (const name of readdirSync(goldens, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json')) continue
    const text = readFileSync(new URL(name, goldens), 'utf8')
    if (!text.includes('"message"')) continue
    for (const { type, message } of errorsIn(JSON.parse(text))) {
      count++
      const told = meaningOf(type, message)
      assert.match(told, /[\u4e00-\u9fff]/, message)
      assert.doesNotMatch(
        told,
        /(?<![\w'"])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\w'"])/,
        `${message} became ${told}`,
      )
    }
  }
  assert.ok(count > 500, `${count} errors were found`)
})

test('what goes wrong in the first hour has a sentence of its own', () => {
  const folder = new URL('../repl/first-hour/', import.meta.url)
  const general = new Set(Object.values(classes))
  const seen = new Set<string>()
  for (const file of readdirSync(folder).filter((name) => /^(python|typescript)/.test(name)))
    for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
      const [, type, message] = /^(\w*(?:Error|Exception)): (.+)$/.exec(line) ?? []
      if (message !== undefined && general.has(meaningOf(type, message))) seen.add(`${type}: ${message}`)
    }
  // What a key is, and what a person throws, says it all.
  assert.deepEqual([...seen].sort(), ['Error: no', "KeyError: 'b'"])
})
