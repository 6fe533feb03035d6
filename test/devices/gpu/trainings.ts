// Trainings, step by step the same on both devices: a line by hand, classifiers, networks for images.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../../src/index.js'
import { linear } from '../../../src/train/linear.js'
import { logistic } from '../../../src/train/logistic.js'
import { builtInRun, finish } from '../../train/training.js'

const { nn, optim } = torch

interface Ending {
  iteration: number
  parameters: number[]
}

/** A line fitted to noisy points around y = 2x + 5, until the loss is below 1. */
function fitLine(device: string): Ending {
  torch.manual_seed(10)
  const x = torch.rand(20, 1, { device }).mul(10)
  const y = x.mul(2).add(torch.randn(20, 1, { device }).add(5))
  const w = torch.randn(1, { device, requires_grad: true })
  const b = torch.zeros(1, { device, requires_grad: true })
  for (let iteration = 0; ; iteration++) {
    const loss = y.sub(w.mul(x).add(b)).pow(2).mul(0.5).mean()
    loss.backward()
    for (const parameter of [b, w]) {
      parameter.data.sub_(parameter.grad!.mul(0.05))
      parameter.grad!.zero_()
    }
    if (iteration % 20 === 0 && Number(loss.item()) < 1)
      return { iteration, parameters: [Number(w.item()), Number(b.item())] }
    if (iteration > 1000) throw new Error('the line does not fit')
  }
}

/** Two clouds of points told apart; looked at every 20 iterations. */
function separate(
  device: string,
  makeOptimizer: (parameters: Iterable<Tensor>) => { step(): void; zero_grad(): void },
): Ending {
  torch.manual_seed(1)
  const centre = torch.ones(100, 2).mul(1.7)
  const points = torch
    .cat([torch.normal(centre, 1).add(1), torch.normal(centre.neg(), 1).add(1)], 0)
    .to(device)
  const labels = torch.cat([torch.zeros(100), torch.ones(100)], 0).to(device)
  const model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()).to(device)
  const lossFunction = nn.BCELoss()
  const optimizer = makeOptimizer(model.parameters())
  for (let iteration = 0; ; iteration++) {
    const probability = model(points).squeeze()
    const loss = lossFunction(probability, labels)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    if (iteration % 20 !== 0) continue
    const accuracy = Number(probability.ge(0.5).eq(labels).sum().item()) / 200
    if (accuracy > 0.985)
      return {
        iteration,
        parameters: [...model.parameters()].flatMap((p) => p.detach().view(-1).tolist() as number[]),
      }
    if (iteration > 2000) throw new Error('the clouds are not separated')
  }
}

function compare(run: (device: string) => Ending): void {
  const here = run('cpu')
  const before = torch.gpu.stats()
  const there = run('gpu')
  const { downloads } = torch.gpu.stats()
  assert.equal(there.iteration, here.iteration)
  assert.ok(here.iteration > 0)
  there.parameters.forEach((value, k) => assert.ok(Math.abs(value - here.parameters[k]) < 1e-3, `${value}`))
  // One number every 20 iterations, and the parameters at the end.
  const looks = here.iteration / 20 + 1
  assert.ok(downloads - before.downloads <= looks + here.parameters.length, `${downloads - before.downloads}`)
}

export function trainings(): void {
  for (const kind of [linear, logistic])
    test(`dltorch train ${kind.name} --device gpu`, () => {
      const run = (device: string) => {
        const training = builtInRun(kind, { device })
        const before = torch.gpu.stats()
        const seen = finish(training)
        const { downloads, uploads } = torch.gpu.stats()
        const last = training.look()
        return { seen, last, downloads: downloads - before.downloads, uploads: uploads - before.uploads }
      }
      const here = run('cpu')
      const there = run('gpu')
      assert.deepEqual(there.seen, here.seen)
      for (const [name, value] of Object.entries(here.last.parameters))
        assert.ok(Math.abs(value - there.last.parameters[name]) < 1e-3, name)
      // A loss for every iteration, which the chart draws; weights, bias and accuracy at those that are printed.
      const iterations = here.last.iteration + 1
      assert.ok(there.downloads <= iterations + 3 * there.seen.length, `${there.downloads} downloads`)
      assert.equal(there.uploads, 0)
    })
  test('a line, by hand', () => compare(fitLine))
  test('a classifier with SGD', () =>
    compare((device) =>
      separate(device, (parameters) => new optim.SGD(parameters, { lr: 0.01, momentum: 0.9 })),
    ))
  test('a classifier with Adam', () =>
    compare((device) => separate(device, (parameters) => new optim.Adam(parameters, { lr: 0.02 }))))
  test('a network for images of digits: layers, dropout, cross entropy', () => {
    const run = (device: string): number[] => {
      torch.manual_seed(5)
      const net = nn
        .Sequential(nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Dropout(0.25), nn.Linear(8, 3))
        .to(device)
      const optimizer = new optim.AdamW(net.parameters(), { lr: 0.05 })
      const x = torch.rand(12, 4, 4).to(device)
      const y = torch.randint(3, [12]).to(device)
      const losses: number[] = []
      for (let step = 0; step < 15; step++) {
        const loss = nn.functional.cross_entropy(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1)
        optimizer.step()
        losses.push(Number(loss.item()))
      }
      return losses
    }
    const here = run('cpu')
    run('gpu').forEach((loss, step) => assert.ok(Math.abs(loss - here[step]) < 1e-3, `step ${step}: ${loss}`))
  })
  test('a network of convolutions and normalizations, whose rows an LSTM reads', () => {
    const run = (device: string): number[] => {
      torch.manual_seed(6)
      const images = nn.Sequential(
        nn.Conv2d(1, 4, 3, { padding: 1, bias: false }),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
      )
      const [rows, last] = [nn.LSTM(16, 8, { batch_first: true }), nn.Linear(8, 3)]
      const all = nn.ModuleList([images, rows, last]).to(device)
      const optimizer = new optim.Adam(all.parameters(), { lr: 0.02 })
      const x = torch.randn(6, 1, 8, 8).to(device)
      const y = torch.randint(3, [6]).to(device)
      const scores = (): Tensor => {
        const seen = images(x).transpose(1, 2).flatten(2)
        const [states] = rows(seen) as unknown as [Tensor]
        return last(states.select(1, -1))
      }
      const losses: number[] = []
      for (let step = 0; step < 8; step++) {
        const loss = nn.functional.cross_entropy(scores(), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.push(Number(loss.item()))
      }
      all.eval()
      const right = torch.no_grad(() => scores().argmax(1).eq(y).sum())
      return [...losses, Number(right.item())]
    }
    const here = run('cpu')
    assert.ok(here[7] < here[0])
    run('gpu').forEach((loss, step) => assert.ok(Math.abs(loss - here[step]) < 1e-3, `step ${step}: ${loss}`))
  })
}
