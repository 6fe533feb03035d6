// Layers that are linear maps, and those that only change the shape.
import { usedAs } from '../engine/python-call.js'
import { call } from '../engine/functions.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { type DType, float32 } from '../base/dtype.js'
import { reprSymbol } from '../text/repr.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { typeText } from './attributes.js'
import { callable } from './callable.js'
import * as init from './init.js'
import { Module } from './module.js'
import { Parameter } from './parameter.js'

/** Where new parameters live, and what they hold. */
export interface FactoryKeywords {
  device?: unknown
  dtype?: DType | null
}

/** An uninitialised parameter. */
export const newParameter = (sizes: readonly number[], dtype: DType | null, device: unknown): Parameter =>
  new Parameter(call('empty', [sizes, { dtype: dtype ?? float32, device: device ?? null }]) as Tensor)

const pythonBool = (value: boolean): string => (value ? 'True' : 'False')

interface LinearKeywords extends FactoryKeywords {
  in_features?: number
  out_features?: number
  bias?: boolean
}

class LinearClass extends Module {
  in_features: number
  out_features: number
  weight: Parameter
  /** `null` where made with `bias: false`. */
  bias: Parameter

  constructor(
    ...args: Arguments<
      [in_features: number, out_features: number],
      [bias?: boolean, device?: unknown, dtype?: DType | null],
      LinearKeywords
    >
  ) {
    super()
    const { in_features, out_features, bias, device, dtype } = bind<LinearKeywords>('Linear', args, {
      in_features: required,
      out_features: required,
      bias: true,
      device: null,
      dtype: null,
    })
    this.in_features = in_features
    this.out_features = out_features
    this.weight = newParameter([out_features, in_features], dtype, device)
    this.bias = (bias ? newParameter([out_features], dtype, device) : null) as Parameter
    this.reset_parameters()
  }
  reset_parameters(): void {
    // a = √5 makes it the same as uniform in ±1/√in_features (torch/nn/modules/linear.py).
    init.kaiming_uniform_(this.weight, { a: Math.sqrt(5) })
    if (this.bias) resetBias(this.bias, this.weight)
  }
  override forward(input: Tensor): Tensor {
    return call('nn.functional.linear', [input, this.weight, this.bias]) as Tensor
  }
  override extra_repr(): string {
    return `in_features=${this.in_features}, out_features=${this.out_features}, bias=${pythonBool(this.bias !== null)}`
  }
}
/**
 * `x @ weight.T + bias`. Both start uniform in ±1/√in_features.
 *
 * @example
 * nn.Linear(2, 1)(torch.ones(3, 2)).shape // torch.Size([3, 1])
 */
export const Linear = callable(LinearClass, 'Linear')
export type Linear = LinearClass

class LastLinearClass extends LinearClass {}
/** The last map of an attention: a linear layer under a name of its own. */
export const NonDynamicallyQuantizableLinear = callable(LastLinearClass, 'NonDynamicallyQuantizableLinear')
export type NonDynamicallyQuantizableLinear = LastLinearClass

/** Uniform in ±1/√fan_in of the weight. */
function resetBias(bias: Tensor, weight: Tensor): void {
  const [fanIn] = init._calculate_fan_in_and_fan_out(weight)
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0
  init.uniform_(bias, -bound, bound)
}

interface BilinearKeywords extends FactoryKeywords {
  in1_features?: number
  in2_features?: number
  out_features?: number
  bias?: boolean
}

/** Refuses what is no tensor. */
function checkTensors(input1: unknown, input2: unknown): void {
  for (const [i, given] of [input1, input2].entries())
    if (!(given instanceof Tensor))
      throw new TypeError(
        `bilinear(): argument 'input${i + 1}' (position ${i + 1}) must be Tensor, not ${typeName(given)}`,
      )
}

/** What the product with the second input would word otherwise. */
function checkSecond(input1: Tensor, input2: Tensor, features: number): void {
  if (input1.sizes.length !== input2.sizes.length)
    throw new RuntimeError(
      `bilinear(): input dimensions do not match: got ${input1.sizes.length} and ${input2.sizes.length}`,
    )
  for (let i = 0; i + 1 < input1.sizes.length; i++)
    if (input1.sizes[i] !== input2.sizes[i])
      throw new RuntimeError(
        `bilinear(): input batch dimensions do not match at dim ${i}: got ${input1.sizes[i]} and ${input2.sizes[i]}`,
      )
  if (input2.size(-1) !== features)
    throw new RuntimeError(
      `bilinear(): input2 size does not match weight size: got ${input2.size(-1)} but expected ${features}`,
    )
}

class BilinearClass extends Module {
  in1_features: number
  in2_features: number
  out_features: number
  weight: Parameter
  bias: Parameter

  constructor(
    ...args: Arguments<
      [in1_features: number, in2_features: number, out_features: number],
      [bias?: boolean, device?: unknown, dtype?: DType | null],
      BilinearKeywords
    >
  ) {
    super()
    const { in1_features, in2_features, out_features, bias, device, dtype } = bind<BilinearKeywords>(
      'Bilinear',
      args,
      {
        in1_features: required,
        in2_features: required,
        out_features: required,
        bias: true,
        device: null,
        dtype: null,
      },
    )
    this.in1_features = in1_features
    this.in2_features = in2_features
    this.out_features = out_features
    this.weight = newParameter([out_features, in1_features, in2_features], dtype, device)
    this.bias = (bias ? newParameter([out_features], dtype, device) : null) as Parameter
    this.reset_parameters()
  }
  reset_parameters(): void {
    const bound = 1 / Math.sqrt(this.in1_features)
    init.uniform_(this.weight, -bound, bound)
    if (this.bias) init.uniform_(this.bias, -bound, bound)
  }
  override forward(input1: Tensor, input2: Tensor): Tensor {
    // [.., i] x [k, i, j] -> [.., k, j]; then the sum over j with [.., 1, j].
    checkTensors(input1, input2)
    const mixed = call('tensordot', [input1, this.weight, [[-1], [1]]]) as Tensor
    checkSecond(input1, input2, this.in2_features)
    const result = mixed.mul(input2.unsqueeze(-2)).sum(-1)
    return this.bias ? result.add(this.bias) : result
  }
  override extra_repr(): string {
    return (
      `in1_features=${this.in1_features}, in2_features=${this.in2_features}, ` +
      `out_features=${this.out_features}, bias=${pythonBool(this.bias !== null)}`
    )
  }
}
/**
 * `x1 @ weight[k] @ x2 + bias[k]` for every output k.
 *
 * @example
 * nn.Bilinear(2, 3, 4)(torch.zeros(1, 2), torch.zeros(1, 3)).shape // torch.Size([1, 4])
 */
export const Bilinear = callable(BilinearClass, 'Bilinear')
export type Bilinear = BilinearClass

class IdentityClass extends Module {
  constructor(..._args: unknown[]) {
    super()
  }
  override forward(input: Tensor): Tensor {
    return input
  }
}
/**
 * Returns its input. Takes any arguments, so that it can stand where another layer stood.
 *
 * @example
 * nn.Identity()(torch.tensor([-1.5, 0.5])) // tensor([-1.5000,  0.5000])
 */
export const Identity = callable(IdentityClass, 'Identity')
export type Identity = IdentityClass

interface FlattenKeywords {
  start_dim?: number
  end_dim?: number
}

class FlattenClass extends Module {
  start_dim: number
  end_dim: number
  constructor(...args: Arguments<[], [start_dim?: number, end_dim?: number], FlattenKeywords>) {
    super()
    const { start_dim, end_dim } = bind<FlattenKeywords>('Flatten', args, { start_dim: 1, end_dim: -1 })
    this.start_dim = start_dim
    this.end_dim = end_dim
  }
  override forward(input: Tensor): Tensor {
    return (usedAs('.flatten', input) as Tensor).flatten(this.start_dim, this.end_dim)
  }
  override extra_repr(): string {
    return `start_dim=${this.start_dim}, end_dim=${this.end_dim}`
  }
}
/**
 * Makes one dimension of several; by default of all but the batch.
 *
 * @example
 * nn.Flatten()(torch.zeros(2, 3, 4)).shape // torch.Size([2, 12])
 */
export const Flatten = callable(FlattenClass, 'Flatten')
export type Flatten = FlattenClass

interface UnflattenKeywords {
  dim?: number
  unflattened_size?: readonly number[]
}

/** Names of dimensions want pairs of names and sizes, numbers want sizes. */
function checkSizes(dim: unknown, sizes: readonly unknown[]): void {
  const isNamed = typeof dim === 'string'
  if (!isNamed && !Number.isInteger(dim)) throw new TypeError('invalid argument type for dim parameter')
  const at = sizes.findIndex((size) => (isNamed ? !Array.isArray(size) : !Number.isInteger(Number(size))))
  if (at >= 0)
    throw new TypeError(
      `unflattened_size must be tuple of ${isNamed ? 'tuples' : 'ints'}, but found element of type ` +
        `${typeText(sizes[at])} at pos ${at}`,
    )
}

class UnflattenClass extends Module {
  dim: number
  unflattened_size: readonly number[]
  constructor(...args: Arguments<[dim: number, unflattened_size: readonly number[]], [], UnflattenKeywords>) {
    super()
    const { dim, unflattened_size } = bind<UnflattenKeywords>('Unflatten', args, {
      dim: required,
      unflattened_size: required,
    })
    if (!Array.isArray(unflattened_size))
      throw new TypeError(
        `unflattened_size must be a tuple of ints, but found type ${typeText(unflattened_size)}`,
      )
    checkSizes(dim, unflattened_size)
    this.dim = dim
    this.unflattened_size = unflattened_size
  }
  override forward(input: Tensor): Tensor {
    return input.unflatten(this.dim, Array.from(this.unflattened_size))
  }
  override extra_repr(): string {
    const sizes = this.unflattened_size
    const isSize = reprSymbol in sizes || sizes.constructor.name === 'Size'
    const text = isSize ? String(sizes) : `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`
    return `dim=${this.dim}, unflattened_size=${text}`
  }
}
/**
 * Makes several dimensions of one.
 *
 * @example
 * nn.Unflatten(1, [2, 3])(torch.zeros(5, 6)).shape // torch.Size([5, 2, 3])
 */
export const Unflatten = callable(UnflattenClass, 'Unflatten')
export type Unflatten = UnflattenClass
