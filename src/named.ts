// The names of the torch namespace as exports of their own; namespaces and classes are types, too: `nn.Module`, `Tensor`.
import torch from './torch.js'
import type * as scalar from './base/scalar.js'
import type { DType } from './base/dtype.js'
import type { Size as SizeClass } from './base/tuple.js'
import type { Generator as GeneratorClass } from './random/generator.js'
import type { Tensor as TensorClass } from './tensor/tensor.js'

export * from './names.gen.js'
export * as autograd from './torch-autograd.js'
export * as cuda from './cuda/index.js'
export * as distributions from './distributions/index.js'
export * as errors from './base/errors.js'
export * as func from './func/index.js'
export * as gpu from './devices/torch-gpu.js'
export * as nn from './nn/index.js'
export * as optim from './optim/index.js'
export * as utils from './data/torch-utils.js'

// These can be called without `new`, which the classes behind them cannot.
export const Tensor: typeof torch.Tensor = torch.Tensor
export type Tensor = TensorClass
export const Size: typeof torch.Size = torch.Size
export type Size = SizeClass
export const Generator: typeof torch.Generator = torch.Generator
export type Generator = GeneratorClass
export const device: typeof torch.device = torch.device
export type device = scalar.Device
export const dtype: typeof torch.dtype = torch.dtype
export type dtype = DType
export const Float: typeof torch.Float = torch.Float
export type Float = scalar.Float
export const Complex: typeof torch.Complex = torch.Complex
export type Complex = scalar.Complex
export const Slice: typeof torch.Slice = torch.Slice
export type Slice = scalar.Slice
