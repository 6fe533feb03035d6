// What `import … from 'dltorch'` gives: the namespace as default export, `import torch from 'dltorch'`, and each of
// its names on its own, `import { nn, tensor } from 'dltorch'`.
import torch from './torch.js'

export default torch
export * from './names.gen.js'
// Namespaces and classes once more as what they are, so that they can be used as types: `nn.Module`, `Tensor`.
export * as autograd from './autograd/index.js'
export * as gpu from './devices/torch-gpu.js'
export * as cuda from './cuda/index.js'
export * as utils from './data/torch-utils.js'
export * as nn from './nn/index.js'
export * as optim from './optim/index.js'
export * as errors from './base/errors.js'
export { Tensor } from './tensor/tensor.js'
export { Size } from './base/tuple.js'
export { Complex, Device as device, Float, Slice } from './base/scalar.js'
export { DType as dtype } from './base/dtype.js'
export { Generator } from './random/generator.js'
