// How well a model does on samples: the loss, and R² or the accuracy with its confusion matrix.
import { numbersOf } from '../engine/plan.js'
import torch, { type Tensor } from '../torch.js'
import type { Kind, Model, Samples } from './kind.js'

export interface Evaluation {
  readonly rows: number
  readonly loss: number
  /** The share of the label's variance that the model explains; NaN where the label never changes. */
  readonly r2?: number
  readonly accuracy?: number
  /** Rows by true class, columns by predicted class. */
  readonly confusion?: readonly [readonly [number, number], readonly [number, number]]
}

/** Rows that are put through the model at once. */
const part = 1 << 14

/** The numbers of a tensor on any device. */
const floatsOf = (tensor: Tensor): Float32Array =>
  numbersOf(tensor.detach().to('cpu').contiguous()) as Float32Array

export function evaluate(kind: Kind, model: Model, { x, y }: Samples, device = 'cpu'): Evaluation {
  const rows = x.size(0)
  const labels = floatsOf(y)
  const mean = labels.reduce((sum, label) => sum + label / rows, 0)
  const confusion: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ]
  let loss = 0
  let squares = 0
  let spread = 0
  torch.no_grad(() => {
    for (let from = 0; from < rows; from += part) {
      const length = Math.min(part, rows - from)
      const predicted = model(x.narrow(0, from, length).to(device))
      loss += Number(kind.loss(predicted, y.narrow(0, from, length).to(device)).item()) * (length / rows)
      const values = floatsOf(predicted)
      for (let i = 0; i < length; i++) {
        const label = labels[from + i]
        if (kind.hasClasses) confusion[label as 0 | 1][values[i] >= 0.5 ? 1 : 0]++
        else {
          squares += (label - values[i]) ** 2
          spread += (label - mean) ** 2
        }
      }
    }
  })
  if (!kind.hasClasses) return { rows, loss, r2: spread > 0 ? 1 - squares / spread : NaN }
  return { rows, loss, accuracy: (confusion[0][0] + confusion[1][1]) / rows, confusion }
}
