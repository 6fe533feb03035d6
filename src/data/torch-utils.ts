// The namespace `torch.utils`.
export * as data from './index.js'
