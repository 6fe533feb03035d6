/**
 * A backward pass that changes nothing: each node's gradients coming in and going out, in the order of the engine.
 * Leaves keep their `.grad`, nothing saved is freed, no hook runs.
 */
import type { Tensor } from '../tensor/tensor.js'
import { swapGrad } from '../tensor/modes.js'
import { AccumulateGrad, type Edge, type Grad, type Node } from '../tensor/node.js'

export interface Step {
  readonly node: Node
  /** One for each output of the forward op, null where nothing arrives. */
  readonly incoming: readonly Grad[]
  /** One for each edge; of the shape and dtype of what it goes to. Empty for a leaf. */
  readonly outgoing: readonly Grad[]
}

/** Brings a gradient to the shape and dtype of the value that it is the gradient of. */
function fitted(grad: Tensor, { node, index }: Edge): Tensor {
  const { sizes, dtype } = node.outputs[index]
  const summed = grad.sum_to_size(sizes as number[])
  return summed.dtype === dtype ? summed : summed.to(dtype)
}

/** The steps of `y.backward(gradient)`. */
export function walkBackward(y: Tensor, gradient: Tensor): Step[] {
  const root = y.edge()
  if (!root) return []
  const waiting = new Map<Node, Grad[]>()
  const send = (edge: Edge, grad: Tensor): void => {
    const buffer = waiting.get(edge.node) ?? edge.node.outputs.map(() => null)
    waiting.set(edge.node, buffer)
    const known = buffer[edge.index]
    buffer[edge.index] = known === null ? grad : known.add(grad)
  }
  const steps: Step[] = []
  const before = swapGrad(false)
  try {
    send(root, gradient)
    while (waiting.size > 0) {
      const node = [...waiting.keys()].reduce((a, b) => (b.sequence > a.sequence ? b : a))
      const incoming = waiting.get(node)!
      waiting.delete(node)
      if (node instanceof AccumulateGrad) {
        steps.push({ node, incoming, outgoing: [] })
        continue
      }
      const results = node.apply([...incoming])
      const outgoing = node.edges.map((edge, i) => (edge && results[i] ? fitted(results[i], edge) : null))
      steps.push({ node, incoming, outgoing })
      node.edges.forEach((edge, i) => {
        const grad = outgoing[i]
        if (edge && grad) send(edge, grad)
      })
    }
  } finally {
    swapGrad(before)
  }
  return steps
}
