// What there is to see of a training: some of its samples as points, and what the model makes of them as a curve. Values
// only; how they are drawn is left to the picture and to the SVG.
import torch, { type Tensor } from '../torch.js'
import { said } from '../terminal/speech.js'
import { rangeOf } from '../plot/axes.js'
import { type Problem } from './problem.js'
import { numbersOf, type Trainer } from './trainer.js'
import { visibleName } from '../base/visible.js'

export type Range = readonly [low: number, high: number]

export interface Scene {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** Which of two classes each point is of. */
  readonly group: readonly (0 | 1)[] | null
  /** The names of the groups. */
  readonly classes: readonly [string, string] | null
  /** The fitted line, or the boundary between the classes. */
  readonly curve: readonly (readonly [x: number, y: number])[]
  readonly ranges: { readonly x: Range; readonly y: Range }
  /** What the two axes are, and the curve. */
  readonly names: { readonly x: string; readonly y: string; readonly curve: string }
}

/** More points than this show no more. */
const mostPoints = 1000

/** A range with a margin around it. */
function widened(values: Iterable<number>, margin = 0.04): Range {
  const [low, high] = rangeOf(values) ?? [0, 1]
  const room = high > low ? (high - low) * margin : Math.max(Math.abs(low), 1) / 2
  return [low - room, high + room]
}

/** A number between -0.5 and 0.5 for each point, always the same: spreads points that would lie on one another. */
const jitter = (i: number): number => ((i * 0.618034) % 1) - 0.5

/** The line `w0 x + w1 y + b = 0` across a range of `x`; upright where it does not depend on `y`. */
function boundary([w0, w1]: readonly number[], b: number, x: Range, y: Range): [number, number][] {
  const isSteep = Math.abs(w0) * (x[1] - x[0]) > Math.abs(w1) * (y[1] - y[0])
  return isSteep
    ? y.map((value) => [-(b + w1 * value) / w0, value])
    : x.map((value) => [value, -(b + w0 * value) / w1])
}

/** Points of a training, chosen once, and their picture as often as it is asked for. */
export class Sketch {
  readonly #trainer: Trainer
  readonly #problem: Problem
  /** What columns and classes are called, as a terminal may show it. */
  readonly #names: Pick<Problem, 'features' | 'label' | 'classes'>
  /** The chosen samples as the model sees them, and in the data's own units. */
  readonly #samples: Tensor
  readonly #columns: number[][]
  readonly #labels: number[]

  constructor(trainer: Trainer) {
    this.#trainer = trainer
    this.#problem = trainer.problem
    const { train, scaling, features, label, classes } = this.#problem
    this.#names = {
      features: features.map(visibleName),
      label: visibleName(label),
      classes: classes && [visibleName(classes[0]), visibleName(classes[1])],
    }
    const rows = train.x.size(0)
    const count = Math.min(rows, mostPoints)
    const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count))
    const index = torch.tensor(chosen)
    this.#samples = train.x.index_select(0, index)
    this.#labels = numbersOf(train.y.index_select(0, index))
    const numbers = numbersOf(this.#samples)
    this.#columns = features.map((_, f) =>
      chosen.map((_row, i) => {
        const value = numbers[i * features.length + f]
        return scaling ? value * scaling.scale[f] + scaling.mean[f] : value
      }),
    )
  }

  scene(): Scene {
    const { kind } = this.#problem
    const { features, label } = this.#names
    if (kind.hasClasses)
      return this.#problem.columns.length === 2 && features.length === 2 ? this.#plane() : this.#scores()
    if (features.length > 1) return this.#fit()
    const [x] = this.#columns
    const ranges = { x: widened(x), y: widened(this.#labels) }
    const { weight, bias } = this.#trainer.ownWeights()
    return {
      x,
      y: this.#labels,
      group: null,
      classes: null,
      curve: ranges.x.map((value) => [value, weight[0] * value + bias] as const),
      ranges,
      names: { x: features[0], y: label, curve: 'fitted line' },
    }
  }

  /** What the model says of the chosen samples. */
  #predicted(): number[] {
    const { model, settings } = this.#trainer
    return torch.no_grad(() => numbersOf(model(this.#samples.to(settings.device))))
  }

  get #groups(): (0 | 1)[] {
    return this.#labels.map((value) => (value === 1 ? 1 : 0))
  }

  /** Two features: the points as they lie, and the line where both classes are as likely. */
  #plane(): Scene {
    const [x, y] = this.#columns
    const ranges = { x: widened(x), y: widened(y) }
    const { weight, bias } = this.#trainer.ownWeights()
    const { features, classes } = this.#names
    return {
      x,
      y,
      group: this.#groups,
      classes,
      curve: boundary(weight, bias, ranges.x, ranges.y),
      ranges,
      names: { x: features[0], y: features[1], curve: 'boundary' },
    }
  }

  /** Other numbers of features: the model's score w x + b from left to right, the classes above each other. */
  #scores(): Scene {
    // The logit, from where the probability was rounded to.
    const x = this.#predicted().map((p) => Math.max(-15, Math.min(15, Math.log(p / (1 - p)))))
    const group = this.#groups
    const [low, high] = widened(x)
    const ranges = { x: [Math.min(low, -1), Math.max(high, 1)] as const, y: [-0.6, 1.6] as const }
    const steps = Array.from({ length: 41 }, (_, i) => ranges.x[0] + ((ranges.x[1] - ranges.x[0]) * i) / 40)
    return {
      x,
      y: group.map((one, i) => one + jitter(i) * 0.7),
      group,
      classes: this.#names.classes,
      curve: steps.map((value) => [value, 1 / (1 + Math.exp(-value))] as const),
      ranges,
      names: { x: 'w x + b', y: this.#names.label, curve: 'probability' },
    }
  }

  /** Several features: what was predicted from left to right, what is true upwards; right is what lies on the diagonal. */
  #fit(): Scene {
    const { label } = this.#names
    const x = this.#predicted()
    const y = widened(this.#labels)
    const ranges = { x: y, y }
    return {
      x,
      y: this.#labels,
      group: null,
      classes: null,
      curve: [
        [y[0], y[0]],
        [y[1], y[1]],
      ],
      ranges,
      names: { x: said(`${label}, predicted`), y: label, curve: 'right' },
    }
  }
}
