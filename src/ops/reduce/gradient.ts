// `gradient`: slopes of sampled functions, by differences of neighbours. Follows ATen/native/ReduceOps.cpp.
import { uint8 } from '../../base/dtype.js'
import { check, RuntimeError, sizesText, wrapDim } from '../../base/errors.js'
import type { Scalar } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** `pre_check_gradient`; gives the dimensions, counted from the front. */
function dimensionsOf(
  self: Tensor,
  spacings: number | null,
  dim: readonly number[] | null,
  edgeOrder: number,
): number[] {
  const rank = self.sizes.length
  check(self.dtype !== uint8, () => 'torch.gradient does not support uint8 input.')
  if (spacings !== null && dim === null)
    check(
      spacings === 1 || spacings === rank,
      () =>
        `torch.gradient expected spacing to be unspecified, a scalar or a list of length ${rank} but got a list of ` +
        `length ${spacings}`,
    )
  if (spacings !== null && dim !== null)
    check(
      spacings === dim.length,
      () =>
        "torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the " +
        `same length, but got a spacing argument of length ${spacings} and a dim argument of length ${dim.length}.`,
    )
  check(
    edgeOrder === 1 || edgeOrder === 2,
    () => 'torch.gradient only supports edge_order=1 and edge_order=2.',
  )
  const wrapped = dim === null ? self.sizes.map((_, k) => k) : dim.map((one) => wrapDim(one, rank))
  wrapped.forEach((one, i) => {
    if (wrapped.indexOf(one) < i)
      throw new RuntimeError(`dim ${one} appears multiple times in the list of dims`)
  })
  for (const one of wrapped)
    check(
      (self.sizes[one] ?? 1) >= edgeOrder + 1,
      () => 'torch.gradient expected each dimension size to be at least edge_order+1',
    )
  return wrapped
}

/** Along one dimension; `part(i, n)` is n places from the i-th, or from behind. */
type Part = (first: number, count: number) => Tensor

/** Slopes of samples that lie `step` apart. */
function evenly(part: Part, n: number, step: Scalar, edgeOrder: number): Tensor[] {
  const center = part(2, n - 2)
    .sub(part(0, n - 2))
    .div(step)
    .div(2)
  if (edgeOrder === 1)
    return [
      part(1, 1).sub(part(0, 1)).div(step),
      center,
      part(n - 1, 1)
        .sub(part(n - 2, 1))
        .div(step),
    ]
  const edge = (near: Tensor, next: Tensor, far: Tensor, sign: 1 | -1): Tensor =>
    near
      .mul(-1.5 * sign)
      .add(next.mul(2 * sign))
      .sub(far.mul(0.5 * sign))
      .div(step)
  return [
    edge(part(0, 1), part(1, 1), part(2, 1), 1),
    center,
    edge(part(n - 1, 1), part(n - 2, 1), part(n - 3, 1), -1),
  ]
}

/** Slopes of samples at `places`, which need not lie evenly. */
function unevenly(part: Part, n: number, places: Tensor, shape: number[], edgeOrder: number): Tensor[] {
  const steps = places.diff()
  const before = steps.narrow(0, 0, n - 2)
  const after = steps.narrow(0, 1, n - 2)
  const sum = before.add(after)
  const center = part(0, n - 2)
    .mul(after.neg().div(before.mul(sum)).reshape(shape))
    .add(part(1, n - 2).mul(after.sub(before).div(before.mul(after)).reshape(shape)))
    .add(part(2, n - 2).mul(before.div(after.mul(sum)).reshape(shape)))
  if (edgeOrder === 1)
    return [
      part(1, 1).sub(part(0, 1)).div(steps.select(0, 0)),
      center,
      part(n - 1, 1)
        .sub(part(n - 2, 1))
        .div(steps.select(0, -1)),
    ]
  /** With `near` the distance at the edge and `far` the next one; from behind both are negative. */
  const edge = (first: Tensor, second: Tensor, third: Tensor, near: Tensor, far: Tensor): Tensor => {
    const both = near.add(far)
    return first
      .mul(near.mul(2).add(far).neg().div(near.mul(both)))
      .add(second.mul(both.div(near.mul(far))))
      .add(third.mul(near.neg().div(far.mul(both))))
  }
  return [
    edge(part(0, 1), part(1, 1), part(2, 1), steps.select(0, 0), steps.select(0, 1)),
    center,
    edge(
      part(n - 1, 1),
      part(n - 2, 1),
      part(n - 3, 1),
      steps.select(0, -1).neg(),
      steps.select(0, -2).neg(),
    ),
  ]
}

function gradient(
  self: Tensor,
  spacing: Scalar | readonly Scalar[] | readonly Tensor[] | null,
  dim: number | readonly number[] | null,
  edgeOrder: number,
): Tensor[] {
  const list = Array.isArray(spacing) ? (spacing as readonly (Scalar | Tensor)[]) : null
  const dims = typeof dim === 'number' ? [dim] : dim
  const wrapped = dimensionsOf(self, list === null ? null : list.length, dims, edgeOrder)
  return wrapped.map((one, i) => {
    const n = self.sizes[one] ?? 1
    const step = list === null ? ((spacing as Scalar | null) ?? 1) : list[list.length === 1 ? 0 : i]
    const part: Part = (first, count) => self.narrow(one, first, count)
    const shape = self.sizes.map((_, k) => (k === one ? -1 : 1))
    const parts = isPlaces(step)
      ? unevenly(part, n, checkedPlaces(step, n), shape, edgeOrder)
      : evenly(part, n, step, edgeOrder)
    return call('cat', [parts, one]) as Tensor
  })
}

const isPlaces = (step: Scalar | Tensor): step is Tensor => typeof step === 'object' && 'sizes' in step

function checkedPlaces(places: Tensor, n: number): Tensor {
  check(
    places.sizes.length === 1 && places.sizes[0] === n,
    () =>
      `torch.gradient expected the coordinates of a dimension of size ${n} to be as many, but got ${sizesText(places.sizes)}`,
  )
  return places
}

const signatures = [
  ['dim', 'int[] dim', 'dim: [0]'],
  ['spacing_intlist', 'Scalar? spacing, int[] dim', 'spacing: 1, dim: [0]'],
  ['spacing', 'Scalar? spacing=None, int? dim=None', ''],
  ['Scalarlist', 'Scalar[] spacing, int? dim=None', 'spacing: [1]'],
  ['Scalarlist_intlist', 'Scalar[] spacing, int[] dim', 'spacing: [1], dim: [0]'],
  ['Tensorlist', 'Tensor[] spacing, int? dim=None', 'spacing: [torch.tensor([0, 1, 2])]'],
  ['Tensorlist_intlist', 'Tensor[] spacing, int[] dim', 'spacing: [torch.tensor([0, 1, 2])], dim: [0]'],
] as const

for (const [name, params, given] of signatures)
  op(`gradient.${name}(Tensor self, *, ${params}, int edge_order=1) -> Tensor[]`, {
    doc:
      'Slopes of a sampled function along dimensions, by differences of neighbours. `spacing`: how far samples lie from ' +
      'each other, or for each dimension where they lie.',
    example: [
      `torch.gradient(torch.tensor([1, 4, 9.5])${given && `, { ${given} }`})[0]`,
      'tensor([3.0000, 4.2500, 5.5000])',
    ],
    variants: 'function',
    forward: (self: Tensor, ...rest: unknown[]) => {
      const [spacing, dim, edgeOrder] = name === 'dim' ? [null, ...rest] : rest
      return gradient(self, spacing as Scalar | null, dim as number | null, edgeOrder as number)
    },
  })
