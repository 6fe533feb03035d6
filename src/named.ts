// The names of the torch namespace as exports of their own; namespaces and classes are types, too: `nn.Module`, `Tensor`.
import torch from './torch.js'
import type * as scalar from './base/scalar.js'
import type { DType } from './base/dtype.js'
import type { Size as SizeClass } from './base/tuple.js'
import type { Generator as GeneratorClass } from './random/generator.js'
import type { Tensor as TensorClass } from './tensor/tensor.js'

export * from './names.gen.js'
/** The backward pass, functions of one's own, jacobians. */
export * as autograd from './torch-autograd.js'
/** What scripts for CUDA ask, and what is true of it here. */
export * as cuda from './cuda/index.js'
/** Distributions: samples, densities, divergences. */
export * as distributions from './distributions/index.js'
/** The errors that PyTorch and Python throw, as classes. */
export * as errors from './base/errors.js'
/** Functions from functions: gradients, jacobians, batches. */
export * as func from './func/index.js'
/** The gpu: whether there is one, and what it holds. */
export * as gpu from './devices/torch-gpu.js'
/** Modules, layers, losses, initial values. */
export * as nn from './nn/index.js'
/** Optimizers and schedulers. */
export * as optim from './optim/index.js'
/** Data sets and loaders, checkpoints, and what else is used beside. */
export * as utils from './data/torch-utils.js'

// These can be called without `new`, which the classes behind them cannot.
/** An array of numbers of one dtype, with any number of dimensions, that remembers how it was made. */
export const Tensor: typeof torch.Tensor = torch.Tensor
/** An array of numbers of one dtype, with any number of dimensions, that remembers how it was made. */
export type Tensor = TensorClass
/** The sizes of a tensor: a tuple of ints. */
export const Size: typeof torch.Size = torch.Size
export type Size = SizeClass
/** A stream of random numbers: the same seed, the same numbers. */
export const Generator: typeof torch.Generator = torch.Generator
export type Generator = GeneratorClass
/** Where numbers lie and are computed: `torch.device('cpu')`, `torch.device('cuda', 0)`. */
export const device: typeof torch.device = torch.device
export type device = scalar.Device
/** The type of the numbers in a tensor, such as `torch.float32`. */
export const dtype: typeof torch.dtype = torch.dtype
export type dtype = DType
/** A number that is a float though it is whole: `2.0`. */
export const Float: typeof torch.Float = torch.Float
export type Float = scalar.Float
/** A complex number: a real and an imaginary part. */
export const Complex: typeof torch.Complex = torch.Complex
export type Complex = scalar.Complex
/** A range of places, as Python's `1:5:2`. */
export const Slice: typeof torch.Slice = torch.Slice
export type Slice = scalar.Slice
