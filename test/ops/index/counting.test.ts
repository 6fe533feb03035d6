// Counting beyond the recorded cases: what PyTorch 1.13 answers, and how it refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { repr, type Tensor } from '../../../src/index.js'

const t = (values: unknown, dtype = torch.float32): Tensor => torch.tensor(values, { dtype })

test('counts', () => {
  const answers: [unknown, string][] = [
    [torch.histc(t([1.5, 2, 1]), 4, { min: 1, max: 3 }), 'tensor([1., 1., 1., 0.])'],
    [torch.histc(t([]), 3), 'tensor([0., 0., 0.])'],
    [torch.histogram(t([1, 2, 4]), 4, { density: true }).hist, 'tensor([0.4444, 0.4444, 0.0000, 0.4444])'],
    [torch.histogram(t([]), 2).bin_edges, 'tensor([0.0000, 0.5000, 1.0000])'],
    [
      torch.histogramdd(
        t([
          [1, 2],
          [2, 3],
        ]),
        [2, 3],
        { weight: t([1, 2]) },
      ).hist,
      'tensor([[1., 0., 0.],\n        [0., 0., 2.]])',
    ],
    [torch.bincount(torch.tensor([1, 2]), torch.tensor([1, 2])), 'tensor([0., 1., 2.], dtype=torch.float64)'],
    [torch.isin(torch.tensor([1, 2]), 1.5), 'tensor([False, False])'],
    [torch.isin(t([1, NaN]), t([NaN])), 'tensor([False, False])'],
    [torch.mode(torch.tensor([1, 2, 2, 1])).indices, 'tensor(3)'],
    [
      torch.segment_reduce(t([1, 2, 3]), 'mean', { lengths: torch.tensor([1, 2, 0]) }),
      'tensor([1.0000, 2.5000,    nan])',
    ],
    [
      torch.segment_reduce(t([1, 2, 3]), 'prod', { lengths: torch.tensor([1, 2, 0]), initial: 2 }),
      'tensor([ 2., 12.,  2.])',
    ],
    [
      torch.ones(3).index_reduce(0, torch.tensor([0, 0]), t([2, 3]), 'mean', { include_self: false }),
      'tensor([2.5000, 1.0000, 1.0000])',
    ],
  ]
  for (const [value, text] of answers) assert.equal(repr(value), text)
})

test('what counting refuses', () => {
  const refused: [() => unknown, string][] = [
    [() => torch.histc(t([1, Infinity]), 3), 'torch.histc: range of [1, inf] is not finite'],
    [() => torch.histc(t([1, 2]), 3, 2, 1), 'torch.histc: max must be larger than min'],
    [
      () => torch.histogram(t([1, 2]), torch.tensor([1, 2])),
      'torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype float and ' +
        'bins for dimension 0 with dtype long int',
    ],
    [
      () => torch.histogram(t([1, 2]), 3, { range: [3, 1] }),
      'torch.histogramdd: min should not exceed max, but got min 3 max 1 for dimension 0',
    ],
    [() => torch.bincount(torch.tensor([-1, 2])), 'bincount only supports 1-d non-negative integral inputs.'],
    [
      () => torch.isin(torch.tensor([true]), torch.tensor([true])),
      'Unsupported input type encountered for isin(): Bool',
    ],
    [
      () => torch.segment_reduce(t([1, 2, 3]), 'sum', { lengths: torch.tensor([1, 1]) }),
      'segment_reduce(): Expected all rows of lengths along axis to sum to data.size(lengths.dim()-1) when !unsafe.',
    ],
    [
      () => torch.ones(3).index_reduce(0, torch.tensor([0, 0]), t([2, 3]), 'sum'),
      'index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum.',
    ],
    [
      () => torch.renorm(torch.ones(3), 1, 0, 5),
      'renorm: input needs at least 2 dimensions, got 1 dimensions',
    ],
  ]
  for (const [call, message] of refused) assert.throws(call, { message })
})
