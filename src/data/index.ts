// The namespace `torch.utils.data`.
import { leftOutModule } from '../ops/left-out.js'

export {
  ChainDataset,
  ConcatDataset,
  Dataset,
  IterableDataset,
  random_split,
  Subset,
  TensorDataset,
} from './dataset.js'
export {
  BatchSampler,
  RandomSampler,
  Sampler,
  SequentialSampler,
  SubsetRandomSampler,
  WeightedRandomSampler,
} from './sampler.js'
export { default_collate, default_convert } from './collate.js'
export { DataLoader, get_worker_info } from './loader.js'
export { DistributedSampler } from './distributed.js'
export * as distributed from './distributed.js'
export { _utils, dataloader, dataset, sampler } from './submodules.js'
export const datapipes: object = leftOutModule(
  'torch.utils.data.datapipes',
  'data comes from datasets here, so write an IterableDataset',
)
