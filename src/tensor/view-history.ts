// What writing in place does to the graph: which tensors may be written to, whose history changes, and how a backward
// pass notices that a saved value is gone. Follows torch/csrc/autograd/variable.cpp and saved_variable.cpp.
import type { Geometry } from '../base/layout.js'
import type { DType } from '../base/dtype.js'
import { messages, RuntimeError } from '../base/errors.js'
import { abilities, type AnyTensor as Tensor } from './graph.js'
import { modes } from './modes.js'
import { type Grad, Node } from './node.js'

/**
 * Why a view may not be written to where that would be recorded: one of several views made by one call (`split`), made
 * under `no_grad` or `inference_mode`, or returned by a custom function.
 */
export type Ban = 'multiple' | 'no_grad' | 'inference' | 'custom'

/** What a view remembers of the tensor it looks into. */
export interface ViewInfo {
  /** The tensor that owns the memory; never itself a view. */
  readonly base: Tensor
  readonly ban: Ban | null
  /** The counter's value when `node` was made; another value means the base was written to since. */
  version: number
}

/** The memory of a new view: its base, and whether it may be written to. */
export function viewInfoOf(self: Tensor, isOneOfSeveral: boolean): ViewInfo {
  const own: Ban | null = modes.inference
    ? 'inference'
    : !modes.grad
      ? 'no_grad'
      : isOneOfSeveral
        ? 'multiple'
        : null
  const outer = self.viewInfo
  return outer === null
    ? { base: self, ban: own, version: self.counter.value }
    : { base: outer.base, ban: own ?? outer.ban, version: self.counter.value }
}

const whyBanned: Record<Ban, string> = {
  multiple:
    'This view is the output of a function that returns multiple views. Such functions do not allow the output views ' +
    'to be modified inplace. You should replace the inplace operation by an out-of-place one.',
  no_grad: whyAmbiguous('no_grad'),
  inference: whyAmbiguous('inference_mode'),
  custom:
    'This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to ' +
    'handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect ' +
    'gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.',
}

function whyAmbiguous(mode: string): string {
  return (
    'Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your code by moving both ' +
    `the view and the inplace either both inside the ${mode} block (if you don't want the inplace to be tracked) or ` +
    'both outside (if you want the inplace to be tracked).'
  )
}

function bannedView(tensor: Tensor, ban: Ban, modified: string): RuntimeError {
  const { node, outputIndex } = tensor
  const output = node === null ? null : `Output ${outputIndex} of ${node.nameInMessages}`
  if (output !== null && (ban === 'multiple' || ban === 'custom'))
    return new RuntimeError(`${output} is a view and ${modified} modified inplace. ${whyBanned[ban]}`)
  const created = output === null ? 'A view was created' : `${output} is a view of a view which was created`
  return new RuntimeError(
    ban === 'inference'
      ? `${created} in inference mode and ${modified} modified inplace in normal mode. ${whyBanned[ban]}`
      : `${created} in no_grad mode and ${modified} modified inplace with grad mode enabled. ${whyBanned[ban]}`,
  )
}

/**
 * Throws where autograd forbids changing `tensor` in place; PyTorch's `check_inplace`.
 *
 * @param isRecorded whether the write would become part of the graph
 */
export function checkInplace(tensor: Tensor, isRecorded: boolean): void {
  if (tensor.inference && !modes.inference)
    throw new RuntimeError(
      'Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a ' +
        'normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.',
    )
  if (!isRecorded || !modes.grad) return
  const view = tensor.viewInfo
  if (view !== null) {
    if (view.ban !== null) throw bannedView(tensor, view.ban, 'is being')
    if (tensor.requires_grad && view.base.node === null) throw new RuntimeError(messages.leafViewInplace)
  } else if (tensor.leafRequiresGrad && tensor.node === null) throw new RuntimeError(messages.leafInplace)
}

/** Rebuilds the node of a view whose base was changed in place: it now reads from the changed base. */
export function regenerateViewNode(tensor: Tensor, view: ViewInfo): void {
  if (tensor.node === null && !view.base.requires_grad) {
    view.version = tensor.counter.value
    return
  }
  if (view.ban !== null) throw bannedView(tensor, view.ban, 'its base or another view of its base has been')
  view.version = tensor.counter.value
  const grad = modes.grad
  modes.grad = true
  try {
    const seen = view.base.dtype === tensor.dtype ? view.base : abilities.seenAs(view.base, tensor.dtype)
    const fresh = seen.as_strided(tensor.sizes as number[], tensor.strides as number[], tensor.offset)
    moveRetained(tensor, fresh.node as Node)
    tensor.node = fresh.node
    tensor.outputIndex = 0
  } finally {
    modes.grad = grad
  }
}

/** Makes `node` the history of a tensor that was written to; for a view, of its base too (CopySlices). */
export function rebase(self: Tensor, node: Node): void {
  node.outputs.push({ sizes: self.sizes, dtype: self.dtype })
  const view = self.viewInfo
  if (view === null) {
    moveRetained(self, node)
    self.node = node
    self.outputIndex = 0
    self.leafRequiresGrad = false
    return
  }
  const { base } = view
  const slices = new CopySlices(base, self, node)
  base.node = slices
  base.outputIndex = 0
  base.leafRequiresGrad = false
  view.version = -1
  void self.grad_fn
}

/** A tensor that keeps its gradient keeps that of its newest value. */
function moveRetained(tensor: Tensor, node: Node): void {
  if (tensor.node?.unlisten(tensor.outputIndex, tensor)) node.listen(0, tensor)
}

/** The node of a base whose view was changed: gradients of the changed window go through `inner`. */
class CopySlices extends Node {
  readonly className = 'CopySlices'
  /** Where the view lies in the base, and how the base lies. */
  readonly #window: Geometry
  readonly #baseStrides: readonly number[]
  readonly #dtype: DType

  readonly #inner: Node

  constructor(base: Tensor, view: Tensor, inner: Node) {
    super()
    this.#inner = inner

    this.#dtype = view.dtype
    const scale = base.dtype.itemsize / view.dtype.itemsize
    this.#window = [view.sizes, view.strides, view.offset - base.offset * scale]
    this.#baseStrides = base.strides
    this.outputs = [{ sizes: base.sizes, dtype: base.dtype }]
    this.edges = [base.edge(), ...inner.edges.slice(1)]
  }

  apply(grads: Grad[]): Grad[] {
    const g = grads[0] as Tensor
    // The window is one of the base's memory: the gradient has to lie as that does, whatever way it came.
    const result = g.new_empty_strided(g.sizes as number[], this.#baseStrides as number[])
    result.copy_(g)
    const [sizes, strides, offset] = this.#window
    const seen = result.dtype === this.#dtype ? result : abilities.seenAs(result, this.#dtype)
    const slice = seen.as_strided(sizes as number[], strides as number[], offset)
    const inner = this.#inner.apply([slice.clone()])
    if (inner[0]) slice.copy_(inner[0].sum_to_size(sizes as number[]))
    else slice.zero_()
    return [this.edges[0] === null ? null : result, ...inner.slice(1)]
  }

  override release(): void {
    this.#inner.release()
  }
}

/** The C++ name of a tensor's class, which messages give: `torch.FloatTensor`, `CPUBoolType`. */
export function className({ dtype: { scalarName } }: Tensor): string {
  const isOld = ['Float', 'Double', 'Half', 'Byte', 'Char', 'Short', 'Int', 'Long'].includes(scalarName)
  return isOld ? `torch.${scalarName}Tensor` : `CPU${scalarName}Type`
}

/** The error of a backward pass that needs a value which was overwritten. `output` is set for a node's own results. */
export function modifiedInPlace(
  tensor: Tensor,
  expected: number,
  output: { node: Node; index: number } | null = null,
): RuntimeError {
  const node = output?.node ?? tensor.grad_fn
  const index = output?.index ?? tensor.outputIndex
  const origin = node ? `, which is output ${index} of ${node.nameInMessages},` : ''
  return new RuntimeError(
    'one of the variables needed for gradient computation has been modified by an inplace operation: ' +
      `[${className(tensor)} [${tensor.sizes.join(', ')}]]${origin} is at version ${tensor.counter.value}; ` +
      `expected version ${expected} instead. Hint: enable anomaly detection to find the operation that failed to ` +
      'compute its gradient, with torch.autograd.set_detect_anomaly(True).',
  )
}
