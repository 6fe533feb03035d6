// The nodes of the computational graph. A node knows how to turn gradients of its outputs into those of its inputs.
import { modes } from './modes.js'
import type { DType } from '../base/dtype.js'
import type { Sizes } from '../base/layout.js'
import type { AnyTensor as Tensor } from './graph.js'
import { Tuple } from '../base/tuple.js'

export type Grad = Tensor | null

/** Where a gradient goes: input `index` of `node` counts the outputs of the forward op. */
export interface Edge {
  readonly node: Node
  readonly index: number
}

/** Called with the gradient of a tensor; what it returns replaces the gradient. */
export type TensorHook = (grad: Tensor) => Tensor | null | undefined | void
export type NodeHook = (
  gradInputs: Tuple<Grad>,
  gradOutputs: Tuple<Grad>,
) => readonly Grad[] | null | undefined | void
export type NodePreHook = (gradOutputs: Tuple<Grad>) => readonly Grad[] | null | undefined | void

/** The next node, null where no gradient goes, and which of that node's outputs it goes to. */
export type NextFunction = [node: Node | null, index: number] & Tuple

let sequence = 0

/** Shape and dtype of a forward output: its gradient is brought to these. */
export interface OutputMeta {
  readonly sizes: Sizes
  readonly dtype: DType
}

/** Nodes that PyTorch did not generate from its table, which it calls by their whole C++ name. */
const builtin = new Set(['AccumulateGrad', 'CopyBackwards', 'CopySlices', 'Error', 'NotImplemented'])

declare module './graph.js' {
  interface Graph {
    node: Node
  }
}

/** The hooks of a tensor, which may change the gradient, or a tensor itself that keeps it. */
export type Listener = Map<number, TensorHook> | Tensor

/** What an op leaves in the graph, to be asked for gradients: `y.grad_fn`. */
export abstract class Node {
  /** Grows with every node made: an edge always leads to a lower number, so that a backward pass can simply
   *  take the highest first. */
  sequence: number
  /** One edge for each differentiable input, null where that input needs no gradient. */
  edges: (Edge | null)[] = []
  /** One for each output of the forward op. */
  outputs: OutputMeta[] = []
  /** Who is told the gradient of a forward output, by output number: in the order in which each was first asked for. */
  listeners: Map<number, Listener[]> | null = null
  preHooks: Map<number, NodePreHook> | null = null
  postHooks: Map<number, NodeHook> | null = null
  /** Where the op was called, kept while anomalies are looked for. */
  madeAt: string | null = null

  constructor(sequenceNumber?: number) {
    this.sequence = sequenceNumber ?? sequence++
    if (modes.anomaly) this.madeAt = new Error().stack ?? null
  }

  /**
   * Called when the inputs' edges are known: asking for one may have made a node, that of a view whose memory was
   * written to.
   */
  protected comeAfterInputs(): void {
    if (this.sequence !== sequence - 1) this.sequence = sequence++
  }

  /** PyTorch's class name, such as `MulBackward0`. */
  abstract readonly className: string
  /** What stands before the name where the node is shown as an object. */
  get module(): string {
    return ''
  }
  abstract apply(grads: Grad[]): Grad[]
  /** Whether nobody holds the memory that its formula made, as a user's formula may. */
  get givesAway(): boolean {
    return false
  }
  /** Drops what was saved for the backward pass. */
  release(): void {}

  /** From now on, `listener` is told the gradient of output `index`. */
  listen(index: number, listener: Listener): void {
    this.listeners ??= new Map()
    const own = this.listeners.get(index)
    if (own === undefined) this.listeners.set(index, [listener])
    else own.push(listener)
  }
  tells(index: number, listener: Listener): boolean {
    return this.listeners?.get(index)?.includes(listener) ?? false
  }
  /** Takes a listener off; gives whether it was one. */
  unlisten(index: number, listener: Listener): boolean {
    const own = this.listeners?.get(index)
    const at = own?.indexOf(listener) ?? -1
    if (at >= 0) own!.splice(at, 1)
    return at >= 0
  }

  /** The name as PyTorch has it: `MulBackward0`, but `torch::autograd::AccumulateGrad`. */
  name(): string {
    return this.nameInMessages
  }
  /** The name as PyTorch's messages have it: `MulBackward0`, but `torch::autograd::CopySlices`. */
  get nameInMessages(): string {
    return builtin.has(this.className) ? `torch::autograd::${this.className}` : this.className
  }

  /** Pairs of the next node and which of its outputs the edge means, as PyTorch's `next_functions`. */
  get next_functions(): Tuple<NextFunction> {
    return Tuple.of(
      ...this.edges.map(
        (edge) => Tuple.of<unknown>(edge?.node ?? null, edge?.index ?? 0) as unknown as NextFunction,
      ),
    )
  }

  /** Runs `hook(grad_inputs, grad_outputs)` after this node; the handle's `remove()` takes it off. */
  register_hook(hook: NodeHook): RemovableHandle {
    this.postHooks ??= new Map()
    return new RemovableHandle(this.postHooks, hook)
  }

  /** Runs `hook(grad_outputs)` before this node. */
  register_prehook(hook: NodePreHook): RemovableHandle {
    this.preHooks ??= new Map()
    return new RemovableHandle(this.preHooks, hook)
  }
}

let handles = 0

/** What the `register_…hook` functions return. */
export class RemovableHandle implements Disposable {
  readonly id = handles++
  readonly #hooks: Map<number, unknown>
  constructor(
    hooks: Map<number, never> | Map<number, TensorHook> | Map<number, NodeHook> | Map<number, NodePreHook>,
    hook: unknown,
  ) {
    this.#hooks = hooks as Map<number, unknown>
    this.#hooks.set(this.id, hook)
  }
  remove(): void {
    this.#hooks.delete(this.id)
  }
  [Symbol.dispose](): void {
    this.remove()
  }
}

/** The end of the graph: adds what arrives to a leaf's `.grad`. */
export class AccumulateGrad extends Node {
  readonly className = 'AccumulateGrad'
  /** A gradient on its way here whose memory nobody else holds. */
  given: Tensor | null = null
  constructor(readonly variable: Tensor) {
    // Leaves come last, when every contribution has been summed.
    super(-1)
    this.outputs = [{ sizes: variable.sizes, dtype: variable.dtype }]
  }
  apply(grads: Grad[]): Grad[] {
    const grad = grads[0]
    const isGiven = grad === this.given
    this.given = null
    // A leaf may have been told since that it needs none.
    if (grad && this.variable.leafRequiresGrad) this.variable.accumulate(grad, isGiven)
    return []
  }
}
