// What README.md shows is what happens.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { dltorch } from './cli/dltorch.js'
import type { Tensor } from '../src/index.js'
import { installGlobals } from '../src/repl/globals.js'
import { errorText } from '../src/repl/cards/error.js'
import { plainLook } from '../src/terminal/look.js'
import { Conversation } from '../src/repl/commands/conversation.js'
import { Session } from '../src/repl/session.js'
import { show } from '../src/repl/show.js'
import { linear } from '../src/train/linear.js'
import { builtIn } from '../src/train/problem.js'
import { endingText, lossChart, reportLine } from '../src/train/report.js'
import { Run } from '../src/train/run.js'
import { Trainer } from '../src/train/trainer.js'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text)

installGlobals()

test('the conversation at the prompt', async ({ mock }) => {
  for (const transcript of blocks('console')) {
    const session = new Conversation({ look: () => plainLook })
    for (const turn of transcript.split(/^(?=>>> )/m)) {
      const lines = turn.trimEnd().split('\n')
      const isEntry = (line: string): boolean => /^(>>>|\.\.\.)( |$)/.test(line)
      const entry = lines.filter(isEntry).map((line) => line.slice(4))
      const expected = lines.filter((line) => !isEntry(line))
      const written: string[] = []
      // Bytes are the test runner's own.
      const write = process.stdout.write.bind(process.stdout)
      const { mock: stdout } = mock.method(process.stdout, 'write', (text: string | Uint8Array) =>
        typeof text === 'string' ? written.push(text) > 0 : write(text),
      )
      const outcome = await session.evaluate(entry.join('\n'))
      stdout.restore()
      assert.ok(outcome.kind === 'value' || outcome.kind === 'error', entry[0])
      const shown =
        outcome.kind === 'value'
          ? show(outcome.value)
          : errorText({ error: outcome.error }, entry.join('\n'), plainLook)
      assert.equal([...written, shown].join('').trimEnd(), expected.join('\n'), entry[0])
    }
  }
})

test('the program', async ({ mock }) => {
  const printed: unknown[] = []
  mock.method(console, 'log', (value: unknown) => printed.push(value))
  for (const program of blocks('ts')) {
    const outcome = await new Session().evaluate(program)
    assert.equal(outcome.kind, 'value', outcome.kind === 'error' ? String(outcome.error) : '')
  }
  // 0.25 + 0.5, as well as it was learnt.
  assert.ok(Math.abs(Number((printed[0] as Tensor).item()) - 0.75) < 0.01)
})

test('the training', () => {
  const problem = builtIn(linear, 10)
  const settings = {
    seed: 10,
    optimizer: linear.optimizer,
    lr: linear.rate,
    momentum: 0,
    batchSize: 20,
    device: 'cpu',
  }
  const run = new Run(new Trainer(problem, settings), { iterations: 1000, every: 20, goal: linear.goal })
  const lines: string[] = []
  while (!run.ending) {
    const step = run.advance()
    if (step) lines.push(reportLine(step))
  }
  const [shown] = blocks('text')
  for (const text of [...lines.slice(-2), lossChart(run, 72), endingText(run)])
    assert.ok(shown.includes(text), text)
})

const folder = mkdtempSync(join(tmpdir(), 'dltorch-test-'))
after(() => rmSync(folder, { recursive: true }))

test('the figure', async () => {
  writeFileSync(join(folder, 'wave.py'), blocks('py')[0])
  const { stdout } = await dltorch(['run', 'wave.py'], { cwd: folder })
  assert.ok(blocks('text').includes(stdout), stdout)
  assert.equal(readFileSync(join(folder, 'wave.png')).toString('latin1', 1, 4), 'PNG')
})

test('the program that leaves as Python', async () => {
  const file = blocks('ts').find((text) => text.includes('const total'))!
  writeFileSync(join(folder, 'fit.ts'), file)
  const { stdout } = await dltorch(['convert', 'fit.ts', '--to', 'py'], { cwd: folder })
  assert.equal(stdout, blocks('python')[0])
})
