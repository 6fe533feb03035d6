// `out=`: whoever takes it fills, resizes and returns it, and refuses what PyTorch refuses, in its words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setWarnAlways, warningPrinter } from '../../src/base/warnings.js'
import torch, { type Tensor } from '../../src/torch.js'

const F = torch.nn.functional
const x = torch.tensor([
  [-1.5, 0.25],
  [0.75, 2],
])
const weight = torch
  .tensor([
    [1, 2],
    [3, 4],
  ])
  .float()
const bias = torch.tensor([1, -1]).float()
const plane = (t: Tensor): Tensor => t.view([1, 1, 2, 2])
const found = 'Found dtype Double but expected Float'
const expected = 'Expected out tensor to have dtype float, but got double instead'

/** A call; what PyTorch gives for `x`; what it says of an `out` of doubles. */
const calls: readonly [name: string, (t: Tensor, out: Tensor) => Tensor, number[], string][] = [
  ['softplus', (t, out) => F.softplus(t, { out }), [0.2014, 0.8259, 1.1369, 2.1269], found],
  ['softshrink', (t, out) => F.softshrink(t, { out }), [-1, 0, 0.25, 1.5], found],
  ['hardshrink', (t, out) => F.hardshrink(t, { out }), [-1.5, 0, 0.75, 2], found],
  ['hardshrink', (t, out) => torch.hardshrink(t, { out }), [-1.5, 0, 0.75, 2], found],
  ['gelu', (t, out) => F.gelu(t, { out }), [-0.1002, 0.1497, 0.58, 1.9545], found],
  ['gelu', (t, out) => F.gelu(t, { approximate: 'tanh', out }), [-0.1004, 0.1497, 0.58, 1.9546], found],
  ['linear', (t, out) => F.linear(t, weight, { out }), [-1, -3.5, 4.75, 10.25], expected],
  ['linear', (t, out) => F.linear(t, weight, bias, { out }), [0, -4.5, 5.75, 9.25], expected],
  ['avg_pool2d', (t, out) => F.avg_pool2d(plane(t), 2, 1, { out }), [0.375], expected],
  ['avg_pool3d', (t, out) => F.avg_pool3d(plane(t).unsqueeze(0), [1, 2, 2], 1, { out }), [0.375], expected],
  [
    'log_sigmoid',
    (t, out) => F.logsigmoid(t, { out }),
    [-1.7014, -0.5759, -0.3869, -0.1269],
    'expected scalar type Float but found Double',
  ],
  ['_softmax', (t, out) => torch._softmax(t, 0, false, { out }), [0.0953, 0.148, 0.9047, 0.852], expected],
  [
    '_log_softmax',
    (t, out) => torch._log_softmax(t, 0, false, { out }),
    [-2.3502, -1.9102, -0.1002, -0.1602],
    expected,
  ],
]

for (const [name, call, values, refusal] of calls)
  test(`${name} into out`, () => {
    const out = torch.empty(0)
    assert.equal(call(x, out), out)
    const close = (t: Tensor): void =>
      assert.ok(torch.allclose(t.flatten(), torch.tensor(values).float(), { rtol: 0, atol: 6e-5 }), `${t}`)
    close(out)
    // Over a tensor that has elements already, into every second place of one, and into what is read.
    close(call(x, out.clone().fill_(7)))
    const wide = torch.zeros(out.numel() * 2)
    close(call(x, wide.view([...out.sizes, 2] as number[]).select(-1, 0)))
    if (out.numel() > 1)
      assert.deepEqual(wide.view(-1, 2).select(1, 1).tolist(), new Array(out.numel()).fill(0))
    const same = x.clone()
    if (out.numel() > 1) close(call(same, same))

    const error = `${name}(): functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad.`
    const says = (message: string): object => ({ name: 'RuntimeError', message })
    assert.throws(() => call(x, torch.empty(0, { dtype: torch.float64 })), says(refusal))
    assert.throws(() => call(x.clone().requires_grad_(), torch.empty(0)), says(error))
    assert.throws(() => call(x, torch.empty(0).requires_grad_()), says(error))
    assert.throws(() => call(x, out.detach().clone().requires_grad_()), says(error))
    torch.no_grad(() => close(call(x.clone().requires_grad_(), torch.empty(0))))
  })

test('threshold into out', () => {
  const out = torch.empty(0, { dtype: torch.float64 })
  assert.equal(`${torch.threshold(x, 0.5, 9, { out })}`.replaceAll('\n', ''), `${out}`.replaceAll('\n', ''))
  assert.deepEqual(out.tolist(), [
    [9, 9],
    [0.75, 2],
  ])
  assert.throws(
    () => torch.threshold(x, 0.5, 9, { out: torch.empty(0, { dtype: torch.int32 }) }),
    /result type Float can't be cast to the desired output type Int/,
  )
})

test('several results into several outs', () => {
  const empty = (): Tensor => torch.empty(0)
  const ints = (): Tensor => torch.empty(0, { dtype: torch.int32 })
  const A = torch
    .tensor([
      [2, 1],
      [1, 1],
    ])
    .float()
  for (const [outs, call] of [
    [[empty(), empty(), ints()], (out: Tensor[]) => torch._linalg_det(A, { out })],
    [[empty(), empty(), empty(), ints()], (out: Tensor[]) => torch._linalg_slogdet(A, { out })],
    [[empty(), empty(), ints(), ints()], (out: Tensor[]) => torch._linalg_solve_ex(A, A, { out })],
    [[empty(), empty(), empty()], (out: Tensor[]) => torch._linalg_svd(A, { out })],
    [[empty(), empty()], (out: Tensor[]) => torch._linalg_eigh(A, { out })],
    [
      [empty(), empty(), empty()],
      (out: Tensor[]) => torch.native_batch_norm(A, null, null, null, null, true, 0.1, 1e-5, { out }),
    ],
  ] as const) {
    const results = [...(call([...outs]) as Iterable<Tensor>)]
    assert.deepEqual(
      results.map((one, i) => one === outs[i]),
      outs.map(() => true),
    )
    assert.ok(outs.every((one) => one.numel() > 0))
  }
  assert.deepEqual(torch._linalg_det(A).result.tolist(), 1)
  assert.throws(
    () => torch.native_batch_norm(A, null, null, null, null, true, 0.1, 1e-5, { out: empty() }),
    /native_batch_norm\(\): argument 'out' must be tuple of Tensors, not Tensor/,
  )
})

test('transforms into out', () => {
  const out = torch.empty(0, { dtype: torch.complex64 })
  torch._fft_r2c(torch.ones(2), [0], 0, true, { out })
  assert.equal(`${out}`, 'tensor([2.+0.j, 0.+0.j])')
  const back = torch.empty(0)
  torch._fft_c2r(out, [0], 2, 2, { out: back })
  assert.deepEqual(back.tolist(), [1, 1])
  torch._fft_c2c(out, [0], 0, true, { out })
  assert.equal(`${out}`, 'tensor([2.+0.j, 2.+0.j])')
})

test('an out that had elements is resized with a warning, and methods take no out=', () => {
  const { print } = warningPrinter
  const said: string[] = []
  setWarnAlways(true)
  warningPrinter.print = (_category, message) => said.push(message)
  try {
    torch.exp(x, { out: torch.empty(0) })
    assert.deepEqual(said, [])
    torch.exp(x, { out: torch.zeros(3) })
    assert.match(
      said[0]!,
      /^An output with one or more elements was resized since it had shape \[3\], which /,
    )
    torch.tensor([new torch.Complex(1, 2)]).to(torch.float32)
    assert.equal(said[1], 'Casting complex values to real discards the imaginary part')
    const at = torch.tensor([0])
    torch.zeros(1).scatter_reduce(0, at, torch.ones(1), 'sum')
    torch.zeros(1).index_reduce(0, at, torch.ones(1), 'prod')
    assert.deepEqual(said.slice(2), [
      'scatter_reduce() is in beta and the API may change at any time.',
      'index_reduce() is in beta and the API may change at any time.',
    ])
  } finally {
    setWarnAlways(false)
    warningPrinter.print = print
  }
  const out = torch.zeros(2, 2)
  const method = (name: string, ...rest: unknown[]): unknown => (x as any)[name](...rest, { out })
  assert.throws(() => method('exp'), { message: '_TensorBase.exp() takes no keyword arguments' })
  assert.throws(
    () => method('addr', bias, bias),
    /^TypeError: addr\(\) got an unexpected keyword argument 'out'/,
  )
  assert.throws(() => method('triu_'), /^TypeError: triu_\(\) got an unexpected keyword argument 'out'/)
  assert.throws(
    () => method('fmod', x),
    /^TypeError: fmod\(\) received an invalid combination of arguments - got \(Tensor, out=Tensor\)/,
  )
})
