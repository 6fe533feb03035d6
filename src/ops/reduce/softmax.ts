// `softmax`, `log_softmax` and `softmin`: numbers to shares of one.
import { type DType, float16, float32, notImplementedFor } from '../../base/dtype.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { warn } from '../../base/warnings.js'
import { call } from '../../engine/functions.js'
import { laneLayout, reducedDims } from '../../tensor/lanes.js'
import { areThere, run } from '../../engine/run.js'
import { softmax as kernel, softmaxSlope } from '../../kernels/softmax.js'
import { modes } from '../../tensor/modes.js'
import { op } from '../../engine/op.js'

/** From how many numbers on lanes are laid out as rows first. */
const LAID_OUT_FROM = 4096

/** The elements less the largest of their lane, so that no exponential overflows; then normalized. */
function normalizeLanes(name: string, self: Tensor, dim: number, log: boolean): Tensor {
  const { dtype } = self
  const wrapped = reducedDims(dim, self.sizes.length)
  if (!dtype.is_floating_point || (dtype === float16 && self.count > 0 && self.memory.isHere)) {
    const isLast = wrapped === null || wrapped[0] === self.sizes.length - 1
    notImplementedFor(isLast ? `${name}_lastdim_kernel_impl` : 'softmax_kernel_impl', dtype)
  }
  const { x, outer, n, inner } = laneLayout(self, dim)
  // Vectors take lanes that lie side by side: to lay large ones so, and back, is a small part of the work.
  if (inner > 1 && dtype === float32 && self.count >= LAID_OUT_FROM && !areThere([self])) {
    const rows = self.transpose(dim, -1).contiguous()
    return normalizeLanes(name, rows, -1, log).transpose(dim, -1).contiguous()
  }
  const out = emptyTensor(self.sizes, dtype, x.device)
  run(kernel, [out, x], log, outer, n, inner)
  return out
}

/** The gradient in one piece: of float32, along the last dimension; else null. */
function slopeAtOnce(g: Tensor, result: Tensor, dim: number, log: boolean): Tensor | null {
  const { dtype } = result
  if (modes.grad || dtype !== float32 || g.dtype !== dtype || !result.is_contiguous()) return null
  const { outer, n, inner } = laneLayout(result, dim)
  if (inner !== 1 || areThere([g, result])) return null
  const out = emptyTensor(result.sizes, dtype)
  run(softmaxSlope, [out, g.contiguous(), result], log, outer, n)
  return out
}

op('_softmax(Tensor self, int dim, bool half_to_float, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The work of `softmax`, its dtype settled.',
  variants: 'function',
  node: 'SoftmaxBackward0',
  device: true,
  compute: (self: Tensor, dim: number) => normalizeLanes('softmax', self, dim, false),
  // d softmax = s * (g - sum(g * s))
  backward: {
    self: (g, { result, dim }) => {
      const atOnce = slopeAtOnce(g, result, dim, false)
      if (atOnce !== null) return atOnce
      const weighted = g.mul(result)
      return weighted.sub(result.mul(weighted.sum(dim, true)))
    },
  },
})
op('_log_softmax(Tensor self, int dim, bool half_to_float, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The work of `log_softmax`, its dtype settled.',
  variants: 'function',
  node: 'LogSoftmaxBackward0',
  device: true,
  compute: (self: Tensor, dim: number) => normalizeLanes('log_softmax', self, dim, true),
  // d log_softmax = g - softmax * sum(g)
  backward: {
    self: (g, { result, dim }) =>
      slopeAtOnce(g, result, dim, true) ?? g.sub(result.exp().mul(g.sum(dim, true))),
  },
})

const cast = (self: Tensor, dtype: DType | null): Tensor => (dtype === null ? self : self.to(dtype))
const softmax = (self: Tensor, dim: number, dtype: DType | null): Tensor =>
  call('_softmax', [cast(self, dtype), dim, false]) as Tensor
const logSoftmax = (self: Tensor, dim: number, dtype: DType | null): Tensor =>
  call('_log_softmax', [cast(self, dtype), dim, false]) as Tensor

/** The dimension that older PyTorch guessed (`_get_softmax_dim`); giving it is better. */
function guessedDim(name: string, input: Tensor): number {
  warn(
    `Implicit dimension choice for ${name} has been deprecated. Change the call to include dim=X as an argument.`,
  )
  return [0, 1, 3].includes(input.sizes.length) ? 0 : 1
}

op('softmax(Tensor self, int dim, ScalarType? dtype=None, *, Tensor? out=None) -> Tensor', {
  alsoByName: true,
  exactOut: true,
  doc: 'exp(x) / sum(exp(x)) along a dimension: positive numbers that sum to one.',
  example: ['torch.tensor([0.5, 1.5]).softmax(0)', 'tensor([0.2689, 0.7311])'],
  aliases: ['special.softmax'],
  forward: softmax,
})
op('log_softmax(Tensor self, int dim, ScalarType? dtype=None, *, Tensor? out=None) -> Tensor', {
  alsoByName: true,
  exactOut: true,
  doc: 'log(softmax(x)) along a dimension, without the loss of digits that taking both steps has.',
  example: ['torch.tensor([0.5, 1.5]).log_softmax(0)', 'tensor([-1.3133, -0.3133])'],
  aliases: ['special.log_softmax'],
  forward: logSoftmax,
})

const functional = 'Tensor input, int? dim=None, int _stacklevel=3, ScalarType? dtype=None'
op(`nn.functional.softmax(${functional}) -> Tensor`, {
  doc: 'exp(x) / sum(exp(x)) along a dimension: positive numbers that sum to one.',
  example: ['torch.nn.functional.softmax(torch.tensor([0.5, 1.5]), 0)', 'tensor([0.2689, 0.7311])'],
  forward: (input: Tensor, dim: number | null, _: number, dtype: DType | null) =>
    softmax(input, dim ?? guessedDim('softmax', input), dtype),
})
op(`nn.functional.log_softmax(${functional}) -> Tensor`, {
  doc: 'log(softmax(x)) along a dimension, without the loss of digits that taking both steps has.',
  example: ['torch.nn.functional.log_softmax(torch.tensor([0.5, 1.5]), 0)', 'tensor([-1.3133, -0.3133])'],
  forward: (input: Tensor, dim: number | null, _: number, dtype: DType | null) =>
    logSoftmax(input, dim ?? guessedDim('log_softmax', input), dtype),
})
op(`nn.functional.softmin(${functional}) -> Tensor`, {
  doc: 'softmax(-x): the smallest gets the largest share.',
  example: ['torch.nn.functional.softmin(torch.tensor([0.5, 1.5]), 0)', 'tensor([0.7311, 0.2689])'],
  forward: (input: Tensor, dim: number | null, _: number, dtype: DType | null) =>
    softmax(input.neg(), dim ?? guessedDim('softmin', input), dtype),
})
