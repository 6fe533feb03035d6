// What is measured: each row as PyTorch code and as the same in dltorch.
import type * as Torch from '../../src/index.js'

type TorchModule = typeof Torch.default

export interface Row {
  name: string
  /** The ratio asked for: our time over PyTorch's. */
  goal?: number
  /** Python: what is run once, and what is measured. */
  setup: string
  statement: string
  /** The same in dltorch: run once, returns what is measured. */
  ours: (torch: TorchModule) => () => unknown
  /** How many elements there are, and the bytes that are read and written for each: what the memory's speed allows. */
  elements?: number
  bytes?: number
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

/**
 * `op` on tensors of 1e3, 1e4, 1e5 and 1e6 uniform floats; the goal is for those that are large.
 *
 * @param bytes read and written for each element
 */
function sizes(
  name: string,
  statement: string,
  run: (torch: TorchModule, a: Torch.Tensor, b: Torch.Tensor) => unknown,
  goal?: number,
  bytes?: number,
): Row[] {
  return [1e3, 1e4, 1e5, 1e6].map((n) => ({
    name: `${name}, 1e${Math.log10(n)}`,
    goal: n < 1e4 ? undefined : goal,
    elements: n,
    bytes,
    setup: `a, b = torch.rand(${n}), torch.rand(${n})`,
    statement,
    ours(torch) {
      const [a, b] = [torch.rand(n), torch.rand(n)]
      return () => run(torch, a, b)
    },
  }))
}

const elementwise: Row[] = [
  ...sizes('add', 'torch.add(a, b)', (torch, a, b) => torch.add(a, b), 1.3, 12),
  ...sizes('mul', 'torch.mul(a, b)', (torch, a, b) => torch.mul(a, b), 1.3, 12),
  ...sizes('compare', 'torch.gt(a, b)', (torch, a, b) => torch.gt(a, b), 1.3, 9),
  ...sizes('exp', 'torch.exp(a)', (torch, a) => torch.exp(a), 2, 8),
  ...sizes('log', 'torch.log(a)', (torch, a) => torch.log(a), 2, 8),
  ...sizes('tanh', 'torch.tanh(a)', (torch, a) => torch.tanh(a), 2, 8),
  ...sizes('sigmoid', 'torch.sigmoid(a)', (torch, a) => torch.sigmoid(a), 2, 8),
  ...[1e4, 1e5, 1e6].map((n): Row => ({
    name: `where, 1e${Math.log10(n)}`,
    goal: 1.3,
    elements: n,
    bytes: 13,
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
    elements: 1e6,
    bytes: 8,
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
    setup: 'a = torch.rand(1000, 1000).t()',
    statement: 'a.contiguous()',
    ours(torch) {
      const a = torch.rand(1000, 1000).t()
      return () => a.contiguous()
    },
  },
]

const draws: Row[] = [
  ...['rand', 'randn'].map((name): Row => ({
    name: `${name}, 1e6`,
    goal: 1.2,
    setup: '',
    statement: `torch.${name}(1000000)`,
    ours: (torch) => () => torch[name as 'rand'](1e6),
  })),
]

const reductions: Row[] = [
  ...sizes('sum', 'torch.sum(a)', (torch, a) => torch.sum(a), 1.5, 4),
  ...sizes('max', 'torch.max(a)', (torch, a) => torch.max(a), 1.5, 4),
  ...sizes('mean', 'torch.mean(a)', (torch, a) => torch.mean(a), 1.5, 4),
  ...sizes('argmax', 'torch.argmax(a)', (torch, a) => torch.argmax(a)),
  ...sizes('cumsum', 'torch.cumsum(a, 0)', (torch, a) => torch.cumsum(a, 0)),
  {
    name: 'layer_norm, 1000×1000',
    goal: 1.5,
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
      goal: rows < 10 ? undefined : 1.5,
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
    setup: 'a, b = torch.rand(32, 64, 64), torch.rand(32, 64, 64)',
    statement: 'torch.matmul(a, b)',
    ours(torch) {
      const [a, b] = [torch.rand(32, 64, 64), torch.rand(32, 64, 64)]
      return () => torch.matmul(a, b)
    },
  },
  {
    name: 'matrix times vector, 1000×1000',
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

const softmaxes: Row[] = [
  [128, 10],
  [1000, 1000],
].map(([rows, columns]) => ({
  name: `softmax, ${rows}×${columns}`,
  goal: rows < 1000 ? undefined : 1.5,
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
  ...sizes('sort', 'torch.sort(a)', (torch, a) => torch.sort(a)),
  ...sizes('argsort', 'torch.argsort(a)', (torch, a) => torch.argsort(a), 1.2),
  ...draws,
  ...networks,
]
