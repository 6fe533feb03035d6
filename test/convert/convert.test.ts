// Programs from one language to the other and back: the text that is written, and that it prints the same here. The recorded
// texts were run on PyTorch, and printed what stands beside them.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { asCells, inLanguage, programOf, toPython, toTypeScript } from '../../src/convert/convert.js'
import { notebookAsPython, readNotebook, writeNotebook } from '../../src/convert/notebook.js'
import { Refusal, refusalText } from '../../src/convert/refusal.js'
import { dltorch } from '../cli/dltorch.js'
import { runProgram } from '../python/run-program.js'

const here = (path: string): string => new URL(path, import.meta.url).pathname
const read = (path: string): string => readFileSync(here(path), 'utf8')

/** What a program in TypeScript prints. */
async function printed(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-convert-'))
  try {
    const file = join(folder, 'program.ts')
    writeFileSync(file, text)
    const { stdout, stderr } = await dltorch(['run', file])
    assert.equal(stderr, '')
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a program in Python prints. */
function printedByPython(text: string): string {
  const { stdout, stderr } = runProgram(text)
  assert.equal(stderr, '')
  return stdout
}

for (const name of readdirSync(here('programs')).filter((file) => file.endsWith('.py'))) {
  const stem = name.replace(/\.py$/, '')
  test(`${stem} as Python, and what it prints`, async () => {
    const typeScript = read(`programs/${stem}.ts.txt`)
    const python = toPython(typeScript)
    assert.equal(python, read(`programs/${name}`))
    const wanted = read(`programs/${stem}.out`)
    assert.equal(await printed(typeScript), wanted)
    assert.equal(printedByPython(python), wanted)
  })
}

const courses = '../python/courses/'
for (const name of readdirSync(here(courses)).filter((file) => file.endsWith('.py'))) {
  test(`${name} as TypeScript prints what PyTorch does, and comes back`, async () => {
    const typeScript = toTypeScript(read(courses + name))
    const wanted = read(courses + name.replace(/\.py$/, '.txt'))
    assert.equal(await printed(typeScript), wanted)
    assert.equal(printedByPython(toPython(typeScript)), wanted)
  })
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!

test('what the two languages spell otherwise', () => {
  const pairs: [typescript: string, python: string][] = [
    ['torch.cat([a, b], { dim: 1 })', 'torch.cat([a, b], dim=1)'],
    ['xs.map((x) => x * 2)', '[x * 2 for x in xs]'],
    ['xs.filter((x) => x > 2).length', 'len([x for x in xs if x > 2])'],
    ['a ?? b', 'a if a is not None else b'],
    ['a?.grad', 'None if a is None else a.grad'],
    ['x[0, 1:3, ..., None]', 'x[0, 1:3, ..., None]'],
    ['a === null', 'a is None'],
    ['xs.includes(3)', '3 in xs'],
    ['-2 ** 2', '-2 ** 2'],
    ['(a + b) * c', '(a + b) * c'],
    ['[...xs, 1]', '[*xs, 1]'],
    ["n > 2 ? 'many' : 'few'", "'many' if n > 2 else 'few'"],
    ['Math.floor(7 / 2)', '7 // 2'],
    ['(4).toFixed(2)', 'js_fixed(4, 2)'],
    ['new Map([[1, 2]])', '{1: 2}'],
    ["`${'a'}{}`", `f"{'a'}{{}}"`],
  ]
  for (const [typescript, python] of pairs)
    assert.equal(lastLine(toPython(`const value = ${typescript}\n`)), `value = ${python}`)
})

test('of a name that is a target twice the last place counts', () => {
  assert.equal(lastLine(toTypeScript('a, _, _ = f()\n')), 'let [a, , _] = py.unpack(py.f(), 3)')
})

test('what each language has and the other lacks is kept', () => {
  const pairs: [python: string, typescript: string][] = [
    ['7 // 2', 'py.floordiv(7, 2)'],
    ['1 + 2', '1 + 2'],
    ['1.5 + x', 'py.add(1.5, x)'],
    ["'a' in x", "py.contains('a', x)"],
    ['(1,)', 'py.tuple_of(1)'],
    ["{'a': 1}", 'py.dict({ a: 1 })'],
    ['x[-1]', 'py.getitem(x, -1)'],
    ["f'{x:.3f}'", "f'{x:.3f}'"],
    ['2.0', 'py.float(2)'],
    ['not x', '!py.truth(x)'],
  ]
  for (const [python, typescript] of pairs)
    assert.equal(lastLine(toTypeScript(`x = f()\nvalue = ${python}\n`)), `const value = ${typescript}`)
})

test('comments, blank lines and what documents a function are kept', () => {
  const typescript = `// A file.\n\n/** Doubles. */\nfunction double(x) {\n  // twice\n  return 2 * x // so\n}\n\nconsole.log(double(2))\n`
  const python = toPython(typescript)
  assert.equal(
    python,
    `# A file.\n\n\ndef double(x):\n    """Doubles."""\n    # twice\n    return 2 * x  # so\n\n\nprint(double(2))\n`,
  )
  assert.equal(
    toTypeScript(python),
    `// A file.\n\n/** Doubles. */\nfunction double(x) {\n  // twice\n  return 2 * x // so\n}\n\n\nprint(double(2))\n`,
  )
})

test("keywords find the parameters of the program's own functions", async () => {
  const python = `def f(a, b=2, *, c=3):
    return [a, b, c]
def g(x, y=1):
    return x - y if x > y else 0
h = lambda x, y=1: x + y
print(f(1, c=4), f(b=3, a=1), g(*[5], y=2), h(1, y=3), (lambda z: z * 2)(z=4))
for v in f(1):
    print(v, g(v) / 2)
`
  const typeScript = toTypeScript(python)
  assert.match(typeScript, /f\(1, undefined, \{ c: 4 \}\)/)
  assert.match(typeScript, /for \(const v of f\(1\)\)/)
  assert.equal(await printed(typeScript), '[1, 2, 4] [1, 3, 3] 3 4 8\n1 0.0\n2 0.5\n3 1.0\n')
})

test('what has no counterpart is refused with its line and a way out', () => {
  const refused = (text: string, convert: (text: string) => string): string => {
    try {
      convert(text)
    } catch (error) {
      if (error instanceof Refusal) return refusalText(error, 'a')
      throw error
    }
    return 'nothing was refused'
  }
  assert.equal(
    refused('const a = 1\nsetTimeout(() => 1, 10)\n', toPython),
    "a:2: setTimeout is JavaScript's own\n    setTimeout(() => 1, 10)\nWrite instead: a loop",
  )
  assert.match(refused('outer: for (;;) {}\n', toPython), /^a:1: a label/)
  assert.match(refused("const fs = await import('node:fs')\n", toPython), /^a:1: import\(\) within/)
  assert.match(refused('const r = /a/\n', toPython), /^a:1: a regular expression/)
  assert.match(refused('for x in y:\n    pass\nelse:\n    pass\n', toTypeScript), /^a:1: else of a loop/)
  assert.match(
    refused('class A:\n    def __add__(self, o):\n        return 1\n', toTypeScript),
    /^a:2: __add__/,
  )
  assert.match(
    refused('def f(a, *, b):\n    return a\nf(*x, b=1)\n', toTypeScript),
    /^a:3: keywords behind \* in a call/,
  )
  assert.match(refused('x = (\n', toTypeScript), /^a:1: /)
})

test('a notebook has valid cells, and comes back as a program', () => {
  const program = programOf('a.py', 'import torch\n\n# Ones.\nx = torch.ones(2)\nprint(x)\n\nx.sum()\n')
  const cells = asCells(program)
  assert.deepEqual(
    cells.map(({ source }) => source),
    ['import torch', '# Ones.\nx = torch.ones(2)\nprint(x)', 'x.sum()'],
  )
  const outputs = cells.map((cell, i) => ({
    ...cell,
    printed: i === 1 ? 'tensor([1., 1.])\n' : '',
    ...(i === 2 ? { value: 'tensor(2.)' } : {}),
  }))
  const text = writeNotebook(outputs, 'py')
  const file = JSON.parse(text) as {
    cells: Record<string, unknown>[]
    nbformat: number
    nbformat_minor: number
    metadata: { kernelspec: { name: string } }
  }
  assert.deepEqual([file.nbformat, file.nbformat_minor, file.metadata.kernelspec.name], [4, 5, 'python3'])
  for (const cell of file.cells) {
    assert.match(cell.id as string, /^[a-zA-Z0-9-_]{1,64}$/)
    assert.deepEqual(Object.keys(cell).sort(), [
      'cell_type',
      'execution_count',
      'id',
      'metadata',
      'outputs',
      'source',
    ])
  }
  assert.deepEqual(file.cells[2].outputs, [
    {
      output_type: 'execute_result',
      execution_count: 3,
      data: { 'text/plain': ['tensor(2.)'] },
      metadata: {},
    },
  ])
  const back = programOf('a.ipynb', text)
  assert.equal(back.language, 'py')
  assert.match(inLanguage(back, 'ts'), /print\(x\)/)
})

test('words and magics of a notebook are comments', () => {
  const { cells } = readNotebook(
    JSON.stringify({
      nbformat: 4,
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'words'] },
        { cell_type: 'code', source: '%matplotlib inline\n!pip install torch\nx = 1' },
        { cell_type: 'raw', source: 'left out' },
      ],
    }),
  )
  assert.equal(
    notebookAsPython(cells),
    '# %% [markdown]\n# # Title\n# words\n\n# %%\n# %matplotlib inline  (shows figures in a notebook: nothing to do here)\n# !pip install torch  (installs a package: done once, outside of the program)\nx = 1\n',
  )
  assert.throws(() => readNotebook('[]'), /no list of cells/)
})
