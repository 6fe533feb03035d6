// A training that can be taken up and left at any iteration: the model, its optimizer, and one step after another.
import { numbersOf as elementsOf } from '../engine/plan.js'
import torch, { type Tensor } from '../torch.js'
import { Batches } from './batches.js'
import { DataError } from './table-cells.js'
import { allFinite, type Divergence, firstGradientOverflow, firstOverflow } from './divergence.js'
import { type Kind, type Model, type Samples, weightNames } from './kind.js'
import { makeOptimizer, type Optimizer } from './optimizers.js'
import type { Scaling } from './columns.js'
import type { Problem } from './problem.js'
import type { Settings } from './settings.js'

/** What one sees when one looks at a training. */
export interface Step {
  /** Counts from 0. */
  readonly iteration: number
  /** The loss of the samples of this iteration before its update. */
  readonly loss: number
  /** The share of them that was classified rightly, also before the update. */
  readonly accuracy?: number
  /** After the update, by name, in the data's own units. */
  readonly parameters: Readonly<Record<string, number>>
}

/**
 * Note [First parameters]. A seed stands for the data that is drawn first and the parameters drawn after it, as in a
 * program that does one after the other. Where the data come from a file, as much is drawn and thrown away: the same
 * data then train to the same digits, wherever they come from.
 */
function firstModel(kind: Kind, seed: number, features: number): Model {
  torch.manual_seed(seed)
  kind.draw()
  return kind.make(features)
}

/** Numbers of a tensor on any device. */
export const numbersOf = (tensor: Tensor): number[] => tensor.detach().to('cpu').view(-1).tolist() as number[]

/** Weights and bias for data as they were before they were scaled. */
function inOwnUnits(
  weight: readonly number[],
  bias: number,
  scaling: Scaling | null,
): { weight: number[]; bias: number } {
  if (!scaling) return { weight: [...weight], bias }
  const own = weight.map((w, i) => w / scaling.scale[i])
  return { weight: own, bias: own.reduce((b, w, i) => b - w * scaling.mean[i], bias) }
}

/** Keeps the elements of a tensor of this process; the function that is returned puts them back. */
function remember(tensor: Tensor): () => void {
  // Every step asks for it, so no op is called for it.
  const elements = elementsOf(tensor)
  const before = elements.slice()
  return () => elements.set(before as never)
}

export class Trainer {
  readonly problem: Problem
  readonly settings: Settings
  readonly model: Model
  readonly optimizer: Optimizer
  readonly batches: Batches
  /** The number of the next step. */
  iteration = 0
  readonly #parameters: readonly Tensor[]
  // A gpu would have to be waited for: what is not finite there shows in the next loss, which is asked for anyway.
  readonly #asks: boolean
  #last: { loss: number; predicted: Tensor; y: Tensor } | undefined

  constructor(problem: Problem, settings: Settings, model?: Model) {
    this.problem = problem
    this.settings = settings
    const { kind, features, train } = problem
    const first = model ?? firstModel(kind, settings.seed, features.length)
    let placed: Samples
    try {
      this.model = first.to(settings.device) as Model
      placed = { x: train.x.to(settings.device), y: train.y.to(settings.device) }
    } catch (error) {
      throw new DataError(`--device ${settings.device} cannot be used here: ${(error as Error).message}`)
    }
    this.#parameters = [...this.model.parameters()]
    this.#asks = this.#parameters.every(({ memory }) => memory.isHere)
    this.optimizer = makeOptimizer(this.#parameters, settings)
    this.batches = new Batches(placed, settings.batchSize, settings.seed)
  }

  /** The learning rate, which may be changed between steps. */
  get lr(): number {
    return this.optimizer.param_groups[0].lr
  }
  set lr(value: number) {
    for (const group of this.optimizer.param_groups) group.lr = value
  }

  /** Takes one step. Where that is not possible says why; the parameters are then as they were before it. */
  step(): { loss: number; divergence: Divergence | null } {
    const { model, optimizer } = this
    const { kind } = this.problem
    const { x, y } = this.batches.at(this.iteration)
    const predicted = model(x)
    const computed = kind.loss(predicted, y)
    const loss = Number(computed.item())
    this.#last = { loss, predicted, y }
    const forward = (): Tensor => kind.loss(model(x), y)
    const stop = (where: Divergence['where'], op: string): { loss: number; divergence: Divergence } => {
      optimizer.zero_grad()
      return { loss, divergence: { where, op, loss } }
    }
    if (!Number.isFinite(loss)) return stop('forward', firstOverflow(forward) ?? kind.lossName)
    computed.backward()
    const parameters = this.#parameters
    const asks = this.#asks
    if (asks && !parameters.every(({ grad }) => grad === null || allFinite(grad)))
      return stop('backward', firstGradientOverflow(forward()) ?? 'AccumulateGrad')
    const restore = asks ? parameters.map(remember) : []
    optimizer.step()
    if (asks && !parameters.every(allFinite)) {
      for (const back of restore) back()
      return stop('update', this.settings.optimizer)
    }
    optimizer.zero_grad()
    this.iteration++
    return { loss, divergence: null }
  }

  /** Weights and bias in the data's own units. */
  ownWeights(): { weight: number[]; bias: number } {
    const { weight, bias } = this.model.weights()
    return inOwnUnits(numbersOf(weight), numbersOf(bias)[0], this.problem.scaling)
  }

  /** What the last step looked like. */
  look(): Step {
    const { weight, bias } = this.ownWeights()
    const names = weightNames(weight.length)
    const parameters = Object.fromEntries([...names.map((name, i) => [name, weight[i]]), ['b', bias]])
    const last = this.#last
    const step = { iteration: Math.max(0, this.iteration - 1), loss: last?.loss ?? NaN, parameters }
    if (!this.problem.kind.hasClasses || !last) return step
    const { predicted, y } = last
    const correct = torch.no_grad(() => predicted.squeeze(1).ge(0.5).eq(y).sum())
    return { ...step, accuracy: Number(correct.item()) / y.size(0) }
  }
}
