// `nn.Parameter`: a tensor that a module trains.
import { AttributeError, RuntimeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { float32 } from '../base/dtype.js'
import { isKeywords } from '../base/keywords.js'
import { VersionCounter } from '../memory/storage.js'

/**
 * A tensor that a module trains: assigned to an attribute of a module, it is among its `parameters()`.
 *
 * An intersection, not an interface that extends Tensor: tsc would compare the two member by member, and hundreds of
 * overloaded methods take it minutes.
 */
export type Parameter = Tensor & { readonly isParameter: true }

interface ParameterKeywords {
  data?: Tensor | null
  requires_grad?: boolean
}

interface ParameterConstructor {
  new (data?: Tensor | null | ParameterKeywords, requires_grad?: boolean | ParameterKeywords): Parameter
  (data?: Tensor | null | ParameterKeywords, requires_grad?: boolean | ParameterKeywords): Parameter
  readonly prototype: Parameter
}

/**
 * Makes a parameter of a tensor. It shares the tensor's memory, is a leaf, and prints `Parameter containing:`.
 *
 * @param data the values; an empty tensor unless given
 * @param requires_grad whether it is trained
 * @example
 * nn.Parameter(torch.ones(2)).requires_grad // true
 */
export const Parameter = function (
  data?: Tensor | null | ParameterKeywords,
  requires_grad?: boolean | ParameterKeywords,
): Tensor {
  const keywords: ParameterKeywords = isKeywords(data)
    ? data
    : {
        data: data as Tensor | null,
        ...(typeof requires_grad === 'object' ? requires_grad : { requires_grad }),
      }
  const values = keywords.data ?? emptyTensor([0], float32)
  if (!(values instanceof Tensor))
    throw new AttributeError(`'${typeName(values)}' object has no attribute 'detach'`)
  // A tensor of a subclass stays one.
  if (values.constructor !== Tensor.prototype.constructor && !values.isParameter) {
    const own = values.detach().requires_grad_(keywords.requires_grad ?? true)
    own.isParameter = true
    return own
  }
  // A tensor of its own kind would make every op see two classes; a mark does, and `instanceof` reads it.
  const parameter = new Tensor(
    values.memory,
    values.dtype,
    values.sizes,
    values.strides,
    values.offset,
    values.contiguousFlag,
    new VersionCounter(),
  )
  parameter.isParameter = true
  if ((keywords.requires_grad ?? true) && !values.dtype.is_floating_point && !values.dtype.is_complex)
    throw new RuntimeError('Only Tensors of floating point and complex dtype can require gradients')
  return parameter.requires_grad_(keywords.requires_grad ?? true)
} as unknown as ParameterConstructor

Object.defineProperty(Parameter, 'name', { value: 'Parameter' })
// A class, as whoever asks for one can tell.
Object.defineProperty(Parameter, 'prototype', { writable: false })
Object.defineProperty(Parameter, Symbol.hasInstance, {
  value: (value: unknown): boolean => value instanceof Tensor && value.isParameter,
})
