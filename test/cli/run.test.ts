// dltorch run: TypeScript files, their imports, and where their errors point.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { dltorch } from './dltorch.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-run-'))
after(() => rmSync(folder, { recursive: true }))

function runFile(name: string, text: string, args: string[] = []): ReturnType<typeof dltorch> {
  writeFileSync(join(folder, name), text)
  return dltorch(['run', name, ...args], { cwd: folder })
}

test('runs TypeScript with the engine, a neighbour file and its arguments', async () => {
  writeFileSync(join(folder, 'double.ts'), 'export const double = (n: number): number => 2 * n\n')
  const text = `import torch, { Tensor } from 'dltorch'
import { double } from './double.js'

interface Point { x: number }
const point: Point = { x: 4 }
const t: Tensor = torch.ones(2)
console.log(t, double(point.x), t instanceof Tensor)
console.log(nn === torch.nn, process.argv.slice(2))
`
  assert.deepEqual(await runFile('good.ts', text, ['--lr', '0.1']), {
    stdout: "tensor([1., 1.]) 8 true\ntrue [ '--lr', '0.1' ]\n",
    stderr: '',
    code: 0,
  })
})

test('a Python file is told what it was called with, and where it lies', async () => {
  const text = `import argparse, os, sys
parser = argparse.ArgumentParser()
parser.add_argument('data')
parser.add_argument('--epochs', type=int, default=1)
args = parser.parse_args()
print(sys.argv, args.data, args.epochs, os.path.samefile(sys.path[0], '.'))
`
  assert.deepEqual(await runFile('options.py', text, ['--epochs', '3', 'points.csv']), {
    stdout: "['options.py', '--epochs', '3', 'points.csv'] points.csv 3 True\n",
    stderr: '',
    code: 0,
  })
  const { stdout, code } = await runFile('options.py', text, ['--help'])
  assert.match(stdout, /^usage: options.py \[-h\] \[--epochs EPOCHS\] data\n/)
  assert.equal(code, 0)
})

test('files speak the dialect, and so do those they import', async () => {
  writeFileSync(join(folder, 'scale.ts'), 'export const scale = (t: any, by: number) => t * by - 1.\n')
  const text = `import torch from 'dltorch'
import { scale } from './scale.js'

# names need no declaration
x = torch.tensor([1., 2.], requires_grad=True)
y, n = scale(x, 3), 2
y.sum().backward()
print(x.grad, y[1:], n == 2, True)
class Net extends nn.Module {
  readonly linear = nn.Linear(2, 1, bias=False)
  forward(x: any) {
    return this.linear(x) * 0. + 1
  }
}
print(new Net()(x))
let total: number = 0
for (let i = 0; i < 3; i++) total += i
w = torch.zeros(3)
w[total - 1:] += 5
print(w, total)
`
  assert.deepEqual(await runFile('dialect.ts', text), {
    stdout: `tensor([3., 3.]) tensor([5.], grad_fn=<SliceBackward0>) True True
tensor([1.], grad_fn=<AddBackward0>)
tensor([0., 0., 5.]) 3
`,
    stderr: '',
    code: 0,
  })
})

test('JavaScript speaks it too, unless it is CommonJS', async () => {
  assert.equal((await runFile('short.js', 'x = torch.ones(2)\nprint(x + 1)\n')).stdout, 'tensor([2., 2.])\n')
  const common =
    "const { sep } = require('node:path')\nmodule.exports = sep\nconsole.log(typeof require, 1 + 1)\n"
  assert.equal((await runFile('common.js', common)).stdout, 'function 2\n')
})

test('an error in the dialect points to the line that was written', async () => {
  const wrong = await runFile('operands.ts', 'const x: any = torch.ones(2)\n\nprint(x +\n  torch.ones(3))\n')
  assert.match(
    wrong.stderr,
    /^ {2}File "operands.ts", line 3\n {4}print\(x \+\nRuntimeError: The size of tensor a/,
  )
  const python = await runFile('loop.ts', 'x = 1\nfor i in range(3):\n')
  assert.match(python.stderr, /^ {2}File "loop.ts", line 2\n.*\nSyntaxError: Python's for i in range\(3\)/)
  const open = await runFile('open.js', 'print(torch.ones(2)[0\n')
  assert.match(open.stderr, /^ {2}File "open.js", line \d\n(.*\n)?SyntaxError: /)
})

test('runs JavaScript as a module, whatever package.json says', async () => {
  const { stdout, code } = await runFile(
    'plain.js',
    "import torch from 'dltorch'\nconsole.log(await torch.ones(1))\n",
  )
  assert.equal(stdout, 'tensor([1.])\n')
  assert.equal(code, 0)
})

test('an error points to the line that was written', async () => {
  const text = `interface Unused {
  a: number
}

const x: unknown = torch.ones(2, 3)
torch.mm(x, x)
`
  const { stdout, stderr, code } = await runFile('wrong.ts', text)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /^ {2}File "wrong.ts", line 6\n {4}torch.mm\(x, x\)\nRuntimeError: mat1 and mat2 shapes cannot be multiplied/,
  )
  assert.equal(code, 1)
})

test('an error in an imported file points there', async () => {
  writeFileSync(join(folder, 'broken.ts'), 'export const a = 1\n\nlet b: = 3\n')
  assert.deepEqual(await runFile('imports.mts', "import './broken.ts'\n"), {
    stdout: '',
    stderr: '  File "broken.ts", line 3\n    let b: = 3\nSyntaxError: Unexpected "="\n',
    code: 1,
  })
})

test('a syntax error in JavaScript points to its line', async () => {
  const { stderr, code } = await runFile('typo.mjs', 'let a = 1\nlet b = 2 2\n')
  assert.match(stderr, /^ {2}File "typo.mjs", line 2\n {4}let b = 2 2\nSyntaxError: /)
  assert.equal(code, 1)
})

test('an error in a timer ends the program', async () => {
  const text =
    'setTimeout(() => {\n  throw new RangeError("late")\n}, 1)\nsetTimeout(() => console.log("never"), 50)\n'
  assert.deepEqual(await runFile('timer.ts', text), {
    stdout: '',
    stderr: '  File "timer.ts", line 2\n    throw new RangeError("late")\nRangeError: late\n',
    code: 1,
  })
})

test('the exit code is the one the file sets', async () => {
  assert.equal((await runFile('exit.ts', 'process.exitCode = 3\n')).code, 3)
})

test('a file that does not exist', async () => {
  assert.deepEqual(await dltorch(['run', 'nowhere.ts'], { cwd: folder }), {
    stdout: '',
    stderr: 'dltorch: there is no file nowhere.ts\n',
    code: 2,
  })
})

const notebook = (...cells: string[]): string =>
  JSON.stringify({
    cells: cells.map((source) => ({
      cell_type: 'code',
      metadata: {},
      outputs: [],
      execution_count: null,
      source,
    })),
    metadata: { kernelspec: { language: 'python', name: 'python3', display_name: 'Python 3' } },
    nbformat: 4,
    nbformat_minor: 5,
  })

test('runs the cells of a notebook, without what a notebook does around them', async () => {
  const text = notebook(
    '%matplotlib inline\n!pip install torch\nimport torch\nx = torch.ones(2)',
    '%%time\nfor i in range(2):\n    %time y = x * i\n    print(y)',
    '?torch.ones\nx?\nfiles = !ls\nif True:\n    !ls\nprint(y)',
  )
  assert.deepEqual(await runFile('cells.ipynb', text), {
    stdout: 'tensor([0., 0.])\ntensor([1., 1.])\ntensor([1., 1.])\n',
    stderr: '',
    code: 0,
  })
})

test('what is no notebook is refused', async () => {
  for (const [text, reason] of [
    ['{"cells": 5}', 'it has no list of cells, which notebooks have since nbformat 4'],
    ['{"cells": [null]}', 'cell 1 has no source'],
  ])
    assert.deepEqual(await runFile('bad.ipynb', text), {
      stdout: '',
      stderr: `dltorch: bad.ipynb is no notebook: ${reason}\n`,
      code: 1,
    })
})

test('a full disk is an OSError in the words of the system', async () => {
  const text = `
for mode, content in [('w', 'x' * 9), ('wb', b'x' * 9)]:
    try:
        with open('/dev/full', mode) as file: file.write(content)
    except OSError as error: print(type(error).__name__, error.errno, error)
try: open('x' * 300)
except OSError as error: print(error.errno, error.strerror)
`
  assert.deepEqual(await runFile('full.py', text), {
    stdout: 'OSError 28 [Errno 28] No space left on device\n'.repeat(2) + '36 File name too long\n',
    stderr: '',
    code: 0,
  })
})

test("a notebook's own commands at the prompt are said to be left out, and what they time is run", async () => {
  const { stdout, stderr } = await dltorch([], {
    input: '%matplotlib inline\n!pip install torch\n%%time\n%time x = torch.ones(2)\nx\n!true\n5 % 3\n',
  })
  assert.equal(
    stdout,
    '%matplotlib inline: shows figures in a notebook: nothing to do here.\n' +
      '!pip install torch: installs a package: done once, outside of the program.\n' +
      '%%time: a command of the notebook, left out.\ntensor([1., 1.])\nFalse\n2\n',
  )
  assert.equal(stderr, '')
})
