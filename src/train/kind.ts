// What a kind of regression is: its data, its model, its loss, and the numbers it is trained with unless others are
// asked for.
import type { nn, Tensor } from '../torch.js'
import type { Goal } from './goal.js'
import type { OptimizerName } from './settings.js'

/** Features, one row a sample, and what is to be predicted from them. */
export interface Samples {
  readonly x: Tensor
  readonly y: Tensor
}

/** A model with one weight for each feature and a bias. */
export type Model = InstanceType<typeof nn.Module> & {
  (x: Tensor): Tensor
  /** The weights, in the features' order, and the bias. */
  weights(): { weight: Tensor; bias: Tensor }
}

export interface Kind {
  readonly name: 'linear' | 'logistic'
  readonly title: string
  /** The built-in data in words, and the names of its columns. */
  readonly about: string
  readonly features: readonly string[]
  readonly label: string
  /** What the model computes, and what its loss is called. */
  readonly formula: string
  readonly lossName: string
  readonly hasClasses: boolean
  readonly optimizer: OptimizerName
  readonly rate: number
  readonly momentum: number
  /** When the training on the built-in data is good enough. */
  readonly goal: Goal
  /** Draws the built-in data. */
  draw(): Samples
  /** Draws the first parameters. */
  make(features: number): Model
  /** The loss of what the model said of samples whose labels are `y`. */
  loss(predicted: Tensor, y: Tensor): Tensor
}

/** The names of a model's parameters in reports: `w` and `b`, or `w0`, `w1` … and `b`. */
export const weightNames = (features: number): string[] =>
  features === 1 ? ['w'] : Array.from({ length: features }, (_, i) => `w${i}`)
