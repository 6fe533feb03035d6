/**
 * `torch.autograd.Function`: an operation with a gradient of one's own. Follows torch/csrc/autograd/python_function.cpp.
 */
import { messages, RuntimeError, TypeError } from '../tensor/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { Tuple } from '../tensor/tuple.js'
import { modes } from './modes.js'
import { type Edge, type Grad, Node } from './node.js'

/** What `forward` leaves for `backward`; any further property may be set on it. */
export class FunctionContext {
  [name: string]: unknown
  /** @internal */
  saved: { tensor: Tensor | null; version: number }[] = []
  /** @internal */
  dirty: Tensor[] = []
  /** @internal */
  nonDifferentiable: Tensor[] = []
  /** @internal */
  materialize = true
  /** @internal */
  freed = false
  /** Which inputs need a gradient, in the order of `forward`'s arguments. */
  needs_input_grad: boolean[] = []

  /** Keeps tensors for `backward`, watched for in-place changes. */
  save_for_backward(...tensors: (Tensor | null)[]): void {
    this.saved = tensors.map((tensor) => ({ tensor, version: tensor?.counter.value ?? 0 }))
  }
  /** The tensors kept by `save_for_backward`. */
  get saved_tensors(): Tuple<Tensor> {
    if (this.freed) throw new RuntimeError(messages.freedGraph)
    return Tuple.of(
      ...this.saved.map(({ tensor, version }) => {
        if (tensor !== null && tensor.counter.value !== version)
          throw new RuntimeError(
            'one of the variables needed for gradient computation has been modified by an inplace operation: ' +
              `[torch.${tensor.dtype.scalarName}Tensor [${tensor.sizes.join(', ')}]] is at version ` +
              `${tensor.counter.value}; expected version ${version} instead.`,
          )
        return tensor as Tensor
      }),
    )
  }
  /** Names inputs that `forward` changed in place. */
  mark_dirty(...tensors: Tensor[]): void {
    this.dirty = tensors
  }
  /** Names outputs that take no gradient. */
  mark_non_differentiable(...tensors: Tensor[]): void {
    this.nonDifferentiable = tensors
  }
  /** Whether missing gradients reach `backward` as zeros (the default) or as null. */
  set_materialize_grads(value: boolean): void {
    this.materialize = value
  }
}

class FunctionNode extends Node {
  constructor(
    readonly className: string,
    private readonly ctx: FunctionContext,
    private readonly formula: (ctx: FunctionContext, ...grads: Tensor[]) => unknown,
    /** Which arguments of `forward` were tensors. */
    private readonly tensorArguments: readonly boolean[],
  ) {
    super()
  }

  apply(grads: Grad[]): Grad[] {
    const given = this.ctx.materialize
      ? grads.map((grad, i) => {
          if (grad !== null) return grad
          const { sizes, dtype } = this.outputs[i]
          return (grads.find((item) => item !== null) as Tensor).new_zeros(sizes, { dtype })
        })
      : grads
    const answer = this.formula(this.ctx, ...(given as Tensor[]))
    const list = (Array.isArray(answer) ? answer : [answer]) as (Tensor | null | undefined)[]
    const expected = this.tensorArguments.length
    if (list.length > expected && list.slice(expected).some((item) => item !== null && item !== undefined))
      throw new RuntimeError(
        `function ${this.className} returned an incorrect number of gradients (expected ${expected}, got ${list.length})`,
      )
    if (list.length < expected)
      throw new RuntimeError(
        `function ${this.className} returned an incorrect number of gradients (expected ${expected}, got ${list.length})`,
      )
    return this.tensorArguments.flatMap((isTensor, i) => (isTensor ? [list[i] ?? null] : []))
  }

  override release(): void {
    if (this.ctx.saved.length > 0) {
      this.ctx.saved = []
      this.ctx.freed = true
    }
  }
}

/**
 * Base class of operations with a gradient of their own. Give a subclass static `forward(ctx, …)` and
 * `backward(ctx, …grads)`, which returns one gradient for each argument of `forward` (null where there is none);
 * then call `MyFunction.apply(…)`.
 *
 * @example
 * class Double extends torch.autograd.Function {
 *   static override forward(ctx, x) { return x.mul(2) }
 *   static override backward(ctx, g) { return g.mul(2) }
 * }
 */

export abstract class Function {
  static forward(_ctx: FunctionContext, ..._args: any[]): Tensor | Tensor[] {
    throw new RuntimeError('You must implement the forward function for custom autograd.Function.')
  }

  static backward(_ctx: FunctionContext, ..._grads: any[]): Tensor | null | (Tensor | null)[] {
    throw new RuntimeError(
      'You must implement either the backward or vjp method for your custom autograd.Function to use it with ' +
        'backward mode AD.',
    )
  }

  /** Runs `forward` outside the graph and hangs its results on a node that calls `backward`. */

  static apply<R = any>(...args: unknown[]): R {
    const ctx = new FunctionContext()
    const tensors = args.map((arg) => arg instanceof Tensor)
    ctx.needs_input_grad = args.map((arg) => modes.grad && arg instanceof Tensor && arg.requires_grad)
    const edges: (Edge | null)[] = args.flatMap((arg) => (arg instanceof Tensor ? [arg.edge()] : []))
    const before = modes.grad
    modes.grad = false
    let result: Tensor | Tensor[]
    try {
      result = this.forward(ctx, ...args)
    } finally {
      modes.grad = before
    }
    const outputs = result instanceof Tensor ? [result] : result
    if (!Array.isArray(outputs) || outputs.some((output) => !(output instanceof Tensor)))
      throw new TypeError(`${this.name}.forward: expected Tensor or tuple of Tensor for return value`)
    if (!ctx.needs_input_grad.includes(true)) return result as R
    const node = new FunctionNode(`${this.name}Backward`, ctx, this.backward, tensors)
    node.edges = edges
    const finished = outputs.map((output, i) => {
      node.outputs.push({ sizes: output.sizes, dtype: output.dtype })
      // An input returned as it is becomes a new tensor, unless it was changed in place on purpose.
      const isInput = args.includes(output)
      const own = isInput && !ctx.dirty.includes(output) ? output.detach() : output
      if (!ctx.nonDifferentiable.includes(output) && (own.dtype.is_floating_point || own.dtype.is_complex)) {
        own.node = node
        own.outputIndex = i
        own.leafRequiresGrad = false
      }
      return own
    })
    // What was saved of an output must be the tensor that is on the graph.
    for (const entry of ctx.saved) {
      const at = outputs.indexOf(entry.tensor as Tensor)
      if (at >= 0) entry.tensor = finished[at]
    }
    return (result instanceof Tensor ? finished[0] : Tuple.of(...finished)) as R
  }
}
