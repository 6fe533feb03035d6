// `nn.CrossMapLRN2d`, an old form of `nn.LocalResponseNorm`. Follows torch/nn/modules/_functions.py to the letter: its window
// never loses the first channel, and its gradient takes another window, so that weights trained with it act the same.
import { bind, required } from '../base/keywords.js'
import { AssertionError } from '../base/errors.js'
import type { Scalar } from '../base/scalar.js'
import { str } from '../text/repr.js'
import { Function as AutogradFunction } from '../autograd/function.js'
import { call } from '../engine/functions.js'
import type { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { Module } from './module.js'

interface Options {
  size: number
  alpha: number
  beta: number
  k: number
}
type Context = Parameters<typeof AutogradFunction.forward>[0]

/** A matrix of ones where channel `from` counts for channel `to`, applied along dimension 1. */
function summed(x: Tensor, counts: (to: number, from: number) => boolean): Tensor {
  const channels = x.size(1)
  const rows = Array.from({ length: channels }, (_, to) =>
    Array.from({ length: channels }, (_, from) => Number(counts(to, from))),
  )
  const matrix = call('tensor', [rows, { dtype: x.dtype }]) as Tensor
  return call('einsum', ['tc,nchw->nthw', matrix, x]) as Tensor
}

/** Called as in PyTorch, where its node says so. */
const CrossMapFunction = class CrossMapLRN2d extends AutogradFunction {
  static override forward(ctx: Context, input: Tensor, { size, alpha, beta, k }: Options): Tensor {
    if (input.ndim !== 4) throw new AssertionError('')
    Object.assign(ctx, { size, alpha, beta })
    const reach = Math.trunc((size - 1) / 2 + 1)
    const squares = summed(
      input.square(),
      (to, from) => (from > to - reach && from < to + reach) || (from === 0 && to >= reach),
    )
    const scale = squares.mul(alpha / size).add(k)
    const output = scale.pow(-beta).mul(input)
    ctx.save_for_backward(input, output, scale)
    return output
  }
  static override backward(ctx: Context, g: Tensor): (Tensor | null)[] {
    const [input, output, scale] = ctx.saved_tensors as readonly Tensor[]
    const { size, alpha, beta } = ctx as unknown as Options
    const start = Math.trunc(size - (size - 1) / 2)
    const ratios = summed(
      g.mul(output).div(scale),
      (to, from) => from >= to - start && from < to - start + size,
    )
    const direct = scale.pow(-beta).mul(g)
    return [direct.sub(input.mul(ratios).mul((2 * alpha * beta) / size)), null]
  }
}

interface Keywords {
  size?: number
  alpha?: Scalar
  beta?: Scalar
  k?: Scalar
}
class CrossMapLRN2dClass extends Module {
  size: number
  alpha: Scalar
  beta: Scalar
  k: Scalar
  constructor(...args: (Scalar | Keywords | undefined)[]) {
    super()
    const { size, alpha, beta, k } = bind<Keywords>('CrossMapLRN2d', args, {
      size: required,
      alpha: 1e-4,
      beta: 0.75,
      k: 1,
    })
    this.size = size
    this.alpha = alpha
    this.beta = beta
    this.k = k
  }
  override forward(input: Tensor): Tensor {
    const { size, alpha, beta, k } = this
    return CrossMapFunction.apply<Tensor>(input, {
      size,
      alpha: Number(alpha),
      beta: Number(beta),
      k: Number(k),
    })
  }
  override extra_repr(): string {
    return `${this.size}, alpha=${str(this.alpha)}, beta=${str(this.beta)}, k=${str(this.k)}`
  }
}
/** Divides each number by how large those of the channels around it are, as Torch 7 did. */
export const CrossMapLRN2d = callable(CrossMapLRN2dClass, 'CrossMapLRN2d')
export type CrossMapLRN2d = CrossMapLRN2dClass
