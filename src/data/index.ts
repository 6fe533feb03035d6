// The namespace `torch.utils.data`.
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
