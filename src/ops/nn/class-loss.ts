/**
 * Losses of classification: `nll_loss` and `cross_entropy`, for class indices and class probabilities.
 * Follows ATen/native/LossNLL.cpp and LossNLL2d.cpp.
 */
import { isOnDevice } from '../../devices/device-storage.js'
import { type DType, float64, int32, int64, notImplementedFor, uint8 } from '../../base/dtype.js'
import { check, IndexError, sizesText, ValueError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { narrowed, widened } from '../../engine/lanes.js'
import { checkConstant } from './loss.js'
import { type Numbers, runFormula } from '../../devices/by-place.js'
import { quotient } from '../../devices/elementwise.js'
import { op } from '../../engine/op.js'
import { type Reduction, reductionOf } from '../reduce/reduction.js'

type Flag = boolean | null

/** Scores as `batch` blocks of `classes` rows of `inner`; a target for each place of a row. */
interface Layout {
  readonly batch: number
  readonly classes: number
  readonly inner: number
}

const layoutOf = ({ sizes }: { sizes: Sizes }): Layout =>
  sizes.length === 1
    ? { batch: 1, classes: sizes[0], inner: 1 }
    : { batch: sizes[0], classes: sizes[1], inner: numelOf(sizes.slice(2)) }

/** The classes asked for, -1 where one is ignored. */
function classesOf(target: Tensor, classes: number, ignoreIndex: number): Int32Array {
  const t = target.contiguous()
  const result = new Int32Array(t.count)
  const isLong = t.dtype === int64
  const array = isLong ? (t.storage.as(int32).array as Int32Array) : (t.storage.array as Uint8Array)
  for (let i = 0; i < result.length; i++) {
    const index = isLong ? 2 * (t.offset + i) : t.offset + i
    const value = array[index]
    // A class fits into the low half; the high half then repeats its sign.
    const fits = !isLong || array[index + 1] === value >> 31
    if (fits && value === ignoreIndex) result[i] = -1
    else if (fits && value >= 0 && value < classes) result[i] = value
    else throw new IndexError(`Target ${String(t.elementAt(t.offset + i))} is out of bounds.`)
  }
  return result
}

/** Weights of the classes in the dtype of the loop; null where all are 1. */
const weightsOf = (weight: Tensor | null): { array: Float64Array; at: number } | null => {
  if (weight === null) return null
  const w = widened(weight).contiguous()
  return { array: w.storage.array as Float64Array, at: w.offset }
}

const rounding = (dtype: DType): ((x: number) => number) => (dtype === float64 ? (x) => x : Math.fround)

const LEVELS = 8

/**
 * A sum in several levels, each of which takes over from the one below after some steps, so that the last digit is
 * PyTorch's (nll_loss_out_frame in LossNLL.cpp).
 */
class Cascade {
  private readonly levels: Float32Array | Float64Array
  private readonly power: number

  constructor(dtype: DType, count: number) {
    this.levels = dtype === float64 ? new Float64Array(LEVELS) : new Float32Array(LEVELS)
    this.power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(count, 1))) / LEVELS))
  }
  /** Adds the number at place `i` of all. */
  add(x: number, i: number): void {
    const { levels, power } = this
    levels[0] += x
    const mask = (1 << power) - 1
    for (let j = 0; j + 1 < LEVELS && (i & (mask << (j * power))) === 0; j++) {
      levels[j + 1] += levels[j]
      levels[j] = 0
    }
  }
  sum(): number {
    const { levels } = this
    for (let j = 1; j < LEVELS; j++) levels[0] += levels[j]
    return levels[0]
  }
}

// On a device: the loss of each target, its weight, and the gradient of each score.

function lossOfTarget(
  i: number,
  x: Numbers,
  target: Numbers,
  weight: Numbers,
  isWeighted: number,
  classes: number,
  inner: number,
  ignored: number,
): number {
  const c = target[i]
  if (c === ignored) return 0
  if (!(c >= 0 && c < classes)) return NaN
  const b = quotient(i, inner)
  const value = -x[(b * classes + c) * inner + (i - b * inner)]
  return isWeighted > 0 ? value * weight[c] : value
}
function weightOfTarget(
  i: number,
  target: Numbers,
  weight: Numbers,
  isWeighted: number,
  classes: number,
  ignored: number,
): number {
  const c = target[i]
  if (c === ignored) return 0
  if (!(c >= 0 && c < classes)) return NaN
  return isWeighted > 0 ? weight[c] : 1
}
function slopeOfScore(
  i: number,
  g: Numbers,
  target: Numbers,
  weight: Numbers,
  total: Numbers,
  isWeighted: number,
  classes: number,
  inner: number,
  ignored: number,
  step: number,
): number {
  const q = quotient(i, inner)
  const b = quotient(q, classes)
  const c = q - b * classes
  const place = b * inner + (i - q * inner)
  if (target[place] !== c || c === ignored) return 0
  const value = -g[place * step] / total[0]
  return isWeighted > 0 ? value * weight[c] : value
}

function pickOnDevice(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const { classes, inner } = layoutOf(self)
  const isWeighted = weight === null ? 0 : 1
  const args = [target, weight ?? target, isWeighted, classes] as const
  const each = runFormula(lossOfTarget, target.sizes, self.dtype, self, ...args, inner, ignoreIndex)
  if (reduction === 'none') return each
  if (reduction === 'sum') return each.sum()
  return each.sum().div(runFormula(weightOfTarget, target.sizes, self.dtype, ...args, ignoreIndex).sum())
}

function spreadOnDevice(
  g: Tensor,
  sizes: Sizes,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const { classes, inner } = layoutOf({ sizes })
  const isWeighted = weight === null ? 0 : 1
  const weights = [target, weight ?? target] as const
  const total =
    reduction === 'mean'
      ? runFormula(weightOfTarget, target.sizes, g.dtype, ...weights, isWeighted, classes, ignoreIndex).sum()
      : g.new_ones([])
  const step = reduction === 'none' ? 1 : 0
  const rest = [isWeighted, classes, inner, ignoreIndex, step]
  return runFormula(slopeOfScore, sizes, g.dtype, g, ...weights, total, ...rest)
}

function pick(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  if (isOnDevice(self)) return pickOnDevice(self, target, weight, reduction, ignoreIndex)
  const { batch, classes, inner } = layoutOf(self)
  const x = widened(self).contiguous()
  const array = x.storage.array as Float64Array
  const chosen = classesOf(target, classes, ignoreIndex)
  const weights = weightsOf(weight)
  const each = reduction === 'none' ? zerosTensor(target.sizes, x.dtype) : null
  const out = each === null ? null : (each.storage.array as Float64Array)
  const round = rounding(x.dtype)
  const total = new Cascade(x.dtype, chosen.length)
  const share = new Cascade(x.dtype, chosen.length)
  for (let b = 0, i = 0; b < batch; b++)
    for (let k = 0; k < inner; k++, i++) {
      const c = chosen[i]
      if (c < 0) continue
      const w = weights === null ? 1 : weights.array[weights.at + c]
      const value = round(array[x.offset + (b * classes + c) * inner + k] * w)
      if (out !== null && each !== null) out[each.offset + i] = -value
      total.add(-value, i)
      share.add(w, i)
    }
  if (each !== null) return narrowed(each, self.dtype)
  const result = emptyTensor([], x.dtype)
  ;(result.storage.array as Float64Array)[result.offset] =
    reduction === 'mean' ? total.sum() / share.sum() : total.sum()
  return narrowed(result, self.dtype)
}

function spread(
  g: Tensor,
  sizes: Sizes,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  if (isOnDevice(g)) return spreadOnDevice(g, sizes, target, weight, reduction, ignoreIndex)
  const { batch, classes, inner } = layoutOf({ sizes })
  const wide = widened(g).contiguous()
  const array = wide.storage.array as Float64Array
  const chosen = classesOf(target, classes, ignoreIndex)
  const weights = weightsOf(weight)
  const result = zerosTensor(sizes, wide.dtype)
  const out = result.storage.array as Float64Array
  let total = 1
  if (reduction === 'mean') {
    const share = new Cascade(wide.dtype, chosen.length)
    for (let i = 0; i < chosen.length; i++)
      if (chosen[i] >= 0) share.add(weights === null ? 1 : weights.array[weights.at + chosen[i]], i)
    total = share.sum()
  }
  const round = rounding(wide.dtype)
  const step = reduction === 'none' ? 1 : 0
  for (let b = 0, i = 0; b < batch; b++)
    for (let k = 0; k < inner; k++, i++) {
      const c = chosen[i]
      if (c < 0) continue
      const w = weights === null ? 1 : weights.array[weights.at + c]
      out[result.offset + (b * classes + c) * inner + k] = -w * round(array[wide.offset + i * step] / total)
    }
  return narrowed(result, g.dtype)
}

/** What both forms ask of the dtypes, in the order in which PyTorch finds out. */
function checkDTypes(
  name: string,
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  indices: DType[],
): void {
  const { dtype } = self
  if (!dtype.is_floating_point || dtype.name === 'float16') notImplementedFor(name, dtype)
  check(
    indices.includes(target.dtype),
    () => `expected scalar type Long but found ${target.dtype.scalarName}`,
  )
  check(
    weight === null || weight.dtype === dtype,
    () => `expected scalar type ${dtype.scalarName} but found ${weight?.dtype.scalarName}`,
  )
}

const nllParams = "Tensor target, Tensor? weight=None, str reduction='mean', int ignore_index=-100"

op(`_C._nn.nll_loss(Tensor self, ${nllParams}) -> Tensor`, {
  doc: 'The work of `nll_loss` for one or more rows of log-probabilities.',
  validate: (self: Tensor, target: Tensor, weight: Tensor | null) => {
    const rank = self.sizes.length
    check(target.sizes.length <= 1, () => '0D or 1D target tensor expected, multi-target not supported')
    check(
      (rank === 1 && target.sizes.length === 0) || self.sizes[0] === target.sizes[0],
      () => `size mismatch (got input: ${sizesText(self.sizes)}, target: ${sizesText(target.sizes)})`,
    )
    const classes = self.sizes[rank - 1]
    check(
      weight === null || (weight.sizes.length === 1 && weight.count === classes),
      () =>
        `weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of ` +
        `shape: ${sizesText(weight?.sizes ?? [])}`,
    )
    checkConstant(weight, 'nll_loss_forward', 'weight')
    checkDTypes('nll_loss_out_frame', self, target, weight, [int64, uint8])
  },
  device: true,
  compute: pick,
  backward: {
    self: (g, { self_sizes, target, weight, reduction, ignore_index }) =>
      call('_C._nn.nll_loss_backward', [g, self_sizes, target, weight, reduction, ignore_index]) as Tensor,
  },
})

op(`_C._nn.nll_loss2d(Tensor self, ${nllParams}) -> Tensor`, {
  doc: 'The work of `nll_loss` for images: a class for every pixel.',
  node: 'NllLoss2DBackward0',
  validate: (self: Tensor, target: Tensor, weight: Tensor | null) => {
    check(
      target.sizes.length === 3,
      () =>
        'only batches of spatial targets supported (3D tensors) but got targets of dimension: ' +
        String(target.sizes.length),
    )
    check(
      weight === null || weight.count === self.sizes[1],
      () => 'weight tensor should be defined either for all or no classes',
    )
    const [batch, , height, width] = self.sizes
    check(
      sameSizes([batch, height, width], target.sizes),
      () => `size mismatch (got input: ${sizesText(self.sizes)} , target: ${sizesText(target.sizes)}`,
    )
    checkConstant(weight, 'nll_loss2d_forward', 'weight')
    checkDTypes('nll_loss2d_forward_out_frame', self, target, weight, [int64])
  },
  device: true,
  compute: pick,
  backward: {
    self: (g, { self_sizes, target, weight, reduction, ignore_index }) =>
      call('_C._nn.nll_loss_backward', [g, self_sizes, target, weight, reduction, ignore_index]) as Tensor,
  },
})

op(
  '_C._nn.nll_loss_backward(Tensor grad_output, int[] sizes, Tensor target, Tensor? weight, str reduction, int ignore_index) -> Tensor',
  {
    doc: 'The gradient of `nll_loss`: puts minus the weight at the place of each target.',
    device: true,
    compute: spread,
    // The loss is linear in its input, so the way back of the way back is the way there.
    backward: {
      grad_output: (g, { target, weight, reduction, ignore_index }) =>
        call('_C._nn.' + (g.sizes.length === 4 ? 'nll_loss2d' : 'nll_loss'), [
          g,
          target,
          weight,
          reduction,
          ignore_index,
        ]) as Tensor,
    },
  },
)

/** `nll_loss` of any rank. */
function nllLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
): Tensor {
  const { sizes } = self
  const rank = sizes.length
  if (rank < 1) throw new ValueError(`Expected 1 or more dimensions (got ${rank})`)
  const targets = target.sizes.length > 0 ? target.sizes[0] : 0
  if (rank !== 1 && sizes[0] !== targets)
    throw new ValueError(`Expected input batch_size (${sizes[0]}) to match target batch_size (${targets}).`)
  const rest = [weight, reduction, ignoreIndex]
  if (rank <= 2) return call('_C._nn.nll_loss', [self, target, ...rest]) as Tensor
  if (rank === 4) return call('_C._nn.nll_loss2d', [self, target, ...rest]) as Tensor
  const shape = [sizes[0], ...sizes.slice(2)]
  check(
    sameSizes(shape, target.sizes),
    () => `Expected target size ${sizesText(shape)}, got ${sizesText(target.sizes)}`,
  )
  const pixels = numelOf(sizes.slice(2))
  const result = call('_C._nn.nll_loss2d', [
    self.contiguous().view([sizes[0], sizes[1], 1, pixels]),
    target.contiguous().view([sizes[0], 1, pixels]),
    ...rest,
  ]) as Tensor
  return reduction === 'none' ? result.view(shape) : result
}

op(
  'nn.functional.nll_loss(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, ' +
    "int ignore_index=-100, bool? reduce=None, str reduction='mean') -> Tensor",
  {
    doc: 'Minus the log-probability of the target class, averaged; `weight` has a factor for each class.',
    example: [
      'torch.nn.functional.nll_loss(torch.tensor([[-0.5, -1.5], [-2.5, -0.25]]), torch.tensor([0, 1]))',
      'tensor(0.3750)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      average: Flag,
      ignoreIndex: number,
      reduce: Flag,
      reduction: string,
    ) => nllLoss(input, target, weight, reductionOf(average, reduce, reduction), ignoreIndex),
  },
)

/** A weight for each class, lying along the dimension of the classes. */
const alongClasses = (weight: Tensor, input: Tensor, classDim: number): Tensor =>
  weight.view(input.sizes.map((_, dim) => (dim === classDim ? weight.sizes[0] : 1)))

function checkSmoothing(smoothing: number): void {
  check(smoothing <= 1, () => `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`)
}

/** Cross entropy of scores and class probabilities. */
function probabilityLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  smoothing: number,
): Tensor {
  const classDim = self.sizes.length === 1 ? 0 : 1
  const classes = self.sizes[classDim] ?? 1
  check(
    weight === null || (weight.sizes.length === 1 && weight.count === classes),
    () =>
      `cross_entropy: weight tensor should be defined either for all ${classes} classes or no classes but got ` +
      `weight tensor of shape: ${sizesText(weight?.sizes ?? [])}`,
  )
  const logs = self.log_softmax(classDim)
  let wanted = target
  if (smoothing > 0) {
    checkSmoothing(smoothing)
    wanted = target.mul(1 - smoothing).add(smoothing / classes)
  }
  const shares = logs.mul(wanted)
  const losses = weight === null ? shares : shares.mul(alongClasses(weight, logs, classDim))
  if (reduction === 'none') return losses.sum(classDim).neg()
  const total = losses.sum().neg()
  return reduction === 'mean' ? (call('_div_scalar', [total, self.count / classes]) as Tensor) : total
}

/** Cross entropy where each class gets a share of `smoothing`, whatever the target. */
function smoothedLoss(
  self: Tensor,
  target: Tensor,
  weight: Tensor | null,
  reduction: Reduction,
  ignoreIndex: number,
  smoothing: number,
): Tensor {
  const classDim = self.sizes.length === 1 ? 0 : 1
  const logs = self.log_softmax(classDim)
  const sharp = nllLoss(logs, target, weight, reduction, ignoreIndex)
  const all = weight === null ? logs : logs.mul(alongClasses(weight, logs, classDim))
  const ignored = target.eq(ignoreIndex)
  const losses = all.sum(classDim).neg().masked_fill(ignored, 0)
  let smooth = losses
  if (reduction === 'sum') smooth = losses.sum()
  else if (reduction === 'mean') {
    const counted = ignored.logical_not()
    smooth =
      weight === null
        ? losses.masked_select(counted).mean()
        : losses.sum().div(weight.gather(0, target.masked_select(counted).flatten()).sum())
  }
  return sharp.mul(1 - smoothing).add(smooth.mul(smoothing / self.sizes[classDim]))
}

op(
  'nn.functional.cross_entropy(Tensor input, Tensor target, Tensor? weight=None, bool? size_average=None, ' +
    "int ignore_index=-100, bool? reduce=None, str reduction='mean', float label_smoothing=0.0) -> Tensor",
  {
    doc:
      'Log-softmax of the scores `input`, then `nll_loss`: how surprising the target classes are. The target holds ' +
      "class indices, or class probabilities in the input's shape.",
    example: [
      'torch.nn.functional.cross_entropy(torch.tensor([[0.5, 1.5], [2.5, 0.25]]), torch.tensor([1, 0]))',
      'tensor(0.2067)',
    ],
    forward: (
      input: Tensor,
      target: Tensor,
      weight: Tensor | null,
      average: Flag,
      ignoreIndex: number,
      reduce: Flag,
      reduction: string,
      smoothing: number,
    ) => {
      const meant = reductionOf(average, reduce, reduction)
      if (sameSizes(input.sizes, target.sizes)) {
        check(
          target.dtype.is_floating_point,
          () =>
            `Expected floating point type for target with class probabilities, got ${target.dtype.scalarName}`,
        )
        check(ignoreIndex < 0, () => 'ignore_index is not supported for floating point target')
        return probabilityLoss(input, target, weight, meant, smoothing)
      }
      if (smoothing > 0) {
        checkSmoothing(smoothing)
        return smoothedLoss(input, target, weight, meant, ignoreIndex, smoothing)
      }
      const logs = input.log_softmax(input.sizes.length === 1 ? 0 : 1)
      return nllLoss(logs, target, weight, meant, ignoreIndex)
    },
  },
)
