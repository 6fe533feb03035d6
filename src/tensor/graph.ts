// The names by which the files below the tensor know it. A tensor holds the node that made it and a node holds tensors:
// each class says here what it is (`declare module './graph.js'`), so that neither file has to import the other.
import type { DType } from '../base/dtype.js'
import { typeName } from '../base/type-name.js'

/** Filled by the files that define the classes: `tensor` in tensor.ts, `node` in node.ts. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Graph {}

export type AnyTensor = Graph['tensor']
export type AnyNode = Graph['node']

/** Whether a value is a tensor; for files that cannot name the class. */
export function isTensor(value: unknown): value is AnyTensor {
  const name = typeName(value)
  return name === 'Tensor' || name === 'Parameter'
}

/** What upper floors can do with a tensor, and what they answer for it: set once, by `torch.ts`. */
export interface Abilities {
  /** The text of a value, as Python's `repr` gives it. */
  repr: (value: unknown) => string
  backward: (tensor: AnyTensor, ...args: unknown[]) => void
  /** A differentiable view under another dtype: complex numbers as pairs of reals, and back. */
  seenAs: (tensor: AnyTensor, dtype: DType) => AnyTensor
}

const missing = (): never => {
  throw new Error('internal: torch.ts is not loaded')
}

export const abilities: Abilities = { repr: () => '[tensor]', backward: missing, seenAs: missing }
