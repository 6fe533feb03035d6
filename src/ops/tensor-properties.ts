// Attributes of tensors that are made by ops: `x.T`, `x.real`. They are there before any family of ops is loaded.
import { check, checkMatrices, TypeError } from '../base/errors.js'
import { isScalar } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { call } from '../engine/functions.js'
import { defineReadOnly, Tensor } from '../tensor/tensor.js'

declare module '../tensor/tensor.js' {
  interface Tensor {
    /** The tensor with its dimensions in reverse order. */
    readonly T: Tensor
    /** A matrix transposed and conjugated. */
    readonly H: Tensor
    /** The last two dimensions exchanged. */
    readonly mT: Tensor
    /** The last two dimensions exchanged, complex elements conjugated. */
    readonly mH: Tensor
  }
}

const properties: Record<'T' | 'H' | 'mT' | 'mH', (self: Tensor) => Tensor> = {
  T: (self) => self.permute(self.sizes.map((_, dim) => dim).reverse()),
  H: (self) => {
    const rank = self.sizes.length
    check(
      rank === 0 || rank === 2,
      () =>
        `tensor.H is only supported on matrices (2-D tensors). Got ${rank}-D tensor.${rank > 2 ? ' For batches of matrices, consider using tensor.mH' : ''}`,
    )
    if (self.dtype.is_complex) return rank === 0 ? self.conj() : self.transpose(0, 1).conj()
    return rank === 0 ? self : self.transpose(0, 1)
  },
  mT: (self) => {
    checkMatrices(self.sizes, 'mT')
    return self.sizes.length === 0 ? self : self.transpose(-2, -1)
  },
  mH: (self) => {
    checkMatrices(self.sizes, 'mH')
    if (self.sizes.length > 0) return self.adjoint()
    return self.dtype.is_complex ? self.conj() : self
  },
}
for (const [name, get] of Object.entries(properties))
  defineReadOnly(name, function () {
    return get(this)
  })

declare module '../tensor/tensor.js' {
  interface Tensor {
    /** The real parts; writing to them changes the tensor. */
    real: Tensor
    /** The imaginary parts; writing to them changes the tensor. */
    imag: Tensor
  }
}

for (const name of ['real', 'imag'])
  Object.defineProperty(Tensor.prototype, name, {
    get(this: Tensor) {
      return call(name, [this]) as Tensor
    },
    set(this: Tensor, value: unknown) {
      const part = call(name, [this]) as Tensor
      if (value instanceof Tensor) part.copy_(value)
      else if (isScalar(value)) part.fill_(value)
      else throw new TypeError(`can't assign a ${typeName(value)} to a ${this.type() as string}`)
    },
    configurable: true,
  })
