// Runs test/**/*.test.ts with node:test, one process a file, and prints one line a file, then what failed.
// `npm test -- dtype print` runs only the files whose path contains one of the words.
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { run } from 'node:test'
import { compile } from './loader/compile.js'

const here = fileURLToPath(new URL('.', import.meta.url))
const filters = process.argv.slice(2)

const files = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .filter((path) => filters.length === 0 || filters.some((word) => `test/${path}`.includes(word)))
  .map((path) => resolve(here, path))
  .sort()

if (files.length === 0) {
  console.error(`No test file matches ${filters.join(', ')}.`)
  process.exit(1)
}

interface Tally {
  pass: number
  fail: number
  /** What its tests took, in milliseconds. */
  time: number
}
const tallies = new Map<string, Tally>()
const failures: string[] = []
const skipped: string[] = []
const closing: string[] = []

interface Ended {
  readonly file?: string
  readonly nesting: number
  readonly details: { readonly duration_ms: number }
}

function count({ file, nesting, details }: Ended, outcome: 'pass' | 'fail'): void {
  const key = file ?? '(no file)'
  const tally = tallies.get(key) ?? { pass: 0, fail: 0, time: 0 }
  tally[outcome]++
  if (nesting === 0) tally.time += details.duration_ms
  tallies.set(key, tally)
}

/** The error a test threw, without the runner's wrapping. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause != null ? error.cause : error
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause)
}

// The program's own tests start the built files: build what is newest.
if (files.some((path) => path.startsWith(resolve(here, 'cli')))) {
  process.argv.push('--code')
  await import('../src/build/build.js')
}

// Each process takes the options of this one: a few files are read as this is, by tsx.
if (files.length > 20) process.execArgv = await compile()

// What hangs is ended and named; far more than any file takes, on any machine.
const patience = 30 * 60_000
const running = new Map<string, string>()

const stream = run({ files, concurrency: availableParallelism(), timeout: patience })
stream.resume()
stream.on('test:dequeue', ({ file, name }) => {
  if (file !== undefined && name !== file) running.set(file, name)
})
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return
  // What was left out has not passed.
  if (event.skip)
    skipped.push(`– ${event.file ? relative(resolve(here, '..'), event.file) : ''}: ${event.skip}`)
  else count(event, 'pass')
})
stream.on('test:fail', (event) => {
  process.exitCode = 1
  if (event.details.type === 'suite') return
  count(event, 'fail')
  const place = event.file ? relative(resolve(here, '..'), event.file) : ''
  const last = event.name === event.file ? running.get(event.file) : undefined
  const name = last === undefined ? event.name : `in or after “${last}”`
  failures.push(`✖ ${name}  (${place})\n${reason(event.details.error).replace(/^/gm, '    ')}`)
})
stream.on('test:stdout', (event) => process.stdout.write(event.message))
stream.on('test:stderr', (event) => process.stderr.write(event.message))
stream.on('test:diagnostic', (event) => {
  if (
    event.nesting === 0 &&
    /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(event.message)
  ) {
    closing.push(event.message)
  }
})
stream.on('end', () => {
  for (const [file, { pass, fail, time }] of [...tallies].sort(([a], [b]) => a.localeCompare(b))) {
    const verdict = fail === 0 ? '✔' : '✖'
    const failed = fail === 0 ? '' : `, ${fail} failed`
    const slow = time < 5000 ? '' : ` in ${Math.round(time / 1000)} s`
    console.log(`${verdict} ${relative(resolve(here, '..'), file)}  ${pass} passed${failed}${slow}`)
  }
  for (const line of skipped) console.log(line)
  if (failures.length > 0) console.log(`\n${failures.join('\n\n')}`)
  console.log()
  for (const line of closing) console.log(`# ${line}`)
})
