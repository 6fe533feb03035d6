// Datasets: samples by number, or a stream of them. Follows torch/utils/data/dataset.py.
//
// Note [Datasets in TypeScript]. What Python writes `dataset[i]` and `len(dataset)` is `dataset.index(i)` and
// `dataset.length`. A subclass writes these two, or Python's `__getitem__` and `__len__`. Arrays, typed arrays,
// NumPy arrays and tensors are datasets as they are.
import { Adopting } from '../base/adopt.js'
import { bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { typeText } from '../nn/attributes.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import type { Generator } from '../random/generator.js'
import { AssertionError, IndexError, NotImplementedError, TypeError, ValueError } from '../base/errors.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { Tensor } from '../tensor/tensor.js'
import { Tuple } from '../base/tuple.js'
import { warn } from '../base/warnings.js'

/** Anything that has samples by number: see Note [Datasets in TypeScript]. */
export type DatasetLike =
  ArrayLike<unknown> | Tensor | { index(index: any): unknown; readonly length: number }

interface PythonDataset {
  __getitem__?(index: unknown): unknown
  __len__?(): number
}

class DatasetClass extends Adopting {
  index(index: any): any {
    const { __getitem__ } = this as PythonDataset
    if (__getitem__) return __getitem__.call(this, index)
    throw new NotImplementedError(`${this.constructor.name} is missing "index"`)
  }
  get length(): number {
    const { __len__ } = this as PythonDataset
    if (__len__) return __len__.call(this)
    throw new TypeError(`object of type '${this.constructor.name}' has no len()`)
  }
  /** All samples in order. */
  *[Symbol.iterator](): IterableIterator<any> {
    for (let i = 0; i < this.length; i++) yield this.index(i)
  }
  /** This dataset and another one behind it; Python's `+`. */
  add(other: DatasetLike): Dataset {
    return new ConcatDataset([this, other])
  }
}
/**
 * Base of datasets: a subclass writes `index(i)`, which gives sample number i, and `length`.
 *
 * @example
 * class Squares extends torch.utils.data.Dataset {
 *   override get length() {
 *     return 10
 *   }
 *   override index(i: number) {
 *     return torch.tensor(i * i)
 *   }
 * }
 */
export const Dataset = callable(DatasetClass, 'Dataset')
export type Dataset = DatasetClass

class IterableDatasetClass extends Dataset {
  override *[Symbol.iterator](): IterableIterator<any> {
    throw new NotImplementedError(`${this.constructor.name} is missing "[Symbol.iterator]"`)
  }
  override add(other: DatasetLike): Dataset {
    return new ChainDataset([this, other as Dataset])
  }
}
/** Base of datasets that are streams: a subclass writes `[Symbol.iterator]`. */
export const IterableDataset = callable(IterableDatasetClass, 'IterableDataset')
export type IterableDataset = IterableDatasetClass

/** How many samples there are; Python's `len`. */
export function lengthOf(source: unknown): number {
  if (isNumpyArray(source)) return source.shape[0]
  const { length } = (source ?? {}) as { length?: unknown }
  if (typeof length !== 'number') throw new TypeError(`object of type '${typeText(source)}' has no len()`)
  return length
}

/** A place in a list, as Python's lists take it: an int, or what `__index__` makes one. */
function indexIn(index: any): number {
  if (typeof index === 'number' && Number.isInteger(index)) return index
  if (typeof index === 'bigint' || typeof index === 'boolean') return Number(index)
  if (index instanceof Tensor && index.count === 1 && !index.is_floating_point()) return Number(index.item())
  throw new TypeError(`list indices must be integers or slices, not ${typeText(index)}`)
}

/** One sample; Python's `source[index]`. */
export function itemOf(source: DatasetLike, index: any): unknown {
  if (isNumpyArray(source)) return (source as unknown as { slice(at: string): unknown }).slice(String(index))
  if ('index' in source && typeof source.index === 'function') return source.index(index)
  const items = source as ArrayLike<unknown>
  const place = indexIn(index)
  const at = place < 0 ? place + items.length : place
  if (!(at >= 0 && at < items.length)) throw new IndexError('list index out of range')
  // A range computes its items.
  const computed = items as { readonly at?: (i: number) => unknown }
  return Array.isArray(items) || computed.at === undefined ? items[at] : computed.at(at)
}

class TensorDatasetClass extends Dataset {
  readonly tensors: Tuple<Tensor>
  constructor(...tensors: Tensor[]) {
    super()
    if (!tensors.every((tensor) => tensor.size(0) === tensors[0].size(0)))
      throw new AssertionError('Size mismatch between tensors')
    this.tensors = Tuple.from(tensors)
  }
  override index(index: any): Tuple<Tensor> {
    return Tuple.from(this.tensors.map((tensor) => tensor.index(index) as Tensor))
  }
  override get length(): number {
    return this.tensors[0].size(0)
  }
}
/**
 * Tensors of one length: sample i is row i of each of them.
 *
 * @example
 * const [x, y] = new torch.utils.data.TensorDataset(inputs, targets).index(0)
 */
export const TensorDataset = callable(TensorDatasetClass, 'TensorDataset', '*tensors: .size')
export type TensorDataset = TensorDatasetClass

class ConcatDatasetClass extends Dataset {
  readonly datasets: DatasetLike[]
  /** Where each dataset ends. */
  readonly cumulative_sizes: number[] = []
  constructor(datasets: Iterable<DatasetLike>) {
    super()
    this.datasets = [...datasets]
    if (this.datasets.length === 0) throw new AssertionError('datasets should not be an empty iterable')
    let end = 0
    for (const dataset of this.datasets) {
      if (dataset instanceof IterableDataset)
        throw new AssertionError('ConcatDataset does not support IterableDataset')
      this.cumulative_sizes.push((end += lengthOf(dataset)))
    }
  }
  override get length(): number {
    return this.cumulative_sizes.at(-1)!
  }
  override index(given: number | Tensor): any {
    const index = Number(given instanceof Tensor ? given.item() : usedAs('count', given))
    if (-index > this.length) throw new ValueError('absolute value of index should not exceed dataset length')
    const at = index < 0 ? index + this.length : index
    const which = this.cumulative_sizes.findIndex((end) => at < end)
    if (which < 0) throw new IndexError('list index out of range')
    return itemOf(this.datasets[which], which === 0 ? at : at - this.cumulative_sizes[which - 1])
  }
}
/** Several datasets, one behind the other. */
export const ConcatDataset = callable(ConcatDatasetClass, 'ConcatDataset', 'datasets: iterable')
export type ConcatDataset = ConcatDatasetClass

function* streamsOf(datasets: Iterable<Dataset>): IterableIterator<Dataset> {
  for (const dataset of datasets) {
    if (!(dataset instanceof IterableDataset))
      throw new AssertionError('ChainDataset only supports IterableDataset')
    yield dataset
  }
}

class ChainDatasetClass extends IterableDataset {
  readonly datasets: Iterable<Dataset>
  constructor(datasets: Iterable<Dataset>) {
    super()
    this.datasets = datasets
  }
  override *[Symbol.iterator](): IterableIterator<any> {
    for (const dataset of streamsOf(this.datasets)) yield* dataset
  }
  override get length(): number {
    let total = 0
    for (const dataset of streamsOf(this.datasets)) total += lengthOf(dataset)
    return total
  }
}
/** Several streams, one behind the other. */
export const ChainDataset = callable(ChainDatasetClass, 'ChainDataset', 'datasets: iterable')
export type ChainDataset = ChainDatasetClass

function numberAt(indices: ArrayLike<number> | Tensor, position: number): number {
  const found = itemOf(indices, position)
  return found instanceof Tensor ? Number(found.item()) : (found as number)
}

class SubsetClass extends Dataset {
  readonly dataset: DatasetLike
  readonly indices: ArrayLike<number> | Tensor
  constructor(dataset: DatasetLike, indices: ArrayLike<number> | Tensor) {
    super()
    this.dataset = dataset
    this.indices = indices
  }
  override index(index: any): any {
    const { dataset, indices } = this
    return itemOf(
      dataset,
      Array.isArray(index) ? index.map((i) => numberAt(indices, i)) : numberAt(indices, index),
    )
  }
  override get length(): number {
    return lengthOf(this.indices)
  }
}
/** Some samples of a dataset, by their numbers. */
export const Subset = callable(SubsetClass, 'Subset', 'dataset, indices')
export type Subset = SubsetClass

interface SplitKeywords {
  dataset?: DatasetLike
  lengths?: readonly number[]
  generator?: Generator | null
}

/**
 * Deals a dataset's samples at random into parts.
 *
 * @param lengths how many samples each part gets, or which fraction of them
 * @throws ValueError where the lengths do not add up
 * @example
 * const [train, test] = torch.utils.data.random_split(dataset, [0.8, 0.2])
 */
export function random_split(
  dataset: DatasetLike,
  lengths: readonly number[],
  generator?: Generator | null | { generator?: Generator | null },
): Subset[]
export function random_split(keywords: SplitKeywords): Subset[]
export function random_split(...args: unknown[]): Subset[] {
  const { dataset, lengths, generator } = bind<SplitKeywords>('random_split', args, {
    dataset: required,
    lengths: required,
    generator: null,
  })
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + Number(value), 0)
  const given = Array.from(usedAs('iterable', lengths) as Iterable<unknown>)
  given.forEach((length) => usedAs('addend', length))
  const count = lengthOf(dataset)
  let counts = given.map(Number)
  const total = sum(counts)
  if (total <= 1 && 1 - total <= 1e-9) counts = fractionsOf(count, counts)
  if (sum(counts) !== count)
    throw new ValueError('Sum of input lengths does not equal the length of the input dataset!')
  const order = (call('randperm', [count, { generator }]) as Tensor).tolist() as number[]
  let end = 0
  return counts.map((length) => new Subset(dataset, order.slice(end, (end += length))))
}

/** Whole numbers for fractions of `count`: rounded down, and what is left dealt out from the first on. */
function fractionsOf(count: number, fractions: readonly number[]): number[] {
  const counts = fractions.map((fraction, i) => {
    if (fraction < 0 || fraction > 1) throw new ValueError(`Fraction at index ${i} is not between 0 and 1`)
    return Math.floor(count * fraction)
  })
  const left = count - counts.reduce((a, b) => a + b, 0)
  for (let i = 0; i < left; i++) counts[i % counts.length]++
  counts.forEach((length, i) => {
    if (length === 0) warn(`Length of split at index ${i} is 0. This might result in an empty dataset.`)
  })
  return counts
}
