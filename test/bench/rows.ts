// What is measured: each row as PyTorch code and as the same in dltorch.
import type * as Torch from '../../src/index.js'

type TorchModule = typeof Torch.default

/** What one call of a row is made of. */
export interface Work {
  /** Bytes that are read and written. */
  readonly bytes?: number
  /** Operations on one number each, done four at a time; a fused multiply-add is one. */
  readonly operations?: number
  /** Functions by name, and of how many numbers each is taken. */
  readonly functions?: Readonly<Record<string, number>>
  /** Multiply-adds in products of matrices, which a library may do with wider vectors. */
  readonly products?: number
  /** How many ops are called; one where it is not said. */
  readonly calls?: number
}

export interface Row {
  name: string
  /** The ratio asked for: our time over PyTorch's. */
  goal?: number
  /** Python: what is run once, and what is measured. */
  setup: string
  statement: string
  /** The same in dltorch: run once, returns what is measured. */
  ours: (torch: TorchModule) => () => unknown
  /** How many elements there are, where the same is done at several sizes. */
  elements?: number
  /** What a call is made of; nothing but a call where it is not said. */
  work?: Work
}

const eager: Row[] = [
  {
    name: 'add, 20 floats',
    goal: 0.5,
    setup: 'a, b = torch.rand(20), torch.rand(20)',
    statement: 'torch.add(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(20), torch.rand(20)]
      return () => torch.add(a, b)
    },
  },
  {
    name: 'add, 20 floats, with grad',
    goal: 0.5,
    setup: 'a, b = torch.rand(20, requires_grad=True), torch.rand(20)',
    statement: 'torch.add(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(20, { requires_grad: true }), torch.rand(20)]
      return () => torch.add(a, b)
    },
  },
  {
    name: '(x + w) * (w + 1), forward and backward',
    goal: 0.2,
    setup: 'w = torch.tensor([1.], requires_grad=True)\nx = torch.tensor([2.], requires_grad=True)',
    // Three ops, and what each gives backward: two products, two sums, two gradients that are added up.
    work: { calls: 9 },
    statement: 'torch.mul(torch.add(x, w), torch.add(w, 1)).backward()',
    ours(torch) {
      const w = torch.tensor([1], { requires_grad: true })
      const x = torch.tensor([2], { requires_grad: true })
      return () => torch.mul(torch.add(x, w), torch.add(w, 1)).backward()
    },
  },
]

// New tensors, so small that what a call costs besides is all that is seen.
const creations: Row[] = (
  [
    ['torch.zeros(20)', (torch) => () => torch.zeros(20)],
    ['torch.ones(20)', (torch) => () => torch.ones(20)],
    ['torch.full((20,), 3)', (torch) => () => torch.full([20], 3)],
    ['torch.empty(20)', (torch) => () => torch.empty(20)],
    ['torch.arange(20)', (torch) => () => torch.arange(20)],
    ['torch.tensor([1.5, 2.5])', (torch) => () => torch.tensor([1.5, 2.5])],
    ['torch.randn(20)', (torch) => () => torch.randn(20)],
    ['torch.eye(3)', (torch) => () => torch.eye(3)],
  ] satisfies [string, Row['ours']][]
).map(([statement, ours]) => ({ name: `creation, ${statement}`, setup: '', statement, ours }))

// The tutorial's two trainings, without printing and without stopping early.
const trainings: Row[] = [
  {
    name: 'linear regression, 1000 iterations',
    goal: 0.25,
    // In each iteration 6 ops forward, as many backward, and 6 that change the parameters.
    work: { calls: 18_000 },
    setup: `
def train():
  torch.manual_seed(10)
  lr = 0.05
  x = torch.rand(20, 1) * 10
  y = 2*x + (5 + torch.randn(20, 1))
  w = torch.randn((1), requires_grad=True)
  b = torch.zeros((1), requires_grad=True)
  for iteration in range(1000):
    wx = torch.mul(w, x)
    y_pred = torch.add(wx, b)
    loss = (0.5 * (y - y_pred) ** 2).mean()
    loss.backward()
    b.data.sub_(lr * b.grad)
    w.data.sub_(lr * w.grad)
    w.grad.zero_()
    b.grad.zero_()`,
    statement: 'train()',
    ours: (torch) => () => {
      torch.manual_seed(10)
      const lr = 0.05
      const x = torch.rand(20, 1).mul(10)
      const y = x.mul(2).add(torch.randn(20, 1).add(5))
      const w = torch.randn(1, { requires_grad: true })
      const b = torch.zeros(1, { requires_grad: true })
      for (let iteration = 0; iteration < 1000; iteration++) {
        const wx = torch.mul(w, x)
        const y_pred = torch.add(wx, b)
        const loss = y.sub(y_pred).pow(2).mul(0.5).mean()
        loss.backward()
        b.data.sub_(b.grad!.mul(lr))
        w.data.sub_(w.grad!.mul(lr))
        w.grad!.zero_()
        b.grad!.zero_()
      }
    },
  },
  {
    name: 'logistic regression, 1000 iterations',
    goal: 0.3,
    // In each iteration 4 ops forward, 4 backward, a step of 2 parameters, and 8 ops that judge it.
    work: { calls: 18_000 },
    setup: `
class LR(nn.Module):
  def __init__(self):
    super().__init__()
    self.features = nn.Linear(2, 1)
    self.sigmoid = nn.Sigmoid()
  def forward(self, x):
    return self.sigmoid(self.features(x))
def train():
  torch.manual_seed(10)
  n_data = torch.ones(100, 2)
  x0 = torch.normal(1.7 * n_data, 1) + 1
  x1 = torch.normal(-1.7 * n_data, 1) + 1
  train_x = torch.cat((x0, x1), 0)
  train_y = torch.cat((torch.zeros(100), torch.ones(100)), 0)
  lr_net = LR()
  loss_fn = nn.BCELoss()
  optimizer = torch.optim.SGD(lr_net.parameters(), lr=0.01, momentum=0.9)
  for iteration in range(1000):
    y_pred = lr_net(train_x)
    loss = loss_fn(y_pred.squeeze(), train_y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    mask = y_pred.ge(0.5).float().squeeze()
    correct = (mask == train_y).sum()
    acc = correct.item() / train_y.size(0)
    w0, w1 = lr_net.features.weight[0]`,
    statement: 'train()',
    ours: (torch) => {
      const { nn, optim } = torch
      class LR extends nn.Module {
        features = nn.Linear(2, 1)
        sigmoid = nn.Sigmoid()

        override forward(x: Torch.Tensor) {
          return this.sigmoid(this.features(x))
        }
      }
      return () => {
        torch.manual_seed(10)
        const n_data = torch.ones(100, 2)
        const x0 = torch.normal(n_data.mul(1.7), 1).add(1)
        const x1 = torch.normal(n_data.mul(-1.7), 1).add(1)
        const train_x = torch.cat([x0, x1], 0)
        const train_y = torch.cat([torch.zeros(100), torch.ones(100)], 0)
        const lr_net = new LR()
        const loss_fn = nn.BCELoss()
        const optimizer = optim.SGD(lr_net.parameters(), { lr: 0.01, momentum: 0.9 })
        let acc = 0
        for (let iteration = 0; iteration < 1000; iteration++) {
          const y_pred = lr_net(train_x)
          const loss = loss_fn(y_pred.squeeze(), train_y)
          loss.backward()
          optimizer.step()
          optimizer.zero_grad()
          const mask = y_pred.ge(0.5).float().squeeze()
          const correct = mask.eq(train_y).sum()
          acc = Number(correct.item()) / train_y.size(0)
          const [_w0, _w1] = lr_net.features.weight.index(0)
        }
        return acc
      }
    },
  },
]

/** Work that is so much for each element, for `n` of them. */
function times(n: number, { bytes = 0, operations = 0, functions = {} }: Work): Work {
  const each = Object.entries(functions).map(([name, count]) => [name, count * n] as const)
  return { bytes: bytes * n, operations: operations * n, functions: Object.fromEntries(each) }
}

/**
 * `op` on tensors of 1e3, 1e4, 1e5 and 1e6 uniform floats; the goal is for those that are large.
 *
 * @param work what it is for each element
 */
function sizes(
  name: string,
  statement: string,
  run: (torch: TorchModule, a: Torch.Tensor, b: Torch.Tensor) => unknown,
  goal: number | undefined,
  work: Work,
): Row[] {
  return [1e3, 1e4, 1e5, 1e6].map((n) => ({
    name: `${name}, 1e${Math.log10(n)}`,
    goal: n < 1e4 ? undefined : goal,
    elements: n,
    work: times(n, work),
    setup: `a, b = torch.rand(${n}), torch.rand(${n})`,
    statement,
    ours(torch) {
      const [a, b] = [torch.rand(n), torch.rand(n)]
      return () => run(torch, a, b)
    },
  }))
}

const elementwise: Row[] = [
  ...sizes('add', 'torch.add(a, b)', (torch, a, b) => torch.add(a, b), 1.3, {
    bytes: 12,
    operations: 1,
  }),
  ...sizes('mul', 'torch.mul(a, b)', (torch, a, b) => torch.mul(a, b), 1.3, {
    bytes: 12,
    operations: 1,
  }),
  ...sizes('compare', 'torch.gt(a, b)', (torch, a, b) => torch.gt(a, b), 1.3, {
    bytes: 9,
    operations: 1,
  }),
  ...sizes('exp', 'torch.exp(a)', (torch, a) => torch.exp(a), 2, {
    bytes: 8,
    functions: { exp: 1 },
  }),
  ...sizes('log', 'torch.log(a)', (torch, a) => torch.log(a), 2, {
    bytes: 8,
    functions: { log: 1 },
  }),
  ...sizes('tanh', 'torch.tanh(a)', (torch, a) => torch.tanh(a), 2, {
    bytes: 8,
    functions: { tanh: 1 },
  }),
  ...sizes('sigmoid', 'torch.sigmoid(a)', (torch, a) => torch.sigmoid(a), 2, {
    bytes: 8,
    functions: { sigmoid: 1 },
  }),
  ...[1e4, 1e5, 1e6].map((n): Row => ({
    name: `where, 1e${Math.log10(n)}`,
    goal: 1.3,
    elements: n,
    work: times(n, { bytes: 13, operations: 1 }),
    setup: `a, b = torch.rand(${n}), torch.rand(${n})\nc = a > b`,
    statement: 'torch.where(c, a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(n), torch.rand(n)]
      const c = a.gt(b)
      return () => torch.where(c, a, b)
    },
  })),
  {
    name: 'add a row, 1000×1000',
    goal: 1.3,
    work: times(1e6, { bytes: 8, operations: 1 }),
    setup: 'a, b = torch.rand(1000, 1000), torch.rand(1000)',
    statement: 'torch.add(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(1000, 1000), torch.rand(1000)]
      return () => torch.add(a, b)
    },
  },
  {
    name: 'copy a transpose, 1000×1000',
    goal: 1.3,
    work: times(1e6, { bytes: 8 }),
    setup: 'a = torch.rand(1000, 1000).t()',
    statement: 'a.contiguous()',
    ours(torch) {
      const a = torch.rand(1000, 1000).t()
      return () => a.contiguous()
    },
  },
]

// A number of the Mersenne Twister takes some 20 steps. A normal one takes one too, and half of the functions by which Box and
// Muller make two of two.
const uniform = { bytes: 4, operations: 22 }
const normal = { bytes: 4, operations: 26, functions: { log: 0.5, sqrt: 0.5, sin: 0.5, cos: 0.5 } }

const draws: Row[] = [
  ...['rand', 'randn'].map((name): Row => ({
    name: `${name}, 1e6`,
    goal: 1.2,
    work: times(1e6, name === 'rand' ? uniform : normal),
    setup: '',
    statement: `torch.${name}(1000000)`,
    ours: (torch) => () => torch[name as 'rand'](1e6),
  })),
]

const reductions: Row[] = [
  ...sizes('sum', 'torch.sum(a)', (torch, a) => torch.sum(a), 1.5, {
    bytes: 4,
    operations: 1,
  }),
  ...sizes('max', 'torch.max(a)', (torch, a) => torch.max(a), 1.5, {
    bytes: 4,
    operations: 1,
  }),
  ...sizes('mean', 'torch.mean(a)', (torch, a) => torch.mean(a), 1.5, {
    bytes: 4,
    operations: 1,
  }),
  ...sizes('argmax', 'torch.argmax(a)', (torch, a) => torch.argmax(a), undefined, {
    bytes: 4,
    operations: 2,
  }),
  ...sizes('cumsum', 'torch.cumsum(a, 0)', (torch, a) => torch.cumsum(a, 0), undefined, {
    bytes: 8,
    operations: 4,
  }),
  {
    name: 'layer_norm, 1000×1000',
    goal: 1.5,
    // Sums of the numbers and of their squares, and a product that is added.
    work: times(1e6, { bytes: 8, operations: 4 }),
    setup: 'a = torch.rand(1000, 1000)',
    statement: 'F.layer_norm(a, (1000,))',
    ours(torch) {
      const a = torch.rand(1000, 1000)
      return () => torch.nn.functional.layer_norm(a, [1000])
    },
  },
  ...[0, 1].flatMap((dim) =>
    [10, 100, 1000].map((rows): Row => ({
      name: `sum of dim ${dim}, ${rows}×1000`,
      goal: 1.5,
      work: times(rows * 1000, { bytes: 4, operations: 1 }),
      setup: `a = torch.rand(${rows}, 1000)`,
      statement: `torch.sum(a, ${dim})`,
      ours(torch) {
        const a = torch.rand(rows, 1000)
        return () => torch.sum(a, dim)
      },
    })),
  ),
]

const matrices: Row[] = [
  ...[64, 128, 256, 512, 1024].map((n): Row => ({
    name: `matmul, ${n}×${n}`,
    goal: 2,
    work: { bytes: 12 * n ** 2, products: n ** 3 },
    setup: `a, b = torch.rand(${n}, ${n}), torch.rand(${n}, ${n})`,
    statement: 'torch.matmul(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(n, n), torch.rand(n, n)]
      return () => torch.matmul(a, b)
    },
  })),
  {
    name: 'matmul of a batch, 32×64×64',
    goal: 2,
    work: { bytes: 32 * 12 * 64 ** 2, products: 32 * 64 ** 3 },
    setup: 'a, b = torch.rand(32, 64, 64), torch.rand(32, 64, 64)',
    statement: 'torch.matmul(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(32, 64, 64), torch.rand(32, 64, 64)]
      return () => torch.matmul(a, b)
    },
  },
  {
    name: 'matrix times vector, 1000×1000',
    work: times(1e6, { bytes: 4, operations: 1 }),
    setup: 'a, b = torch.rand(1000, 1000), torch.rand(1000)',
    statement: 'torch.mv(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(1000, 1000), torch.rand(1000)]
      return () => torch.mv(a, b)
    },
  },
  {
    name: 'conv2d, 32×1×28×28 to 16 channels',
    goal: 1.8,
    work: { bytes: 4 * 32 * (28 ** 2 + 16 * 26 ** 2), operations: 32 * 16 * 26 ** 2 * 9 },
    setup: 'a, w = torch.rand(32, 1, 28, 28), torch.rand(16, 1, 3, 3)',
    statement: 'F.conv2d(a, w)',
    ours(torch) {
      const [a, w] = [torch.rand(32, 1, 28, 28), torch.rand(16, 1, 3, 3)]
      return () => torch.nn.functional.conv2d(a, w)
    },
  },
]

const convolutions: Row[] = [
  {
    name: 'conv2d, 32×1×28×28 to 16 channels, forward and backward',
    goal: 1.8,
    // The gradient of the weights takes as many products as what they give.
    work: { bytes: 8 * 32 * (28 ** 2 + 16 * 26 ** 2), operations: 2 * 32 * 16 * 26 ** 2 * 9, calls: 5 },
    setup: 'a, w = torch.rand(32, 1, 28, 28), torch.rand(16, 1, 3, 3, requires_grad=True)',
    statement: 'F.conv2d(a, w).sum().backward()',
    ours(torch) {
      const [a, w] = [torch.rand(32, 1, 28, 28), torch.rand(16, 1, 3, 3, { requires_grad: true })]
      return () => torch.nn.functional.conv2d(a, w).sum().backward()
    },
  },
  {
    name: 'LeNet step, batch of 64',
    goal: 1.8,
    work: {
      // The first convolution gives no gradient of its input.
      operations: 64 * (2 * 6 * 28 ** 2 * 25 + 3 * 16 * 10 ** 2 * 6 * 25),
      products: 64 * 3 * (400 * 120 + 120 * 84 + 84 * 10),
      calls: 50,
    },
    setup: `
x, y = torch.rand(64, 1, 28, 28), torch.randint(0, 10, (64,))
net = nn.Sequential(
  nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
  nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
  nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
def step():
  loss = F.cross_entropy(net(x), y)
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()`,
    statement: 'step()',
    ours(torch) {
      const { nn, optim } = torch
      const [x, y] = [torch.rand(64, 1, 28, 28), torch.randint(0, 10, [64])]
      const net = nn.Sequential(
        ...[nn.Conv2d(1, 6, 5, { padding: 2 }), nn.ReLU(), nn.MaxPool2d(2)],
        ...[nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
        ...[nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)],
      )
      const optimizer = optim.SGD(net.parameters(), { lr: 0.01, momentum: 0.9 })
      return () => {
        const loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
      }
    },
  },
]

// By digits of the keys: three passes, each of which reads and writes a key and a place in some ten steps. A step on a number alone
// takes the time of one on four.
const sorting = { bytes: 3 * 16, operations: 3 * 10 * 4 }

const softmaxes: Row[] = [
  [128, 10],
  [1000, 1000],
].map(([rows, columns]) => ({
  name: `softmax, ${rows}×${columns}`,
  goal: rows < 1000 ? undefined : 1.5,
  // The largest of a row, what it is less by, the sum, and a quotient.
  work: times(rows * columns, { bytes: 8, operations: 4, functions: { exp: 1 } }),
  setup: `a = torch.rand(${rows}, ${columns})`,
  statement: 'torch.softmax(a, 1)',
  ours(torch) {
    const a = torch.rand(rows, columns)
    return () => torch.softmax(a, 1)
  },
}))

const networks: Row[] = [64, 128].map((batch): Row => ({
  name: `Adam step, 784-128-10, batch of ${batch}`,
  goal: 1,
  work: {
    // For each parameter two moments, a root, two quotients and what is subtracted.
    operations: 101_770 * 16,
    products: batch * (2 * 784 * 128 + 3 * 128 * 10),
    calls: 20,
  },
  setup: `
x, y = torch.rand(${batch}, 784), torch.randint(0, 10, (${batch},))
net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(net.parameters())
def step():
  loss = F.cross_entropy(net(x), y)
  optimizer.zero_grad()
  loss.backward()
  optimizer.step()`,
  statement: 'step()',
  ours(torch) {
    const { nn, optim } = torch
    const [x, y] = [torch.rand(batch, 784), torch.randint(0, 10, [batch])]
    const net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    const optimizer = optim.Adam(net.parameters())
    return () => {
      const loss = nn.functional.cross_entropy(net(x), y)
      optimizer.zero_grad()
      loss.backward()
      optimizer.step()
    }
  },
}))

export const rows: Row[] = [
  ...eager,
  ...creations,
  ...trainings,
  ...elementwise,
  ...reductions,
  ...matrices,
  ...convolutions,
  ...softmaxes,
  ...sizes('sort', 'torch.sort(a)', (torch, a) => torch.sort(a), undefined, sorting),
  ...sizes('argsort', 'torch.argsort(a)', (torch, a) => torch.argsort(a), 1.2, sorting),
  ...draws,
  ...networks,
]
