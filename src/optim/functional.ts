// The optimizers as functions of lists: parameters, gradients, what is remembered of each, and the options by name.
// Follows torch/optim/_functional.py and the functions beside the classes. Each is one step of its class.
import { Dict } from '../nn/ordered-dict.js'
import { Tuple } from '../base/tuple.js'
import { pythonic } from '../engine/python-call.js'
import { Tensor, zerosTensor } from '../tensor/tensor.js'
import { float32 } from '../base/dtype.js'
import { Adadelta } from './adadelta.js'
import { Adagrad } from './adagrad.js'
import { Adam, AdamW } from './adam.js'
import { Adamax } from './adamax.js'
import { ASGD } from './asgd.js'
import { NAdam } from './nadam.js'
import type { Optimizer, ParamState } from './optimizer.js'
import { RAdam } from './radam.js'
import { RMSprop } from './rmsprop.js'
import { Rprop } from './rprop.js'
import { SGD } from './sgd.js'

/** A step of an optimizer: parameters, gradients, the lists of its states, then options by name. */
export type Step = (params: Tensor[], grads: Tensor[], ...rest: unknown[]) => void

type Options = Record<string, unknown>

/** One step of `optimizer` for these parameters and gradients; `states` are the lists, under the names of the class. */
function stepOf(
  optimizer: Optimizer,
  params: readonly Tensor[],
  grads: readonly (Tensor | null)[],
  states: Readonly<Record<string, unknown[]>>,
  options: Options,
): void {
  optimizer.param_groups = [new Dict({ ...options, params: [...params] }) as never]
  const own = params.map((param, i) => {
    const entries = Object.entries(states).map(([name, list]) => [name, list[i]] as const)
    const state = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ParamState
    // What is counted by a number there is counted for the call alone.
    state.step ??= 0
    optimizer.state.set(param, state)
    return state
  })
  const before = params.map((param) => param.gradient)
  params.forEach((param, i) => (param.gradient = grads[i] ?? null))
  try {
    optimizer.step()
  } finally {
    params.forEach((param, i) => (param.gradient = before[i]))
  }
  // A buffer that was made at this step is the list's.
  for (const [name, list] of Object.entries(states))
    own.forEach((state, i) => {
      if (i < list.length && state[name] instanceof Tensor) list[i] = state[name]
    })
}

/**
 * The function of a class: `lists` are the names of its states, in the order of the arguments, `positional` what may follow
 * them, `named` the options that have to be named.
 */
function functionOf(
  name: string,
  make: (params: Tensor[]) => Optimizer,
  lists: Readonly<Record<string, string>>,
  positional: string,
  named: string,
  optionsOf: (options: Options) => Options = (options) => options,
): Step {
  const parameters = Object.values(lists)
  const optional = positional.split(', ').map((text) => text.slice(0, text.indexOf(' ')))
  const options = named.split(', ')
  const first = name === 'sgd' ? 'd_p_list' : 'grads'
  const signature = `${name}(${['params', first, ...parameters, positional, '*', named].join(', ')})`
  return pythonic(signature, (...values: unknown[]): void => {
    const [params, grads, ...rest] = values as [Tensor[], Tensor[], ...unknown[]]
    const given = Object.fromEntries(
      [...optional, ...options].map((key, i) => [key, rest[parameters.length + i]]),
    )
    const states = Object.fromEntries(Object.keys(lists).map((key, i) => [key, rest[i] as unknown[]]))
    // An optimizer wants parameters when it is made; the step gives it those of the call.
    stepOf(make([zerosTensor([1], float32)]), params, grads, states, optionsOf(given))
  })
}

const withBetas = ({ beta1, beta2, ...options }: Options): Options => ({
  ...options,
  betas: Tuple.of(beta1, beta2),
})
const moments = { exp_avg: 'exp_avgs', exp_avg_sq: 'exp_avg_sqs' }
const means = 'beta1, beta2, lr, weight_decay'

export const adadelta: Step = functionOf(
  'adadelta',
  (params) => Adadelta(params),
  { square_avg: 'square_avgs', acc_delta: 'acc_deltas' },
  'foreach = None',
  'lr, rho, eps, weight_decay, maximize',
)
export const adagrad: Step = functionOf(
  'adagrad',
  (params) => Adagrad(params),
  { sum: 'state_sums', step: 'state_steps' },
  'has_sparse_grad = None, foreach = None',
  'lr, weight_decay, lr_decay, eps, maximize',
)
export const adam: Step = functionOf(
  'adam',
  (params) => Adam(params),
  { ...moments, max_exp_avg_sq: 'max_exp_avg_sqs', step: 'state_steps' },
  'foreach = None, capturable = False, differentiable = False, fused = False, grad_scale = None, found_inf = None',
  `amsgrad, ${means}, eps, maximize`,
  withBetas,
)
export const adamw: Step = functionOf(
  'adamw',
  (params) => AdamW(params),
  { ...moments, max_exp_avg_sq: 'max_exp_avg_sqs', step: 'state_steps' },
  'foreach = None, capturable = False',
  `amsgrad, ${means}, eps, maximize`,
  withBetas,
)
export const adamax: Step = functionOf(
  'adamax',
  (params) => Adamax(params),
  { exp_avg: 'exp_avgs', exp_inf: 'exp_infs', step: 'state_steps' },
  'foreach = None, maximize = False',
  `eps, ${means}`,
  withBetas,
)
export const asgd: Step = functionOf(
  'asgd',
  (params) => ASGD(params),
  { ax: 'axs', mu: 'mus', eta: 'etas', step: 'state_steps' },
  'foreach = None, maximize = False',
  'lambd, lr, t0, alpha, weight_decay',
)
export const nadam: Step = functionOf(
  'nadam',
  (params) => NAdam(params),
  { ...moments, mu_product: 'mu_products', step: 'state_steps' },
  'foreach = None',
  `${means}, momentum_decay, eps`,
  withBetas,
)
export const radam: Step = functionOf(
  'radam',
  (params) => RAdam(params),
  { ...moments, step: 'state_steps' },
  'foreach = None',
  `${means}, eps`,
  withBetas,
)
export const rmsprop: Step = functionOf(
  'rmsprop',
  (params) => RMSprop(params),
  { square_avg: 'square_avgs', grad_avg: 'grad_avgs', momentum_buffer: 'momentum_buffer_list' },
  'foreach = None, maximize = False, differentiable = False',
  'lr, alpha, eps, weight_decay, momentum, centered',
)
export const rprop: Step = functionOf(
  'rprop',
  (params) => Rprop(params),
  { prev: 'prevs', step_size: 'step_sizes' },
  'foreach = None, maximize = False',
  'step_size_min, step_size_max, etaminus, etaplus',
  ({ step_size_min, step_size_max, etaminus, etaplus, ...options }) => ({
    ...options,
    etas: Tuple.of(etaminus, etaplus),
    step_sizes: Tuple.of(step_size_min, step_size_max),
  }),
)
export const sgd: Step = functionOf(
  'sgd',
  (params) => SGD(params, { lr: 1 }),
  { momentum_buffer: 'momentum_buffer_list' },
  'has_sparse_grad = None, foreach = None',
  'weight_decay, momentum, lr, dampening, nesterov, maximize',
)
