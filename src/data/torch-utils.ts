// The namespace `torch.utils`.
export * as data from './index.js'
export * as dlpack from '../ops/dlpack.js'
