// Checks of the options that several optimizers have, in the words of torch/optim.
import { IndexError, TypeError } from '../base/errors.js'
import { typeText } from '../nn/attributes.js'
import { Tuple } from '../base/tuple.js'
import { checkOption, type Option, type Params } from './optimizer.js'

/** Options that may not be negative, and what messages call them. */
const called: Readonly<Record<string, string>> = {
  lr: 'learning rate',
  eps: 'epsilon value',
}

/** Refuses the first of the named options that is below zero: `Invalid learning rate: -1`. */
export function checkNotNegative(options: object, names: readonly string[]): void {
  for (const name of names) {
    const value = (options as Record<string, unknown>)[name]
    checkOption(Number(value) >= 0, `Invalid ${called[name] ?? `${name} value`}`, value, '<=')
  }
}

/** What is a pair in Python: a list of at least two. */
export function checkPair(value: unknown): void {
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new TypeError(`'${typeText(value)}' object is not subscriptable`)
  if (value.length < 2) throw new IndexError('tuple index out of range')
}

/** Refuses factors of running means outside of [0, 1). */
export function checkBetas(betas: readonly Option[]): void {
  checkPair(betas)
  Array.from(betas)
    .slice(0, 2)
    .forEach((beta, i) => {
      checkOption(Number(beta) >= 0 && Number(beta) < 1, `Invalid beta parameter at index ${i}`, beta, '<=')
    })
}

/** The options of Adam, and of what was made of it. */
export interface AdaptiveKeywords {
  params?: Params
  lr?: Option
  betas?: readonly Option[]
  eps?: Option
  weight_decay?: Option
  foreach?: boolean | null
}
/** Those that may be given by their place. */
export type AdaptivePositions = [lr?: Option, betas?: readonly Option[], eps?: Option, weight_decay?: Option]

/** What those behind the rate are by themselves; their order is that of positions. */
export const adaptiveDefaults = {
  betas: Tuple.of<Option>(0.9, 0.999),
  eps: 1e-8,
  weight_decay: 0,
} as const

/** Checks them in the order in which PyTorch does. */
export function checkAdaptive(options: Required<Omit<AdaptiveKeywords, 'params'>>): void {
  checkNotNegative(options, ['lr', 'eps'])
  checkBetas(options.betas)
  checkNotNegative(options, ['weight_decay'])
}
