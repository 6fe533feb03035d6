// The table of rooms in src/README.md: it names every folder of the source, and what it forbids is refused.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../src/', import.meta.url))
const page = readFileSync(`${source}README.md`, 'utf8')
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
)
/** The paths in the first column of the table of rooms, row by row. */
const rows = [.../^\| Room [^]*?\n\n/m.exec(page)![0].matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, cell]) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path),
)
const rooms = rows.flat()

// A file of JavaScript: its rules are typed by `Rule`.
const { default: config } = await import(new URL('../../.dependency-cruiser.mjs', import.meta.url).href)

interface Rule {
  readonly name: string
  readonly from: { readonly path?: string }
  readonly to: { readonly path?: string | readonly string[] }
}
/** The names of the rules that an import breaks. */
function broken(from: string, to: string): string[] {
  const rules = (config.forbidden as Rule[]).filter(({ to: { path } }) => path !== undefined)
  return rules
    .filter((rule) => new RegExp(rule.from.path ?? '').test(from))
    .filter((rule) => [rule.to.path].flat().some((path) => new RegExp(path as string).test(to)))
    .map((rule) => rule.name)
}

test('every file lies in a room of the table, and every room is there', () => {
  for (const room of rooms) assert.ok(existsSync(source + room), `${room} is in the table only`)
  const isListed = (path: string): boolean =>
    rooms.some((room) => (room.endsWith('/') ? path.startsWith(room) : path === room))
  assert.deepEqual(
    files.filter((path) => !isListed(path)),
    [],
  )
  const folders = new Set(
    files.map((path) => `${dirname(path).split('/')[0]}/`).filter((path) => path !== './'),
  )
  assert.deepEqual([...folders].filter((folder) => !rooms.includes(folder)).sort(), [])
})

test('a file may import its own room and those above it in the table', () => {
  const sample = (room: string): string => (room.endsWith('/') ? `src/${room}a-file.ts` : `src/${room}`)
  rows.forEach((row, i) => {
    for (const from of row) {
      for (const to of row) assert.deepEqual(broken(sample(from), sample(to)), [])
      for (const to of rows.slice(0, i).flat()) assert.deepEqual(broken(sample(from), sample(to)), [])
      for (const to of rows.slice(i + 1).flat())
        assert.equal(broken(sample(from), sample(to)).length, 1, `${from} → ${to}`)
    }
  })
  assert.deepEqual(broken('src/base/dtype.ts', 'src/repl/session.ts'), ['imports-point-down-from-base'])
  assert.deepEqual(broken('src/kernels/gemm.ts', 'src/tensor/tensor.ts'), ['imports-point-down-from-kernels'])
  assert.deepEqual(broken('src/cli/main.ts', 'test/run.ts'), ['test-only'])
})

test('the files that the pages name are there, and what they are said to hold', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const pages = {
    [source]: page,
    [`${root}test/`]: readFileSync(`${root}test/README.md`, 'utf8'),
  }
  for (const [folder, text] of Object.entries(pages)) {
    const named = [...text.matchAll(/`([\w-]+(?:\/[\w.-]+)*(?:\/|\.(?:ts|js|mjs|json|md)))`/g)].map(
      ([, path]) => path,
    )
    assert.deepEqual(
      named.filter((path) => ![folder, root].some((from) => existsSync(from + path))),
      [],
    )
    for (const [, name, path] of text.matchAll(/`(\w+)` (?:in|of) `([\w/.-]+\.ts)`/g))
      assert.match(readFileSync(folder + path, 'utf8'), new RegExp(`\\b${name}\\b`), `${name} in ${path}`)
  }
})

test('every file begins with the sentence that says what it is', () => {
  const silent = files.filter(
    (path) => !/^(?:\/\/|\/\* [^*]*generated) /i.test(readFileSync(source + path, 'utf8')),
  )
  assert.deepEqual(silent, [])
})
