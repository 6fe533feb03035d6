// Numbers of NumPy's: their types, arithmetic, texts and warnings are what NumPy 1.24 gave, expression by expression.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

type Recorded = readonly [expression: string, given: string]
const recorded = JSON.parse(
  readFileSync(new URL('numpy-numbers.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

test("NumPy's numbers give NumPy's answers, with their types and warnings", () => {
  const tries = recorded.map(([expression]) => `told(${JSON.stringify(expression)})`)
  const program = `import json, math, warnings, numpy as np, torch
def told(text):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        try:
            value = eval(text)
            given = f'{value!r} {type(value).__name__}'
        except Exception as error:
            given = f'{type(error).__name__}: {error}'
    print(given + ''.join(f' | {one.message}' for one in said), end='##')
${tries.join('\n')}
`
  const ran = runProgram(program)
  assert.equal(ran.stderr, '')
  const printed = ran.stdout.split('##')
  recorded.forEach(([expression, wanted], i) => {
    assert.equal(printed[i], wanted, expression)
  })
})

const printedBy = (text: string): string => runProgram(`import numpy as np, torch\n${text}`).stdout

test('an int of few bits begins anew, and says so', () => {
  const { stdout } = runProgram(`import numpy as np, warnings
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter('always')
    print(np.uint8(200) + np.uint8(100), said[0].message)
`)
  assert.equal(stdout, '44 overflow encountered in scalar add\n')
})

test('elements, sums and items of lists have types; plain numbers have none', () => {
  assert.equal(
    printedBy(
      `a = np.array([1.5, 2]); print(type(a[0]), type(a.sum()), type(a.mean()), type(a.tolist()[0]), type(2.5), type(a.size))
print(hasattr(a.sum(), 'shape'), hasattr(2.5, 'shape'), hasattr(3, 'dtype'), isinstance(a[0], float))
print([type(i).__name__ for i in np.arange(2)], type(np.argmax(a)), type(a.shape[0]))
`,
    ),
    "<class 'numpy.float64'> <class 'numpy.float64'> <class 'numpy.float64'> <class 'float'> <class 'float'> <class 'int'>\n" +
      "True False False True\n['int64', 'int64'] <class 'numpy.int64'> <class 'int'>\n",
  )
})

test('faults of floats are told as seterr says', () => {
  assert.equal(
    printedBy(`with np.errstate(divide='raise'):
    try: np.float64(1) / 0
    except FloatingPointError as e: print(e)
with np.errstate(all='ignore'): print(np.float64(1) / 0, np.array([1., 0]) / 0, np.log(0))
print(np.seterr(over='ignore')['over'], np.geterr()['over'])
np.seterr(over='warn')
`),
    'divide by zero encountered in scalar divide\ninf [inf nan] -inf\nwarn ignore\n',
  )
})

test('complex numbers of arrays are complex numbers', () => {
  assert.equal(
    printedBy(`print(torch.tensor([1.0, 2.0]).to(torch.complex64).numpy().tolist())
print(np.array([1 + 2j, 3]).tolist(), np.array([1 + 2j])[0], type(np.array([1j]).sum()).__name__)
`),
    '[(1+0j), (2+0j)]\n[(1+2j), (3+0j)] (1+2j) complex128\n',
  )
})

test('types are called what PyTorch, NumPy and Python call them', () => {
  const wanted: Readonly<Record<string, string>> = {
    'nn.Linear(1, 1).weight': 'torch.nn.parameter.Parameter',
    'nn.Parameter(torch.ones(1))': 'torch.nn.parameter.Parameter',
    'torch.ones(1)': 'torch.Tensor',
    'torch.strided': 'torch.layout',
    'torch.contiguous_format': 'torch.memory_format',
    'torch.no_grad()': 'torch.autograd.grad_mode.no_grad',
    'torch.ones(2).max(0)': 'torch.return_types.max',
    'nn.Linear(1, 1).state_dict()': 'collections.OrderedDict',
    'nn.Linear(1, 1).parameters()': 'generator',
    'torch.finfo(torch.float32)': 'torch.finfo',
    'np.array([1]).dtype': 'numpy.dtype[int64]',
    'np.finfo(float)': 'numpy.finfo',
    'np.array([1.5]).sum()': 'numpy.float64',
    '2.5': 'float',
  }
  const program = Object.keys(wanted).map((text) => `print(type(${text}))`)
  assert.equal(
    printedBy(`from torch import nn\n${program.join('\n')}\n`),
    Object.values(wanted)
      .map((name) => `<class '${name}'>\n`)
      .join(''),
  )
  assert.equal(
    printedBy(`from torch import nn
lin = nn.Linear(1, 1)
print(isinstance(lin.weight, nn.Parameter), type(lin.weight) == nn.Parameter, isinstance(lin.weight, torch.Tensor))
print(hasattr(lin, '__len__'), hasattr(nn.Sequential(lin), '__len__'), lin.weight.shape, type(lin.weight.data).__name__)
`),
    'True True True\nFalse True torch.Size([1, 1]) Tensor\n',
  )
})

test('arrays have the attributes that NumPy gives them', () => {
  assert.equal(
    printedBy(`a = np.array([[3.5, 1], [2, 0]])
print(a.sort(), a.tolist(), a.strides, a.real[0], a.imag[0], a.item((0, 1)), a.sum(dtype=int), a.__len__())
`),
    'None [[1.0, 3.5], [0.0, 2.0]] (16, 8) [1.  3.5] [0. 0.] 3.5 6 2\n',
  )
})

test('arrays of texts are sorted and chosen from, columns come first where they are asked to', () => {
  assert.equal(
    printedBy(`print(np.sort(np.array(['b', 'a'])), np.where(np.array([1, 3]) > 2, 'pass', 'no'), np.array([1, 2]).astype(str), np.char.upper(np.array(['a', 'b'])))
a = np.arange(4).reshape(2, 2)
print(a.flatten(order='F'), a.reshape(4, order='F'), np.can_cast(np.int64, np.int32), np.promote_types('i4', 'f4'), np.dtype('<f4'))
print(np.block([[a, a[:, :1]]]).tolist(), np.exp(torch.zeros(2)))
print(np.poly1d([1, 2, 3]))
from io import StringIO
print(np.loadtxt(StringIO('1 2\\n3 4')).tolist())
for bad in (lambda: np.array([[1, 2], [3]]), lambda: a @ np.ones((3, 2)), lambda: np.array([(1, 2)], dtype=[('x', int)])):
    try: bad()
    except Exception as error: print(type(error).__name__, error)
`),
    `['a' 'b'] ['no' 'pass'] ['1' '2'] ['A' 'B']
[0 2 1 3] [0 2 1 3] False float64 float32
[[0, 1, 0], [2, 3, 2]] tensor([1., 1.])
   2
1 x + 2 x + 3
[[1.0, 2.0], [3.0, 4.0]]
ValueError setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (2,) + inhomogeneous part.
ValueError matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 3 is different from 2)
TypeError arrays of records (a dtype with fields) are not here: a dict of arrays, one for each field, serves
`,
  )
})
