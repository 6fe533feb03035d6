// The namespace `torch.nn.parameter`.
export { Parameter } from './parameter.js'
export { isUninitialized as is_lazy, UninitializedBuffer, UninitializedParameter } from './uninitialized.js'
