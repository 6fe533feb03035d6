// The tensor: a dtype and a strided window on a storage, and its place in the graph. Has no operations: those
// come from the op table, which puts them on the prototype; their types are merged in from the generated interface.
import { visible } from '../base/visible.js'
import { allocate, allocateZeros } from '../memory/allocate.js'
import { runHooks } from './hooks.js'
import { regenerateViewNode, type ViewInfo } from './view-history.js'
import { modes } from './modes.js'
import type { Edge, Node, TensorHook } from './node.js'
import { AccumulateGrad, RemovableHandle } from './node.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { AttributeError, IndexError, RuntimeError, TypeError, ValueError, wrapDim } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import type { Sizes } from '../base/layout.js'
import { contiguousStrides, isContiguous, isDense, numelOf, sameSizes } from '../base/layout.js'
import type { Device, NamedConstant } from '../base/scalar.js'
import { cpu, type Float, floatLists, strided } from '../base/scalar.js'
import { type Element, readElement, writeElement } from '../memory/elements.js'
import { Storage, storageOn, VersionCounter } from '../memory/storage.js'
import { Size, Tuple } from '../base/tuple.js'
import { pythonType, typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'
import { abilities } from './graph.js'

export interface BackwardOptions {
  /** Weights of the elements, of the tensor's shape. */
  gradient?: Tensor | null
  /** Keeps the graph, so that it can be run again; default `create_graph`. */
  retain_graph?: boolean | null
  /** Records the backward pass itself, for derivatives of higher order. */
  create_graph?: boolean
  /** Only these tensors get a gradient. */
  inputs?: Tensor | readonly Tensor[] | null
}

const gradOfNonLeaf =
  'The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute ' +
  "won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a " +
  'non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make ' +
  'sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more informations.'

declare module './graph.js' {
  interface Graph {
    tensor: Tensor
  }
}

export class Tensor {
  readonly memory: Storage
  /** Behind `dtype`, which nobody can assign to. */
  #elementType: DType
  sizes: Sizes
  strides: Sizes
  offset: number
  count: number
  /** Whether elements lie in row-major order without gaps, starting at `offset`. */
  contiguousFlag: boolean
  counter: VersionCounter
  /** `requires_grad` of a leaf; a tensor with a `node` requires grad whatever this says. */
  leafRequiresGrad = false
  node: Node | null = null
  /** Which output of `node` this tensor is. */
  outputIndex = 0
  gradient: Tensor | null = null
  viewInfo: ViewInfo | null = null
  accumulator: AccumulateGrad | null = null
  hooks: Map<number, TensorHook> | null = null
  #shapeCache: Size | null = null
  /** Made inside `inference_mode`: can be read, but takes no part in a graph. */
  readonly inference: boolean = modes.inference
  /** Set by `nn.Parameter`. */
  isParameter = false

  constructor(
    memory: Storage,
    dtype: DType,
    sizes: Sizes,
    strides: Sizes,
    offset: number,
    contiguous: boolean,
    counter: VersionCounter,
  ) {
    this.memory = memory
    this.#elementType = dtype
    this.sizes = sizes
    this.strides = strides
    this.offset = offset
    this.count = numelOf(sizes)
    this.contiguousFlag = contiguous
    this.counter = counter
  }

  /** The type of the elements. */
  get dtype(): DType {
    return this.#elementType
  }

  // ---- shape ----

  /** The sizes, as a read-only array that prints `torch.Size([2, 3])`. */
  get shape(): Size {
    return (this.#shapeCache ??= Size.from(this.sizes))
  }
  /** Number of dimensions. */
  get ndim(): number {
    return this.sizes.length
  }
  /** Number of dimensions. */
  dim(): number {
    return this.sizes.length
  }
  /** Number of dimensions: `dim` by another name. */
  ndimension(): number {
    return this.sizes.length
  }
  /** All sizes, or that of one dimension. */
  size(): Size
  size(dim: number): number
  size(dim?: number | { dim: number }): Size | number {
    if (dim === undefined) return this.shape
    return this.sizes[this.#dimIndex(dim)]
  }
  /** Steps in elements from one index to the next, of all dimensions or one. */
  stride(): Tuple<number>
  stride(dim: number): number
  stride(dim?: number | { dim: number }): Tuple<number> | number {
    if (dim === undefined) return Tuple.from(this.strides)
    return this.strides[this.#dimIndex(dim)]
  }
  #dimIndex(dim: number | { dim: number }): number {
    const index = typeof dim === 'number' ? dim : dim.dim
    if (this.sizes.length === 0)
      throw new IndexError(`Dimension specified as ${index} but tensor has no dimensions`)
    return wrapDim(index, this.sizes.length)
  }
  /** Number of elements. */
  numel(): number {
    return this.count
  }
  /** Number of elements: `numel` by another name. */
  nelement(): number {
    return this.count
  }
  /** Where the first element lies in the memory, counted in elements. */
  storage_offset(): number {
    return this.offset
  }
  /** Bytes of one element. */
  element_size(): number {
    return this.dtype.itemsize
  }
  /** Bytes of one element. */
  get itemsize(): number {
    return this.dtype.itemsize
  }
  /** Bytes of all elements. */
  get nbytes(): number {
    return this.count * this.dtype.itemsize
  }
  /** Whether the elements lie in the memory in their order, row after row. */
  is_contiguous({ memory_format }: { memory_format?: NamedConstant | null } = {}): boolean {
    const { name } = memory_format ?? {}
    return name?.startsWith('channels_last') ? this.#isChannelsLast(name) : this.contiguousFlag
  }
  /** Whether the channels are next to each other, then the columns, the rows, the batch. */
  #isChannelsLast(name: string): boolean {
    const { sizes, strides } = this
    const rank = name === 'channels_last' ? 4 : 5
    if (sizes.length !== rank) return false
    let expected = 1
    return [1, ...Array.from({ length: rank - 2 }, (_, i) => rank - 1 - i), 0].every((dim) => {
      const fits = sizes[dim] === 1 || strides[dim] === expected
      expected *= sizes[dim]
      return fits
    })
  }
  /** The address of the first element. Two tensors with the same address share memory. */
  data_ptr(): number {
    const { block, bytes, start } = this.memory.place
    return addressOf(block, bytes) + start + this.offset * this.dtype.itemsize
  }
  /** Where the numbers lie: the cpu, or the gpu. */
  get device(): Device {
    return this.memory.device
  }
  /** How the numbers lie: always `torch.strided`. */
  get layout(): NamedConstant {
    return strided
  }
  /** Whether the numbers lie on the gpu. */
  get is_cuda(): boolean {
    return this.device.type === 'gpu'
  }
  /** The number of the gpu, -1 for the cpu. */
  get_device(): number {
    return this.device.type === 'cpu' ? -1 : (this.device.index ?? 0)
  }
  /** Whether the elements are floats. */
  is_floating_point(): boolean {
    return this.dtype.is_floating_point
  }
  /** Whether the elements are complex numbers. */
  is_complex(): boolean {
    return this.dtype.is_complex
  }
  /** Whether the dtype has negative numbers. */
  is_signed(): boolean {
    return this.dtype.is_signed
  }
  /** Whether it was made inside `torch.inference_mode`, and takes no part in a graph. */
  is_inference(): boolean {
    return this.inference
  }
  /** Whether both have the same shape. */
  is_same_size(other: Tensor): boolean {
    return sameSizes(this.sizes, other.sizes)
  }

  // ---- elements ----

  /** The element at `index` of the storage. */
  elementAt(index: number): Element {
    if (!this.memory.isHere) return this.viewAs([], [], index).cpu().elementAt(0)
    return readElement(this.dtype, this.memory.array, index)
  }
  /** Writes the element at `index` of the storage, converting as a cast does. */
  setElementAt(index: number, value: Element | Float): void {
    if (!this.memory.isHere) this.viewAs([], [], index).fill_(value as number)
    else writeElement(this.dtype, this.memory.array, index, value)
  }

  /**
   * The only element, as a JavaScript value; a bigint where a number would lose digits.
   *
   * @throws ValueError when there is not exactly one element.
   */

  item<T extends Element = number>(): T {
    if (this.count !== 1) throw new ValueError('only one element tensors can be converted to Python scalars')
    if (!this.memory.isHere) return this.detach().cpu().item()
    return narrow(this.elementAt(this.offset)) as T
  }

  /** Nested arrays of elements; a 0-dim tensor gives its element. See Note [Lists of floats]. */

  tolist(): any {
    if (!this.memory.isHere) return this.detach().cpu().tolist()
    const isFloat = this.dtype.is_floating_point
    const walk = (dim: number, offset: number): unknown => {
      if (dim === this.sizes.length) return narrow(this.elementAt(offset))
      const result = new Array<unknown>(this.sizes[dim])
      for (let i = 0; i < result.length; i++) result[i] = walk(dim + 1, offset + i * this.strides[dim])
      if (isFloat && dim === this.sizes.length - 1) floatLists.add(result)
      return result
    }
    return walk(0, this.offset)
  }

  // ---- graph ----

  /** Whether gradients flow to or through this tensor. */
  get requires_grad(): boolean {
    return this.leafRequiresGrad || this.node !== null || (this.viewInfo?.base.requires_grad ?? false)
  }
  set requires_grad(value: boolean) {
    if (typeof value !== 'boolean') throw new RuntimeError('requires_grad must be a bool')
    if (this.grad_fn !== null && value)
      throw new RuntimeError('you can only change requires_grad flags of leaf variables.')
    this.#setRequiresGrad(value, 'only Tensors of floating point and complex dtype can require gradients')
  }
  /** Switches recording on a leaf on or off; returns the tensor. */
  requires_grad_(requires_grad: boolean | { requires_grad?: boolean } = true): this {
    const value = isKeywords(requires_grad) ? (requires_grad.requires_grad ?? true) : requires_grad
    if (typeof value !== 'boolean')
      throw new TypeError(
        `requires_grad_(): argument 'requires_grad' (position 1) must be bool, not ${typeName(value)}`,
      )
    return this.#setRequiresGrad(value, 'only Tensors of floating point dtype can require gradients')
  }
  #setRequiresGrad(value: boolean, refusal: string): this {
    if (this.grad_fn !== null) {
      if (!value)
        throw new RuntimeError(
          'you can only change requires_grad flags of leaf variables. If you want to use a computed variable ' +
            "in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
        )
      return this
    }
    if (value && !this.dtype.is_floating_point && !this.dtype.is_complex) throw new RuntimeError(refusal)
    if (value && this.inference && !modes.inference)
      throw new RuntimeError(
        'Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.',
      )
    this.leafRequiresGrad = value
    return this
  }
  /** The node that made this tensor, or null for a leaf. */
  get grad_fn(): Node | null {
    const view = this.viewInfo
    if (view !== null && view.version !== this.counter.value) regenerateViewNode(this, view)
    return this.node
  }
  /** Whether no op made it that was recorded: leaves keep their gradient. */
  get is_leaf(): boolean {
    return this.grad_fn === null
  }
  /** Which of the results of its node it is. */
  get output_nr(): number {
    return this.outputIndex
  }
  /** The accumulated gradient, or null. */
  get grad(): Tensor | null {
    if (this.gradient === null && this.grad_fn !== null && !this.retains_grad) warn(gradOfNonLeaf)
    return this.gradient
  }
  set grad(value: Tensor | null) {
    if (value !== null) {
      if (!(value instanceof Tensor))
        throw new TypeError(
          // PyTorch's own words, without a blank.
          `assigned grad expected to be a Tensor or None but got grad of type${typeName(value)}`,
        )
      if (value === this) throw new RuntimeError("can't assign Variable as its own grad")
      if (value.dtype !== this.dtype) throw new RuntimeError(`assigned grad has data of a different type`)
      if (!sameSizes(value.sizes, this.sizes))
        throw new RuntimeError('assigned grad has data of a different size')
    }
    this.gradient = value
  }
  /** How often the memory was written to in place. */
  get _version(): number {
    if (this.inference) throw new RuntimeError('Inference tensors do not track version counter.')
    return this.counter.value
  }
  /** The tensor this is a view of, or null. */
  get _base(): Tensor | null {
    return this.viewInfo?.base ?? null
  }
  /** Whether it looks at the memory of another tensor. */
  is_view(): boolean {
    return this.viewInfo !== null
  }
  /** Whether a tensor that is no leaf keeps its gradient. */
  get retains_grad(): boolean {
    return this.node?.tells(this.outputIndex, this) ?? false
  }
  /** Keeps `.grad` for a tensor that is not a leaf. */
  retain_grad(): void {
    if (!this.requires_grad)
      throw new RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
    const node = this.grad_fn
    if (node && !this.retains_grad) node.listen(this.outputIndex, this)
  }
  /** Calls `hook(grad)` when this tensor's gradient is known; what it returns replaces the gradient. */
  register_hook(hook: TensorHook): RemovableHandle {
    if (!this.requires_grad)
      throw new RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
    const node = this.grad_fn
    // Those from before a write in place stay with the value that was there.
    if (this.hooks === null || node?.tells(this.outputIndex, this.hooks) === false) {
      this.hooks = new Map()
      node?.listen(this.outputIndex, this.hooks)
    }
    return new RemovableHandle(this.hooks, hook)
  }
  /** Where this tensor's gradient goes, or null when it needs none. */
  edge(): Edge | null {
    const node = this.viewInfo === null ? this.node : this.grad_fn
    if (node !== null) return { node, index: this.outputIndex }
    // Not asked of `requires_grad`: a view made under no_grad says it requires grad, and no gradient passes it.
    if (!this.leafRequiresGrad) return null
    return { node: (this.accumulator ??= new AccumulateGrad(this)), index: 0 }
  }
  /**
   * Gradients of this tensor with respect to the graph's leaves, added to their `.grad`.
   *
   * @param gradient weights of the elements, of this tensor's shape; may be left out for a single element
   * @throws RuntimeError when the graph was freed by an earlier call without `retain_graph`
   */
  backward(
    gradient?: Tensor | null | BackwardOptions,
    retain_graph?: boolean | null | BackwardOptions,
    create_graph?: boolean | BackwardOptions,
    inputs?: Tensor | readonly Tensor[] | null | BackwardOptions,
  ): void {
    abilities.backward(this, gradient, retain_graph, create_graph, inputs)
  }

  /** The same values outside the graph. Shares memory and the version counter. */
  detach(): Tensor {
    const result = this.#alias(this.counter)
    result.viewInfo = null
    return result
  }
  /** Leaves the graph in place. */
  detach_(): this {
    if (this.viewInfo !== null)
      throw new RuntimeError(
        "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for " +
          'training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence ' +
          'detach_() cannot be called on these gradients. To fix this error, please refer to the ' +
          'Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.',
      )
    this.node = null
    this.outputIndex = 0
    this.leafRequiresGrad = false
    return this
  }
  /** The same memory outside the graph, with a version counter of its own: writes to it go unnoticed. */
  get data(): Tensor {
    return this.#alias(new VersionCounter())
  }
  set data(value: Tensor) {
    if (!(value instanceof Tensor))
      throw new TypeError(`Variable data has to be a tensor, but got ${typeName(value)}`)
    if (this.requires_grad && !value.dtype.is_floating_point && !value.dtype.is_complex)
      throw new RuntimeError(
        'data set to a tensor that requires gradients must be floating point or complex dtype',
      )
    ;(this as { memory: Storage }).memory = value.memory
    this.#elementType = value.#elementType
    this.setGeometry(value.sizes, value.strides, value.offset)
  }
  #alias(counter: VersionCounter): Tensor {
    const { memory, dtype, sizes, strides, offset, contiguousFlag } = this
    return this.#inherit(new Tensor(memory, dtype, sizes, strides, offset, contiguousFlag, counter))
  }
  /** Looking at a tensor in another way makes no inference tensor of it, nor an ordinary one. */
  #inherit(view: Tensor): Tensor {
    if (view.inference !== this.inference) (view as { inference: boolean }).inference = this.inference
    return view
  }
  /** A view of the same memory with other geometry, and maybe another dtype, outside any graph. */
  viewAs(sizes: Sizes, strides: Sizes, offset: number, dtype = this.dtype): Tensor {
    const storage = this.memory.as(dtype)
    const view = new Tensor(
      storage,
      dtype,
      sizes,
      strides,
      offset,
      isContiguous(sizes, strides),
      this.counter,
    )
    return this.#inherit(view)
  }
  /** Changes this tensor's own window on its storage; for `resize_`, `t_` and their like. */
  setGeometry(sizes: Sizes, strides: Sizes, offset: number): void {
    this.sizes = sizes
    this.strides = strides
    this.offset = offset
    this.count = numelOf(sizes)
    this.contiguousFlag = isContiguous(sizes, strides)
    this.#shapeCache = null
    this.accumulator = null
  }
  /**
   * Adds a gradient that reached this leaf to `.grad`.
   *
   * @param isGiven whether nobody else holds the memory that was made for it
   */
  accumulate(grad: Tensor, isGiven = false): void {
    const total = this.hooks === null ? grad : runHooks(this.hooks, grad)
    if (this.gradient === null) {
      // A gradient may be shared with another leaf (`add` passes it on as it is), so each leaf owns a copy, but of what is its own
      // already. It lies as the leaf does.
      const { contiguousFlag } = this
      if (isGiven && contiguousFlag && this.hooks === null && !modes.grad && fillsItsMemory(grad))
        this.gradient = grad
      else if (contiguousFlag && total.contiguousFlag && !modes.grad) this.gradient = total.clone()
      else {
        const own = emptyTensor(total.sizes, total.dtype, total.device)
        if (!contiguousFlag && isDense(this.sizes, this.strides)) own.setGeometry(this.sizes, this.strides, 0)
        this.gradient = own.copy_(total)
      }
    } else if (modes.grad) this.gradient = this.gradient.add(total)
    else this.gradient.add_(total)
  }

  // ---- protocol ----

  /** As PyTorch prints it. */
  toString(): string {
    return abilities.repr(this)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return visible(abilities.repr(this))
  }
  /** Text only where text is asked for, as in `${x}`: JavaScript's `a + b` would put two texts together. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString()
    throw new TypeError(
      hint === 'number'
        ? 'a tensor is not a JavaScript number: use its methods, a.add(b) or a.lt(b), or take the number out with a.item()'
        : "JavaScript's + and == do not compute with tensors: write a.add(b) or a.eq(b); for text, `${a}` or String(a)",
    )
  }
  /**
   * What `JSON.stringify` writes: nested lists of the elements, from which `torch.tensor` makes an equal one.
   *
   * @example
   * JSON.stringify(torch.tensor([[1, 2], [3, 4]])) // [[1,2],[3,4]]
   */
  toJSON(): any {
    return jsonOf(this.tolist())
  }
  get length(): number {
    if (this.sizes.length === 0) throw new TypeError('len() of a 0-d tensor')
    return this.sizes[0]
  }
  /** Walks the first dimension: `const [w0, w1] = weight`. */
  *[Symbol.iterator](): Iterator<Tensor> {
    if (this.sizes.length === 0) throw new TypeError('iteration over a 0-d tensor')
    yield* this.unbind(0)
  }
}

/** Elements as JSON has them; it has no word for infinities and for what is no number, which become null. */
function jsonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value === 'bigint')
    throw new TypeError(`${value} has more digits than JSON's numbers keep: x.tolist() has them all`)
  return value
}

/** An attribute of tensors that nobody can assign to, in PyTorch's words. */
export function defineReadOnly(name: string, get: (this: Tensor) => unknown): void {
  const set = (): void => {
    throw new AttributeError(`attribute '${name}' of 'torch._C._TensorBase' objects is not writable`)
  }
  Object.defineProperty(Tensor.prototype, name, { get, set, configurable: true })
}

for (const [name, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype)))
  if (get && !set) defineReadOnly(name, get)

Object.defineProperty(Tensor.prototype, pythonType, {
  get(this: Tensor) {
    if (this.constructor !== Tensor.prototype.constructor) return this.constructor.name
    return this.isParameter ? 'Parameter' : 'Tensor'
  },
})

const addresses = new WeakMap<object, number>()
let nextAddress = 0x10000000

/** A stable number for a memory. JavaScript has no addresses; equality is what `data_ptr` is for. */
function addressOf(memory: object, bytes: number): number {
  let address = addresses.get(memory)
  if (address === undefined) {
    address = nextAddress
    nextAddress += Math.ceil((bytes + 1) / 64) * 64
    addresses.set(memory, address)
  }
  return address
}

const isSafe = (value: bigint): boolean => value >= -9007199254740991n && value <= 9007199254740991n
const narrow = (value: Element): Element =>
  typeof value === 'bigint' && isSafe(value) ? Number(value) : value

/** Whether a tensor's elements are all that is in its memory, in their order, and none is known that it is a view of. */
const fillsItsMemory = ({ memory, offset, count, contiguousFlag, viewInfo }: Tensor): boolean =>
  viewInfo === null && contiguousFlag && offset === 0 && memory.isHere && memory.length === count

/** A new contiguous tensor with unspecified contents. */
export const emptyTensor = (sizes: Sizes, dtype: DType, device: Device = cpu): Tensor =>
  device === cpu
    ? tensorFromArray(allocate(dtype, numelOf(sizes), sizes), sizes, dtype)
    : emptyElsewhere(sizes, dtype, device)

/** A new contiguous tensor of zeros. */
export const zerosTensor = (sizes: Sizes, dtype: DType, device: Device = cpu): Tensor =>
  device === cpu
    ? tensorFromArray(allocateZeros(dtype, numelOf(sizes), sizes), sizes, dtype)
    : emptyElsewhere(sizes, dtype, device)

/** On another device, where memory that was never written to is zero. */
const emptyElsewhere = (sizes: Sizes, dtype: DType, device: Device): Tensor =>
  new Tensor(
    storageOn(device, dtype, numelOf(sizes)),
    dtype,
    sizes,
    contiguousStrides(sizes),
    0,
    true,
    new VersionCounter(),
  )

/** A contiguous tensor on existing memory. */
export function tensorFromArray(array: TypedArray, sizes: Sizes, dtype: DType): Tensor {
  return new Tensor(
    new Storage(array, dtype),
    dtype,
    sizes,
    contiguousStrides(sizes),
    0,
    true,
    new VersionCounter(),
  )
}
