// Lets the methods of distributions, transforms and constraints take their arguments by name, as Python's do:
// `normal.sample({ sample_shape: [2] })`.
import { TypeError } from '../base/errors.js'
import { isKeywords, placed } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'

/** The parameters of the methods that have any. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  sample: ['sample_shape'],
  rsample: ['sample_shape'],
  sample_n: ['n'],
  log_prob: ['value'],
  cdf: ['value'],
  icdf: ['value'],
  expand: ['batch_shape', '_instance'],
  enumerate_support: ['expand'],
  log_abs_det_jacobian: ['x', 'y'],
  forward_shape: ['shape'],
  inverse_shape: ['shape'],
  with_cache: ['cache_size'],
  check: ['value'],
}
/** What may be left out. */
const optional = new Set(['sample_shape', '_instance', 'expand', 'cache_size'])

/** Methods that take tensors and look at nothing else first. */
const ofTensors = new Set(['icdf', 'log_abs_det_jacobian', 'check'])

function checkTensors(method: string, names: readonly string[], values: readonly unknown[]): void {
  values.forEach((value, i) => {
    if (!(value instanceof Tensor))
      throw new TypeError(
        `${method}(): argument '${names[i]}' (position ${i + 1}) must be Tensor, not ${typeName(value)}`,
      )
  })
}

type Method = (this: unknown, ...args: unknown[]) => unknown
const done = new WeakSet<object>()

function wrap(prototype: object): void {
  if (done.has(prototype)) return
  done.add(prototype)
  for (const [name, names] of Object.entries(parameters)) {
    const run: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value
    if (typeof run !== 'function') continue
    const least = names.filter((each) => !optional.has(each)).length
    const callee = {
      call: `${prototype.constructor.name}.${name}()`,
      countsSelf: true,
      parameters: names.map((each) => ({
        name: each,
        isRequired: !optional.has(each),
        isPositional: true,
        takesDict: false,
      })),
    }
    const value: Method = {
      [name](this: unknown, ...args: unknown[]): unknown {
        const fits = args.length >= least && args.length <= names.length && !isKeywords(args.at(-1))
        const given = fits ? null : placed(callee, args)
        const values = given === null ? args : names.map((each) => given[each])
        if (ofTensors.has(name)) checkTensors(name, names, values)
        return (run as Method).apply(this, values)
      },
    }[name]
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
}

/** Does so for classes and objects, and for all that they inherit from. */
export function takeKeywords(values: Iterable<unknown>): void {
  for (const value of values) {
    let at: unknown = typeof value === 'function' ? value.prototype : value
    while (typeof at === 'object' && at !== null && at !== Object.prototype) {
      wrap(at)
      at = Object.getPrototypeOf(at)
    }
  }
}
