// `torch.autograd` as it is exported: with the profiler, which stands above it.
import torch from './torch.js'

export * from './autograd/index.js'
export const profiler: typeof torch.autograd.profiler = torch.autograd.profiler
