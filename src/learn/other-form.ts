// An answer in another form than the solution's that says the same: a number for a tensor of one element, a list for a
// tensor, a tensor for a list.
import torch from '../torch.js'
import { type Facts, factsOf, type TensorFacts } from './describe.js'

/** Numbers and lists of them as they came; undefined where something else is among them. */
function plain(facts: Facts): unknown {
  if (facts.kind === 'number') return facts.value
  if (facts.kind === 'other') return ({ True: true, False: false } as Record<string, boolean>)[facts.text]
  if (facts.kind !== 'list') return undefined
  const items = facts.items.map(plain)
  return items.includes(undefined) ? undefined : items
}

/** Numbers, or lists of them, as the tensor that was asked for; undefined where it would have another shape. */
function asTensor(given: Facts, wanted: TensorFacts): Facts | undefined {
  const values = plain(given)
  if (values === undefined) return undefined
  try {
    const tensor = torch.tensor(values as number[])
    const isOne = given.kind !== 'list' && wanted.values.numel() === 1
    if (!isOne && tensor.shape.join() !== wanted.shape.join()) return undefined
    // Whole numbers may stand for others, and not the other way round.
    if (!wanted.values.is_floating_point() && tensor.dtype !== wanted.values.dtype) return undefined
    return { ...wanted, values: tensor.to(wanted.values.dtype).reshape(wanted.shape as number[]) }
  } catch {
    // Lists of different lengths.
    return undefined
  }
}

/** What was given in the form that was asked for, where it says the same; else as it is. */
export function inForm(given: Facts, wanted: Facts): Facts {
  if (given.kind === 'list' && wanted.kind === 'list' && given.items.length === wanted.items.length)
    return { kind: 'list', items: given.items.map((item, i) => inForm(item, wanted.items[i])) }
  if (wanted.kind === 'tensor' && given.kind !== 'tensor') return asTensor(given, wanted) ?? given
  if (given.kind !== 'tensor') return given
  if (wanted.kind === 'list') return inForm(factsOf(given.values.tolist()), wanted)
  const isSingle = given.values.numel() === 1
  return isSingle && (wanted.kind === 'number' || wanted.kind === 'other')
    ? factsOf(given.values.item())
    : given
}
