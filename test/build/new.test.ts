// `npm run new:op` and `npm run new:lesson`, in a copy of the source: what they write, where, and what they refuse.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'
import { newLesson } from '../../src/build/new-lesson.js'
import { newOp } from '../../src/build/new-op.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'dltorch-new-'))
after(() => rmSync(copy, { recursive: true }))
for (const part of ['src', 'package.json', 'tsconfig.json', '.prettierrc.json'])
  cpSync(join(root, part), join(copy, part), { recursive: true })
cpSync(join(root, 'lessons/intro'), join(copy, 'lessons/intro'), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

// The copy is read as it stands, whatever reads the modules of this process.
register()
const rootOfCopy = pathToFileURL(`${copy}/`)
const write = async (...args: string[]): Promise<string> => newOp(args, new URL('src/', rootOfCopy))
const read = (path: string): string => readFileSync(join(copy, path), 'utf8')

test('a skeleton is written next to its nearest relative, and says at run time that it is one', async () => {
  const said = await write('logaddexp3(Tensor self, Tensor other, *, Tensor? out=None) -> Tensor')
  const [, line] =
    /^Wrote logaddexp3 to src\/ops\/pointwise\/exponential\.ts:(\d+), where .* logaddexp/.exec(said) ?? []
  assert.match(said, /npm run generate/)
  const text = read('src/ops/pointwise/exponential.ts')
  assert.match(text.split('\n')[Number(line) - 1], /^op\('logaddexp3/)
  assert.match(text, /kernel: \(self, other\) => notWritten\('logaddexp3', self, other\)/)
  assert.match(text, /other: \(g, \{ self, other \}\) =>/)
  assert.match(text, /import \{ .*notWritten.* \} from '..\/..\/engine\/op\.js'/)

  await write("linalg.qr3(Tensor self, str mode='reduced') -> (Tensor Q, Tensor R)", '--family', 'linalg/svd')
  assert.match(
    read('src/ops/linalg/svd.ts'),
    /forward: \(self: Tensor, mode: string\) => notWritten\('linalg\.qr3', self, mode\)/,
  )
  await write(
    'fill_twice_(Tensor self, Tensor|Scalar value, Generator? generator=None) -> Tensor',
    '--family',
    'shape/pad',
  )
  assert.match(
    read('src/ops/shape/pad.ts'),
    /mutate: \(self: Tensor, value: Tensor \| Scalar, generator: Generator \| null\)/,
  )

  // The copy is a library of its own.
  const { default: torch } = await import(new URL('src/index.ts', rootOfCopy).href)
  const ones = torch.ones(2, 2)
  for (const [name, run] of [
    ['logaddexp3', () => torch.logaddexp3(ones, ones)],
    ['linalg.qr3', () => (torch.linalg as any).qr3(ones)],
    ['fill_twice_', () => ones.fill_twice_(1)],
  ] as const)
    assert.throws(run, new RegExp(`NotImplementedError: ${name} is not written yet`), name)
})

const refused: [name: string, args: string[], reason: RegExp][] = [
  ['no signature', ['logaddexp4'], /cannot read schema 'logaddexp4'/],
  ['a parameter without a type', ['f(self) -> Tensor'], /cannot read parameter 'self'/],
  ['an unknown type', ['f(Tenor self) -> Tensor'], /of type Tenor; there are Tensor, Scalar/],
  ['an unknown result', ['f(Tensor self) -> Tenor'], /Tenor is no type of a result/],
  ['a parameter twice', ['f(Tensor self, Tensor self) -> Tensor'], /self stands twice/],
  ['an unknown namespace', ['sparse.mm(Tensor a, Tensor b) -> Tensor'], /add 'sparse\.' to `namespaces`/],
  ['an op', ['exp(Tensor self) -> Tensor'], /exp exists: exp\(Tensor self/],
  ['an overload', ['max.dim(Tensor self, int dim) -> Tensor'], /max\.dim exists/],
  ['an alias', ['subtract(Tensor self) -> Tensor'], /another name of sub/],
  ['an in-place form', ['exp_(Tensor self) -> Tensor'], /in-place form of exp/],
  ['a function beside the table', ['is_tensor(any obj) -> bool'], /exists, beside the table/],
  [
    'an unknown family',
    ['f(Tensor self) -> Tensor', '--family', 'pointwise/odd'],
    /no family pointwise\/odd; there are .*pointwise\/exponential/,
  ],
  ['an unknown option', ['f(Tensor self) -> Tensor', '--room', 'nn'], /--room/],
]

test('what cannot be an op is refused in words, and nothing is written', async () => {
  const before = read('src/ops/pointwise/exponential.ts')
  for (const [name, args, reason] of refused) await assert.rejects(write(...args), reason, name)
  assert.equal(read('src/ops/pointwise/exponential.ts'), before)
})

test('a chapter is written whole and entered in the catalogue', () => {
  const run = (file: string, argument: string): string => {
    const args = ['--import', 'tsx', `src/build/${file}`, argument]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' })
    assert.equal(stderr, '')
    return stdout
  }
  assert.match(run('new-lesson.ts', 'gradient-descent'), /^Wrote lessons\/gradient-descent\/chapter\.md/)
  assert.match(read('src/learn/catalogue.ts'), /'logistic-regression',\n {2}'gradient-descent',\n\]/)
  const text = read('lessons/gradient-descent/chapter.md')
  assert.match(text, /^---\nname: gradient-descent\ntitle: Gradient descent · /)
  assert.match(text, /```text\ntorch\.Size\(\[3\]\)\n```/)
  assert.match(
    run('lessons.ts', 'lessons/gradient-descent'),
    /✔ gradient-descent: 8 steps, 4 exercises, 0 outputs written/,
  )
})

test('names that no chapter can have are refused', async () => {
  for (const [args, reason] of [
    [['intro'], /there is a chapter intro/],
    [['autograd'], /there is a chapter autograd/],
    [['gradient-descent'], /there is a chapter gradient-descent/],
    [['Gradient'], /no name of a chapter/],
    [['../intro2'], /no name of a chapter/],
    [['2nd'], /no name of a chapter/],
    [[], /npm run new:lesson NAME/],
    [['one', 'two'], /npm run new:lesson NAME/],
  ] as const) {
    const answer = await newLesson(args, rootOfCopy)
    assert.match('problem' in answer ? answer.problem : answer.said, reason)
  }
  assert.ok(!existsSync(join(copy, 'lessons/2nd')))
})
