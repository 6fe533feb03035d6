// The submodules of torch.utils.data by name: what scripts import single classes from.
import { default_collate, default_convert } from './collate.js'
import * as datasets from './dataset.js'
import { DataLoader, get_worker_info } from './loader.js'
import * as samplers from './sampler.js'

const { ChainDataset, ConcatDataset, Dataset, IterableDataset, random_split, Subset, TensorDataset } =
  datasets
const { BatchSampler, RandomSampler, Sampler, SequentialSampler } = samplers

export const dataset: Pick<
  typeof datasets,
  | 'ChainDataset'
  | 'ConcatDataset'
  | 'Dataset'
  | 'IterableDataset'
  | 'random_split'
  | 'Subset'
  | 'TensorDataset'
> = { ChainDataset, ConcatDataset, Dataset, IterableDataset, random_split, Subset, TensorDataset }

type Order = Pick<typeof samplers, 'BatchSampler' | 'RandomSampler' | 'Sampler' | 'SequentialSampler'>
const order: Order = { BatchSampler, RandomSampler, Sampler, SequentialSampler }
export const sampler: Order & Pick<typeof samplers, 'SubsetRandomSampler' | 'WeightedRandomSampler'> = {
  ...order,
  SubsetRandomSampler: samplers.SubsetRandomSampler,
  WeightedRandomSampler: samplers.WeightedRandomSampler,
}

interface Loading extends Order {
  readonly DataLoader: typeof DataLoader
  readonly Dataset: typeof Dataset
  readonly IterableDataset: typeof IterableDataset
  readonly default_collate: typeof default_collate
  readonly default_convert: typeof default_convert
  readonly get_worker_info: typeof get_worker_info
}
export const dataloader: Loading = {
  ...order,
  DataLoader,
  Dataset,
  IterableDataset,
  default_collate,
  default_convert,
  get_worker_info,
}

interface Collating {
  readonly default_collate: typeof default_collate
  readonly default_convert: typeof default_convert
}
/** Where old scripts take `default_collate` from. */
export const _utils: { readonly collate: Collating } = { collate: { default_collate, default_convert } }
