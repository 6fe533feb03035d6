// Names and messages from outside hold escape codes, and no command prints one of them.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { dltorch, type StartOptions } from './dltorch.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-visible-'))
after(() => rmSync(folder, { recursive: true }))

/** Sets a colour, rings, goes back a column, ends the line early, turns letters around, and one byte that does as Esc [. */
const evil = '\x1b[31mred\x07\b\r\u202e\x9b1m'
const shown = '\\x1b[31mred\\x07\\x08\\x0d\\u202e\\x9b1m'
const obeyed = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/

/** What a command prints, which holds nothing that a terminal would obey. */
async function says(args: string[], options: StartOptions = {}): Promise<string> {
  const { stdout, stderr } = await dltorch(args, { cwd: folder, ...options })
  assert.doesNotMatch(stdout + stderr, obeyed, args.join(' '))
  return stdout + stderr
}

// A carriage return would end the row of a table.
const cell = evil.replace('\r', '')
const shownCell = shown.replace('\\x0d', '')
const rows = Array.from({ length: 12 }, (_, i) => `${i},${i * i},${i % 2 ? `no${cell}` : 'yes'}`)
writeFileSync(join(folder, 'evil.csv'), [`a${cell},b,y${cell}`, ...rows].join('\n'))
writeFileSync(join(folder, 'cells.csv'), `a,b\n1,2\n${cell},3\n`)

for (const [name, code, message] of [
  ['a device', `torch.ones(1, device='x${evil}')`, shown],
  ['an error', `throw new Error('no ${evil}')`, `Error: no ${shown}`],
  ['a key', `({ a: 1 })['x'].y${evil}`, ''],
  ['a state dict', `nn.Linear(1, 1).load_state_dict({ 'x${evil}': torch.ones(1) })`, shown],
  ['a warning', `process.exitCode = 0; torch.einsum('${evil}', torch.ones(1))`, ''],
  ['a text', `'a${evil.replace('\r', '')}'`, '\\u202e'],
] as const)
  test(`eval: ${name}`, async () => {
    assert.ok((await says(['eval', code.replaceAll('\r', '\\r')])).includes(message))
  })

test('piped into the prompt', async () => {
  const input = `f = () => { throw new TypeError('no ${cell}') }\nf()\n`
  const said = await says([], { input })
  assert.ok(said.includes(`TypeError: no ${shownCell}`), said)
  assert.ok(said.includes('line 2'), said)
  for (const line of [`.load none${cell}`, `.seed ${cell}`, `.nothing ${cell}`, `.help ${cell}`])
    assert.notEqual(await says([], { input: `${line}\n` }), '', line)
})

test('run: a file that is not there, and one that fails', async () => {
  assert.ok((await says(['run', `none${evil}.ts`])).includes(`there is no file none${shown}.ts`))
  const file = `bad${cell}.ts`
  writeFileSync(join(folder, file), `const x = 1 // ${cell}\nthrow new Error('no ${cell}') // ${cell}\n`)
  const said = await says(['run', file])
  assert.ok(said.includes(`Error: no ${shownCell}`), said)
})

test('train: names of columns, classes, files and options', async () => {
  const report = await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1'])
  for (const name of [`a${shownCell}`, `y${shownCell}`, `predicted no${shownCell}`])
    assert.ok(report.includes(name), `${name} in\n${report}`)
  const svg = join(folder, 'evil.svg')
  await says(['train', 'logistic', '--data', 'evil.csv', '--iterations', '1', '--svg', svg])
  assert.doesNotMatch(readFileSync(svg, 'utf8'), obeyed)
  for (const args of [
    [`linear${evil}`],
    ['linear', '--data', 'cells.csv'],
    ['linear', '--data', `none${evil}.csv`],
    ['linear', '--data', 'evil.csv'],
    ['linear', '--data', 'cells.csv', '--label', `b${evil}`],
    ['linear', '--until', `x${evil}`],
    ['linear', '--optimizer', `x${evil}`],
    ['linear', '--save', `no/where${evil}`],
    ['linear', '--load', `none${evil}`],
    ['linear', `--x${evil}`],
    ['logistic', '--data', 'evil.csv', '--positive', `x${evil}`],
  ])
    assert.notEqual(await says(['train', ...args]), '', args.join(' '))
})

test('predict, lesson, doctor and a command that there is not', async () => {
  assert.ok((await says(['predict', '--model', `m${evil}`, '--data', 'evil.csv'])).includes(shown))
  assert.ok((await says(['lesson', `x${evil}`])).includes(shown))
  assert.notEqual(await says(['lesson', `./x${evil}`]), '')
  assert.ok((await says([`x${evil}`])).includes(shown))
  assert.ok((await says(['doctor'], { env: { DLTORCH_GPU_BACKEND: `x${evil}` } })).includes('x\\x1b[31m'))
})

test('lesson: a chapter of one’s own', async () => {
  const chapter = join(folder, 'chapter')
  mkdirSync(chapter)
  writeFileSync(join(chapter, 'chapter.en.md'), `# A title ${cell}\n\nWords ${cell}.\n`)
  assert.notEqual(await says(['lesson', './chapter']), '')
  assert.notEqual(await says(['lesson', './chapter', '--check']), '')
})
