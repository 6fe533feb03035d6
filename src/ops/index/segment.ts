// `segment_reduce`: runs of a dimension, told by their lengths or by where they begin, each reduced to one.
import { int64, notImplementedFor } from '../../base/dtype.js'
import { check, wrapDim } from '../../base/errors.js'
import { numelOf } from '../../base/layout.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { indexTensor, indexValues } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { only } from '../pointwise/gradients.js'

const initials: Record<string, number> = { sum: 0, mean: 0, prod: 1, max: -Infinity, min: Infinity }
const combining: Record<string, string> = { sum: 'sum', mean: 'sum', prod: 'prod', max: 'amax', min: 'amin' }

/** How runs lie: `outer` rows of `n` elements, each of `inner` numbers, and `count` runs a row. */
interface Runs {
  readonly outer: number
  readonly n: number
  readonly inner: number
  readonly count: number
  /** For each element of each row the number of its run; those of no run have `count`. */
  readonly runOf: Tensor
  /** How many elements each run has. */
  readonly lengths: Tensor
}

function runsOf(data: Tensor, lengths: Tensor | null, offsets: Tensor | null, axis: number): Runs {
  const given = (offsets ?? lengths)!
  const last = given.sizes[axis] ?? 1
  const count = offsets === null ? last : Math.max(last - 1, 0)
  const outer = numelOf(given.sizes.slice(0, axis))
  const n = data.sizes[axis]
  const values = indexValues(given)
  const runOf = new Int32Array(outer * n).fill(count)
  const sizes = new Int32Array(outer * count)
  for (let row = 0; row < outer; row++) {
    let at = 0
    for (let k = 0; k < count; k++) {
      const first = offsets === null ? at : values[row * last + k]
      const end = offsets === null ? at + values[row * last + k] : values[row * last + k + 1]
      check(
        first >= 0 && end <= n,
        () => `segment_reduce(): a segment from ${first} to ${end} is outside of the ${n} elements there are`,
      )
      sizes[row * count + k] = Math.max(end - first, 0)
      for (let i = first; i < end; i++) runOf[row * n + i] = k
      at = end
    }
  }
  const inner = numelOf(data.sizes.slice(axis + 1))
  return {
    ...{ outer, n, inner, count },
    runOf: indexTensor(runOf, [outer, n, 1]).expand([outer, n, inner]),
    lengths: indexTensor(sizes, [outer, count, 1]),
  }
}

function checkRuns(
  data: Tensor,
  lengths: Tensor | null,
  offsets: Tensor | null,
  axis: number,
  unsafe: boolean,
): void {
  const name = offsets === null ? 'lengths' : 'offsets'
  const given = (offsets ?? lengths)!
  const rank = given.sizes.length
  check(
    data.sizes.length >= rank,
    () => 'Expected data.dim() >= ' + `${name}_value.dim() to be true, but got false.`,
  )
  check(
    axis === rank - 1,
    () => `segment_reduce(): Expected axis to be the last dimension of ${name} but got ${axis}.`,
  )
  if (!given.dtype.isIntegral || given.dtype.name === 'bool')
    notImplementedFor(`_segment_reduce_${name}_cpu_kernel1`, given.dtype)
  if (offsets !== null || unsafe || given.count === 0) return
  check(Number(given.min().item()) >= 0, () => 'lengths contains negative value!')
  check(
    given.sum([-1]).eq(data.sizes[axis]).all().item<boolean>(),
    () =>
      'segment_reduce(): Expected all rows of lengths along axis to sum to data.size(lengths.dim()-1) when !unsafe.',
  )
}

/** `x` with a place behind the runs, which what belongs to no run falls into. */
const withRest = (x: Tensor, value: number): Tensor =>
  call('cat', [[x, x.new_full([x.sizes[0], 1, x.sizes[2]], value)], 1]) as Tensor

function reduceRuns(
  data: Tensor,
  reduce: string,
  lengths: Tensor | null,
  offsets: Tensor | null,
  axis: number,
  initial: Scalar | null,
): Tensor {
  const runs = runsOf(data, lengths, offsets, axis)
  const { outer, n, inner, count, runOf } = runs
  const rows = data.reshape([outer, n, inner])
  const start = initial === null ? initials[reduce] : scalarToNumber(initial)
  const filled = rows
    .new_full([outer, count + 1, inner], start)
    .scatter_reduce(1, runOf, rows, combining[reduce])
    .narrow(1, 0, count)
  const isEmpty = runs.lengths.eq(0)
  let result = filled
  if (reduce === 'mean') {
    result = filled.div(runs.lengths.masked_fill(isEmpty, 1))
    if (initial === null) result = result.masked_fill(isEmpty, NaN)
  }
  return result.reshape([...data.sizes.slice(0, axis), count, ...data.sizes.slice(axis + 1)])
}

op(
  'segment_reduce(Tensor data, str reduce, *, Tensor? lengths=None, Tensor? indices=None, Tensor? offsets=None, ' +
    'int axis=0, bool unsafe=False, Scalar? initial=None) -> Tensor',
  {
    doc:
      'Reduces runs of a dimension, each to one element: sum, mean, max, min or prod. `lengths` says how long they are, ' +
      'or `offsets` where they begin and the last ends.',
    example: [
      "torch.segment_reduce(torch.tensor([1.5, 2, 3]), 'sum', { lengths: torch.tensor([1, 2]) })",
      'tensor([1.5000, 5.0000])',
    ],
    compute: (
      data: Tensor,
      reduce: string,
      lengths: Tensor | null,
      indices: Tensor | null,
      offsets: Tensor | null,
      axis: number,
      unsafe: boolean,
      initial: Scalar | null,
    ) => {
      check(indices === null, () => 'segment_reduce(): indices based reduction is not supported yet.')
      check(
        lengths !== null || offsets !== null,
        () => 'segment_reduce(): Either lengths or offsets must be defined.',
      )
      const at = wrapDim(axis, data.sizes.length)
      check(Object.hasOwn(initials, reduce), () => `unsupported reduction given! ${reduce}`)
      checkRuns(data, lengths, offsets, at, unsafe)
      if (!data.dtype.is_floating_point) notImplementedFor('_segment_reduce_cpu', data.dtype)
      return reduceRuns(data, reduce, lengths, offsets, at, initial)
    },
    backward: {
      data: (g, { data, reduce, lengths, offsets, axis, initial, result }) => {
        const at = wrapDim(axis, data.sizes.length)
        const runs = runsOf(data, lengths, offsets, at)
        const { outer, n, inner, count, runOf } = runs
        /** For each element what belongs to its run. */
        const ofRun = (x: Tensor, rest = 0): Tensor =>
          withRest(x.reshape([outer, count, inner]), rest).gather(1, runOf)
        const back = (x: Tensor): Tensor => x.reshape(data.sizes)
        if (reduce === 'sum') return back(ofRun(g))
        const sized = runs.lengths.masked_fill(runs.lengths.eq(0), 1).to(data.dtype)
        if (reduce === 'mean') return back(ofRun(g).div(ofRun(sized.expand([outer, count, inner]), 1)))
        const rows = data.reshape([outer, n, inner])
        if (reduce === 'prod') {
          const start = initial === null ? 1 : scalarToNumber(initial)
          return back(ofRun(g).mul(otherFactors(rows, ofRun(result), runOf, count, start)))
        }
        const wins = rows.eq(ofRun(result)).logical_or(rows.isnan())
        const winners = rows.new_zeros([outer, count + 1, inner]).scatter_add(1, runOf, wins.to(data.dtype))
        // Where the initial value wins, none of the elements does.
        const shares = winners.masked_fill(winners.eq(0), 1).gather(1, runOf)
        return back(only(ofRun(g).div(shares), wins))
      },
    },
  },
)

/** The product of a run without the element itself, which may be zero. */
function otherFactors(rows: Tensor, products: Tensor, runOf: Tensor, count: number, start: number): Tensor {
  const isZero = rows.eq(0)
  const [outer, , inner] = rows.sizes
  const sizes = [outer, count + 1, inner]
  const nonzero = rows.masked_fill(isZero, 1)
  const zeros = rows
    .new_zeros(sizes, { dtype: int64 })
    .scatter_add(1, runOf, isZero.to(int64))
    .gather(1, runOf)
  const ofNonzero = rows.new_full(sizes, start).scatter_reduce(1, runOf, nonzero, 'prod').gather(1, runOf)
  const besideZero = only(ofNonzero, zeros.eq(1))
  return call('where', [isZero, besideZero, products.div(nonzero)]) as Tensor
}
