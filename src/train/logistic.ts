// Logistic regression: two clouds of points told apart by a module, a loss and an optimizer.
import torch from '../index.js'
import type { Tensor } from '../index.js'
import type { Training } from './training.js'

const { nn, optim } = torch

class LogisticRegression extends nn.Module {
  features = nn.Linear(2, 1)
  sigmoid = nn.Sigmoid()

  override forward(x: Tensor): Tensor {
    return this.sigmoid(this.features(x))
  }
}

/** 100 points of each class around (2.7, 2.7) and (-0.7, -0.7), and their labels. */
function twoClouds(): [points: Tensor, labels: Tensor] {
  const centre = torch.ones(100, 2).mul(1.7)
  const first = torch.normal(centre, 1).add(1)
  const second = torch.normal(centre.neg(), 1).add(1)
  return [torch.cat([first, second], 0), torch.cat([torch.zeros(100), torch.ones(100)], 0)]
}

export const logistic: Training = {
  name: 'logistic',
  title: 'Logistic regression: a line that separates two clouds of 100 points',
  goal: 'accuracy above 0.99',
  rate: 0.01,

  *steps({ seed, rate }) {
    torch.manual_seed(seed)
    const [points, labels] = twoClouds()
    const model = new LogisticRegression()
    const lossFunction = nn.BCELoss()
    const optimizer = new optim.SGD(model.parameters(), { lr: rate, momentum: 0.9 })

    for (let iteration = 0; ; iteration++) {
      const probability = model(points).squeeze()
      const loss = lossFunction(probability, labels)
      loss.backward()
      optimizer.step()
      optimizer.zero_grad()

      const correct = probability.ge(0.5).eq(labels).sum()
      const accuracy = Number(correct.item()) / labels.size(0)
      const [w0, w1] = model.features.weight.view(-1).tolist()
      yield {
        iteration,
        loss: Number(loss.item()),
        values: { w0, w1, b: Number(model.features.bias!.item()), accuracy },
        isGoodEnough: accuracy > 0.99,
      }
    }
  },
}
