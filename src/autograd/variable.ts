// `torch.autograd.Variable`: what tensors in a graph were called before PyTorch 0.4. Kept for code from then: it gives the
// tensor, which is all that a variable is now.
import { TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'

export interface VariableConstructor {
  new (data?: Tensor, requires_grad?: boolean | { requires_grad?: boolean }): Tensor
  (data?: Tensor, requires_grad?: boolean | { requires_grad?: boolean }): Tensor
  readonly prototype: Tensor
}

/**
 * The same values outside of any graph, as a leaf. Write `tensor.requires_grad_()` today.
 *
 * @example
 * new torch.autograd.Variable(torch.ones(2), { requires_grad: true }) // tensor([1., 1.], requires_grad=True)
 */
export const Variable = function Variable(
  data?: Tensor | { data?: Tensor },
  requires_grad?: boolean | { requires_grad?: boolean },
): Tensor {
  const keywords = [data, requires_grad].find(isKeywords) as
    { data?: Tensor; requires_grad?: boolean } | undefined
  const value = isKeywords(data) ? keywords?.data : data
  if (!(value instanceof Tensor))
    throw new TypeError(`Variable data has to be a tensor, but got ${typeName(value)}`)
  const wanted = keywords?.requires_grad ?? (typeof requires_grad === 'boolean' ? requires_grad : false)
  return value.data.requires_grad_(wanted)
} as unknown as VariableConstructor

Object.defineProperty(Variable, Symbol.hasInstance, {
  value: (value: unknown): boolean => value instanceof Tensor,
})
// Python asks under this name which class is meant.
Object.defineProperty(Variable, '__instancecheck__', {
  value: (isOf: (cls: unknown) => boolean): boolean => isOf(Tensor),
})
