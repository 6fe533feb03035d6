// Questions to a tensor whose answer follows from what there is here: its memory is dense, its dimensions have no names,
// and one process holds it. And methods that PyTorch keeps for programs written long ago.
import type { DType } from '../base/dtype.js'
import { messages, NotImplementedError, RuntimeError } from '../base/errors.js'
import { Tuple } from '../base/tuple.js'
import { defineReadOnly, Tensor } from '../tensor/tensor.js'
import { is_nonzero } from './torch-functions.js'

declare module '../tensor/tensor.js' {
  interface Tensor {
    readonly is_cpu: boolean
    readonly is_ipu: boolean
    readonly is_meta: boolean
    readonly is_mkldnn: boolean
    readonly is_mps: boolean
    readonly is_nested: boolean
    readonly is_ort: boolean
    readonly is_quantized: boolean
    readonly is_sparse: boolean
    readonly is_sparse_csr: boolean
    readonly is_vulkan: boolean
    readonly is_xpu: boolean
    readonly name: null
    readonly volatile: boolean
    /** The names of the dimensions, which have none here. */
    names: Tuple<null>
    /** Whether dimensions have names: never here. */
    has_names(): boolean
    /** Whether several processes hold it: never here. */
    is_distributed(): boolean
    /** Whether the only element is not zero. */
    is_nonzero(): boolean
    /** Whether the memory is pinned for a graphics card: never here. */
    is_pinned(device?: unknown): boolean
    /** Whether other processes share the memory. */
    is_shared(): boolean
    /** The tensor itself: it is dense. */
    to_dense(dtype?: DType | null): Tensor
    /** The tensor itself: it is not quantized. */
    dequantize(): Tensor
    /** Left out of PyTorch long ago: `torch.distributions` are there for it. */
    reinforce(reward: unknown): never
  }
}

const never =
  'is_ipu is_mkldnn is_mps is_nested is_ort is_quantized is_sparse is_sparse_csr is_vulkan is_xpu volatile'
for (const name of never.split(' ')) defineReadOnly(name, () => false)
defineReadOnly('is_cpu', function () {
  return this.device.type === 'cpu'
})
defineReadOnly('is_meta', function () {
  return this.device.type === 'meta'
})
defineReadOnly('name', () => null)
Object.defineProperty(Tensor.prototype, 'names', {
  get(this: Tensor) {
    return Tuple.from(this.sizes.map(() => null))
  },
  set(value: unknown) {
    if (value !== null)
      throw new NotImplementedError(`Tensor.names is left out of dltorch: ${messages.noNames}`)
  },
  configurable: true,
})

const removed = `reinforce() was removed.
Use torch.distributions instead.
See https://pytorch.org/docs/master/distributions.html`

const methods: Record<string, (this: Tensor, ...args: never[]) => unknown> = {
  has_names: () => false,
  is_distributed: () => false,
  is_pinned: () => false,
  is_shared: () => false,
  is_nonzero() {
    return is_nonzero(this)
  },
  to_dense(this: Tensor, dtype?: DType) {
    return dtype ? this.to(dtype) : this
  },
  dequantize() {
    return this
  },
  reinforce() {
    throw new RuntimeError(removed)
  },
}
for (const [name, value] of Object.entries(methods))
  Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true })
