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

type DropoutArguments = Arguments<[], [p?: number | Float, inplace?: boolean], DropoutKeywords>

/** What all dropouts have: a probability, and the function they call. */
abstract class DropoutBase extends Module {
  p: number | Float
  inplace: boolean
  constructor(...args: DropoutArguments) {
    super()
    const { p, inplace } = bind<DropoutKeywords>('_DropoutNd', args, { p: 0.5, inplace: false })
    if (typeof p !== 'number' && !(p instanceof Float))
      throw new TypeError(`'<' not supported between instances of '${typeName(p)}' and 'int'`)
    if (Number(p) < 0 || Number(p) > 1)
      throw new ValueError(`dropout probability has to be between 0 and 1, but got ${str(p)}`)
    this.p = p
    this.inplace = inplace
  }
  override forward(input: Tensor): Tensor {
    return call(`nn.functional.${this.path()}`, [
      input,
      Number(this.p),
      this.training,
      this.inplace,
    ]) as Tensor
  }
  /** The function it calls. */
  protected abstract path(): string
  override extra_repr(): string {
    return `p=${str(this.p)}, inplace=${this.inplace ? 'True' : 'False'}`
  }
}

class DropoutClass extends DropoutBase {
  protected override path(): string {
    return 'dropout'
  }
}
/**
 * Sets each element to zero with probability `p` and scales the others by 1 / (1 - p).
 *
 * @throws ValueError where `p` is not a probability
 */
export const Dropout = callable(DropoutClass, 'Dropout')
export type Dropout = DropoutClass

class Dropout1dClass extends DropoutBase {
  protected override path(): string {
    return 'dropout1d'
  }
}
/** Switches off whole channels of sequences: (N, C, L) or (C, L). */
export const Dropout1d = callable(Dropout1dClass, 'Dropout1d')
export type Dropout1d = Dropout1dClass

class Dropout2dClass extends DropoutBase {
  protected override path(): string {
    return 'dropout2d'
  }
}
/** Switches off whole channels of images: (N, C, H, W). */
export const Dropout2d = callable(Dropout2dClass, 'Dropout2d')
export type Dropout2d = Dropout2dClass

class Dropout3dClass extends DropoutBase {
  protected override path(): string {
    return 'dropout3d'
  }
}
/** Switches off whole channels of volumes: (N, C, D, H, W). */
export const Dropout3d = callable(Dropout3dClass, 'Dropout3d')
export type Dropout3d = Dropout3dClass

class AlphaDropoutClass extends DropoutBase {
  protected override path(): string {
    return 'alpha_dropout'
  }
}
/** Dropout for networks of SELU: keeps mean and variance. */
export const AlphaDropout = callable(AlphaDropoutClass, 'AlphaDropout')
export type AlphaDropout = AlphaDropoutClass

class FeatureAlphaDropoutClass extends DropoutBase {
  protected override path(): string {
    return 'feature_alpha_dropout'
  }
}
/** `AlphaDropout` of whole channels. */
export const FeatureAlphaDropout = callable(FeatureAlphaDropoutClass, 'FeatureAlphaDropout')
export type FeatureAlphaDropout = FeatureAlphaDropoutClass
