// Generator states as tensors, as PyTorch hands them out, and a region that leaves the default generator as it was.
import { uint8 } from '../../base/dtype.js'
import { TypeError } from '../../base/errors.js'
import { isKeywords } from '../../base/keywords.js'
import { region } from '../../base/region.js'
import { Tensor, tensorFromArray } from '../../tensor/tensor.js'
import { defaultGenerator, Generator } from '../../random/generator.js'
import { numbersOf } from '../../engine/draw.js'

declare module '../../random/generator.js' {
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
  return this.setStateBytes(Uint8Array.from(numbersOf(state)))
}

/**
 * Runs `callback` and puts the default generator back to where it was; without a callback, when the returned
 * guard is disposed: `using _ = torch.random.fork_rng()`.
 *
 * @example
 * torch.manual_seed(0)
 * torch.random.fork_rng(() => torch.rand(1000))
 * torch.rand(2) // tensor([0.4963, 0.7682])
 */
export function fork_rng(devices?: readonly unknown[] | ForkOptions, enabled?: boolean): Disposable
export function fork_rng<T>(callback: () => T): T
export function fork_rng<T>(
  given?: (() => T) | readonly unknown[] | ForkOptions | null,
  enabled = true,
): T | Disposable {
  const isEnabled = isKeywords(given) ? ((given as ForkOptions).enabled ?? true) : enabled
  const state = defaultGenerator.stateBytes()
  const guard = {
    [Symbol.dispose]: () => {
      if (isEnabled) defaultGenerator.setStateBytes(state)
    },
  }
  return region(guard, typeof given === 'function' ? given : undefined)
}

/** `devices` are those beside the CPU; there are none whose generators would have to be kept. */
interface ForkOptions {
  devices?: readonly unknown[] | null
  enabled?: boolean
}
