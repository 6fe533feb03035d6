// `torch.utils.dlpack`: tensors handed on by capsule, without a copy. Here both ends are this library.
import { bool } from '../base/dtype.js'
import { RuntimeError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { addressOf, type PrintsItself, reprSymbol } from '../text/repr.js'

/** What carries a tensor; it can be opened once. */
class Capsule implements PrintsItself {
  #tensor: Tensor | null
  constructor(tensor: Tensor) {
    this.#tensor = tensor
  }
  open(): Tensor | null {
    const tensor = this.#tensor
    this.#tensor = null
    return tensor
  }
  [reprSymbol](): string {
    return `<capsule object "${this.#tensor === null ? 'used_dltensor' : 'dltensor'}" at ${addressOf(this)}>`
  }
}

declare module '../tensor/tensor.js' {
  interface Tensor {
    /** A capsule that carries this tensor to `torch.from_dlpack`. */
    __dlpack__(stream?: unknown): object
  }
}

Object.defineProperty(Tensor.prototype, '__dlpack__', {
  value(this: Tensor) {
    if (this.requires_grad)
      throw new RuntimeError("Can't export tensors that require gradient, use tensor.detach()")
    return to_dlpack(this)
  },
  writable: true,
  configurable: true,
})

/** A capsule that carries the tensor. */
export function to_dlpack(tensor: Tensor): object {
  if (!(tensor instanceof Tensor)) throw new RuntimeError('data must be a Tensor')
  if (tensor.dtype === bool) throw new RuntimeError('Bool type is not supported by dlpack')
  return new Capsule(tensor.detach())
}

/** The tensor of a capsule, or of what can make one: on the same memory. */
export function from_dlpack(ext_tensor: unknown): Tensor {
  const source = ext_tensor as { __dlpack__?: () => unknown } | null | undefined
  const capsule = typeof source?.__dlpack__ === 'function' ? source.__dlpack__() : ext_tensor
  const tensor = capsule instanceof Capsule ? capsule.open() : null
  if (tensor === null)
    throw new RuntimeError(
      'from_dlpack received an invalid capsule. Note that DLTensor capsules can be consumed only once, so you might ' +
        'have already constructed a tensor from it once.',
    )
  return tensor
}
