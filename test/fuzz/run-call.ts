// Runs one call of the fuzz: looks where its result lies, prints it, and goes backward through it.
import torch from '../../src/index.js'
import { ModeGuard } from '../../src/tensor/modes.js'
import { faultOfPlace } from './inside.js'
import { surroundings } from './public-calls.js'
import { faultOf } from './verdict.js'

const circular: unknown[] = []
circular.push(circular)
const [names, values] = [
  [...Object.keys(surroundings), 'circular'],
  [...Object.values(surroundings), circular],
]

const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value.flat() : [value])

/** Leaves a mode that a call has entered, such as `torch.no_grad()`: the next call starts as the first did. */
function leave(value: unknown): void {
  if (value instanceof ModeGuard) value[Symbol.dispose]()
}

/** The kind of fault that a call shows, null for none. */
export function faultOfCall(text: string): string | null {
  let value: unknown
  try {
    value = new Function(...names, `return ${text}`)(...values)
    if (value instanceof Promise) value.catch(() => undefined)
    const tensors = flat(value).filter((item) => item instanceof torch.Tensor)
    for (const tensor of tensors) {
      const fault = faultOfPlace(tensor)
      if (fault !== null) return fault
    }
    torch.repr(value)
    for (const tensor of tensors)
      if (tensor.requires_grad && tensor.grad_fn) tensor.backward(torch.ones_like(tensor))
    return null
  } catch (error) {
    return faultOf(error)
  } finally {
    leave(value)
  }
}
