// Filling the parameters and buffers of a module from a state dict, and saying what does not fit.
import { AttributeError, RuntimeError, TypeError } from '../base/errors.js'
import { Tuple } from '../base/tuple.js'
import { isKeywords } from '../base/keywords.js'
import { sameSizes } from '../base/layout.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import { reprSymbol } from '../text/repr.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { typeText } from './attributes.js'
import { isUninitialized } from './uninitialized.js'
import { dictEntries, OrderedDict } from './ordered-dict.js'

export type StateDict = OrderedDict<string, Tensor>

/** What is asked of a module that is filled. */
interface Owner {
  _own_modules(): [string, Owner][]
  _own_state(): [string, Tensor][]
  _get_name(): string
  _load_from_state_dict(...args: LoadArguments): void
  /** Runs what was registered to run after loading. */
  _loaded(keys: IncompatibleKeys): void
}
/** What `_load_from_state_dict` and the hooks before it are called with. */
export type LoadArguments = [
  state_dict: StateDict,
  prefix: string,
  local_metadata: Record<string, unknown>,
  strict: boolean,
  missing_keys: string[],
  unexpected_keys: string[],
  error_msgs: string[],
]

/** What `state_dict` collects: into what, under which prefix, and whether as parts of the graph. */
export interface StateKeywords {
  destination?: StateDict | null
  prefix?: string
  keep_vars?: boolean
}
export type StateArguments = [StateKeywords?] | [StateDict | null, string?, boolean?]

const stateNames = ['destination', 'prefix', 'keep_vars']

/** The arguments of `state_dict`, which once were positional, and still may be. */
export function stateKeywords(given: readonly unknown[]): Required<StateKeywords> {
  const last = given.at(-1)
  const keywords = isKeywords(last) ? last : {}
  const positional = isKeywords(last) ? given.slice(0, -1) : given
  for (const name of Object.keys(keywords))
    if (!stateNames.includes(name))
      throw new TypeError(`Module.state_dict() got an unexpected keyword argument '${name}'`)
  if (positional.length > 0)
    warn(
      'Positional args are being deprecated, use kwargs instead. Refer to ' +
        'https://pytorch.org/docs/master/generated/torch.nn.Module.html#torch.nn.Module.state_dict for details.',
    )
  const [destination, prefix, keep_vars] = stateNames.map((name, at) => positional[at] ?? keywords[name])
  if (typeof (prefix ?? '') !== 'string')
    throw new TypeError(`unsupported operand type(s) for +: '${typeName(prefix)}' and 'str'`)
  const isDict =
    (destination ?? null) === null ||
    // What nothing can be put into is a part of the library.
    (isKeywords(destination) && Object.isExtensible(destination)) ||
    typeof (destination as StateDict).set === 'function'
  if (!isDict) throw new TypeError(`'${typeName(destination)}' object does not support item assignment`)
  return {
    destination: (destination as StateDict | undefined) ?? null,
    prefix: (prefix as string | undefined) ?? '',
    keep_vars: Boolean(keep_vars),
  }
}

/** What a state dict tells of the modules that it was made from, by their prefixes; what is no longer theirs has none. */
type Metadata = OrderedDict<string, Record<string, unknown>>

export function withMetadata(dict: StateDict): StateDict {
  const value: Metadata = new OrderedDict()
  return Object.defineProperty(dict, '_metadata', { value, writable: true, configurable: true })
}
export const metadataOf = (dict: unknown): Metadata | undefined =>
  (dict as { _metadata?: Metadata })._metadata

/** The key of what `get_extra_state` gives. */
export const extraState = '_extra_state'

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
  const result = new IncompatibleKeys()
  const errors: string[] = []
  const { missing_keys, unexpected_keys } = result
  const metadata = metadataOf(state_dict)
  const fill = (module: Owner, given: StateDict, prefix: string): void => {
    const local = metadata?.get(prefix.slice(0, -1)) ?? {}
    no_grad(() => {
      module._load_from_state_dict(given, prefix, local, true, missing_keys, unexpected_keys, errors)
    })
    for (const [name, child] of module._own_modules()) {
      const inside = `${prefix}${name}.`
      fill(child, new OrderedDict([...given].filter(([key]) => key.startsWith(inside))), inside)
    }
    module._loaded(result)
  }
  const given = dictEntries(state_dict)
  for (const [key] of given)
    if (typeof key !== 'string')
      throw new AttributeError(`'${typeName(key)}' object has no attribute 'startswith'`)
  fill(root, new OrderedDict(given), '')
  if (isStrict) {
    const quoted = (keys: string[]) => keys.map((key) => `"${key}"`).join(', ')
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

/** Fills the parameters and buffers of one module alone. */
export function loadOwnState(module: Owner, ...args: LoadArguments): void {
  const [given, prefix, , strict, missing, unexpected, errors] = args
  const own = module._own_state()
  for (const [name, tensor] of own) {
    const key = prefix + name
    if (given.has(key)) load(key, tensor, given.get(key), errors)
    else if (strict) missing.push(key)
  }
  if (!strict) return
  const known = new Set([...own, ...module._own_modules()].map(([name]) => name))
  for (const key of given.keys())
    if (
      key.startsWith(prefix) &&
      key !== prefix + extraState &&
      !known.has(key.slice(prefix.length).split('.', 1)[0])
    )
      unexpected.push(key)
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
  if (isUninitialized(target)) return
  const source = target.sizes.length === 0 && value.shape.length === 1 ? value.select(0, 0) : value
  if (!sameSizes(source.shape, target.sizes))
    errors.push(
      `size mismatch for ${key}: copying a param with shape ${source.shape.toString()} from checkpoint, ` +
        `the shape in current model is ${target.shape.toString()}.`,
    )
  else target.copy_(source)
}

/** What `load_state_dict` returns: the keys that did not fit, as a tuple of two lists that have names. */
export class IncompatibleKeys extends Tuple<string[]> {
  constructor() {
    super()
    this.push([], [])
  }
  get missing_keys(): string[] {
    return this[0]
  }
  get unexpected_keys(): string[] {
    return this[1]
  }
  [reprSymbol](repr: (value: unknown) => string): string {
    if (this.missing_keys.length === 0 && this.unexpected_keys.length === 0)
      return '<All keys matched successfully>'
    return `_IncompatibleKeys(missing_keys=${repr(this.missing_keys)}, unexpected_keys=${repr(this.unexpected_keys)})`
  }
}
