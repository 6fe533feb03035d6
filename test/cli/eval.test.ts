// dltorch eval and piped input: values out, errors told, exit codes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

const prints = (code: string, stdout: string): void =>
  void test(`eval ${code}`, async () => {
    assert.deepEqual(await dltorch(['eval', code]), { stdout, stderr: '', code: 0 })
  })

prints('torch.ones(2)', 'tensor([1., 1.])\n')
prints('torch.ones(2, 3).shape', 'torch.Size([2, 3])\n')
prints('torch.chunk(torch.arange(4), 2)', '(tensor([0, 1]), tensor([2, 3]))\n')
prints('[torch.tensor(1), 2]', '[tensor(1), 2]\n')
prints('nn.Linear(2, 1)', 'Linear(in_features=2, out_features=1, bias=True)\n')
prints('F.relu(torch.tensor([-1, 2]))', 'tensor([0, 2])\n')
prints('typeof optim.SGD', "'function'\n")
prints('torch.from_numpy(np.ones([2]))', 'tensor([1., 1.], dtype=torch.float64)\n')
prints('const x: number = 3; x as any', '3\n')
prints('undefined', '')
prints('let a = 1', '')
prints('{a: 1}', "{'a': 1}\n")
prints('await Promise.resolve(5)', '5\n')
prints('import { ones } from "dltorch"; ones(1)', 'tensor([1.])\n')
prints(
  'using guard = torch.no_grad(); torch.ones(1, { requires_grad: true }).add(1).requires_grad',
  'False\n',
)
prints('torch.ones(1, { requires_grad: true }).add(1)', 'tensor([2.], grad_fn=<AddBackward0>)\n')
prints('print(torch.ones(2), [1, true, null])', 'tensor([1., 1.]) [1, True, None]\n')

prints('torch.ones((2, 2)) * 2.', 'tensor([[2., 2.],\n        [2., 2.]])\n')
prints('x = torch.arange(4); x[1:3] = 0; x', 'tensor([0, 0, 0, 3])\n')
prints('a, b = torch.cat([torch.ones(1), torch.zeros(1)], dim=0); -b ** 2 < 1.', 'tensor(True)\n')

const fails = (code: string, stderr: string): void =>
  void test(`eval ${code}`, async () => {
    assert.deepEqual(await dltorch(['eval', code]), { stdout: '', stderr, code: 1 })
  })

fails(
  'torch.ones(2) + torch.ones(3)',
  'RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0\n' +
    '  a  [2]\n  b  [3]\n      ^\n  sizes from the right must be equal, or one of them 1\n',
)
fails(
  'def f(x):',
  '  File "<stdin>", line 1\n    def f(x):\n             ^\n' +
    'IndentationError: expected an indented block after function definition on line 1\n',
)
fails(
  'torch.ones(2).add(torch.ones(3))',
  'RuntimeError: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0\n' +
    '  a  [2]\n  b  [3]\n      ^\n  sizes from the right must be equal, or one of them 1\n',
)
fails(
  'torch.ones(2).sum(3)',
  'IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 3)\n',
)
fails('nothing', 'ReferenceError: nothing is not defined\n')
fails('torch.ones(2', 'SyntaxError: Unexpected end of input\n')
fails('throw 5', 'Uncaught 5\n')
fails(
  '1\nnull.x',
  "  File \"<eval>\", line 2\n    null.x\nAttributeError: 'NoneType' object has no attribute 'x'\n",
)
fails(
  'void Promise.reject(new Error("late"))',
  `Traceback (most recent call last):
  File "<eval>", line 1, in <module>
    void Promise.reject(new Error("late"))
                        ^
Error: late
`,
)

test('piped input prints values without prompt or colour', async () => {
  assert.deepEqual(await dltorch(['repl'], { input: 'torch.ones(2)\n' }), {
    stdout: 'tensor([1., 1.])\n',
    stderr: '',
    code: 0,
  })
  assert.equal((await dltorch([], { input: '1 + 1' })).stdout, '2\n')
  assert.deepEqual(await dltorch(['repl']), { stdout: '', stderr: '', code: 0 })
})

test('piped input goes on over several lines', async () => {
  const input = [
    'const x = torch.arange(4)',
    '  .reshape(2, 2)',
    'function twice(t: torch.Tensor) {',
    '',
    '  return t.add(t)',
    '}',
    'twice(x)',
    'if (false) 1',
    'else 2',
    '`a',
    'b`',
    'const x = 3; x // again',
  ].join('\n')
  const { stdout, stderr, code } = await dltorch(['repl'], { input })
  assert.equal(stderr, '')
  assert.equal(stdout, "tensor([[0, 2],\n        [4, 6]])\n2\n'a\\nb'\n3\n")
  assert.equal(code, 0)
})

test('a long text in triple quotes is read once, and where it ends', async () => {
  const lines = 'a\n'.repeat(20_000)
  const input = `x = """${lines}c"""\nlen(x)\ny = '''${lines}`
  const { stdout, stderr } = await dltorch(['repl'], { input })
  assert.equal(stdout, '40001\n')
  assert.match(stderr, /SyntaxError: unterminated triple-quoted string literal/)
})

test('piped input stops at its first error and names the line', async () => {
  const input = '1\n\nfunction f(x) {\n  return x.y.z\n}\nf(1)\n2\n'
  assert.deepEqual(await dltorch(['repl'], { input }), {
    stdout: '1\n',
    stderr: `Traceback (most recent call last):
  File "<stdin>", line 6, in <module>
    f(1)
  File "<stdin>", line 4, in f
    return x.y.z
               ^
TypeError: Cannot read properties of undefined (reading 'z')
`,
    code: 1,
  })
  const broken = await dltorch(['repl'], { input: '1\nlet y: = 2\n3' })
  assert.deepEqual(broken, {
    stdout: '1\n',
    stderr: '  File "<stdin>", line 2\n    let y: = 2\nSyntaxError: Unexpected "="\n',
    code: 1,
  })
})
