// The data loader: walks over a dataset in batches. Follows torch/utils/data/dataloader.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { checkCallable } from '../engine/checked.js'
import { usedAs } from '../engine/python-call.js'
import type { Generator } from '../random/generator.js'
import { ValueError } from '../base/errors.js'
import { repr, str } from '../text/repr.js'
import { warn } from '../base/warnings.js'
import { default_collate, default_convert } from './collate.js'
import { type DatasetLike, IterableDataset, itemOf, lengthOf } from './dataset.js'
import { BatchSampler, drawSeed, inBatches, RandomSampler, SequentialSampler } from './sampler.js'

/** Makes a batch of a list of samples. */
export type Collate = (samples: any) => any

interface LoaderKeywords {
  dataset?: DatasetLike | IterableDataset
  batch_size?: number | null
  shuffle?: boolean | null
  sampler?: Iterable<unknown> | null
  batch_sampler?: Iterable<readonly unknown[]> | null
  num_workers?: number
  collate_fn?: Collate | null
  pin_memory?: boolean
  drop_last?: boolean
  timeout?: number
  worker_init_fn?: unknown
  multiprocessing_context?: unknown
  generator?: Generator | null
  prefetch_factor?: number | null
  persistent_workers?: boolean
  pin_memory_device?: string
}

/** Refuses options that do not go together, in PyTorch's words. */
function checkOptions(o: Required<LoaderKeywords>): void {
  if (Number(usedAs('signed', o.num_workers)) < 0)
    throw new ValueError(
      'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
    )
  usedAs('int', o.num_workers)
  if (Number(usedAs('signed', o.timeout)) < 0) throw new ValueError('timeout option should be non-negative')
  if (o.num_workers === 0 && o.prefetch_factor !== null && o.prefetch_factor !== 2)
    throw new ValueError(
      'prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to enable multiprocessing.',
    )
  if (o.persistent_workers && o.num_workers === 0)
    throw new ValueError('persistent_workers option needs num_workers > 0')
  if (o.num_workers > 0)
    warn(
      `DataLoader loads every batch in this process, so num_workers=${o.num_workers} makes nothing faster here. The ` +
        'batches are the same as with num_workers=0.',
    )
  if (o.dataset instanceof IterableDataset) {
    const refused = o.shuffle
      ? 'shuffle'
      : o.sampler !== null
        ? 'sampler'
        : o.batch_sampler !== null
          ? 'batch_sampler'
          : null
    if (refused !== null)
      throw new ValueError(
        `DataLoader with IterableDataset: expected unspecified ${refused} option, but got ${refused}=${str(o[refused])}`,
      )
  }
  if (o.sampler !== null && o.shuffle)
    throw new ValueError('sampler option is mutually exclusive with shuffle')
  if (o.batch_sampler !== null && (o.batch_size !== 1 || o.shuffle || o.sampler !== null || o.drop_last))
    throw new ValueError(
      'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
    )
  if (o.batch_sampler === null && o.batch_size === null && o.drop_last)
    throw new ValueError(
      'batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
    )
}

/** A stream has no numbers to draw. */
const endless: Iterable<null> = {
  *[Symbol.iterator]() {
    for (;;) yield null
  },
}

class DataLoaderClass {
  declare readonly dataset: DatasetLike | IterableDataset
  declare readonly batch_size: number | null
  declare readonly sampler: Iterable<unknown>
  declare readonly batch_sampler: Iterable<readonly unknown[]> | null
  declare readonly drop_last: boolean
  declare readonly persistent_workers: boolean
  readonly num_workers: number
  readonly prefetch_factor: number | null
  readonly pin_memory: boolean
  readonly pin_memory_device: string
  readonly timeout: number
  readonly worker_init_fn: unknown
  readonly multiprocessing_context: unknown
  readonly generator: Generator | null
  collate_fn: Collate
  /** A stream's length, once somebody asked for it. */
  _IterableDataset_len_called: number | null = null

  constructor(
    ...args: Arguments<
      [dataset: DatasetLike | IterableDataset],
      [
        batch_size?: number | null,
        shuffle?: boolean | null,
        sampler?: Iterable<unknown> | null,
        batch_sampler?: Iterable<readonly unknown[]> | null,
        num_workers?: number,
        collate_fn?: Collate | null,
        pin_memory?: boolean,
        drop_last?: boolean,
      ],
      LoaderKeywords
    >
  ) {
    const options = bind<LoaderKeywords>('DataLoader', args, {
      dataset: required,
      batch_size: 1,
      shuffle: null,
      sampler: null,
      batch_sampler: null,
      num_workers: 0,
      collate_fn: null,
      pin_memory: false,
      drop_last: false,
      timeout: 0,
      worker_init_fn: null,
      multiprocessing_context: null,
      generator: null,
      prefetch_factor: 2,
      persistent_workers: false,
      pin_memory_device: '',
    })
    checkOptions(options)
    const { dataset, shuffle, generator, drop_last } = options
    const batch_size = options.batch_sampler === null ? options.batch_size : null
    let { sampler, batch_sampler } = options
    if (sampler === null) {
      if (dataset instanceof IterableDataset) sampler = endless
      else sampler = shuffle ? RandomSampler(dataset, { generator }) : SequentialSampler(dataset)
    }
    if (batch_size !== null) batch_sampler = BatchSampler(sampler, batch_size, drop_last)
    const { persistent_workers } = options
    fix(this, { dataset, batch_size, drop_last, sampler, batch_sampler, persistent_workers })
    this.generator = generator
    this.collate_fn = options.collate_fn ?? (batch_sampler === null ? default_convert : default_collate)
    this.num_workers = options.num_workers
    this.prefetch_factor = options.prefetch_factor
    this.pin_memory = options.pin_memory
    this.pin_memory_device = options.pin_memory_device
    this.timeout = options.timeout
    this.worker_init_fn = options.worker_init_fn
    this.multiprocessing_context = options.multiprocessing_context
  }

  /** Number of batches. */
  get length(): number {
    if (!(this.dataset instanceof IterableDataset)) return lengthOf(this.batch_sampler ?? this.sampler)
    const count = (this._IterableDataset_len_called = lengthOf(this.dataset))
    if (this.batch_size === null) return count
    return this.drop_last ? Math.floor(count / this.batch_size) : Math.ceil(count / this.batch_size)
  }

  /** Begins an epoch: asks the sampler for its order, draws a seed, and asks a stream for its samples. */
  [Symbol.iterator](): IterableIterator<any> {
    const { dataset } = this
    const isStream = dataset instanceof IterableDataset
    const order = isStream ? endless : begun(this.batch_sampler ?? this.sampler)
    // PyTorch's workers start from this number; drawing it keeps the generator in step.
    drawSeed(this.generator)
    return isStream ? fromStream(this, begun(dataset)) : fromNumbers(this, dataset, order)
  }
}
/**
 * Batches of a dataset, stacked into tensors; a new order each time it is walked over, where `shuffle` is set.
 *
 * @example
 * const loader = torch.utils.data.DataLoader(dataset, { batch_size: 16, shuffle: true })
 * for (const [x, y] of loader) console.log(x.shape, y.shape)
 */
export const DataLoader = callable(DataLoaderClass, 'DataLoader')
export type DataLoader = DataLoaderClass

/** Sets attributes that cannot be changed any more. */
function fix(loader: object, attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes))
    Object.defineProperty(loader, name, {
      get: () => value,
      set: () => {
        throw new ValueError(
          `${name} attribute should not be set after ${loader.constructor.name} is initialized`,
        )
      },
      enumerable: true,
    })
}

/** What an object gives in turn, asked for it now: one of a person's own may draw its order when it is asked. */
function begun(items: unknown): Iterable<unknown> {
  const iterator = (usedAs('iterable', items) as Iterable<unknown>)[Symbol.iterator]()
  return { [Symbol.iterator]: () => iterator }
}

function* fromNumbers(
  { batch_sampler, collate_fn }: DataLoader,
  dataset: DatasetLike,
  order: Iterable<unknown>,
): IterableIterator<any> {
  checkCallable(collate_fn)
  if (batch_sampler === null) for (const index of order) yield collate_fn(itemOf(dataset, index))
  else
    for (const indices of order as Iterable<readonly unknown[]>)
      yield collate_fn(Array.from(indices, (index) => itemOf(dataset, index)))
}

function* fromStream(loader: DataLoader, stream: Iterable<unknown>): IterableIterator<any> {
  const { dataset } = loader
  let fetched = 0
  for (const samples of loader.batch_size === null
    ? stream
    : inBatches(stream, loader.batch_size, loader.drop_last)) {
    const said = loader._IterableDataset_len_called
    if (said !== null && ++fetched > said)
      warn(
        `Length of IterableDataset ${repr(dataset)} was reported to be ${said} (when accessing len(dataloader)), but ` +
          `${fetched} samples have been fetched. `,
      )
    yield loader.collate_fn(samples)
  }
}

/** About the worker process that asks: there are none, so `null`. */
export function get_worker_info(): null {
  return null
}
