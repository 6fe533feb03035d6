// Groups, state, saving and refusals of optimizers, all as PyTorch 1.13 printed them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, optim, type Tensor } from '../../src/index.js'

const two = (): Tensor => torch.ones(2, { requires_grad: true })
const three = (): Tensor => torch.ones(3, { requires_grad: true })
const refuses = (run: () => unknown, name: string, message: string): void => {
  assert.throws(run, (error: Error) => {
    assert.deepEqual([error.name, error.message], [name, message])
    return true
  })
}

test('the repr lists the options of each group', () => {
  const optimizer = optim.SGD([{ params: two() }, { params: [three()], lr: 0.5 }], { lr: 0.1 })
  const group = (number: number, lr: number): string => `
Parameter Group ${number}
    dampening: 0
    differentiable: False
    foreach: None
    lr: ${lr}
    maximize: False
    momentum: 0
    nesterov: False
    weight_decay: 0
`
  assert.equal(torch.repr(optimizer), `SGD (${group(0, 0.1)}${group(1, 0.5)})`)
  assert.equal(String(optimizer), torch.repr(optimizer))
  assert.equal(
    torch.repr(optim.Adam([two()])),
    `Adam (
Parameter Group 0
    amsgrad: False
    betas: (0.9, 0.999)
    capturable: False
    differentiable: False
    eps: 1e-08
    foreach: None
    fused: False
    lr: 0.001
    maximize: False
    weight_decay: 0
)`,
  )
  assert.equal(
    torch.repr(new optim.AdamW([two()], { lr: new torch.Float(1) })),
    `AdamW (
Parameter Group 0
    amsgrad: False
    betas: (0.9, 0.999)
    capturable: False
    eps: 1e-08
    foreach: None
    lr: 1.0
    maximize: False
    weight_decay: 0.01
)`,
  )
})

test('what makes no sense is refused', () => {
  const p = two()
  const q = three()
  const SGD = optim.SGD as any
  refuses(() => SGD([], { lr: 0.1 }), 'ValueError', 'optimizer got an empty parameter list')
  refuses(
    () => SGD(p, { lr: 0.1 }),
    'TypeError',
    'params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor',
  )
  refuses(() => SGD(null, { lr: 0.1 }), 'TypeError', "'NoneType' object is not iterable")
  refuses(() => SGD(nn.Linear(2, 1), { lr: 0.1 }), 'TypeError', "'Linear' object is not iterable")
  refuses(() => SGD([p], { lr: -1 }), 'ValueError', 'Invalid learning rate: -1')
  refuses(() => SGD([p], { lr: 0.1, momentum: -0.5 }), 'ValueError', 'Invalid momentum value: -0.5')
  refuses(
    () => SGD([p], { weight_decay: new torch.Float(-1) }),
    'ValueError',
    'Invalid weight_decay value: -1.0',
  )
  refuses(
    () => SGD([p], { lr: 0.1, nesterov: true }),
    'ValueError',
    'Nesterov momentum requires a momentum and zero dampening',
  )
  refuses(
    () => optim.Adam([p], { betas: [0.9, 1.5] }),
    'ValueError',
    'Invalid beta parameter at index 1: 1.5',
  )
  refuses(() => optim.Adam([p], { eps: -1e-8 }), 'ValueError', 'Invalid epsilon value: -1e-08')
  refuses(
    () => SGD([1.5], { lr: 0.1 }),
    'TypeError',
    'optimizer can only optimize Tensors, but one of the params is float',
  )
  refuses(() => SGD([p.mul(2)], { lr: 0.1 }), 'ValueError', "can't optimize a non-leaf Tensor")
  refuses(
    () => SGD([{ params: [p] }, { params: [p] }], { lr: 0.1 }),
    'ValueError',
    'some parameters appear in more than one parameter group',
  )
  refuses(() => SGD([{ lr: 0.5 }], { lr: 0.1 }), 'KeyError', "'params'")
  refuses(() => SGD([p], { lr: 1 }).add_param_group([q]), 'AssertionError', 'param group must be a dict')
  const ofDict = new Map<string, unknown>([
    ['params', [p]],
    ['lr', 0.5],
  ])
  assert.equal(SGD([ofDict], { lr: 1 }).param_groups[0].lr, 0.5)
})

test('the state dict numbers the parameters', () => {
  const p = two()
  const q = three()
  const optimizer = optim.SGD([{ params: [q] }, { lr: 0.01, params: [p], momentum: 0.9 }], { lr: 0.1 })
  assert.equal(
    torch.repr(optimizer.state_dict()),
    "{'state': {}, 'param_groups': [{'lr': 0.1, 'momentum': 0, 'dampening': 0, 'weight_decay': 0, 'nesterov': False, " +
      "'maximize': False, 'foreach': None, 'differentiable': False, 'params': [0]}, {'lr': 0.01, 'momentum': 0.9, " +
      "'dampening': 0, 'weight_decay': 0, 'nesterov': False, 'maximize': False, 'foreach': None, " +
      "'differentiable': False, 'params': [1]}]}",
  )
  p.grad = torch.ones(2)
  optimizer.step()
  assert.equal(torch.repr(optimizer.state_dict().state), "{1: {'momentum_buffer': tensor([1., 1.])}}")

  const adam = optim.Adam([p], { lr: 0.1, amsgrad: true })
  adam.step()
  assert.equal(
    torch.repr(adam.state_dict().state),
    "{0: {'step': tensor(1.), 'exp_avg': tensor([0.1000, 0.1000]), 'exp_avg_sq': tensor([0.0010, 0.0010]), " +
      "'max_exp_avg_sq': tensor([0.0010, 0.0010])}}",
  )
})

for (const [name, options] of [
  ['SGD', { lr: 0.1, momentum: 0.9 }],
  ['Adam', { lr: 0.1, amsgrad: true }],
  ['AdamW', { lr: 0.1 }],
] as const)
  test(`${name} goes on from a saved state as if it had not stopped`, () => {
    const start = (): Tensor => torch.tensor([1, 2, 0.5], { requires_grad: true })
    const run = (optimizer: InstanceType<typeof optim.Optimizer>, param: Tensor): void => {
      for (let i = 0; i < 5; i++) {
        optimizer.zero_grad()
        param.pow(2).sum().backward()
        optimizer.step()
      }
    }
    const p = start()
    const whole = optim[name]([p], options)
    run(whole, p)
    const saved = whole.state_dict()
    const q = p.detach().clone().requires_grad_()
    const resumed = optim[name]([q], { lr: 1 })
    resumed.load_state_dict(saved)
    assert.equal(resumed.param_groups[0]!.lr, 0.1)
    run(whole, p)
    run(resumed, q)
    assert.deepEqual(q.tolist(), p.tolist())
    // The two share nothing.
    assert.notEqual(Object.values(whole.state.get(p)!).at(-1), Object.values(resumed.state.get(q)!).at(-1))
  })

test('a state of other groups is refused', () => {
  const saved = optim.SGD([two()], { lr: 0.1 }).state_dict()
  refuses(
    () => optim.SGD([{ params: two() }, { params: three() }], { lr: 1 }).load_state_dict(saved),
    'ValueError',
    'loaded state dict has a different number of parameter groups',
  )
  refuses(
    () => optim.SGD([two(), three()], { lr: 1 }).load_state_dict(saved),
    'ValueError',
    "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
  )
})

test('zero_grad forgets gradients, or fills them with zeros', () => {
  const p = two()
  p.grad = torch.ones(2)
  const optimizer = optim.SGD([p], { lr: 1 })
  optimizer.zero_grad({ set_to_none: false })
  assert.deepEqual(p.grad.tolist(), [0, 0])
  optimizer.zero_grad()
  assert.equal(p.grad, null)
  optimizer.step()
  assert.deepEqual(p.tolist(), [1, 1], 'without a gradient nothing moves')
})

test('a closure is called with recording on, and its loss returned', () => {
  const p = two()
  const optimizer = optim.SGD([p], { lr: 0.5 })
  const loss = torch.no_grad(() =>
    optimizer.step(() => {
      optimizer.zero_grad()
      const loss = p.mul(p).sum()
      loss.backward()
      return loss
    }),
  )
  assert.equal(torch.repr(loss), 'tensor(2., grad_fn=<SumBackward0>)')
  assert.deepEqual(p.tolist(), [0, 0])
})

test('an optimizer of one’s own', () => {
  class Sign extends optim.Optimizer {
    constructor(params: Iterable<Tensor>, lr: number) {
      super(params, { lr })
    }
    protected override update(group: { params: Tensor[]; lr: number }): void {
      for (const param of group.params) if (param.grad) param.sub_(param.grad.sign().mul(group.lr))
    }
  }
  const p = two()
  p.grad = torch.tensor([3, -0.5])
  const optimizer = new Sign([p], 0.25)
  optimizer.step()
  assert.deepEqual(p.tolist(), [0.75, 1.25])
  assert.equal(torch.repr(optimizer), 'Sign (\nParameter Group 0\n    lr: 0.25\n)')
})

test('options of Adam that are no numbers, and betas that are no pair, are refused in words of its own comparison', () => {
  const made = (options: object) => () => torch.optim.Adam([torch.ones(2)], options as never)
  const words = (left: string) => ({ name: 'TypeError', message: left })
  assert.throws(made({ lr: 'a' }), words("'<=' not supported between instances of 'float' and 'str'"))
  assert.throws(made({ eps: null }), words("'<=' not supported between instances of 'float' and 'NoneType'"))
  assert.throws(
    made({ betas: ['a', 0.9] }),
    words("'<=' not supported between instances of 'float' and 'str'"),
  )
  assert.throws(made({ betas: 'ab' }), words("'<=' not supported between instances of 'float' and 'str'"))
  assert.throws(made({ betas: 0.9 }), words("'float' object is not subscriptable"))
  assert.throws(made({ betas: null }), words("'NoneType' object is not subscriptable"))
  assert.throws(made({ betas: [0.9] }), { name: 'IndexError', message: 'tuple index out of range' })
})
