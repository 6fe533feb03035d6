// Modules that lie beside a program: in Python, and in TypeScript.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findModulesIn } from '../../src/python/run.js'
import { runProgram } from './run-program.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-modules-'))
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
write(
  'lines.py',
  'import torch\n"""Lines."""\nslope = 2\n\ndef line(x, b=1):\n    return slope * x + b\n\nif __name__ == "__main__":\n    print("not here")\n',
)
write('broken.py', 'def f(:\n    pass\n')
write('fails.py', 'def go(x):\n    return x.foo\n')
write(
  'scaling.ts',
  "import torch from 'dltorch'\nimport { two } from './number.js'\n" +
    'export const scale: number = 3\nexport const ones = torch.ones(2) * two\n' +
    'export function times(x: number, { by = 2 }: { by?: number } = {}): number { return x * by }\n' +
    'export class Box { constructor(readonly v: number) {}\n  double(): number { return this.v * 2 } }\n',
)
write('number.ts', 'export const two = 2\n')
mkdirSync(join(folder, 'parts', 'deeper'), { recursive: true })
write('parts/__init__.py', 'from .first import one\nfrom . import second\nfrom .deeper import three\n')
write('parts/first.py', 'one = 1\n')
write('parts/second.py', 'from .first import *\ntwo = one + 1\n')
write(
  'parts/deeper/__init__.py',
  'from .. import second\nfrom ..first import one\nthree = second.two + one\n',
)
findModulesIn(folder)

test('a module in Python runs once, and its variables are those of its functions', () => {
  const program =
    'import lines\nfrom lines import line\nprint(line(3), lines.line(1, b=0), lines.__name__)\nlines.slope = 5\nprint(line(3))\n'
  assert.deepEqual(runProgram(program), { stdout: '7 2 lines\n16\n', stderr: '' })
})

test('a package imports its own modules by dots', () => {
  const program =
    'import parts\nprint(parts.one, parts.second.two, parts.three, parts.deeper.second.__name__)\n' +
    'try: from .parts import one\nexcept ImportError as e: print(e)\n'
  const stdout = '1 2 3 parts.second\nattempted relative import with no known parent package\n'
  assert.deepEqual(runProgram(program), { stdout, stderr: '' })
})

test('a module in TypeScript gives its functions and classes', () => {
  const program =
    'from scaling import times, Box, scale, ones\nprint(scale, times(4), times(4, by=5), ones, Box(3).double())\n'
  assert.deepEqual(runProgram(program), { stdout: '3 8 20 tensor([2., 2.]) 6\n', stderr: '' })
})

test('what fails in a module is told with its file', () => {
  assert.match(
    runProgram('import fails\nfails.go(1)\n').stderr,
    /line 2, in <module>\n {4}fails\.go\(1\)\n {2}File ".*fails\.py", line 2, in go\n {4}return x\.foo\n {11}\^{5}\n/,
  )
  assert.match(runProgram('import broken\n').stderr, /File ".*broken\.py", line 1\n {4}def f\(:\n/)
  assert.match(runProgram('import nothing_there\n').stderr, /No module named 'nothing_there'/)
})

test('what serves is said where a module is not here', () => {
  const said = (name: string): string =>
    runProgram(`import ${name}\n`).stderr.split('\n').slice(-3, -1).join('\n')
  assert.equal(
    said('seaborn'),
    "ModuleNotFoundError: No module named 'seaborn'\nHere matplotlib.pyplot draws.",
  )
  assert.equal(
    said('scipy.stats'),
    "ModuleNotFoundError: No module named 'scipy'\nHere torch.linalg, torch.special and numpy have much of it.",
  )
  assert.equal(
    said('einops'),
    "ModuleNotFoundError: No module named 'einops'\nHere reshape, permute, and torch.einsum rearrange tensors.",
  )
  assert.match(said('mth'), /No module named 'mth'\nDid you mean math\?$/)
  const own = "class E(Exception):\n    def __init__(self):\n        self.hint = 'mine'\nraise E()\n"
  assert.doesNotMatch(runProgram(own).stderr, /\nmine/)
})

test('matplotlib and its parts are imported as scripts import them', () => {
  const program =
    'import matplotlib\nimport matplotlib.pyplot as plt\nfrom matplotlib import cm, pyplot\nfrom matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator\n' +
    "plt.style.use('ggplot')\nfig, ax = plt.subplots(2, 2)\nax[0, 1].plot([1, 2], 'r-')\n(a, b), (c, d) = ax\n" +
    'n, bins, patches = plt.hist([1, 2, 2], bins=2)\nprint(n, bins, len(patches), a is ax[0, 0], type(ax).__name__)\n' +
    "print(cm.jet(0.0), plt.cm.viridis(0.5)[:2])\nplt.close('all')\nplt.nothing()\n"
  const { stdout, stderr } = runProgram(program)
  assert.equal(
    stdout,
    '[1. 2.] [1.  1.5 2. ] 2 True ndarray\n(0.0, 0.0, 0.5019607843137255, 1.0) (0.12941176470588237, 0.5686274509803921)\n',
  )
  assert.match(stderr, /AttributeError: module 'matplotlib\.pyplot' has no attribute 'nothing'/)
})
