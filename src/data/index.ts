// The namespace `torch.utils.data`.
import { leftOutModule, refusing } from '../ops/left-out.js'

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

/** Pipes of data: only to say what to write instead. */
const pipe = (name: string): Function =>
  refusing(
    `torch.utils.data.${name}`,
    'data comes from datasets here, so write a Dataset or an IterableDataset',
  )
export const IterDataPipe = pipe('IterDataPipe')
export const MapDataPipe = pipe('MapDataPipe')
export const DFIterDataPipe = pipe('DFIterDataPipe')
export const DataChunk = pipe('DataChunk')
export const functional_datapipe = pipe('functional_datapipe')
