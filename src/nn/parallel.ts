// The namespace `torch.nn.parallel`: networks on several devices, of which there is one.
import type { Tensor } from '../tensor/tensor.js'
import { refusing } from '../ops/left-out.js'
import { DataParallel } from './old-names.js'
import type { Module } from './module.js'

export { DataParallel }
/** Calls a module; on several devices it would share the batch among them. */
export const data_parallel = (
  module: Module,
  inputs: Tensor | readonly Tensor[],
  ..._rest: unknown[]
): unknown => (Array.isArray(inputs) ? module(...(inputs as Tensor[])) : module(inputs))

export const DistributedDataParallel: Function = refusing(
  'torch.nn.parallel.DistributedDataParallel',
  'there is one process; a script that was saved as Python runs with several under PyTorch',
)
