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

/** `op` on tensors of 1e3, 1e5 and 1e6 uniform floats. */
function sizes(
  name: string,
  statement: string,
  run: (torch: TorchModule, a: Torch.Tensor, b: Torch.Tensor) => unknown,
): Row[] {
  return [1e3, 1e5, 1e6].map((n) => ({
    name: `${name}, 1e${Math.log10(n)}`,
    setup: `a, b = torch.rand(${n}), torch.rand(${n})`,
    statement,
    ours(torch) {
      const [a, b] = [torch.rand(n), torch.rand(n)]
      return () => run(torch, a, b)
    },
  }))
}

const elementwise: Row[] = [
  ...sizes('add', 'torch.add(a, b)', (torch, a, b) => torch.add(a, b)),
  ...sizes('mul', 'torch.mul(a, b)', (torch, a, b) => torch.mul(a, b)),
  ...sizes('exp', 'torch.exp(a)', (torch, a) => torch.exp(a)),
  ...sizes('tanh', 'torch.tanh(a)', (torch, a) => torch.tanh(a)),
  ...sizes('sigmoid', 'torch.sigmoid(a)', (torch, a) => torch.sigmoid(a)),
]

const reductions: Row[] = [
  ...sizes('sum', 'torch.sum(a)', (torch, a) => torch.sum(a)),
  ...sizes('max', 'torch.max(a)', (torch, a) => torch.max(a)),
  ...sizes('mean', 'torch.mean(a)', (torch, a) => torch.mean(a)),
  ...[0, 1].flatMap((dim) =>
    [10, 100, 1000].map((rows): Row => ({
      name: `sum of dim ${dim}, ${rows}×1000`,
      setup: `a = torch.rand(${rows}, 1000)`,
      statement: `torch.sum(a, ${dim})`,
      ours(torch) {
        const a = torch.rand(rows, 1000)
        return () => torch.sum(a, dim)
      },
    })),
  ),
]

const matrices: Row[] = [64, 128, 256, 512, 1024].map((n) => ({
  name: `matmul, ${n}×${n}`,
  setup: `a, b = torch.rand(${n}, ${n}), torch.rand(${n}, ${n})`,
  statement: 'torch.matmul(a, b)',
  ours(torch) {
    const [a, b] = [torch.rand(n, n), torch.rand(n, n)]
    return () => torch.matmul(a, b)
  },
}))

const softmaxes: Row[] = [
  [128, 10],
  [1000, 1000],
].map(([rows, columns]) => ({
  name: `softmax, ${rows}×${columns}`,
  setup: `a = torch.rand(${rows}, ${columns})`,
  statement: 'torch.softmax(a, 1)',
  ours(torch) {
    const a = torch.rand(rows, columns)
    return () => torch.softmax(a, 1)
  },
}))

const networks: Row[] = [
  {
    name: 'Adam step, 784-128-10, batch of 128',
    setup: `
x, y = torch.rand(128, 784), torch.randint(0, 10, (128,))
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
      const [x, y] = [torch.rand(128, 784), torch.randint(0, 10, [128])]
      const net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
      const optimizer = optim.Adam(net.parameters())
      return () => {
        const loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
      }
    },
  },
]

export const rows: Row[] = [
  ...eager,
  ...trainings,
  ...elementwise,
  ...reductions,
  ...matrices,
  ...softmaxes,
  ...sizes('sort', 'torch.sort(a)', (torch, a) => torch.sort(a)),
  ...networks,
]
