// The default generator: its seed and its state.
import { defaultGenerator } from '../../random/generator.js'
import './state.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { isScalar } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'

/** Python's `int(value)`. */
function pythonInt(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value
  if (value instanceof Tensor) return pythonInt(value.item())
  if (typeof value !== 'string' && !isScalar(value))
    throw new TypeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    )
  const number = Math.trunc(Number(value))
  if (typeof value === 'string' && (Number.isNaN(number) || value.trim() === ''))
    throw new ValueError(`invalid literal for int() with base 10: '${value}'`)
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer')
  if (!Number.isFinite(number)) throw new ValueError('cannot convert float infinity to integer')
  return number
}

op('manual_seed(any seed) -> any', {
  doc:
    'Starts the default generator anew, so that the random numbers that follow can be repeated. Any 64-bit integer ' +
    'will do as a seed. Returns the generator.',
  example: ['torch.manual_seed(42)\ntorch.rand(2)', 'tensor([0.8823, 0.9150])'],
  aliases: ['random.manual_seed'],
  // Python calls int(seed), which drops a fraction.
  forward: (seed: unknown) => defaultGenerator.manual_seed(pythonInt(seed)),
})

op('seed() -> int', {
  doc: 'Starts the default generator anew from an unpredictable seed, and returns that seed.',
  example: ['torch.seed() === torch.initial_seed()', 'True'],
  aliases: ['random.seed'],
  forward: () => defaultGenerator.seed(),
})

op('initial_seed() -> int', {
  doc: 'The seed that the default generator last started from.',
  example: ['torch.manual_seed(-1)\ntorch.initial_seed()', '18446744073709551615'],
  aliases: ['random.initial_seed'],
  forward: () => defaultGenerator.initial_seed(),
})

op('get_rng_state() -> Tensor', {
  doc: 'The state of the default generator, for `set_rng_state`.',
  example: ['torch.get_rng_state().shape', 'torch.Size([5056])'],
  aliases: ['random.get_rng_state'],
  forward: () => defaultGenerator.get_state(),
})

op('set_rng_state(Tensor new_state) -> any', {
  doc: 'Continues the default generator from a state that `get_rng_state` gave.',
  example: [
    'const state = torch.get_rng_state()\nconst first = torch.rand(2)\ntorch.set_rng_state(state)\ntorch.rand(2).equal(first)',
    'True',
  ],
  aliases: ['random.set_rng_state'],
  forward: (state: Tensor) => void defaultGenerator.set_state(state),
})
