// The submodules of torch.optim by name: `torch.optim.sgd.SGD`, each with what it defines.
import { required } from '../base/keywords.js'
import { Adadelta } from './adadelta.js'
import { Adam, AdamW } from './adam.js'
import { Adagrad } from './adagrad.js'
import { Adamax } from './adamax.js'
import { ASGD } from './asgd.js'
import * as functional from './functional.js'
import type { Step } from './functional.js'
import { LBFGS } from './lbfgs.js'
import { NAdam } from './nadam.js'
import { RAdam } from './radam.js'
import { RMSprop } from './rmsprop.js'
import { Rprop } from './rprop.js'
import { SGD } from './sgd.js'
import { Optimizer } from './optimizer.js'
import { SparseAdam } from './sparse-adam.js'

type Module<N extends string, C> = { readonly Optimizer: typeof Optimizer } & Readonly<Record<N, C>>
/** One that has the optimizer as a function of lists too. */
type WithStep<N extends string, C, F extends string> = Module<N, C> & Readonly<Record<F, Step>>

export const adadelta: WithStep<'Adadelta', typeof Adadelta, 'adadelta'> = {
  Adadelta,
  Optimizer,
  adadelta: functional.adadelta,
}
export const adagrad: WithStep<'Adagrad', typeof Adagrad, 'adagrad'> = {
  Adagrad,
  Optimizer,
  adagrad: functional.adagrad,
}
export const adam: WithStep<'Adam', typeof Adam, 'adam'> = { Adam, Optimizer, adam: functional.adam }
export const adamax: WithStep<'Adamax', typeof Adamax, 'adamax'> = {
  Adamax,
  Optimizer,
  adamax: functional.adamax,
}
export const adamw: WithStep<'AdamW', typeof AdamW, 'adamw'> = { AdamW, Optimizer, adamw: functional.adamw }
export const asgd: WithStep<'ASGD', typeof ASGD, 'asgd'> = { ASGD, Optimizer, asgd: functional.asgd }
export const lbfgs: Module<'LBFGS', typeof LBFGS> = { LBFGS, Optimizer }
export const nadam: WithStep<'NAdam', typeof NAdam, 'nadam'> = { NAdam, Optimizer, nadam: functional.nadam }
export const radam: WithStep<'RAdam', typeof RAdam, 'radam'> = { RAdam, Optimizer, radam: functional.radam }
export const rmsprop: WithStep<'RMSprop', typeof RMSprop, 'rmsprop'> = {
  RMSprop,
  Optimizer,
  rmsprop: functional.rmsprop,
}
export const rprop: WithStep<'Rprop', typeof Rprop, 'rprop'> = { Rprop, Optimizer, rprop: functional.rprop }
export const sgd: WithStep<'SGD', typeof SGD, 'sgd'> = { SGD, Optimizer, sgd: functional.sgd }
export const sparse_adam: Module<'SparseAdam', typeof SparseAdam> = { SparseAdam, Optimizer }
/** `required` marks an option that every group of parameters must have. */
export const optimizer: { readonly Optimizer: typeof Optimizer; readonly required: symbol } = {
  Optimizer,
  required,
}
export * as _functional from './functional.js'
