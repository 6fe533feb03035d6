// Counting values: `bincount`, `histc`, `histogram`, `histogramdd`. Follows ATen/native/Histogram.cpp.
import {
  bfloat16,
  bool,
  type DType,
  float16,
  float32,
  float64,
  int64,
  notImplementedFor,
} from '../../base/dtype.js'
import { check, cName, sizesText, TypeError } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { Tensor, zerosTensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import { type BinSearch, histogram as histogramKernel } from '../../kernels/histogram.js'

op('bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor', {
  doc: 'How often each of the numbers 0, 1, … occurs; with weights, the sum of theirs.',
  example: ['torch.bincount(torch.tensor([0, 1, 1, 4]))', 'tensor([1, 2, 0, 0, 1])'],
  compute: (self: Tensor, weights: Tensor | null, minlength: number) => {
    if (!self.dtype.isIntegral || self.dtype === bool) notImplementedFor('bincount_cpu', self.dtype)
    check(minlength >= 0, () => 'minlength should be >= 0')
    const least = self.count === 0 ? 0 : Number(self.min().item())
    check(
      self.sizes.length === 1 && least >= 0,
      () => 'bincount only supports 1-d non-negative integral inputs.',
    )
    check(
      weights === null || (weights.sizes.length === 1 && weights.count === self.count),
      () => 'weights should be 1-d and have the same length as input',
    )
    const bins = Math.max(minlength, self.count === 0 ? 0 : Number(self.max().item()) + 1)
    if (weights === null)
      return zerosTensor([bins], int64).index_add(
        0,
        self.to(int64),
        self.new_ones(self.sizes, { dtype: int64 }),
      )
    const values = weights.dtype.name === 'float32' ? weights : weights.to(float64)
    return zerosTensor([bins], values.dtype).index_add(0, self.to(int64), values)
  },
  node: 'NotImplemented',
  backward: { weights: notDifferentiable('aten::bincount') },
})

/** The ends of a histogram: those given, else those of the data, made wider where they are one. */
function outerEdges(low: number, high: number): [number, number] {
  return low === high ? [low - 0.5, high + 0.5] : [low, high]
}

const edges = (low: number, high: number, bins: number, like: Tensor): Tensor =>
  call('linspace', [low, high, bins + 1, { dtype: like.dtype }]) as Tensor

function checkFloat(self: Tensor, name: string): void {
  if (self.dtype.name !== 'float32' && self.dtype.name !== 'float64') notImplementedFor(name, self.dtype)
}

const numbersText = (x: number): string => (Number.isNaN(x) ? '-nan' : String(x).replace('Infinity', 'inf'))

op('histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0, *, Tensor? out=None) -> Tensor', {
  exactOut: (own, out) =>
    'torch.histogram: input tensor and hist tensor should have the same dtype, but got input ' +
    `${cName(own.scalarName)} and hist ${cName(out.scalarName)}`,
  doc: 'How many elements fall into each of `bins` equal parts from `min` to `max`; both 0: those of the data.',
  example: ['torch.histc(torch.tensor([1.5, 2, 1]), 3, 0, 3)', 'tensor([0., 2., 1.])'],
  compute: (self: Tensor, bins: number, min: Scalar, max: Scalar) => {
    const { dtype } = self
    if (dtype === bool) notImplementedFor('linspace_cpu', dtype)
    const isRanged = scalarToNumber(min) !== scalarToNumber(max)
    if (dtype !== bfloat16)
      checkFloat(self, dtype.is_complex || (dtype === float16 && !isRanged) ? 'aminmax_cpu' : 'histogram_cpu')
    check(bins > 0, () => `torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`)
    let low = scalarToNumber(min)
    let high = scalarToNumber(max)
    if (low === high && self.count > 0) {
      low = Number(self.min().item())
      high = Number(self.max().item())
    }
    if (low === high) [low, high] = [low - 1, high + 1]
    check(
      Number.isFinite(low) && Number.isFinite(high),
      () => `torch.histc: range of [${numbersText(low)}, ${numbersText(high)}] is not finite`,
    )
    check(low < high, () => 'torch.histc: max must be larger than min')
    // A bfloat16 is counted as the float32 that it is, between edges that are bfloat16s.
    const wide = dtype === bfloat16 ? float32 : dtype
    const bounds = edges(low, high, bins, self).to(wide)
    const hist = zerosTensor([bins], wide)
    const flat = self.to(wide).reshape([-1]).contiguous()
    run(histogramKernel, [hist, flat, null, bounds], flat.count, [bins], 'linear')
    return hist.to(dtype)
  },
  backward: 'none',
})

interface Bins {
  /** Edges of every dimension, or how many equal parts. */
  readonly given: readonly Tensor[] | readonly number[]
  readonly range: readonly number[] | null
}

function histogram(
  self: Tensor,
  { given, range }: Bins,
  weight: Tensor | null,
  density: boolean,
): [Tensor, Tensor[]] {
  const rank = self.sizes.length
  check(rank >= 2, () => 'torch.histogramdd: input tensor should have at least 2 dimensions')
  const dims = self.sizes[rank - 1]
  check(
    given.length === dims || typeof given[0] === 'number',
    () =>
      `torch.histogramdd: expected ${dims} sequences of bin edges for a ${dims}-dimensional histogram but got ${given.length}`,
  )
  for (let d = 0; d < given.length; d++) {
    const one = given[d]
    if (typeof one === 'number') continue
    check(
      one.dtype === self.dtype,
      () =>
        `torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype ` +
        `${cName(self.dtype.scalarName)} and bins for dimension ${d} with dtype ${cName(one.dtype.scalarName)}`,
    )
    check(
      one.sizes.length === 1,
      () =>
        `torch.histogramdd: bins tensor should have one dimension, but got ${one.sizes.length} dimensions in the bins ` +
        `tensor for dimension ${d}`,
    )
    check(
      one.count > 0,
      () =>
        `torch.histogramdd: bins tensor should have at least 1 element, but got ${one.count} elements in the bins ` +
        `tensor for dimension ${d}`,
    )
  }
  const outer = self.sizes.slice(0, -1)
  if (weight !== null) {
    check(
      weight.dtype === self.dtype,
      () =>
        `torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have the same dtype, ` +
        `but got input(${cName(self.dtype.scalarName)}), and weight(${cName(weight.dtype.scalarName)})`,
    )
    check(
      sizesText(weight.sizes) === sizesText(outer),
      () =>
        'torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor excluding ' +
        `its innermost dimension, but got input with shape ${sizesText(self.sizes)} and weight with shape ` +
        sizesText(weight.sizes),
    )
  }
  const rows = self.reshape([-1, dims]).contiguous()
  const isEven = typeof given[0] === 'number'
  const bounds = isEven
    ? evenEdges(rows, given as readonly number[], range)
    : (given as readonly Tensor[]).map((one) => one.clone())
  checkFloat(self, 'histogramdd')
  const bins = bounds.map((one) => one.count - 1)
  let hist = zerosTensor(bins, self.dtype)
  const flatWeight = weight === null ? null : weight.reshape([-1]).contiguous()
  const all: Tensor = call('cat', [bounds])
  const search: BinSearch = isEven ? 'near' : 'binary'
  if (hist.count > 0) run(histogramKernel, [hist, rows, flatWeight, all], rows.sizes[0], bins, search)
  if (density) {
    hist = hist.div(hist.sum())
    bounds.forEach((one, d) => {
      const shape = bins.map((_, k) => (k === d ? -1 : 1))
      hist = hist.div(one.diff().reshape(shape))
    })
  }
  return [hist, bounds]
}

function evenEdges(rows: Tensor, bins: readonly number[], range: readonly number[] | null): Tensor[] {
  const dims = rows.sizes[1]
  for (let d = 0; d < dims; d++)
    check(
      (bins[d] ?? 0) > 0,
      () => `torch.histogram(): bins must be > 0, but got ${bins[d] ?? 0} for dimension ${d}`,
    )
  if (range !== null)
    check(
      range.length === 2 * dims,
      () =>
        `torch.histogramdd: for a ${dims}-dimensional histogram range should have ${2 * dims} elements, but got ` +
        String(range.length),
    )
  const isEmpty = rows.count === 0
  if (range === null && !rows.dtype.is_floating_point) checkFloat(rows, 'histogramdd')
  return bins.slice(0, dims).map((count, d) => {
    const column = rows.select(1, d)
    const low = range !== null ? range[2 * d] : isEmpty ? 0 : Number(column.min().item())
    const high = range !== null ? range[2 * d + 1] : isEmpty ? 1 : Number(column.max().item())
    const text = (x: number): string => numbersText(x).replace('-nan', 'nan')
    check(
      Number.isFinite(low) && Number.isFinite(high),
      () => `torch.histogramdd: dimension ${d}'s range [${text(low)}, ${text(high)}] is not finite`,
    )
    check(
      low <= high,
      () =>
        `torch.histogramdd: min should not exceed max, but got min ${text(low)} max ${text(high)} for dimension ${d}`,
    )
    return edges(...outerEdges(low, high), count, rows)
  })
}

const noHistogramDerivative = notDifferentiable('aten::histogram')

/** A tensor with each element a row of one. */
const asRows = (self: Tensor): Tensor => self.reshape([self.count, 1])

const flatWeight = (weight: Tensor | null): Tensor | null => (weight === null ? null : weight.reshape([-1]))

/** What PyTorch says of an `out=` of another dtype. */
function histogramOut(own: DType, out: DType, place: number): string {
  const name = place === 0 ? 'hist' : 'bin_edges'
  return (
    `torch.histogram: input tensor and ${name} tensor should have the same dtype, but got input ` +
    `${cName(own.scalarName)} and ${name} ${cName(out.scalarName)}${place === 0 ? '' : ' for dimension 0'}`
  )
}

op(
  'histogram.Tensor(Tensor self, Tensor bins, *, Tensor? weight=None, bool density=False, Tensor? out=None) -> (Tensor hist, Tensor bin_edges)',
  {
    exactOut: histogramOut,
    doc: 'How many elements fall between given edges; with weights, the sum of theirs; `density`: as a density.',
    example: [
      'torch.histogram(torch.tensor([0.5, 2, 1]), torch.tensor([0, 1.5, 3])).hist',
      'tensor([2., 1.])',
    ],
    compute: (self: Tensor, bins: Tensor, weight: Tensor | null, density: boolean) => {
      const [hist, bounds] = histogram(
        asRows(self),
        { given: [bins], range: null },
        flatWeight(weight),
        density,
      )
      return [hist, bounds[0]]
    },
    node: 'NotImplemented',
    backward: { self: noHistogramDerivative, bins: noHistogramDerivative, weight: noHistogramDerivative },
  },
)
op(
  'histogram.int(Tensor self, int bins=100, *, float[]? range=None, Tensor? weight=None, bool density=False, Tensor? out=None) -> (Tensor hist, Tensor bin_edges)',
  {
    exactOut: histogramOut,
    doc: 'How many elements fall into each of `bins` equal parts of a range.',
    example: ['torch.histogram(torch.tensor([0.5, 2, 1]), 2, { range: [0, 3] }).hist', 'tensor([2., 1.])'],
    compute: (
      self: Tensor,
      bins: number,
      range: number[] | null,
      weight: Tensor | null,
      density: boolean,
    ) => {
      const [hist, bounds] = histogram(asRows(self), { given: [bins], range }, flatWeight(weight), density)
      return [hist, bounds[0]]
    },
    node: 'NotImplemented',
    backward: { self: noHistogramDerivative, weight: noHistogramDerivative },
  },
)

function checkBins(bins: unknown): asserts bins is number | number[] | Tensor[] {
  const isList = (is: (item: unknown) => boolean): boolean => Array.isArray(bins) && bins.every(is)
  if (
    typeof bins !== 'number' &&
    !isList((item) => typeof item === 'number') &&
    !isList((item) => item instanceof Tensor)
  )
    throw new TypeError(
      `_histogramdd(): argument 'bins' (position 2) must be int, tuple of ints or tuple of Tensors, not ${typeName(bins)}`,
    )
}

op('_histogramdd(Tensor self, any bins, float[]? range, Tensor? weight, bool density) -> Tensor[]', {
  variants: 'inside',
  doc: 'The work of `histogramdd`: counts, and the edges of every dimension.',
  compute: (self: Tensor, bins: unknown, range: number[] | null, weight: Tensor | null, density: boolean) => {
    checkBins(bins)
    const dims = self.sizes.at(-1) ?? 0
    const given = typeof bins === 'number' ? new Array<number>(dims).fill(bins) : (bins as number[])
    const [hist, bounds] = histogram(self, { given, range }, weight, density)
    return [hist, ...bounds]
  },
  backward: 'none',
})
const densityTail =
  'float[]? range=None, Tensor? weight=None, bool density=False) -> (Tensor hist, any bin_edges)'
const histogramddEntries: readonly [signature: string, given: string][] = [
  ['histogramdd.int(Tensor self, int bins', '2'],
  ['histogramdd(Tensor self, int[] bins', '[2, 2]'],
  [
    'histogramdd.Tensor(Tensor self, Tensor[] bins',
    '[torch.tensor([0, 1.25, 2]), torch.tensor([0, 0.75, 2])]',
  ],
]
for (const [signature, bins] of histogramddEntries)
  op(`${signature}, ${densityTail}`, {
    doc: 'A histogram of points: how many rows fall into each box between edges, or of `bins` equal parts a dimension.',
    example: [
      `torch.histogramdd(torch.tensor([[0.5, 1], [1, 0], [2, 2]]), ${bins}).hist`,
      'tensor([[1., 1.],\n        [0., 1.]])',
    ],
    variants: 'function',
    forward: (
      self: Tensor,
      bins: number | number[] | Tensor[],
      range: number[] | null,
      weight: Tensor | null,
      density: boolean,
    ) => {
      const [hist, ...bounds] = call('_histogramdd', [self, bins, range, weight, density]) as Tensor[]
      return [hist, Tuple.from(bounds)]
    },
  })
