// Filling the parameters and buffers of a module from a state dict, and saying what does not fit.
import { RuntimeError, TypeError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { reprSymbol } from '../text/repr.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { typeText } from './attributes.js'
import { type OrderedDict, dictEntries } from './ordered-dict.js'

export type StateDict = OrderedDict<string, Tensor>

/** What is asked of a module that is filled. */
interface Owner {
  _own_modules(): [string, Owner][]
  _own_state(): [string, Tensor][]
  _get_name(): string
}

/** A list is one where it is a list of pairs. */
const isDictLike = (value: object): boolean =>
  !Array.isArray(value) || value.every((item) => Array.isArray(item) && item.length === 2)

/** The work of `load_state_dict`. */
export function loadStateDict(
  root: Owner,
  state_dict: Iterable<readonly [string, Tensor]> | Record<string, Tensor>,
  isStrict: boolean,
): IncompatibleKeys {
  if (typeof state_dict !== 'object' || state_dict === null || !isDictLike(state_dict))
    throw new TypeError(`Expected state_dict to be dict-like, got <class '${typeText(state_dict)}'>.`)
  const given = new Map(dictEntries(state_dict))
  const result = new IncompatibleKeys()
  const errors: string[] = []
  const expected = new Set<string>()
  no_grad(() => {
    for (const [path, module] of allPaths(root))
      for (const [name, tensor] of module._own_state()) {
        const key = path + name
        expected.add(key)
        const value = given.get(key)
        if (value === undefined) result.missing_keys.push(key)
        else load(key, tensor, value, errors)
      }
  })
  for (const key of given.keys()) if (!expected.has(key)) result.unexpected_keys.push(key)
  if (isStrict) {
    const quoted = (keys: string[]) => keys.map((key) => `"${key}"`).join(', ')
    const { missing_keys, unexpected_keys } = result
    if (unexpected_keys.length > 0)
      errors.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpected_keys)}. `)
    if (missing_keys.length > 0) errors.unshift(`Missing key(s) in state_dict: ${quoted(missing_keys)}. `)
  }
  if (errors.length > 0)
    throw new RuntimeError(
      `Error(s) in loading state_dict for ${root._get_name()}:\n\t${errors.join('\n\t')}`,
    )
  return result
}

/** Every module below `module` with the prefix of its names; shared ones as often as they occur. */
function* allPaths(module: Owner, prefix = ''): Generator<[string, Owner]> {
  yield [prefix, module]
  for (const [name, child] of module._own_modules()) yield* allPaths(child, `${prefix}${name}.`)
}

/** Copies one tensor of a state dict, or says what is wrong with it. */
function load(key: string, target: Tensor, value: unknown, errors: string[]): void {
  if (!(value instanceof Tensor)) {
    errors.push(
      `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint ` +
        `but received <class '${typeText(value)}'>`,
    )
    return
  }
  const source = target.sizes.length === 0 && value.sizes.length === 1 ? value.select(0, 0) : value
  if (!sameSizes(source.sizes, target.sizes))
    errors.push(
      `size mismatch for ${key}: copying a param with shape ${source.shape.toString()} from checkpoint, ` +
        `the shape in current model is ${target.shape.toString()}.`,
    )
  else target.copy_(source)
}

/** What `load_state_dict` returns: the keys that did not fit. */
export class IncompatibleKeys {
  readonly missing_keys: string[] = []
  readonly unexpected_keys: string[] = [];
  [reprSymbol](repr: (value: unknown) => string): string {
    if (this.missing_keys.length === 0 && this.unexpected_keys.length === 0)
      return '<All keys matched successfully>'
    return `_IncompatibleKeys(missing_keys=${repr(this.missing_keys)}, unexpected_keys=${repr(this.unexpected_keys)})`
  }
}
