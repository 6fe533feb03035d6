// Classes of torch.nn that are there for old scripts, or for more than one device: they do what they do on one.
import { isKeywords } from '../base/keywords.js'
import { ValueError } from '../base/errors.js'
import { warn } from '../base/warnings.js'
import type { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { NLLLoss } from './loss.js'
import { Module } from './module.js'
import { BatchNormBase, normOptions } from './normalization.js'

class ContainerClass extends Module {
  constructor(modules: Record<string, Module> = {}) {
    super()
    warn(
      "nn.Container is deprecated. All of it's functionality is now implemented in nn.Module. Subclass that instead.",
    )
    for (const [name, module] of Object.entries(modules)) this.add_module(name, module)
  }
}
/** A module with these submodules. Subclass `nn.Module` today. */
export const Container = callable(ContainerClass, 'Container')

class NLLLoss2dClass extends NLLLoss {
  constructor(...args: ConstructorParameters<typeof NLLLoss>) {
    warn(
      'NLLLoss2d has been deprecated. Please use NLLLoss instead as a drop-in replacement and see ' +
        'https://pytorch.org/docs/master/nn.html#torch.nn.NLLLoss for more details.',
    )
    super(...args)
  }
}
/** What is `nn.NLLLoss` today. */
export const NLLLoss2d: typeof NLLLoss = callable(NLLLoss2dClass as unknown as typeof NLLLoss, 'NLLLoss2d')

class DataParallelClass extends Module {
  module: Module
  constructor(module: Module, ..._devices: unknown[]) {
    super()
    this.module = module
  }
  override forward(...inputs: unknown[]): unknown {
    return this.module(...inputs)
  }
}
/** Calls a module; on several devices it would share the batch among them. Its state's names begin with `module.`. */
export const DataParallel = callable(
  DataParallelClass,
  'DataParallel',
  'module, device_ids = None, output_device = None, dim = 0',
)

class SyncBatchNormClass extends BatchNormBase {
  constructor(...args: unknown[]) {
    const last = args.at(-1)
    const { process_group: _group, ...keywords } = isKeywords(last) ? last : {}
    super(normOptions('SyncBatchNorm', isKeywords(last) ? [...args.slice(0, -1), keywords] : args, true))
  }
  override forward(_input: Tensor): Tensor {
    throw new ValueError('SyncBatchNorm expected input tensor to be on GPU')
  }
  /** Puts one in the place of every `BatchNorm` of a network; what was learnt stays. */
  static convert_sync_batchnorm(module: Module, _process_group: unknown = null): Module {
    let result = module
    if (module instanceof BatchNormBase) {
      const { num_features, eps, momentum, affine, track_running_stats } = module
      const made = new SyncBatchNormClass({ num_features, eps, momentum, affine, track_running_stats })
      if (affine) {
        made.weight = module.weight
        made.bias = module.bias
      }
      made.running_mean = module.running_mean
      made.running_var = module.running_var
      made.num_batches_tracked = module.num_batches_tracked
      made.training = module.training
      result = made
    }
    for (const [name, child] of module.named_children())
      result.add_module(name, SyncBatchNormClass.convert_sync_batchnorm(child))
    return result
  }
}
/** A `BatchNorm` over several gpus. There is one device here at most, so that calling it says what PyTorch says on a CPU. */
export const SyncBatchNorm = callable(SyncBatchNormClass, 'SyncBatchNorm')
