/**
 * `torch.random`: the default generator, its seed and its state, as functions of the torch namespace. Also gives
 * generators their PyTorch methods that take and return tensors.
 */
import { uint8 } from '../tensor/dtype.js'
import { TypeError } from '../tensor/errors.js'
import { Tensor, tensorFromArray } from '../tensor/tensor.js'
import { defaultGenerator, Generator } from './generator.js'
import { gather } from './order.js'

declare module './generator.js' {
  interface Generator {
    /** The state as a uint8 tensor of 5056 elements, in PyTorch's layout. */
    get_state(): Tensor
    /** Continues from a state that `get_state` gave, here or in PyTorch. Returns the generator. */
    set_state(new_state: Tensor): this
  }
}

Generator.prototype.get_state = function () {
  const bytes = this.stateBytes()
  return tensorFromArray(bytes, [bytes.length], uint8)
}
Generator.prototype.set_state = function (state) {
  if (!(state instanceof Tensor)) throw new TypeError(`expected a torch.ByteTensor, but got ${typeof state}`)
  if (state.dtype !== uint8) throw new TypeError('RNG state must be a torch.ByteTensor')
  return this.setStateBytes(
    Uint8Array.from(gather(state.storage.array, uint8, state.offset, state.sizes, state.strides)),
  )
}

/** The generator that every random op uses when none is given. */
export { defaultGenerator as default_generator }

/**
 * Starts the default generator anew from `seed`, so that what follows can be repeated. Returns the generator.
 *
 * Any 64-bit integer will do; only the low 32 bits matter for the numbers drawn.
 *
 * @example
 * torch.manual_seed(0)
 * torch.rand(2) // tensor([0.4963, 0.7682])
 */
export function manual_seed(seed: number | bigint): Generator {
  // Python calls int(seed), which drops a fraction.
  return defaultGenerator.manual_seed(typeof seed === 'bigint' ? seed : Math.trunc(Number(seed)))
}

/** Starts the default generator anew from an unpredictable seed, and returns that seed. */
export const seed = (): number | bigint => defaultGenerator.seed()

/** The seed that the default generator last started from. */
export const initial_seed = (): number | bigint => defaultGenerator.initial_seed()

/** The state of the default generator, as a uint8 tensor that `set_rng_state` takes. */
export const get_rng_state = (): Tensor => defaultGenerator.get_state()

/** Continues the default generator from a state of `get_rng_state`. */
export const set_rng_state = (new_state: Tensor): void => void defaultGenerator.set_state(new_state)

/**
 * Runs `callback` and puts the default generator back to where it was; without a callback, when the returned
 * guard is disposed: `using _ = torch.random.fork_rng()`.
 *
 * @example
 * torch.manual_seed(0)
 * torch.random.fork_rng(() => torch.rand(1000))
 * torch.rand(2) // tensor([0.4963, 0.7682])
 */
export function fork_rng(): Disposable
export function fork_rng<T>(callback: () => T): T
export function fork_rng<T>(callback?: () => T): T | Disposable {
  const state = defaultGenerator.stateBytes()
  const guard = { [Symbol.dispose]: () => void defaultGenerator.setStateBytes(state) }
  if (callback === undefined) return guard
  try {
    return callback()
  } finally {
    guard[Symbol.dispose]()
  }
}
