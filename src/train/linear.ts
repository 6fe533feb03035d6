// Linear regression: a line fitted to noisy points, or a plane where there are more features.
import torch, { type Tensor } from '../torch.js'
import type { Kind, Model } from './kind.js'

const { nn } = torch

class LinearRegression extends nn.Module {
  w: InstanceType<typeof nn.Parameter>
  b: InstanceType<typeof nn.Parameter>

  constructor(features: number) {
    super()
    this.w = nn.Parameter(torch.randn(features))
    this.b = nn.Parameter(torch.zeros(1))
  }

  override forward(x: Tensor): Tensor {
    // With one feature a product is clearer than a matrix product, and rounds as one writes it by hand.
    if (this.w.size(0) === 1) return this.w.mul(x).add(this.b)
    return nn.functional.linear(x, this.w.view(1, -1), this.b)
  }

  weights(): { weight: Tensor; bias: Tensor } {
    return { weight: this.w, bias: this.b }
  }
}

export const linear: Kind = {
  name: 'linear',
  title: 'Linear regression',
  about: '20 points scattered around y = 2x + 5',
  features: ['x'],
  label: 'y',
  formula: 'y = w x + b',
  lossName: 'half the mean squared error',
  hasClasses: false,
  optimizer: 'hand',
  rate: 0.05,
  momentum: 0,
  goal: { measure: 'loss', sign: '<', value: 1 },

  draw() {
    const x = torch.rand(20, 1).mul(10)
    return { x, y: x.mul(2).add(torch.randn(20, 1).add(5)) }
  },
  make: (features) => new LinearRegression(features) as unknown as Model,
  loss: (predicted, y) => y.sub(predicted).pow(2).mul(0.5).mean(),
}
