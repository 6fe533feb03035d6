// The submodules of torch.optim by name: `torch.optim.sgd.SGD`, each with what it defines.
import { required } from '../base/keywords.js'
import { Adadelta } from './adadelta.js'
import { Adam, AdamW } from './adam.js'
import { Adagrad } from './adagrad.js'
import { Adamax } from './adamax.js'
import { ASGD } from './asgd.js'
import { LBFGS } from './lbfgs.js'
import { NAdam } from './nadam.js'
import { RAdam } from './radam.js'
import { RMSprop } from './rmsprop.js'
import { Rprop } from './rprop.js'
import { SGD } from './sgd.js'
import { Optimizer } from './optimizer.js'
import { SparseAdam } from './sparse-adam.js'

type Module<N extends string, C> = { readonly Optimizer: typeof Optimizer } & Readonly<Record<N, C>>

export const adadelta: Module<'Adadelta', typeof Adadelta> = { Adadelta, Optimizer }
export const adagrad: Module<'Adagrad', typeof Adagrad> = { Adagrad, Optimizer }
export const adam: Module<'Adam', typeof Adam> = { Adam, Optimizer }
export const adamax: Module<'Adamax', typeof Adamax> = { Adamax, Optimizer }
export const adamw: Module<'AdamW', typeof AdamW> = { AdamW, Optimizer }
export const asgd: Module<'ASGD', typeof ASGD> = { ASGD, Optimizer }
export const lbfgs: Module<'LBFGS', typeof LBFGS> = { LBFGS, Optimizer }
export const nadam: Module<'NAdam', typeof NAdam> = { NAdam, Optimizer }
export const radam: Module<'RAdam', typeof RAdam> = { RAdam, Optimizer }
export const rmsprop: Module<'RMSprop', typeof RMSprop> = { RMSprop, Optimizer }
export const rprop: Module<'Rprop', typeof Rprop> = { Rprop, Optimizer }
export const sgd: Module<'SGD', typeof SGD> = { SGD, Optimizer }
export const sparse_adam: Module<'SparseAdam', typeof SparseAdam> = { SparseAdam, Optimizer }
/** `required` marks an option that every group of parameters must have. */
export const optimizer: { readonly Optimizer: typeof Optimizer; readonly required: symbol } = {
  Optimizer,
  required,
}
