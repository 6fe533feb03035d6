// Datasets, samplers and the loader: order, batches and refusals, all as PyTorch 1.13 printed them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { namedTuple, Tuple } from '../../src/base/tuple.js'

const {
  BatchSampler,
  ConcatDataset,
  DataLoader,
  Dataset,
  default_collate,
  IterableDataset,
  random_split,
  RandomSampler,
  SequentialSampler,
  Subset,
  SubsetRandomSampler,
  TensorDataset,
  WeightedRandomSampler,
} = torch.utils.data

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const rows = () => TensorDataset(torch.arange(12).reshape(6, 2).float(), torch.arange(6))
const targets = (loader: Iterable<any>): string => torch.repr(Array.from(loader, (batch) => batch[1]))
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: string): void => {
  assert.throws(run, (error: Error) => {
    assert.deepEqual([error.name, error.message], [name, message])
    return true
  })
}

class Squares extends Dataset {
  override get length(): number {
    return 4
  }
  override index(i: number): number {
    return i * i
  }
}
class Stream extends IterableDataset {
  override *[Symbol.iterator](): IterableIterator<number> {
    yield* range(5)
  }
}

test('rows of tensors', () => {
  const dataset = rows()
  shows(dataset.index(0), '(tensor([0., 1.]), tensor(0))')
  shows(dataset.index(-1), '(tensor([10., 11.]), tensor(5))')
  assert.equal(dataset.length, 6)
  refuses(() => dataset.index(9), 'IndexError', 'index 9 is out of bounds for dimension 0 with size 6')
  refuses(
    () => TensorDataset(torch.ones(2), torch.ones(3)),
    'AssertionError',
    'Size mismatch between tensors',
  )
})

test('batches, shuffled as PyTorch shuffles them', () => {
  const dataset = rows()
  const sums: number[] = []
  for (const [x, y] of new DataLoader(dataset, { batch_size: 4 })) sums.push(x.sum().item() + y.sum().item())
  assert.deepEqual(sums, [34, 47])

  torch.manual_seed(1)
  const loader = DataLoader(dataset, { batch_size: 4, shuffle: true })
  assert.equal(loader.length, 2)
  assert.equal(targets(loader), '[tensor([0, 1, 4, 3]), tensor([2, 5])]')
  assert.equal(targets(loader), '[tensor([4, 2, 0, 5]), tensor([1, 3])]')
  shows(torch.rand(2), 'tensor([0.5695, 0.4388])')

  torch.manual_seed(1)
  assert.equal(
    targets(DataLoader(dataset, { batch_size: null, shuffle: true })),
    '[tensor(0), tensor(1), tensor(4), tensor(3), tensor(2), tensor(5)]',
  )
  torch.manual_seed(5)
  const generator = torch.Generator().manual_seed(9)
  assert.equal(
    targets(DataLoader(dataset, 2, true, { generator })),
    '[tensor([0, 3]), tensor([4, 5]), tensor([1, 2])]',
  )
  shows(torch.rand(1), 'tensor([0.8303])')
  torch.manual_seed(5)
  assert.equal(
    targets(DataLoader(dataset, 2, { sampler: SubsetRandomSampler([1, 3, 5]) })),
    '[tensor([3, 5]), tensor([1])]',
  )
  const batches = [[0, 1], [5], [2, 3, 4]]
  assert.equal(
    targets(DataLoader(dataset, { batch_sampler: batches })),
    '[tensor([0, 1]), tensor([5]), tensor([2, 3, 4])]',
  )
})

test('samples of many kinds become batches', () => {
  const batched = (samples: unknown[]) => [...DataLoader(samples, { batch_size: 2 })]
  shows(batched([1, 2, 3]), '[tensor([1, 2]), tensor([3])]')
  shows(batched(['a', 'b', 'c']), "[['a', 'b'], ['c']]")
  shows(
    batched([Tuple.of<unknown>('a', 1, 0.5), Tuple.of<unknown>('b', 2, 1.5)]),
    "[[('a', 'b'), tensor([1, 2]), tensor([0.5000, 1.5000], dtype=torch.float64)]]",
  )
  shows(
    batched([
      { x: 1, y: torch.ones(2) },
      { x: 2, y: torch.zeros(2) },
    ]),
    "[{'x': tensor([1, 2]), 'y': tensor([[1., 1.],\n        [0., 0.]])}]",
  )
  shows(
    batched([
      [1, [2, 3]],
      [4, [5, 6]],
    ]),
    '[[tensor([1, 4]), [tensor([2, 5]), tensor([3, 6])]]]',
  )
  shows(batched([true, false]), '[tensor([ True, False])]')
  shows(default_collate([2n ** 60n]), 'tensor([1152921504606846976])')
  shows(
    default_collate([namedTuple('P', ['a', 'b'], [1, 2]), namedTuple('P', ['a', 'b'], [3, 4])]),
    'P(a=tensor([1, 3]), b=tensor([2, 4]))',
  )
  shows([...DataLoader([1, 2, 3], { batch_size: 2, collate_fn: (samples) => samples })], '[[1, 2], [3]]')
  shows(
    [...DataLoader(torch.ones(3, 2), { batch_size: 2, drop_last: true })],
    '[tensor([[1., 1.],\n        [1., 1.]])]',
  )
  refuses(
    () => batched([[1], [2, 3]]),
    'RuntimeError',
    'each element in list of batch should be of equal size',
  )
  refuses(
    () => batched([null, null]),
    'TypeError',
    "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found <class 'NoneType'>",
  )
})

test('datasets of one’s own, and streams', () => {
  shows([...DataLoader(new Squares(), { batch_size: 3 })], '[tensor([0, 1, 4]), tensor([9])]')
  shows(
    [3, 5].map((i) => new Squares().add(new Squares()).index(i)),
    '[9, 1]',
  )
  class Python extends Dataset {
    __len__() {
      return 2
    }
    __getitem__(i: number) {
      return i + 10
    }
  }
  shows([...DataLoader(new Python(), 2)], '[tensor([10, 11])]')
  shows([...DataLoader(new Stream(), { batch_size: 2, drop_last: true })], '[tensor([0, 1]), tensor([2, 3])]')
  shows([...DataLoader(new Stream(), { batch_size: null })], '[0, 1, 2, 3, 4]')
  shows(
    [...DataLoader(new Stream().add(new Stream()), { batch_size: 4 })],
    '[tensor([0, 1, 2, 3]), tensor([4, 0, 1, 2]), tensor([3, 4])]',
  )
  refuses(() => DataLoader(new Stream()).length, 'TypeError', "object of type 'Stream' has no len()")
  refuses(
    () => DataLoader(new Stream(), { shuffle: true }),
    'ValueError',
    'DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle=True',
  )
})

test('options of the loader that do not go together', () => {
  refuses(
    () => DataLoader([1], { batch_size: 0 }),
    'ValueError',
    'batch_size should be a positive integer value, but got batch_size=0',
  )
  refuses(
    () => DataLoader([], { shuffle: true }),
    'ValueError',
    'num_samples should be a positive integer value, but got num_samples=0',
  )
  refuses(
    () => DataLoader([1], { sampler: [0], shuffle: true }),
    'ValueError',
    'sampler option is mutually exclusive with shuffle',
  )
  refuses(
    () => DataLoader([1], { batch_sampler: [[0]], batch_size: 2 }),
    'ValueError',
    'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
  )
  refuses(
    () => DataLoader([1], { batch_size: null, drop_last: true }),
    'ValueError',
    'batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
  )
  refuses(
    () => DataLoader([1], { num_workers: -1 }),
    'ValueError',
    'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
  )
  refuses(
    () => ((DataLoader([1]) as { batch_size: number | null }).batch_size = 3),
    'ValueError',
    'batch_size attribute should not be set after DataLoader is initialized',
  )
})

test('worker processes are not needed, and that is said', async () => {
  const warning = new Promise<Error>((resolve) => process.once('warning', resolve))
  shows([...DataLoader([1, 2], { num_workers: 4 })], '[tensor([1]), tensor([2])]')
  assert.match(
    (await warning).message,
    /loads every batch in this process, so num_workers=4 makes nothing faster/,
  )
})

test('datasets in a row, and parts of them', () => {
  const both = ConcatDataset([
    [1, 2, 3],
    [4, 5],
  ])
  assert.deepEqual([...both], [1, 2, 3, 4, 5])
  assert.deepEqual([both.length, both.index(-1), both.cumulative_sizes], [5, 5, [3, 5]])
  refuses(() => both.index(-6), 'ValueError', 'absolute value of index should not exceed dataset length')
  refuses(() => ConcatDataset([]), 'AssertionError', 'datasets should not be an empty iterable')
  refuses(
    () => ConcatDataset([new Stream()]),
    'AssertionError',
    'ConcatDataset does not support IterableDataset',
  )
  const part = Subset([10, 20, 30], [2, 0])
  assert.deepEqual([part.index(0), part.index(-1), part.length], [30, 10, 2])
  refuses(() => part.index(5), 'IndexError', 'list index out of range')
})

test('random_split', () => {
  torch.manual_seed(2)
  const parts = (lengths: number[], count: number) =>
    random_split(range(count), lengths).map((part) => [...part])
  assert.deepEqual(parts([0.3, 0.3, 0.4], 10), [
    [8, 7, 1],
    [5, 6, 9],
    [0, 4, 2, 3],
  ])
  assert.deepEqual(parts([0.5, 0.5], 7), [
    [4, 1, 3, 6],
    [5, 2, 0],
  ])
  const generator = torch.Generator().manual_seed(42)
  assert.deepEqual(
    random_split(range(5), [2, 3], { generator }).map(({ indices }) => indices),
    [
      [2, 4],
      [3, 0, 1],
    ],
  )
  refuses(
    () => random_split(range(5), [2, 2]),
    'ValueError',
    'Sum of input lengths does not equal the length of the input dataset!',
  )
  refuses(
    () => random_split(range(5), [1.5, -0.5]),
    'ValueError',
    'Fraction at index 0 is not between 0 and 1',
  )
})

test('samplers', () => {
  torch.manual_seed(3)
  assert.deepEqual([...RandomSampler(range(5))], [2, 1, 0, 4, 3])
  assert.deepEqual([...RandomSampler(range(5), { num_samples: 12 })], [1, 4, 3, 0, 2, 2, 3, 4, 1, 0, 2, 4])
  assert.equal([...RandomSampler(range(5), true, 40)].join(''), '2324301304431443302443340213131144304241')
  const generator = torch.Generator().manual_seed(0)
  assert.deepEqual([...RandomSampler(range(5), { generator })], [4, 0, 1, 3, 2])
  assert.equal(RandomSampler(range(5), { num_samples: 12 }).length, 12)
  refuses(
    () => RandomSampler([1], { replacement: 1 as never }),
    'TypeError',
    'replacement should be a boolean value, but got replacement=1',
  )
  assert.deepEqual([...WeightedRandomSampler([0.1, 0.9, 0.4], 8)], [1, 2, 1, 1, 1, 1, 2, 1])
  assert.deepEqual([...WeightedRandomSampler([0.1, 0.9, 0.4], 3, false)], [1, 2, 0])
  refuses(
    () => WeightedRandomSampler([[0.1, 0.9]] as never, 3),
    'ValueError',
    'weights should be a 1d sequence but given weights have shape (1, 2)',
  )
  const batches = BatchSampler(SequentialSampler(range(10)), 3, false)
  assert.deepEqual([...batches], [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]])
  assert.equal(BatchSampler(SequentialSampler(range(10)), 3, true).length, 3)
  refuses(
    () => BatchSampler([1], true as never, false),
    'ValueError',
    'batch_size should be a positive integer value, but got batch_size=True',
  )
})
