// Logistic regression: two classes of points told apart by a line, or by a plane where there are more features.
import torch, { type Tensor } from '../torch.js'
import type { Kind, Model } from './kind.js'

const { nn } = torch

class LogisticRegression extends nn.Module {
  features: InstanceType<typeof nn.Linear>
  sigmoid = nn.Sigmoid()

  constructor(features: number) {
    super()
    this.features = nn.Linear(features, 1)
  }

  override forward(x: Tensor): Tensor {
    return this.sigmoid(this.features(x))
  }

  weights(): { weight: Tensor; bias: Tensor } {
    return { weight: this.features.weight.view(-1), bias: this.features.bias! }
  }
}

const lossFunction = nn.BCELoss()

export const logistic: Kind = {
  name: 'logistic',
  title: 'Logistic regression',
  about: '100 points of each class, around (2.7, 2.7) and (-0.7, -0.7)',
  features: ['x0', 'x1'],
  label: 'class',
  formula: 'p = sigmoid(w x + b)',
  lossName: 'binary cross entropy',
  hasClasses: true,
  optimizer: 'sgd',
  rate: 0.01,
  momentum: 0.9,
  goal: { measure: 'accuracy', sign: '>', value: 0.99 },

  draw() {
    const centre = torch.ones(100, 2).mul(1.7)
    const first = torch.normal(centre, 1).add(1)
    const second = torch.normal(centre.neg(), 1).add(1)
    return { x: torch.cat([first, second], 0), y: torch.cat([torch.zeros(100), torch.ones(100)], 0) }
  },
  make: (features) => new LogisticRegression(features) as unknown as Model,
  loss: (predicted, y) => lossFunction(predicted.squeeze(1), y) as Tensor,
}
