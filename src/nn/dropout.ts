// Dropout: zeroes elements at random while training, and does nothing in evaluation.
import { type Arguments, bind } from '../base/keywords.js'
import { TypeError, ValueError } from '../base/errors.js'
import { str } from '../text/repr.js'
import { Float } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { callable } from './callable.js'
import { Module } from './module.js'

interface DropoutKeywords {
  p?: number | Float
  inplace?: boolean
}

class DropoutClass extends Module {
  p: number | Float
  inplace: boolean
  constructor(...args: Arguments<[], [p?: number | Float, inplace?: boolean], DropoutKeywords>) {
    super()
    const { p, inplace } = bind<DropoutKeywords>('Dropout', args, { p: 0.5, inplace: false })
    if (typeof p !== 'number' && !(p instanceof Float))
      throw new TypeError(`'<' not supported between instances of '${typeName(p)}' and 'int'`)
    if (Number(p) < 0 || Number(p) > 1)
      throw new ValueError(`dropout probability has to be between 0 and 1, but got ${str(p)}`)
    this.p = p
    this.inplace = inplace
  }
  override forward(input: Tensor): Tensor {
    return call('nn.functional.dropout', [input, Number(this.p), this.training, this.inplace]) as Tensor
  }
  override extra_repr(): string {
    return `p=${str(this.p)}, inplace=${this.inplace ? 'True' : 'False'}`
  }
}
/**
 * Sets each element to zero with probability `p` and scales the others by 1 / (1 - p).
 *
 * @throws ValueError where `p` is not a probability
 */
export const Dropout = callable(DropoutClass, 'Dropout')
export type Dropout = DropoutClass
