// Finds where a training went beyond all numbers: the first op, forward or backward, whose result is not finite though
// everything that went into it was.
import { modes, withModes } from '../tensor/modes.js'
import type { Node } from '../tensor/node.js'
import { numbersOf } from '../engine/plan.js'
import { OpNode } from '../engine/record.js'
import { walkBackward } from '../autograd/walk.js'
import torch, { type Tensor } from '../torch.js'

/** Why a training cannot go on. */
export interface Divergence {
  /** Where the first number that is not finite came from: the loss, its gradient, or the step of the optimizer. */
  readonly where: 'forward' | 'backward' | 'update'
  /** The op by its name, such as `pow`; for a backward pass its node, such as `PowBackward0`. */
  readonly op: string
  readonly loss: number
}

/** Whether every element is a number and none is infinite. */
export function allFinite(tensor: Tensor): boolean {
  if (!tensor.memory.isHere || !tensor.is_contiguous() || tensor.dtype !== torch.float32)
    return torch.no_grad(() => Boolean(torch.isfinite(tensor).all().item<boolean>()))
  const numbers = numbersOf(tensor) as Float32Array
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return false
  return true
}

const opName = (node: Node): string => (node instanceof OpNode ? node.overload.schema.name : node.className)

/**
 * Computes again, op by op, and names the first that made what is not finite. All inputs of the computation must be
 * finite; null where everything it makes is.
 */
export function firstOverflow(compute: () => Tensor): string | null {
  let found: string | null = null
  const observer = (node: Node, results: readonly Tensor[]): void => {
    if (found !== null) return
    const before = modes.observer
    modes.observer = null
    if (!results.every(allFinite)) found = opName(node)
    modes.observer = before
  }
  withModes({ observer }, compute)
  return found
}

/** The first node of a backward pass from `loss` that sends on what is not finite. */
export function firstGradientOverflow(loss: Tensor): string | null {
  for (const { node, incoming, outgoing } of walkBackward(loss, torch.ones_like(loss)))
    if (incoming.every((grad) => grad === null || allFinite(grad)))
      if (outgoing.some((grad) => grad !== null && !allFinite(grad))) return node.className
  // Every part was finite: their sum, which the leaf adds up, is not.
  return null
}
