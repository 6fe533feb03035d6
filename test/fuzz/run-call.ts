// Runs one call of the fuzz: prints what it gives, and goes backward through it.
import torch from '../../src/index.js'
import { faultOf } from './verdict.js'

const circular: unknown[] = []
circular.push(circular)

const flat = (value: unknown): unknown[] => (Array.isArray(value) ? value.flat() : [value])

/** The kind of fault that a call shows, null for none. */
export function faultOfCall(text: string): string | null {
  try {
    const value: unknown = new Function('torch', 'circular', `return ${text}`)(torch, circular)
    if (value instanceof Promise) value.catch(() => undefined)
    torch.repr(value)
    for (const item of flat(value))
      if (item instanceof torch.Tensor && item.requires_grad && item.grad_fn)
        item.backward(torch.ones_like(item))
    return null
  } catch (error) {
    return faultOf(error)
  }
}
