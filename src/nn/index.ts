// The namespace `torch.nn`.
import { leftOutModule } from '../ops/left-out.js'

export * from './classes.js'
export * as init from './init.js'
export * as utils from './utils.js'
export { functional } from './functional.js'
export type { StateDict } from './state-dict.js'
export * as parameter from './parameters.js'
export * as grad from './convolution-gradients.js'
export * as modules from './submodules.js'
export * as parallel from './parallel.js'

const quantized = 'there are no quantized tensors, so use floats'
export const intrinsic: object = leftOutModule('torch.nn.intrinsic', quantized)
export const qat: object = leftOutModule('torch.nn.qat', quantized)
export const quantizable: object = leftOutModule('torch.nn.quantizable', quantized)
