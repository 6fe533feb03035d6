// Whether a prediction says what came: a shape in any spelling, a number to the digits that are printed, an error by its name.
import { isError, nameOf } from '../base/careful.js'
import torch, { Tensor } from '../torch.js'
import type { Outcome } from '../repl/session.js'
import { difference } from './compare.js'
import { type Facts, factsOf } from './describe.js'

const errorName = /^\s*([A-Z]\w*(?:Error|Exception))\s*(?:\(\s*\))?\s*;?\s*$/

/** The error class that an entry names; undefined where it is something else. */
export const namedError = (entry: string): string | undefined => errorName.exec(entry)?.[1]

/** Without blanks, quotes and `torch.`: `float32` and `torch.float32` are one. */
const bare = (text: string): string => text.replace(/\btorch\.|["'`\s;]/g, '')

/** Whether an entry is what the prompt will print, letter for letter. */
export const isSameText = (entry: string, output: string): boolean =>
  bare(entry) === bare(output) && bare(entry) !== ''

export const isSameCode = (entry: string, code: string): boolean => bare(entry) === bare(code)

/** As few digits as the prompt prints are enough. */
function isNear(given: Tensor, wanted: Tensor): boolean {
  if (given.shape.join() !== wanted.shape.join()) return false
  const [a, b] = [given, wanted].map((tensor) => tensor.to(torch.float64))
  return Boolean(torch.all(torch.isclose(a, b, { rtol: 1e-3, atol: 1e-4, equal_nan: true })).item())
}

/** Numbers and lists of them as a tensor; undefined for anything else. */
function asTensor(value: unknown): Tensor | undefined {
  if (value instanceof Tensor) return value.detach()
  try {
    if (
      typeof value === 'number' ||
      typeof value === 'boolean' ||
      value instanceof torch.Float ||
      Array.isArray(value)
    )
      return torch.tensor(value as number[])
  } catch {
    // A list of something else.
  }
  return undefined
}

const isSizeLike = (facts: Facts): facts is Facts & { kind: 'list' } =>
  facts.kind === 'list' && facts.items.every(({ kind }) => kind === 'number')

/** Whether `given`, the value of a prediction, is what the cell gave. */
export function isPredicted(given: unknown, outcome: Outcome): boolean {
  if (outcome.kind !== 'value') return false
  const { value } = outcome
  const [has, needs] = [factsOf(given), factsOf(value)]
  if (difference(has, needs) === null) return true
  // One size by itself: `3` for `(3,)`.
  if (isSizeLike(needs) && has.kind === 'number')
    return needs.items.length === 1 && difference(has, needs.items[0]) === null
  if (needs.kind === 'list' && has.kind === 'list' && !isSizeLike(needs) && Array.isArray(value))
    return (
      needs.items.length === has.items.length &&
      value.every((item, i) => isPredicted((given as unknown[])[i], { kind: 'value', value: item }))
    )
  const [a, b] = [asTensor(given), asTensor(value)]
  if (!a || !b) return false
  // `3` for `tensor([3.])`, but no shape for a tensor of other sizes.
  return isNear(a, b) || (a.numel() === 1 && b.numel() === 1 && isNear(a.reshape(1), b.reshape(1)))
}

/** Whether a named error is the one that came, or one of the classes it belongs to. */
export function isPredictedError(name: string, outcome: Outcome): boolean {
  return outcome.kind === 'error' && isError(outcome.error) && nameOf(outcome.error) === name
}
