// 300 steps of each optimizer end where PyTorch's do, to the last bit, in float32 and float64.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { optim } from '../../src/index.js'
import type { Tensor } from '../../src/index.js'

type Name = 'SGD' | 'Adam' | 'AdamW'

/** Options, and the three parameters after 300 steps in PyTorch 1.13: float32, float64. */
const runs: [name: Name, options: Record<string, unknown>, float32: number[], float64: number[]][] = [
  [
    'SGD',
    { lr: 0.05 },
    [-1.7735844, -1.0953974, -0.9295099],
    [-1.3997583894213053, -0.7213979702333164, -0.6113252211646177],
  ],
  [
    'SGD',
    { lr: 0.05, weight_decay: 0.013 },
    [-1.609404, -1.0218515, -0.87637794],
    [-1.273761222598234, -0.6851971263225944, -0.5964660330382878],
  ],
  [
    'SGD',
    { lr: 0.05, momentum: 0.9 },
    [-17.2627, -10.91983, -11.400811],
    [-13.58244179166668, -9.261273596029202, -12.841524840105919],
  ],
  [
    'SGD',
    { lr: 0.03, momentum: 0.9, dampening: 0.1, weight_decay: 0.01 },
    [-6.4929147, -4.3641777, -4.419812],
    [-5.069631835213872, -3.532397350804244, -4.409688171950022],
  ],
  [
    'SGD',
    { lr: 0.03, momentum: 0.85, nesterov: true, weight_decay: 0.01 },
    [-5.270817, -3.5534945, -3.5183396],
    [-4.171380075056389, -2.8359484743623016, -3.4943214830138047],
  ],
  [
    'SGD',
    { lr: 0.03, momentum: 0.9, maximize: true, weight_decay: 0.2 },
    [0.3951321, 0.65151197, 0.44225952],
    [0.5392264657198157, 0.4355804009329754, 0.2848753653966304],
  ],
  [
    'Adam',
    { lr: 0.01 },
    [-1.1320997, -0.6683977, -0.457325],
    [-0.8775325330430286, -0.33183554335829796, -0.22758031924726058],
  ],
  [
    'Adam',
    { lr: 0.01, weight_decay: 0.1 },
    [-0.744199, -0.48970333, -0.39831457],
    [-0.5729881239347783, -0.30518338974101394, -0.25303577860736404],
  ],
  [
    'Adam',
    { lr: 0.02, betas: [0.8, 0.99], eps: 1e-6, amsgrad: true },
    [-2.2562828, -1.4533448, -1.2104205],
    [-1.805065759470622, -0.9618801983281583, -1.1604199410209906],
  ],
  [
    'Adam',
    { lr: 0.01, maximize: true },
    [1.1406268, 0.8795364, 1.02901],
    [0.94574892434407, 0.9053159968009117, 1.7734102079044294],
  ],
  [
    'AdamW',
    { lr: 0.01 },
    [-1.1155264, -0.66111255, -0.45589212],
    [-0.865144555487319, -0.33175871127915413, -0.2323080563790029],
  ],
  [
    'AdamW',
    { lr: 0.01, weight_decay: 0.1, amsgrad: true },
    [-0.97934777, -0.600566, -0.44023308],
    [-0.7628034014610129, -0.326852444711437, -0.26313747040154717],
  ],
  [
    'AdamW',
    { lr: 0.01, maximize: true },
    [1.1238016, 0.86601, 1.0106778],
    [0.9313447484332272, 0.8882894210475653, 1.7324495170882408],
  ],
]

/** The gradients are uniform random numbers minus 0.4: those are exact on every machine. */
function train(
  name: Name,
  options: Record<string, unknown>,
  dtype: 'float32' | 'float64',
  param?: Tensor,
): Tensor {
  torch.manual_seed(3)
  const start = torch.rand(3, { dtype: torch[dtype] })
  const trained = (param ? param.copy_(start) : start).requires_grad_()
  const optimizer = optim[name]([trained], options)
  for (let i = 0; i < 300; i++) {
    trained.grad = torch.rand(3, { dtype: torch[dtype] }).sub(0.4)
    optimizer.step()
  }
  return trained.detach()
}

for (const [name, options, single, double] of runs) {
  test(`${name} ${JSON.stringify(options)}`, () => {
    assert.deepEqual(train(name, options, 'float32').tolist(), single.map(Math.fround))
    assert.deepEqual(train(name, options, 'float64').tolist(), double)
    // With gaps between the elements, the step is made of ops: the same roundings in float32.
    const column = torch.zeros(3, 2).select(1, 0).detach()
    assert.deepEqual(train(name, options, 'float32', column).tolist(), single.map(Math.fround))
  })
}

test('half precision and complex parameters are trained too', () => {
  const half = torch.ones(2, { dtype: torch.float16 }).requires_grad_()
  half.grad = torch.full([2], 0.5, { dtype: torch.float16 })
  optim.SGD([half], { lr: 0.1, momentum: 0.9 }).step()
  assert.equal(torch.repr(half), 'tensor([0.9502, 0.9502], dtype=torch.float16, requires_grad=True)')

  const complex = torch.tensor([new torch.Complex(1, 2)]).requires_grad_()
  complex.grad = torch.tensor([new torch.Complex(0.5, -1)])
  optim.Adam([complex], { lr: 0.1 }).step()
  assert.equal(torch.repr(complex), 'tensor([0.9000+2.1000j], requires_grad=True)')
})
