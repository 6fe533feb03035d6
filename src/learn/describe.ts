// A value as plain facts that can be compared later, when the value itself may have changed: what kind of thing it is, and
// for tensors their shape, dtype, values and place in the graph.
import { types } from 'node:util'
import torch, { repr, Tensor } from '../torch.js'
import { show } from '../repl/show.js'

export interface TensorFacts {
  readonly kind: 'tensor'
  readonly shape: readonly number[]
  readonly dtype: string
  /** A copy, outside of any graph. */
  readonly values: Tensor
  readonly aspects: Readonly<Record<Aspect, boolean | string | null>>
}

export type Facts =
  | TensorFacts
  | { readonly kind: 'number'; readonly value: number | bigint; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Facts[] }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Facts> }
  | { readonly kind: 'module'; readonly text: string; readonly parameters: readonly Facts[] }
  | { readonly kind: 'function' }
  | { readonly kind: 'nothing' }
  /** Text, booleans, null, dtypes: equal where their text is. */
  | { readonly kind: 'other'; readonly text: string }

/** What a tensor may be asked for beside shape, dtype and values. */
export const aspects = ['requires_grad', 'is_leaf', 'is_view', 'grad_fn', 'device', 'is_contiguous'] as const
export type Aspect = (typeof aspects)[number]
export const isAspect = (item: string): item is Aspect => (aspects as readonly string[]).includes(item)

function tensorFacts(tensor: Tensor): TensorFacts {
  return {
    kind: 'tensor',
    shape: [...tensor.shape],
    dtype: String(tensor.dtype).replace('torch.', ''),
    values: tensor.detach().clone(),
    aspects: {
      requires_grad: tensor.requires_grad,
      is_leaf: tensor.is_leaf,
      is_view: tensor.is_view(),
      grad_fn: tensor.grad_fn?.className ?? null,
      device: String(tensor.device),
      is_contiguous: tensor.is_contiguous(),
    },
  }
}

const isPlainObject = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)

/** Deeper values are compared by their text. */
const deepest = 6

export function factsOf(value: unknown, depth = 0): Facts {
  if (value === undefined) return { kind: 'nothing' }
  if (value instanceof Tensor) return tensorFacts(value)
  if (typeof value === 'number' || typeof value === 'bigint')
    return { kind: 'number', value, text: String(value) }
  if (value instanceof torch.Float) return { kind: 'number', value: value.value, text: String(value) }
  if (typeof value === 'string') return { kind: 'other', text: JSON.stringify(value) }
  // Modules can be called too.
  if (value instanceof torch.nn.Module) {
    const parameters = [...value.parameters()].map((parameter) => tensorFacts(parameter))
    return { kind: 'module', text: show(value), parameters }
  }
  if (typeof value === 'function') return { kind: 'function' }
  if (typeof value === 'object' && value !== null && depth < deepest && !types.isProxy(value)) {
    if (Array.isArray(value))
      return { kind: 'list', items: Array.from(value, (item) => factsOf(item, depth + 1)) }
    // A dict and an object are one thing in two languages.
    const isDict = value instanceof Map && [...value.keys()].every((key) => typeof key === 'string')
    if (isDict || isPlainObject(value)) {
      const entries = isDict ? [...(value as Map<string, unknown>)] : Object.entries(value)
      const fields = entries.map(([name, field]) => [name, factsOf(field, depth + 1)] as const)
      return { kind: 'fields', fields: new Map(fields) }
    }
  }
  return { kind: 'other', text: repr(value) }
}
