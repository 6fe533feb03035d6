// The namespace `torch.utils`.
import { leftOutModule } from '../ops/left-out.js'

export * as checkpoint from '../func/checkpoint.js'
export * as data from './index.js'
export * as dlpack from '../ops/dlpack.js'

const compiled = 'nothing is compiled from C++ here'
const timed = 'times are taken at the prompt with .timeit'
export const benchmark: object = leftOutModule('torch.utils.benchmark', timed)
export const bottleneck: object = leftOutModule('torch.utils.bottleneck', timed)
export const cpp_extension: object = leftOutModule('torch.utils.cpp_extension', compiled)
export const hooks: object = leftOutModule(
  'torch.utils.hooks',
  'hooks are taken back with the handle that registering one gives',
)
export const mobile_optimizer: object = leftOutModule('torch.utils.mobile_optimizer', compiled)
export const model_zoo: object = leftOutModule(
  'torch.utils.model_zoo',
  'nothing is fetched from other machines here',
)
export const tensorboard: object = leftOutModule(
  'torch.utils.tensorboard',
  'nothing is written for TensorBoard here, so keep the numbers in a list and plot it',
)
