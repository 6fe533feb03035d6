// Linear regression by hand: a line fitted to noisy points, with nothing but tensors, gradients and subtraction.
import torch from '../index.js'
import type { Training } from './training.js'

export const linear: Training = {
  name: 'linear',
  title: 'Linear regression: y = w x + b, fitted to 20 noisy points around y = 2x + 5',
  goal: 'loss below 1',
  rate: 0.05,

  *steps({ seed, rate }) {
    torch.manual_seed(seed)
    const x = torch.rand(20, 1).mul(10)
    const y = x.mul(2).add(torch.randn(20, 1).add(5))
    const w = torch.randn(1, { requires_grad: true })
    const b = torch.zeros(1, { requires_grad: true })

    for (let iteration = 0; ; iteration++) {
      const predicted = w.mul(x).add(b)
      const loss = y.sub(predicted).pow(2).mul(0.5).mean()
      loss.backward()
      for (const parameter of [b, w]) {
        parameter.data.sub_(parameter.grad!.mul(rate))
        parameter.grad!.zero_()
      }
      yield {
        iteration,
        loss: Number(loss.item()),
        values: { w: Number(w.item()), b: Number(b.item()) },
        isGoodEnough: Number(loss.item()) < 1,
      }
    }
  },
}
