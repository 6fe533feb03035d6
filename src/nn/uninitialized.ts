// Parameters and buffers whose shape is not known yet: those of the lazy layers. Follows torch/nn/parameter.py.
//
// Note [Uninitialized tensors]. Such a one is a tensor with another prototype, whose methods refuse, and without sizes:
// reading them refuses too, and that is what every op does first. `materialize` gives the same object sizes, memory and
// the prototype of all tensors, so that whoever holds it, an optimizer for one, holds the parameter from then on.
import { RuntimeError, ValueError } from '../base/errors.js'
import { type DType, float32 } from '../base/dtype.js'
import { isKeywords } from '../base/keywords.js'
import { reprSymbol } from '../text/repr.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { answering } from './callable.js'
import { Parameter } from './parameter.js'

/** A tensor without a shape. */
export type Uninitialized = Tensor & {
  /** Gives it a shape; what it holds is not specified. */
  materialize(
    shape: readonly number[],
    device?: unknown,
    dtype?: DType | null | { device?: unknown; dtype?: DType | null },
  ): void
  /** Another of the same kind. */
  another(): Uninitialized
}

/** What is not refused: it asks for no element and no shape. */
const allowed = new Set(
  'constructor copy_ is_complex is_floating_point get_device requires_grad_ toString edge ndimension dim'.split(
    ' ',
  ),
)
/** What changes only what it will be. */
const casts = 'half float double bfloat16 char short int long cuda cpu to type'.split(' ')
const geometry = ['sizes', 'strides', 'count'] as const

const kindOf = (tensor: Tensor): string => `Uninitialized${tensor.isParameter ? 'Parameter' : 'Buffer'}`

const refusal = (tensor: Tensor, what: string): ValueError =>
  new ValueError(
    `Attempted to use an uninitialized parameter in ${what}. This error happens when you are using a \`LazyModule\` or ` +
      `explicitly manipulating \`torch.nn.parameter.${kindOf(tensor)}\` objects. When using LazyModules Call \`forward\` ` +
      'with a dummy batch to initialize the parameters before calling torch functions',
  )

/** Tensors of no elements that know dtype and device, in the place of those that have no shape. */
const standIns = new WeakMap<Tensor, Tensor>()

function hideShape(tensor: Tensor): void {
  for (const name of geometry)
    Object.defineProperty(tensor, name, {
      get(this: Tensor) {
        throw refusal(this, 'a function')
      },
      configurable: true,
    })
}
/** Makes it a tensor as all are, on the memory of `values`. */
function settle(tensor: Tensor, values: Tensor): void {
  standIns.delete(tensor)
  for (const name of geometry)
    Object.defineProperty(tensor, name, {
      value: values[name],
      writable: true,
      enumerable: true,
      configurable: true,
    })
  Object.setPrototypeOf(tensor, Tensor.prototype)
  tensor.data = values
}

/** The prototype of uninitialized tensors, made when the first is. */
let prototype: object | null = null

function refusingPrototype(): object {
  const made = Object.create(Tensor.prototype) as Record<string, unknown>
  const define = (name: string | symbol, descriptor: PropertyDescriptor): void => {
    Object.defineProperty(made, name, { configurable: true, ...descriptor })
  }
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype)))
    if (typeof value === 'function' && !allowed.has(name))
      define(name, {
        value(this: Tensor) {
          throw refusal(this, `<method '${name}' of 'torch._C._TensorBase' objects>`)
        },
      })
  for (const name of casts)
    define(name, {
      value(this: Tensor, ...args: unknown[]) {
        const cast = (standIns.get(this) as unknown as Record<string, (...args: unknown[]) => Tensor>)[name](
          ...args,
        )
        return cast
      },
    })
  define('shape', {
    get() {
      throw new RuntimeError(
        "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in `load_state_dict` " +
          'when trying to load an uninitialized parameter into an initialized one. Call `forward` to initialize the ' +
          'parameters before accessing their attributes.',
      )
    },
  })
  define('data', {
    get(this: Tensor) {
      return standIns.get(this)
    },
    set(this: Tensor, value: Tensor) {
      settle(this, value)
      Object.setPrototypeOf(this, made)
      standIns.set(this, value)
      hideShape(this)
    },
  })
  define(reprSymbol, {
    value(this: Tensor) {
      return `<${kindOf(this)}>`
    },
  })
  define('materialize', {
    value(this: Tensor, shape: readonly number[], device: unknown = null, dtype: unknown = null) {
      const keywords = [device, dtype].find(isKeywords) ?? { device, dtype }
      const standIn = standIns.get(this)!
      const factory = { dtype: keywords.dtype ?? standIn.dtype, device: keywords.device ?? standIn.device }
      settle(this, call('empty', [shape, factory]) as Tensor)
    },
  })
  define('another', {
    value(this: Tensor) {
      return uninitialized(this.isParameter, this.requires_grad, this.device, this.dtype)
    },
  })
  return made
}

/** Whether a parameter or buffer has no shape yet, as those of lazy layers before their first call. */
export const isUninitialized = (value: unknown): value is Uninitialized =>
  prototype !== null && value instanceof Tensor && Object.getPrototypeOf(value) === prototype

export function uninitialized(
  isParameter: boolean,
  requires_grad: boolean,
  device: unknown,
  dtype: DType | null,
): Uninitialized {
  prototype ??= refusingPrototype()
  const standIn = call('empty', [[0], { dtype: dtype ?? float32, device }]) as Tensor
  const made = isParameter ? (Parameter(standIn, requires_grad) as Tensor) : standIn.detach()
  Object.setPrototypeOf(made, prototype)
  standIns.set(made, standIn)
  hideShape(made)
  return made as Uninitialized
}

function options(args: readonly unknown[], names: readonly string[]): Record<string, unknown> {
  const given = [...args]
  const keywords = isKeywords(given.at(-1)) ? (given.pop() as Record<string, unknown>) : {}
  return { ...Object.fromEntries(given.map((value, i) => [names[i], value])), ...keywords }
}

interface Factory<F> {
  (...args: unknown[]): F
  new (...args: unknown[]): F
}
/** A parameter whose shape comes later, by `materialize`. */
export const UninitializedParameter = answering(
  class UninitializedParameter {
    static [Symbol.hasInstance](value: unknown): boolean {
      return isUninitialized(value) && value.isParameter
    }
  },
  (...args) => {
    const {
      requires_grad = true,
      device = null,
      dtype = null,
    } = options(args, ['requires_grad', 'device', 'dtype'])
    return uninitialized(true, requires_grad as boolean, device, dtype as DType | null)
  },
) as unknown as Factory<Uninitialized>
/** A buffer whose shape comes later, by `materialize`. */
export const UninitializedBuffer = answering(
  class UninitializedBuffer {
    static [Symbol.hasInstance](value: unknown): boolean {
      return isUninitialized(value) && !value.isParameter
    }
  },
  (...args) => {
    const { device = null, dtype = null } = options(args, ['requires_grad', 'device', 'dtype'])
    return uninitialized(false, false, device, dtype as DType | null)
  },
) as unknown as Factory<Uninitialized>
