// The backward pass. Every edge leads to a node made earlier, so taking the node with the highest sequence
// number first is an order in which a node's gradients are complete when it runs: no recursion, no counting.
// Follows torch/csrc/autograd/engine.cpp.
import { RuntimeError, sizesText, TypeError, ValueError } from '../base/errors.js'
import { whenEnded } from '../base/whole.js'
import { isExpandable, sameSizes } from '../base/layout.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { typeName } from '../base/type-name.js'
import { runHooks, runPostHooks, runPreHooks } from '../tensor/hooks.js'
import { warn } from '../base/warnings.js'
import { storagesMade } from '../memory/storage.js'
import { forwardMode, modes, swapGrad } from '../tensor/modes.js'
import type { Listener, Node } from '../tensor/node.js'
import { gradientsIn, tensorsIn } from '../engine/checked.js'
import { disable, enable } from '../engine/overriding.js'
import { watched, watching } from '../engine/watching.js'
import { AccumulateGrad, type Edge, type Grad } from '../tensor/node.js'

/** Nodes waiting to run, highest sequence number on top. */
class ReadyHeap {
  readonly #heap: Node[] = []
  get size(): number {
    return this.#heap.length
  }
  push(node: Node): void {
    const heap = this.#heap
    let i = heap.length
    heap.push(node)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (heap[parent].sequence >= node.sequence) break
      heap[i] = heap[parent]
      i = parent
    }
    heap[i] = node
  }
  pop(): Node {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop() as Node
    const n = heap.length
    if (n > 0) {
      let i = 0
      for (;;) {
        let child = 2 * i + 1
        if (child >= n) break
        if (child + 1 < n && heap[child + 1].sequence > heap[child].sequence) child++
        if (heap[child].sequence <= last.sequence) break
        heap[i] = heap[child]
        i = child
      }
      heap[i] = last
    }
    return top
  }
}

const isNone = (grad: Grad): boolean => grad === null

/** Brings a gradient to the shape and dtype of the forward value; PyTorch's `validate_outputs`. */
function fit(grad: Tensor, edge: Edge, from: Node | null): Tensor {
  const { sizes, dtype } = edge.node.outputs[edge.index]
  let result = grad
  if (!sameSizes(result.sizes, sizes)) {
    if (!isExpandable(sizes, result.sizes))
      throw new RuntimeError(
        `Function ${from?.nameInMessages ?? 'root'} returned an invalid gradient at index ${edge.index} - got ${sizesText(result.sizes)} ` +
          `but expected shape compatible with ${sizesText(sizes)}`,
      )
    result = result.sum_to_size(sizes as number[])
  }
  if (result.dtype !== dtype) {
    if (result.dtype.is_complex && !dtype.is_complex) result = result.real as unknown as Tensor
    if (result.dtype !== dtype) result = result.to(dtype)
  }
  return result
}

export interface Target {
  readonly edge: Edge
  /** Position in the list of inputs. */
  readonly index: number
}

/** What a node was handed in a pass, and what it handed on. */
export interface Step {
  readonly node: Node
  /** One for each output of the forward op, null where nothing arrived. */
  readonly incoming: readonly Grad[]
  /** One for each edge; of the shape and dtype of what it goes to. Empty for a leaf. */
  readonly outgoing: readonly Grad[]
}

/** A node's turn as the profiler sees it: what PyTorch's engine does for it, and in that the formula. */
function watchedApply(node: Node, grads: Grad[]): Grad[] {
  const name = node.nameInMessages
  return watched(`autograd::engine::evaluate_function: ${name}`, [], () =>
    watched(name, grads, () => node.apply(grads)),
  )
}

let endsAtInputs = false
whenEnded(() => (endsAtInputs = false))
/** Whether the pass that runs goes on to the leaves, so that one within it may add to their `.grad`, too. */
export const canAccumulate = (): boolean => !endsAtInputs

/**
 * Runs the graph backwards.
 *
 * @param targets where gradients are captured instead of accumulated (`autograd.grad`), or null for `backward`
 * @param accumulates whether what reaches the targets is added to their `.grad` instead
 * @param observe is told each step. A pass that is looked at changes nothing: leaves keep their `.grad`, no hook runs, and
 *   with `retainGraph` nothing saved is freed
 * @returns the captured gradients, by target index
 */
export function runBackward(
  roots: readonly { edge: Edge; grad: Tensor }[],
  retainGraph: boolean,
  createGraph: boolean,
  targets: readonly Target[] | null,
  accumulates = false,
  observe: ((step: Step) => void) | null = null,
): Grad[] {
  const captured: Grad[] = []
  const captures = targets !== null && !accumulates
  const needed = targets === null ? null : nodesLeadingTo(roots, targets)
  const buffers = new Map<Node, Grad[]>()
  const ready = new ReadyHeap()
  // With tangents the formulas run as if they were recorded: what they compute beside the ops would have none.
  const { tangents } = forwardMode
  const before = swapGrad(createGraph || tangents !== null)
  const endedBefore = endsAtInputs
  endsAtInputs = targets !== null
  // Formulas see the numbers alone, whatever class their tensors are of.
  disable()
  try {
    /** Gives what was sent, which nobody else holds where `isGiven`; null where nobody needs it. */
    const send = (edge: Edge, grad: Tensor, from: Node | null, isGiven = false): Grad => {
      const { node } = edge
      if (needed !== null && !needed.has(node)) return null
      const fitting = fit(grad, edge, from)
      const fitted = tangents !== null && !createGraph ? tangents.detached(fitting) : fitting
      const buffer = buffers.get(node)
      if (buffer === undefined) {
        const { length } = node.outputs
        const fresh: Grad[] = length === 1 ? [fitted] : new Array<Grad>(length).fill(null)
        fresh[edge.index] = fitted
        buffers.set(node, fresh)
        ready.push(node)
        if (isGiven && fitted === grad && node instanceof AccumulateGrad && isUnheard(node)) node.given = grad
      } else {
        const known = buffer[edge.index]
        buffer[edge.index] = known === null ? fitted : known.add(fitted)
      }
      return fitted
    }
    for (const { edge, grad } of roots) send(edge, grad, null)
    while (ready.size > 0) {
      const node = ready.pop()
      let grads = buffers.get(node) as Grad[]
      buffers.delete(node)
      if (observe !== null) {
        const incoming = [...grads]
        const results = node instanceof AccumulateGrad ? [] : node.apply(grads)
        const outgoing = node.edges.map((edge, i) => {
          const grad = results[i]
          return edge && grad ? send(edge, grad, node) : null
        })
        observe({ node, incoming, outgoing })
        continue
      }
      // A pass that ends here only looks at the gradient.
      const stops =
        captures &&
        (node instanceof AccumulateGrad ||
          !node.edges.some((edge) => edge !== null && needed!.has(edge.node)))
      if (node.listeners !== null) tellListeners(node.listeners, grads, !stops)
      if (captures) {
        for (const target of targets) {
          if (target.edge.node !== node) continue
          captured[target.index] = grads[target.edge.index]
        }
        if (stops) continue
      }
      if (node.preHooks !== null) grads = runPreHooks(node.preHooks, grads)
      if (grads.every(isNone)) continue
      const madeBefore = node.givesAway && node.postHooks === null && !modes.grad ? storagesMade() : Infinity
      let results = watching.by === null ? node.apply(grads) : watchedApply(node, grads)
      if (modes.anomaly) lookForNan(node, results)
      if (node.postHooks !== null) {
        const fitted = node.edges.map((edge, i) => {
          const grad = results[i] ?? null
          return edge === null || grad === null ? grad : fit(grad, edge, node)
        })
        results = runPostHooks(node.postHooks, fitted, grads)
      }
      if (!retainGraph) node.release()
      const { edges } = node
      for (let i = 0; i < edges.length; i++) {
        const edge = edges[i]
        const grad = results[i]
        if (edge !== null && grad !== null && grad !== undefined)
          send(edge, grad, node, grad.memory.serial > madeBefore && isAlone(results, i))
      }
    }
  } finally {
    enable()
    endsAtInputs = endedBefore
    swapGrad(before)
  }
  return captured
}

/** Whether no hook is told what a node is given before it has it, and could keep that. */
const isUnheard = ({ listeners, preHooks }: Node): boolean => listeners === null && preHooks === null

/** Whether no other result is in the memory of result `i`. */
function isAlone(results: readonly Grad[], i: number): boolean {
  const { memory } = results[i]!
  return results.every((other, k) => k === i || !other || other.memory !== memory)
}

/** Hands the gradients of a node's outputs to the hooks, which may replace them, and to the tensors that keep them. */
function tellListeners(
  listeners: ReadonlyMap<number, readonly Listener[]>,
  grads: Grad[],
  retains: boolean,
): void {
  for (const [index, own] of listeners)
    for (const listener of own) {
      const grad = grads[index]
      if (grad === null) break
      if (!(listener instanceof Tensor)) grads[index] = runHooks(listener, grad)
      else if (retains) retain(listener, grad)
    }
}

/** Under `detect_anomaly`: names the op whose gradient is not a number, and where it was called. */
function lookForNan(node: Node, results: readonly Grad[]): void {
  if (!modes.anomalyChecksNan) return
  results.forEach((grad, i) => {
    if (!grad?.isnan().any().item<boolean>()) return
    if (node.madeAt !== null)
      warn(
        `Error detected in ${node.nameInMessages}. Traceback of forward call that caused the error:\n${node.madeAt}`,
      )
    throw new RuntimeError(`Function '${node.nameInMessages}' returned nan values in its ${i}th output.`)
  })
}

function retain(tensor: Tensor, grad: Tensor): void {
  tensor.gradient =
    tensor.gradient === null ? (modes.grad ? grad : grad.detach()).clone() : tensor.gradient.add(grad)
}

/** Nodes on a path from the roots to a target: only these need to run. */
function nodesLeadingTo(roots: readonly { edge: Edge }[], targets: readonly Target[]): Set<Node> {
  const seen = new Set<Node>()
  const stack = roots.map(({ edge }) => edge.node)
  while (stack.length > 0) {
    const node = stack.pop() as Node
    if (seen.has(node)) continue
    seen.add(node)
    for (const edge of node.edges) if (edge && !seen.has(edge.node)) stack.push(edge.node)
  }
  const needed = new Set<Node>()
  for (const { edge } of targets) if (seen.has(edge.node)) needed.add(edge.node)
  // Earlier nodes first: a node is needed when one of those it leads to is.
  for (const node of [...seen].sort((a, b) => a.sequence - b.sequence))
    if (node.edges.some((edge) => edge && needed.has(edge.node))) needed.add(node)
  return needed
}

function rootFor(output: Tensor, gradient: Tensor | null, position: number): { edge: Edge; grad: Tensor } {
  if (!output.requires_grad)
    throw new RuntimeError(`element ${position} of tensors does not require grad and does not have a grad_fn`)
  let grad: Tensor
  if (gradient === null) {
    if (output.count !== 1) throw new RuntimeError('grad can be implicitly created only for scalar outputs')
    if (!output.dtype.is_floating_point)
      throw new RuntimeError(
        `grad can be implicitly created only for real scalar outputs but got ${output.dtype}`,
      )
    grad = emptyTensor(output.sizes, output.dtype, output.device)
    grad.setElementAt(grad.offset, 1)
  } else {
    if (!(gradient instanceof Tensor))
      throw new TypeError(`gradients can be either Tensors or None, but got ${typeName(gradient)}`)
    grad = gradient
    if (!sameSizes(grad.sizes, output.sizes))
      throw new RuntimeError(
        `Mismatch in shape: grad_output[${position}] has a shape of ${grad.shape} and output[${position}] has a ` +
          `shape of ${output.shape}.`,
      )
    if (grad.dtype.is_complex !== output.dtype.is_complex)
      throw new RuntimeError(
        'For complex Tensors, both grad_output and output are required to have the same dtype. Mismatch in dtype: ' +
          `grad_output[${position}] has a dtype of ${grad.dtype} and output[${position}] has a dtype of ` +
          `${output.dtype}.`,
      )
  }
  return { edge: output.edge() as Edge, grad }
}

/**
 * Adds the gradients of `tensors`, weighted by `gradTensors`, to the `.grad` of the graph's leaves; of `inputs` alone,
 * leaves or not, where they are given.
 */
export function backward(
  tensors: Tensor | readonly Tensor[],
  gradTensors: Tensor | null | readonly (Tensor | null)[] = null,
  retainGraph: boolean | null = null,
  createGraph = false,
  inputs: Tensor | readonly Tensor[] | null = null,
): void {
  const outputs = tensorsIn(tensors, 'requires_grad')
  const grads = gradTensors === null ? outputs.map(() => null) : gradientsIn(gradTensors)
  if (grads.length !== outputs.length)
    throw new RuntimeError(`got ${outputs.length} tensors and ${grads.length} gradients`)
  const wanted = inputs === null ? null : tensorsIn(inputs, 'retain_grad')
  if (wanted?.length === 0) throw new RuntimeError("'inputs' argument to backward() cannot be empty.")
  const roots = outputs.map((output, i) => rootFor(output, grads[i] ?? null, i))
  wanted?.forEach((input) => {
    input.retain_grad()
  })
  const targets = wanted?.map((input, index) => ({ edge: input.edge() as Edge, index })) ?? null
  runBackward(roots, retainGraph ?? createGraph, createGraph, targets, targets !== null)
}

export interface GradOptions {
  grad_outputs?: Tensor | null | readonly (Tensor | null)[]
  retain_graph?: boolean | null
  create_graph?: boolean
  /** Has no effect any more. */
  only_inputs?: boolean
  /** Gives null for an input that the outputs do not depend on. */
  allow_unused?: boolean
  /** Whether `grad_outputs` have a dimension in front, along which several are gone back for. */
  is_grads_batched?: boolean
}

/** Gradients of `outputs` with respect to `inputs`, returned and not accumulated. */
export function gradOf(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  gradOutputs: readonly (Tensor | null)[],
  retainGraph: boolean,
  createGraph: boolean,
  allowUnused: boolean,
): Grad[] {
  if (inputs.length === 0) throw new ValueError('grad requires non-empty inputs.')
  const roots = outputs.map((output, i) => rootFor(output, gradOutputs[i] ?? null, i))
  const targets = inputs.map((input, index) => {
    const edge = input.edge()
    if (edge === null) throw new RuntimeError('One of the differentiated Tensors does not require grad')
    return { edge, index }
  })
  const captured = runBackward(roots, retainGraph, createGraph, targets)
  return inputs.map((_, i) => {
    const grad = captured[i] ?? null
    if (grad === null && !allowUnused)
      throw new RuntimeError(
        'One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if ' +
          'this is the desired behavior.',
      )
    return grad
  })
}
