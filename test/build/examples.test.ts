// The examples in the comments of torch.nn, torch.optim and torch.distributions print what stands behind them.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { transformSync } from 'esbuild'
import torch, { nn, optim } from '../../src/index.js'

const run = (code: string): unknown => {
  torch.manual_seed(0)
  const { code: plain } = transformSync(`function example() {\n${code}\n}`, { loader: 'ts' })
  return new Function('torch', 'nn', 'optim', `${plain}\nreturn example()`)(torch, nn, optim)
}

/** The lines of each example of a file. */
function* examplesOf(text: string): Generator<string[]> {
  for (const [comment] of text.matchAll(/\/\*\*(?:(?!\*\/)[^])*\*\//g)) {
    const lines = comment.split('\n').map((line) => line.replace(/^ *(?:\* ?|\*\/)/, ''))
    const start = lines.indexOf('@example')
    if (start >= 0) yield lines.slice(start + 1).filter((line) => line !== '/')
  }
}

const rooms = { nn: 100, optim: 9, distributions: 50 }

for (const [room, least] of Object.entries(rooms)) {
  test(`the examples of ${room}/`, () => {
    const folder = new URL(`../../src/${room}/`, import.meta.url)
    let count = 0
    for (const file of readdirSync(folder))
      for (const lines of examplesOf(readFileSync(new URL(file, folder), 'utf8'))) {
        const end = lines.findIndex((line) => line.includes('//'))
        if (end < 0) continue
        const [last, first] = lines[end].split(/ ?\/\/ ?/)
        const code = last === '' ? lines.slice(0, end) : [...lines.slice(0, end), last]
        const printed = [first, ...lines.slice(end + 1).map((line) => line.replace(/^\/\/ ?/, ''))]
        const value = run(`${code.slice(0, -1).join('\n')}\nreturn (${code.at(-1)})`)
        const shown = typeof value === 'boolean' ? String(value) : torch.repr(value)
        assert.equal(shown, printed.join('\n'), `${room}/${file}: ${code.join('\n')}`)
        count++
      }
    assert.ok(count >= least, `${count} examples`)
  })
}
