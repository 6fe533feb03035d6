// What layers print and compute, as PyTorch 1.13 did.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'

const reprs: [module: unknown, text: string][] = [
  [nn.ReLU(), 'ReLU()'],
  [nn.ReLU(true), 'ReLU(inplace=True)'],
  [nn.ReLU6(), 'ReLU6()'],
  [nn.Sigmoid(), 'Sigmoid()'],
  [nn.Tanh(), 'Tanh()'],
  [nn.LeakyReLU(), 'LeakyReLU(negative_slope=0.01)'],
  [nn.LeakyReLU(0.1, true), 'LeakyReLU(negative_slope=0.1, inplace=True)'],
  [nn.ELU(), 'ELU(alpha=1.0)'],
  [nn.ELU(new torch.Float(2), true), 'ELU(alpha=2.0, inplace=True)'],
  [nn.CELU(), 'CELU(alpha=1.0)'],
  [nn.SELU(), 'SELU()'],
  [nn.SELU({ inplace: true }), 'SELU(inplace=True)'],
  [nn.GELU(), "GELU(approximate='none')"],
  [nn.GELU('tanh'), "GELU(approximate='tanh')"],
  [nn.SiLU(), 'SiLU()'],
  [nn.SiLU(true), 'SiLU(inplace=True)'],
  [nn.Mish(), 'Mish()'],
  [nn.Softplus(), 'Softplus(beta=1, threshold=20)'],
  [nn.Softplus(2, 10), 'Softplus(beta=2, threshold=10)'],
  [nn.Softsign(), 'Softsign()'],
  [nn.Tanhshrink(), 'Tanhshrink()'],
  [nn.LogSigmoid(), 'LogSigmoid()'],
  [nn.Softshrink(), 'Softshrink(0.5)'],
  [nn.Hardshrink(), 'Hardshrink(0.5)'],
  [nn.Hardtanh(), 'Hardtanh(min_val=-1.0, max_val=1.0)'],
  [nn.Hardtanh(-2, 2), 'Hardtanh(min_val=-2, max_val=2)'],
  [nn.Hardtanh({ inplace: true }), 'Hardtanh(min_val=-1.0, max_val=1.0, inplace=True)'],
  [nn.Hardsigmoid(), 'Hardsigmoid()'],
  [nn.Hardsigmoid(true), 'Hardsigmoid()'],
  [nn.Hardswish(), 'Hardswish()'],
  [nn.Threshold(0.1, 20), 'Threshold(threshold=0.1, value=20)'],
  [nn.Threshold(0.1, 20, true), 'Threshold(threshold=0.1, value=20, inplace=True)'],
  [nn.GLU(), 'GLU(dim=-1)'],
  [nn.Softmax(1), 'Softmax(dim=1)'],
  [nn.Softmax(), 'Softmax(dim=None)'],
  [nn.LogSoftmax({ dim: -1 }), 'LogSoftmax(dim=-1)'],
  [nn.Softmin(0), 'Softmin(dim=0)'],
  [nn.PReLU(), 'PReLU(num_parameters=1)'],
  [nn.PReLU(3), 'PReLU(num_parameters=3)'],
  [nn.Dropout(), 'Dropout(p=0.5, inplace=False)'],
  [nn.Dropout(0.25, true), 'Dropout(p=0.25, inplace=True)'],
  [nn.Identity(), 'Identity()'],
  [nn.Flatten(), 'Flatten(start_dim=1, end_dim=-1)'],
  [nn.Unflatten(1, [2, 3]), 'Unflatten(dim=1, unflattened_size=(2, 3))'],
  [nn.Bilinear(2, 3, 4), 'Bilinear(in1_features=2, in2_features=3, out_features=4, bias=True)'],
]

test('reprs', () => {
  for (const [module, text] of reprs) {
    assert.equal(torch.repr(module), text)
    assert.equal(String(module), text)
  }
})

/** Of -2, -0.5, 0, 0.5 and 3; GLU of the first four. */
const activations: [module: nn.Module, output: string][] = [
  [nn.ReLU(), 'tensor([0.0000, 0.0000, 0.0000, 0.5000, 3.0000])'],
  [nn.ReLU6(), 'tensor([0.0000, 0.0000, 0.0000, 0.5000, 3.0000])'],
  [nn.Sigmoid(), 'tensor([0.1192, 0.3775, 0.5000, 0.6225, 0.9526])'],
  [nn.Tanh(), 'tensor([-0.9640, -0.4621,  0.0000,  0.4621,  0.9951])'],
  [nn.LeakyReLU(0.2), 'tensor([-0.4000, -0.1000,  0.0000,  0.5000,  3.0000])'],
  [nn.ELU(0.5), 'tensor([-0.4323, -0.1967,  0.0000,  0.5000,  3.0000])'],
  [nn.CELU(new torch.Float(2)), 'tensor([-1.2642, -0.4424,  0.0000,  0.5000,  3.0000])'],
  [nn.SELU(), 'tensor([-1.5202, -0.6918,  0.0000,  0.5254,  3.1521])'],
  [nn.GELU(), 'tensor([-0.0455, -0.1543,  0.0000,  0.3457,  2.9960])'],
  [nn.GELU('tanh'), 'tensor([-0.0454, -0.1543,  0.0000,  0.3457,  2.9964])'],
  [nn.SiLU(), 'tensor([-0.2384, -0.1888,  0.0000,  0.3112,  2.8577])'],
  [nn.Mish(), 'tensor([-0.2525, -0.2207,  0.0000,  0.3752,  2.9865])'],
  [nn.Softplus(2, 1), 'tensor([0.0091, 0.1566, 0.3466, 0.6566, 3.0000])'],
  [nn.Softsign(), 'tensor([-0.6667, -0.3333,  0.0000,  0.3333,  0.7500])'],
  [nn.Tanhshrink(), 'tensor([-1.0360, -0.0379,  0.0000,  0.0379,  2.0049])'],
  [nn.LogSigmoid(), 'tensor([-2.1269, -0.9741, -0.6931, -0.4741, -0.0486])'],
  [nn.Softshrink(0.3), 'tensor([-1.7000, -0.2000,  0.0000,  0.2000,  2.7000])'],
  [nn.Hardshrink(), 'tensor([-2.,  0.,  0.,  0.,  3.])'],
  [nn.Hardtanh(-0.2, 1), 'tensor([-0.2000, -0.2000,  0.0000,  0.5000,  1.0000])'],
  [nn.Hardsigmoid(), 'tensor([0.1667, 0.4167, 0.5000, 0.5833, 1.0000])'],
  [nn.Hardswish(), 'tensor([-0.3333, -0.2083,  0.0000,  0.2917,  3.0000])'],
  [nn.Threshold(0.1, 20), 'tensor([20.0000, 20.0000, 20.0000,  0.5000,  3.0000])'],
  [nn.GLU(), 'tensor([-1.0000, -0.3112])'],
  [nn.Softmax(0), 'tensor([0.0058, 0.0258, 0.0426, 0.0702, 0.8556])'],
  [nn.LogSoftmax(0), 'tensor([-5.1560, -3.6560, -3.1560, -2.6560, -0.1560])'],
  [nn.Softmin(0), 'tensor([0.6909, 0.1542, 0.0935, 0.0567, 0.0047])'],
  [nn.PReLU(), 'tensor([-0.5000, -0.1250,  0.0000,  0.5000,  3.0000])'],
]

test('activations', () => {
  const x = torch.tensor([-2, -0.5, 0, 0.5, 3])
  for (const [module, output] of activations) {
    const input = module instanceof nn.GLU ? x.narrow(0, 0, 4) : x
    assert.equal(torch.repr(module(input).detach()), output, torch.repr(module))
  }
})

const scores = torch.tensor([
  [0.2, 0.7, 0.1],
  [0.5, 0.3, 0.2],
])
const targets = torch
  .tensor([
    [0, 1, 0],
    [1, 0, 0],
  ])
  .float()
const classes = torch.tensor([1, 0])

const results: [result: unknown, output: string][] = [
  [nn.MSELoss()(scores, targets), 'tensor(0.0867)'],
  [nn.MSELoss({ reduction: 'sum' })(scores, targets), 'tensor(0.5200)'],
  [
    nn.L1Loss({ reduction: 'none' })(scores, targets),
    'tensor([[0.2000, 0.3000, 0.1000],\n        [0.5000, 0.3000, 0.2000]])',
  ],
  [nn.SmoothL1Loss({ beta: 0.5 })(scores, targets), 'tensor(0.0867)'],
  [nn.HuberLoss({ delta: 0.2 })(scores, targets), 'tensor(0.0342)'],
  [nn.BCELoss()(scores, targets), 'tensor(0.3264)'],
  [nn.BCELoss({ weight: torch.tensor([1, 2, new torch.Float(3)]) })(scores, targets), 'tensor(0.5548)'],
  [
    nn.BCEWithLogitsLoss({ pos_weight: torch.tensor([1, 2, new torch.Float(3)]) })(scores, targets),
    'tensor(0.7459)',
  ],
  [nn.CrossEntropyLoss()(scores, classes), 'tensor(0.8539)'],
  [
    nn.CrossEntropyLoss({ label_smoothing: 0.1, weight: torch.tensor([1, 2, new torch.Float(3)]) })(
      scores,
      classes,
    ),
    'tensor(0.8966)',
  ],
  [nn.NLLLoss({ ignore_index: 0 })(scores, classes), 'tensor(-0.7000)'],
  [nn.KLDivLoss({ reduction: 'batchmean' })(scores.log(), targets), 'tensor(0.5249)'],
  [nn.KLDivLoss({ reduction: 'batchmean', log_target: true })(scores.log(), targets), 'tensor(7.5079)'],
  [nn.CosineSimilarity()(scores, targets), 'tensor([0.9526, 0.8111])'],
  [nn.MSELoss({ size_average: false })(scores, targets), 'tensor(0.5200)'],
  [
    nn.MSELoss({ reduce: false })(scores, targets),
    'tensor([[0.0400, 0.0900, 0.0100],\n        [0.2500, 0.0900, 0.0400]])',
  ],
  [nn.Flatten(0)(scores), 'tensor([0.2000, 0.7000, 0.1000, 0.5000, 0.3000, 0.2000])'],
  [
    nn.Unflatten(1, [3, 1])(scores),
    'tensor([[[0.2000],\n         [0.7000],\n         [0.1000]],\n\n        [[0.5000],\n         [0.3000],\n         [0.2000]]])',
  ],
  [nn.Identity()(scores), 'tensor([[0.2000, 0.7000, 0.1000],\n        [0.5000, 0.3000, 0.2000]])'],
]

test('losses and shapes', () => {
  for (const [result, output] of results) assert.equal(torch.repr(result), output)
})

test('starting values with a seed', () => {
  torch.manual_seed(7)
  assert.equal(
    torch.repr(nn.Linear(3, 2).weight),
    'Parameter containing:\ntensor([[ 0.0403, -0.3478,  0.1838],\n        [ 0.1812, -0.3086, -0.0865]], requires_grad=True)',
  )
  assert.equal(
    torch.repr(nn.Linear(4, 2, { dtype: torch.float64 }).bias),
    'Parameter containing:\ntensor([-0.3326, -0.4624], dtype=torch.float64, requires_grad=True)',
  )
  assert.equal(
    torch.repr(nn.Bilinear(2, 2, 1).weight.detach()),
    'tensor([[[ 0.3752, -0.5470],\n         [ 0.5034,  0.2434]]])',
  )
})

test('dropout', () => {
  torch.manual_seed(7)
  assert.equal(
    torch.repr(nn.Dropout(0.3)(torch.ones(2, 8))),
    `tensor([[1.4286, 1.4286, 0.0000, 1.4286, 0.0000, 0.0000, 1.4286, 1.4286],
        [0.0000, 0.0000, 1.4286, 1.4286, 1.4286, 1.4286, 1.4286, 0.0000]])`,
  )
  assert.deepEqual(nn.Dropout(0.3).eval()(torch.ones(3)).tolist(), [1, 1, 1])
  assert.deepEqual(nn.Dropout(1)(torch.ones(3)).tolist(), [0, 0, 0])
  assert.throws(() => nn.Dropout(-0.5), {
    name: 'ValueError',
    message: 'dropout probability has to be between 0 and 1, but got -0.5',
  })
})

test('wrong arguments', () => {
  const Linear = nn.Linear as any
  assert.throws(() => Linear(2), {
    name: 'TypeError',
    message: "Linear.__init__() missing 1 required positional argument: 'out_features'",
  })
  assert.throws(() => Linear(2, 1, { foo: 1 }), {
    name: 'TypeError',
    message:
      "Linear.__init__() got an unexpected keyword argument 'foo' (known: in_features, out_features, bias, device, dtype)",
  })
  assert.throws(() => nn.Linear(2, 1)(torch.ones(3, 5)), {
    name: 'RuntimeError',
    message: 'mat1 and mat2 shapes cannot be multiplied (3x5 and 2x1)',
  })
})

test('a tensor that was meant for the call is told when the layer is shown', () => {
  assert.equal(torch.repr(nn.ReLU(1 as never)), 'ReLU(inplace=True)')
  const made = nn.ReLU(torch.ones(2) as never)
  assert.throws(() => torch.repr(made), /^RuntimeError: Boolean value of Tensor with more than one value is/)
})

test('what is no module is called by its name', () => {
  const refused = (one: unknown): unknown => nn.Sequential(nn.Linear(1, 1), one as never)
  assert.throws(() => refused(nn.functional.relu), /^TypeError: [\w.]*relu is not a Module subclass/)
  assert.throws(() => refused([nn.Linear(1, 1)]), /^TypeError: list is not a Module subclass/)
})
