// Weights made anew at every call: of a length and a direction (`weight_norm`), or divided by their largest singular value
// (`spectral_norm`). Follows torch/nn/utils/weight_norm.py and spectral_norm.py.
import { RuntimeError, ValueError } from '../base/errors.js'
import type { RemovableHandle } from '../tensor/node.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { repr } from '../text/repr.js'
import { attributeOf } from './attributes.js'
import type { Module } from './module.js'
import { Parameter } from './parameter.js'

/** How a weight of a module is made, and the hook that makes it. */
interface Making {
  readonly handle: RemovableHandle
  /** The weight as it is now, for when it is a parameter again. */
  readonly compute: () => Tensor
  /** The attributes that stand in the weight's place. */
  readonly parts: readonly string[]
}
type Kind = 'weight_norm' | 'spectral_norm'
const makings: Record<Kind, WeakMap<Module, Map<string, Making>>> = {
  weight_norm: new WeakMap(),
  spectral_norm: new WeakMap(),
}

const fieldsOf = (module: Module): Record<string, Tensor> => module as unknown as Record<string, Tensor>

function register(kind: Kind, module: Module, name: string, making: Making): void {
  const known = makings[kind].get(module) ?? new Map<string, Making>()
  makings[kind].set(module, known.set(name, making))
}
function refuseTwice(kind: Kind, module: Module, name: string): void {
  if (makings[kind].get(module)?.has(name))
    throw new RuntimeError(`Cannot register two ${kind} hooks on the same parameter ${name}`)
}
/** The weight is a parameter again, with the value that it had last. */
function remove(kind: Kind, module: Module, name: string): void {
  const making = makings[kind].get(module)?.get(name)
  if (making === undefined) throw new ValueError(`${kind} of '${name}' not found in ${repr(module)}`)
  const weight = no_grad(making.compute)
  for (const part of [name, ...making.parts]) module._remove(part)
  module.register_parameter(name, Parameter(weight.detach()))
  making.handle.remove()
  makings[kind].get(module)!.delete(name)
}

/** The length of each slice along `dim`, or of the whole for -1. */
function lengths(weight: Tensor, dim: number): Tensor {
  if (dim === -1) return call('norm', [weight, 2]) as Tensor
  const others = weight.sizes.map((_, i) => i).filter((i) => i !== dim)
  return call('norm', [weight, 2, others, true]) as Tensor
}

/**
 * Puts two parameters in the place of one: `weight_g`, the lengths along `dim`, and `weight_v`, the directions (Salimans &
 * Kingma, 2016). The weight is made of them before every call.
 *
 * @param dim the dimension that has a length for each index; `null` for one length
 * @example
 * nn.utils.weight_norm(nn.Linear(20, 40)).weight_g.shape // torch.Size([40, 1])
 */
export const weight_norm = pythonic(
  "weight_norm(module, name = 'weight', dim = 0)",
  <M extends Module>(module: M, name = 'weight', dim: number | null = 0): M & Record<string, Tensor> => {
    refuseTwice('weight_norm', module, name)
    const weight = attributeOf(module, name) as Tensor
    const at = dim ?? -1
    module._remove(name)
    module.register_parameter(`${name}_g`, Parameter(lengths(weight, at).detach()))
    module.register_parameter(`${name}_v`, Parameter(weight.detach()))
    const compute = (): Tensor => {
      const { [`${name}_g`]: length, [`${name}_v`]: direction } = fieldsOf(module)
      return direction.mul(length.div(lengths(direction, at)))
    }
    fieldsOf(module)[name] = compute()
    const handle = module.register_forward_pre_hook(() => {
      fieldsOf(module)[name] = compute()
    })
    register('weight_norm', module, name, { handle, compute, parts: [`${name}_g`, `${name}_v`] })
    return module as M & Record<string, Tensor>
  },
)

/** Makes the weight one parameter again. */
export const remove_weight_norm = pythonic(
  "remove_weight_norm(module, name = 'weight')",
  <M extends Module>(module: M, name = 'weight'): M => {
    remove('weight_norm', module, name)
    return module
  },
)

function normalized(vector: Tensor, eps: number): Tensor {
  return vector.div((call('norm', [vector, 2, 0, true]) as Tensor).clamp_min(eps))
}

/**
 * Divides a weight by its largest singular value before every call (Miyato et al., 2018). That is found by power iteration,
 * of which each call in training takes `n_power_iterations` steps.
 *
 * @param dim the dimension of the outputs; 1 for transposed convolutions, 0 for all else
 * @example
 * const layer = nn.utils.spectral_norm(nn.Linear(20, 40))
 */
export const spectral_norm = pythonic(
  "spectral_norm(module, name = 'weight', n_power_iterations = 1, eps = 1e-12, dim = None)",
  <M extends Module>(
    module: M,
    name = 'weight',
    iterations = 1,
    eps = 1e-12,
    dim: number | null = null,
  ): M & Record<string, Tensor> => {
    const isTransposed = /^ConvTranspose/.test(module._get_name())
    const at = dim ?? (isTransposed ? 1 : 0)
    if (iterations <= 0)
      throw new ValueError(
        `Expected n_power_iterations to be positive, but got n_power_iterations=${iterations}`,
      )
    refuseTwice('spectral_norm', module, name)
    const weight = module._parameters.__getitem__(name)
    if (weight === null)
      throw new ValueError(`\`SpectralNorm\` cannot be applied as parameter \`${name}\` is None`)
    const [height, width] = moved(weight, at).sizes
    const random = (size: number): Tensor =>
      normalized((call('empty', [[size], { dtype: weight.dtype }]) as Tensor).normal_(0, 1), eps)
    const [u, v] = no_grad(() => [random(height), random(width)])
    module._remove(name)
    module.register_parameter(`${name}_orig`, weight)
    fieldsOf(module)[name] = weight.detach()
    module.register_buffer(`${name}_u`, u)
    module.register_buffer(`${name}_v`, v)
    const compute = (iterates: boolean): Tensor => {
      const fields = fieldsOf(module)
      const original = fields[`${name}_orig`]
      const matrix = moved(original, at)
      let [left, right] = [fields[`${name}_u`], fields[`${name}_v`]]
      if (iterates)
        no_grad(() => {
          for (let i = 0; i < iterations; i++) {
            right.copy_(normalized(matrix.t().mv(left), eps))
            left.copy_(normalized(matrix.mv(right), eps))
          }
          // Two calls may go into one backward pass: the first one's vectors stay what they were.
          left = left.clone()
          right = right.clone()
        })
      return original.div(left.dot(matrix.mv(right)))
    }
    const handle = module.register_forward_pre_hook(() => {
      fieldsOf(module)[name] = compute(module.training)
    })
    const parts = [`${name}_u`, `${name}_v`, `${name}_orig`]
    register('spectral_norm', module, name, { handle, compute: () => compute(false), parts })
    return module as M & Record<string, Tensor>
  },
)

/** A weight as a matrix, with the rows along `dim`. */
function moved(weight: Tensor, dim: number): Tensor {
  const others = weight.sizes.map((_, i) => i).filter((i) => i !== dim)
  const ahead = dim === 0 ? weight : weight.permute([dim, ...others])
  return ahead.reshape([ahead.sizes[0], -1])
}

/** Makes the weight one parameter again, divided as it was last. */
export const remove_spectral_norm = pythonic(
  "remove_spectral_norm(module, name = 'weight')",
  <M extends Module>(module: M, name = 'weight'): M => {
    remove('spectral_norm', module, name)
    return module
  },
)
