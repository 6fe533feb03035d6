// `torch.autograd.Function`: an operation with a gradient of one's own. Follows torch/csrc/autograd/python_function.cpp
// and custom_function.cpp.
import { messages, NotImplementedError, RuntimeError, sizesText, TypeError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { Tensor } from '../tensor/tensor.js'
import { asList, Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { type Ban, modifiedInPlace, rebase, viewInfoOf } from '../tensor/view-history.js'
import { forwardMode, modes, swapGrad, type Tangents } from '../tensor/modes.js'
import { type Edge, type Grad, Node } from '../tensor/node.js'

function checkTensors(name: string, values: readonly unknown[]): void {
  values.forEach((value, i) => {
    if (value !== null && value !== undefined && !(value instanceof Tensor))
      throw new (name === 'save_for_backward' ? TypeError : RuntimeError)(
        `${name} can only ${name === 'save_for_backward' ? 'save' : 'accept'} variables, but argument ${i} is of type ` +
          typeName(value),
      )
  })
}

/** What `forward` leaves for `backward`; any further property may be set on it. */
export class FunctionContext {
  [name: string]: unknown
  /** @internal */
  saved: { tensor: Tensor | null; version: number; output: number }[] = []
  /** @internal What `jvp` finds in `saved_tensors`. */
  savedForForward: Tuple<Tensor> | null = null
  /** @internal Whether `jvp` runs. */
  isForward = false
  /** @internal */
  dirty: Tensor[] = []
  /** @internal */
  nonDifferentiable: Tensor[] = []
  /** @internal */
  materialize = true
  /** @internal */
  freed = false
  /** @internal */
  node: Node | null = null
  /** Which inputs need a gradient, in the order of `forward`'s arguments. */
  needs_input_grad: Tuple<boolean> = Tuple.of()

  /** Keeps tensors for `backward`, watched for in-place changes. */
  save_for_backward(...tensors: (Tensor | null)[]): void {
    checkTensors('save_for_backward', tensors)
    this.saved = tensors.map((tensor) => ({ tensor: tensor ?? null, version: 0, output: -1 }))
  }
  /** Keeps tensors for `jvp`. */
  save_for_forward(...tensors: (Tensor | null)[]): void {
    checkTensors('save_for_forward', tensors)
    this.savedForForward = Tuple.from(tensors as Tensor[])
  }
  /** The tensors kept by `save_for_backward`, in `jvp` those of `save_for_forward`. */
  get saved_tensors(): Tuple<Tensor> {
    if (this.isForward && this.savedForForward !== null) return this.savedForForward
    if (this.freed) throw new RuntimeError(messages.freedGraph)
    return Tuple.from(
      this.saved.map(({ tensor, version, output }) => {
        if (tensor !== null && tensor.counter.value !== version)
          throw modifiedInPlace(
            tensor,
            version,
            output < 0 ? null : { node: this.node as Node, index: output },
          )
        return tensor as Tensor
      }),
    )
  }
  /** Names inputs that `forward` changed in place. They must be among its results. */
  mark_dirty(...tensors: Tensor[]): void {
    checkTensors('mark_dirty', tensors)
    this.dirty = tensors
  }
  /** Names outputs that take no gradient. */
  mark_non_differentiable(...tensors: Tensor[]): void {
    checkTensors('mark_non_differentiable', tensors)
    this.nonDifferentiable = tensors
  }
  /** Whether missing gradients reach `backward` as zeros (the default) or as null. */
  set_materialize_grads(value: boolean): void {
    this.materialize = value
  }
}

type Formula = (ctx: FunctionContext, ...grads: Tensor[]) => unknown

class FunctionNode extends Node {
  readonly #ctx: FunctionContext
  readonly #formula: Formula
  readonly #tensorArguments: readonly boolean[]

  constructor(
    readonly className: string,
    ctx: FunctionContext,
    formula: Formula,
    /** Which arguments of `forward` were tensors. */
    tensorArguments: readonly boolean[],
  ) {
    super()
    this.#ctx = ctx
    this.#formula = formula
    this.#tensorArguments = tensorArguments

    ctx.node = this
  }

  override get module(): string {
    return 'torch.autograd.function.'
  }

  /** What `save_for_backward` kept. */
  get saved_tensors(): Tuple<Tensor> {
    return this.#ctx.saved_tensors
  }
  get needs_input_grad(): Tuple<boolean> {
    return this.#ctx.needs_input_grad
  }

  apply(grads: Grad[]): Grad[] {
    const given = this.#ctx.materialize ? grads.map((grad, i) => grad ?? this.#zeros(i, grads)) : grads
    const answer = this.#formula(this.#ctx, ...(given as Tensor[]))
    const list = asList(answer)
    const expected = this.#tensorArguments.length
    const tooMany = list.slice(expected).some((item) => item !== null && item !== undefined)
    if (list.length < expected || tooMany)
      throw new RuntimeError(
        `function ${this.className} returned an incorrect number of gradients (expected ${expected}, got ${list.length})`,
      )
    return this.#tensorArguments.flatMap((isTensor, i) => this.#checked(list[i] ?? null, isTensor, i))
  }

  #zeros(i: number, grads: readonly Grad[]): Grad {
    const { sizes, dtype } = this.outputs[i]
    return (grads.find((item) => item !== null) as Tensor).new_zeros(sizes, { dtype })
  }

  #checked(grad: unknown, isTensor: boolean, position: number): Grad[] {
    if (isTensor) {
      if (grad === null || grad instanceof Tensor) return [grad]
      throw new RuntimeError(`expected Variable or None (got ${typeName(grad)})`)
    }
    if (grad !== null)
      throw new RuntimeError(
        `function ${this.className} returned a gradient different than None at position ${position + 1}, but the ` +
          'corresponding forward input was not a Variable',
      )
    return []
  }

  override release(): void {
    this.#ctx.saved = []
    this.#ctx.freed = true
  }
}

const isDifferentiable = ({ dtype }: Tensor): boolean => dtype.is_floating_point || dtype.is_complex

/** A result of `forward` with its place in the graph; `node` is null where nothing is recorded. */
function hang(
  output: Tensor,
  index: number,
  node: Node | null,
  ctx: FunctionContext,
  inputs: readonly unknown[],
): Tensor {
  const isInput = inputs.includes(output)
  if (node !== null && ctx.nonDifferentiable.includes(output))
    return output.requires_grad ? output.detach() : output
  if (ctx.dirty.includes(output)) {
    if (node === null) return output
    if (output.viewInfo === null && output.leafRequiresGrad && output.node === null)
      throw new RuntimeError(messages.leafWasWritten)
    rebase(output, node)
    if (output.viewInfo === null) output.outputIndex = index
    return output
  }
  // An input returned as it is becomes a view, so that it can have a history of its own.
  const result = isInput ? output.viewAs(output.sizes, output.strides, output.offset) : output
  if (isInput) result.viewInfo = viewInfoOf(output, false)
  if (result.viewInfo !== null) result.viewInfo = { ...result.viewInfo, ban: 'custom' }
  if (node === null || !isDifferentiable(output)) return result
  result.node = node
  result.outputIndex = index
  result.leafRequiresGrad = false
  return result
}

/** Hangs all results on the node. What a call made several views of may not be changed in place. */
function hangAll(
  outputs: readonly unknown[],
  node: Node | null,
  ctx: FunctionContext,
  inputs: readonly unknown[],
): unknown[] {
  for (const tensor of ctx.dirty) {
    if (!outputs.includes(tensor))
      throw new RuntimeError(
        'Some elements marked as dirty during the forward method were not returned as output. The inputs that are ' +
          'modified inplace must all be outputs of the Function.',
      )
    if (tensor.viewInfo !== null && node !== null && outputs.length > 1)
      throw new RuntimeError(
        'If your Function modifies inplace an input that is a view of another Tensor, your Function cannot return more ' +
          'than one Tensor. This is not supported by the current autograd engine. You should either make sure the input ' +
          'is not a view (using .clone() for example) or make your Function only return one Tensor (potentially ' +
          'splitting it into two Functions: one doing the inplace that returns a single Tensor and a second one that ' +
          'does the other operations). You can ask on the forum https://discuss.pytorch.org/ if you need help to do ' +
          'this change.',
      )
    tensor.counter.value++
  }
  const finished = outputs.map((output, i) =>
    output instanceof Tensor ? hang(output, i, node, ctx, inputs) : output,
  )
  if (node !== null)
    node.outputs = outputs.map((output) =>
      output instanceof Tensor
        ? { sizes: output.sizes, dtype: output.dtype }
        : { sizes: [], dtype: (inputs.find((input) => input instanceof Tensor) as Tensor).dtype },
    )
  const onGraph = finished.filter(
    (output): output is Tensor => output instanceof Tensor && output.node === node,
  )
  const several: Ban = 'multiple'
  if (node !== null && onGraph.length > 1)
    for (const output of onGraph)
      if (output.viewInfo !== null) output.viewInfo = { ...output.viewInfo, ban: several }
  return finished
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
  static forward(_ctx: FunctionContext, ..._args: any[]): unknown {
    throw new NotImplementedError('You must implement the forward function for custom autograd.Function.')
  }
  static backward(_ctx: FunctionContext, ..._grads: any[]): Tensor | null | readonly (Tensor | null)[] {
    throw new NotImplementedError(
      'You must implement either the backward or vjp method for your custom autograd.Function to use it with ' +
        'backward mode AD.',
    )
  }

  /**
   * How fast the results change when the inputs do so: one tangent for each result. A subclass that has no `jvp` is
   * differentiated forward by its `backward`.
   */
  static jvp(_ctx: FunctionContext, ..._tangents: any[]): Tensor | null | readonly (Tensor | null)[] {
    throw new NotImplementedError(
      'You must implement the jvp function for custom autograd.Function to use it with forward mode AD.',
    )
  }

  /** Runs `forward` outside the graph and hangs its results on a node that calls `backward`. */
  static apply<R = any>(...args: unknown[]): R {
    const { tangents } = forwardMode
    if (tangents === null) return this._apply(args) as R
    if (this.jvp === Function.jvp && this.backward !== Function.backward)
      return tangents.result(args, (given) => this._apply(given)) as R
    return this._applyWithTangents(args, tangents) as R
  }
  /** `apply` where a `jvp` says what the tangents are. */
  static _applyWithTangents(args: unknown[], tangents: Tangents): unknown {
    const ctx = new FunctionContext()
    return tangents.custom(
      args,
      () => this._apply(args, ctx),
      (given, results) => {
        const whole = given.map((tangent, i) => {
          const arg = args[i]
          return tangent === null && ctx.materialize && arg instanceof Tensor ? arg.detach().mul(0) : tangent
        })
        ctx.isForward = true
        try {
          return checkedTangents(asList(this.jvp(ctx, ...whole)), results)
        } finally {
          ctx.isForward = false
        }
      },
    )
  }
  /** `apply` as it is where no tangents go along. */
  static _apply(args: unknown[], ctx = new FunctionContext()): unknown {
    const tensors = args.map((arg) => arg instanceof Tensor)
    ctx.needs_input_grad = Tuple.from(args.map((arg) => arg instanceof Tensor && arg.requires_grad))
    const isRecorded = modes.grad && ctx.needs_input_grad.includes(true)
    // Read before `forward` may move an input to another place in the graph.
    const edges: (Edge | null)[] = isRecorded
      ? args.flatMap((arg) => (arg instanceof Tensor ? [arg.edge()] : []))
      : []
    const before = swapGrad(false)
    let result: unknown
    try {
      result = this.forward(ctx, ...args)
    } finally {
      swapGrad(before)
    }
    const formula: Formula = (context, ...grads) => this.backward(context, ...grads)
    const node = isRecorded ? new FunctionNode(`${this.name}Backward`, ctx, formula, tensors) : null
    if (node !== null) node.edges = edges
    const outputs = asList(result)
    const finished = hangAll(outputs, node, ctx, args)
    for (const entry of ctx.saved) {
      // What was saved of an output must be the tensor that is on the graph.
      entry.output = outputs.indexOf(entry.tensor)
      if (entry.output >= 0) entry.tensor = finished[entry.output] as Tensor
      if (entry.tensor?.inference && node !== null) throw new RuntimeError(messages.savedInference)
      entry.version = entry.tensor?.counter.value ?? 0
    }
    return Array.isArray(result) ? Tuple.from(finished) : finished[0]
  }
}

/** What `jvp` gave, one for each result. */
function checkedTangents(given: readonly unknown[], results: readonly unknown[]): (Tensor | null)[] {
  given.forEach((tangent, i) => {
    if (tangent !== null && tangent !== undefined && !(tangent instanceof Tensor))
      throw new RuntimeError(`expected Variable or None (got ${typeName(tangent)}) for grad output ${i}.`)
  })
  if (given.length !== results.length)
    throw new RuntimeError(
      `Function's jvp returned an invalid number of forward gradients (expected ${results.length} but got ${given.length})`,
    )
  return given.map((tangent, i) => {
    const result = results[i]
    if (!(tangent instanceof Tensor) || !(result instanceof Tensor)) return null
    if (!sameSizes(tangent.sizes, result.sizes))
      throw new RuntimeError(
        'Trying to set a forward gradient that has a different size than that of the original Tensor, this is not ' +
          `supported. Tensor is of size ${sizesText(result.sizes)} while the given forward gradient is of size ` +
          `${sizesText(tangent.sizes)}.`,
      )
    return tangent
  })
}

/** The history of gradients that cannot be differentiated again. */
class ErrorNode extends Node {
  readonly className = 'Error'
  readonly #message: string

  constructor(message: string) {
    super()
    this.#message = message
  }
  apply(): never {
    throw new RuntimeError(this.#message)
  }
}

type BackwardOf = (ctx: FunctionContext, ...grads: any[]) => Tensor | null | readonly (Tensor | null)[]

/**
 * Wraps a `backward` that must not be differentiated: its gradients can be used, and differentiating them throws.
 *
 * @example
 * static override backward = once_differentiable((ctx, g) => g.mul(2))
 */
function once_differentiable(backward: BackwardOf): BackwardOf {
  return function (this: unknown, ctx, ...grads) {
    const before = swapGrad(false)
    let answer: ReturnType<BackwardOf>
    try {
      answer = backward.call(this, ctx, ...grads)
    } finally {
      swapGrad(before)
    }
    if (!modes.grad || !grads.some((grad) => grad instanceof Tensor && grad.requires_grad)) return answer
    const node = new ErrorNode(
      'trying to differentiate twice a function that was marked with @once_differentiable',
    )
    node.edges = grads.map((grad) => (grad instanceof Tensor ? grad.edge() : null))
    return (answer instanceof Tensor ? [answer] : (answer ?? [null])).map((grad) => {
      if (grad === null) return null
      const result = grad.detach()
      result.node = node
      result.outputIndex = node.outputs.push({ sizes: grad.sizes, dtype: grad.dtype }) - 1
      return result
    })
  }
}

/** `torch.autograd.function`. */
export const function_ = { once_differentiable, Function, FunctionCtx: FunctionContext }
