// `npx tsx test/bench/trainings.ts`: small trainings in TypeScript and in Python, each as a file that the built program runs,
// beside Python itself where it has PyTorch.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Table from 'cli-table3'
import { median, root } from './measure.js'

interface Twins {
  readonly ts: string
  readonly py: string
}

/** Each defines `train`, which takes a number of iterations. */
const trainings: Record<string, Twins> = {
  'a line by hand': {
    ts: `
const x = torch.rand(20, 1) * 10, y = 2 * x + (5 + torch.randn(20, 1))
function train(count) {
  const w = torch.randn(1, { requires_grad: true }), b = torch.zeros(1, { requires_grad: true })
  for (let i = 0; i < count; i++) {
    const loss = (0.5 * (y - torch.add(torch.mul(w, x), b)) ** 2).mean()
    loss.backward()
    b.data.sub_(0.01 * b.grad)
    w.data.sub_(0.01 * w.grad)
    w.grad.zero_()
    b.grad.zero_()
  }
}`,
    py: `
x = torch.rand(20, 1) * 10
y = 2 * x + (5 + torch.randn(20, 1))
def train(count):
    w, b = torch.randn(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    for i in range(count):
        loss = (0.5 * (y - torch.add(torch.mul(w, x), b)) ** 2).mean()
        loss.backward()
        b.data.sub_(0.01 * b.grad)
        w.data.sub_(0.01 * w.grad)
        w.grad.zero_()
        b.grad.zero_()
`,
  },
  'two classes by a module': {
    ts: `
const x = torch.randn(200, 2) + 1.7, y = (x.sum(1) > 3.4).float()
class Net extends nn.Module {
  constructor() { super(); this.line = nn.Linear(2, 1); this.squash = nn.Sigmoid() }
  forward(x) { return this.squash(this.line(x)) }
}
function train(count) {
  const net = new Net(), loss_of = nn.BCELoss(), optimizer = optim.SGD(net.parameters(), { lr: 0.01, momentum: 0.9 })
  for (let i = 0; i < count; i++) {
    const loss = loss_of(net(x).squeeze(), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
  }
}`,
    py: `
import torch.nn as nn
x = torch.randn(200, 2) + 1.7
y = (x.sum(1) > 3.4).float()
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.line = nn.Linear(2, 1)
        self.squash = nn.Sigmoid()
    def forward(self, x):
        return self.squash(self.line(x))
def train(count):
    net, loss_of = Net(), nn.BCELoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    for i in range(count):
        loss = loss_of(net(x).squeeze(), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
`,
  },
}

/** Rounds of so many iterations; the first ones let the compilers see the code. */
const [rounds, warm, iterations] = [24, 12, 2000]

/** The programs, which print the milliseconds of each round. */
const whole = ({ ts, py }: Twins): Twins => ({
  ts: `${ts}
for (let round = 0; round < ${rounds}; round++) {
  const start = performance.now()
  train(${iterations})
  console.log(performance.now() - start)
}`,
  py: `import time, torch
${py}
for _ in range(${rounds}):
    start = time.perf_counter()
    train(${iterations})
    print((time.perf_counter() - start) * 1000)
`,
})

/** How often each program is started, in turn with the others. */
const starts = 5

/** Median milliseconds of a round; null where the program failed. */
function timed(command: string, args: readonly string[]): number | null {
  const env = { ...process.env, OMP_NUM_THREADS: '1' }
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', cwd: root, env })
  return status === 0 ? median(stdout.trim().split('\n').slice(warm).map(Number)) : null
}

const least = (times: readonly (number | null)[]): number | null =>
  times.every((time) => time !== null) ? Math.min(...times) : null

const folder = mkdtempSync(join(tmpdir(), 'dltorch-trainings-'))
const head = [`${iterations} iterations of`, 'TypeScript', 'Python', 'ratio', 'PyTorch', 'ours / PyTorch']
const table = new Table({ head, style: { head: [], border: [] } })
const milliseconds = (time: number | null): string => (time === null ? 'failed' : `${time.toFixed(0)} ms`)
const ratio = (a: number | null, b: number | null): string =>
  a === null || b === null ? '' : (a / b).toFixed(2)
for (const [name, twins] of Object.entries(trainings)) {
  const files: Record<string, string> = {}
  for (const [ending, text] of Object.entries(whole(twins))) {
    files[ending] = join(folder, `training.${ending}`)
    writeFileSync(files[ending], text)
  }
  const commands = [
    [process.execPath, ['bin/dltorch.js', 'run', files.ts]],
    [process.execPath, ['bin/dltorch.js', 'run', files.py]],
    ['/usr/bin/python3', [files.py]],
  ] as const
  // What else runs on the machine makes a start slower, never faster.
  const times = Array.from({ length: starts }, () => commands.map(([command, args]) => timed(command, args)))
  const [ts, py, torch] = commands.map((_, i) => least(times.map((one) => one[i])))
  table.push([name, milliseconds(ts), milliseconds(py), ratio(py, ts), milliseconds(torch), ratio(py, torch)])
}
rmSync(folder, { recursive: true, force: true })
console.log(table.toString())
