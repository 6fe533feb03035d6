// Dropout: zeroes elements at random while training, and does nothing in evaluation.
import { ValueError } from '../base/errors.js'
import { str } from '../text/repr.js'
import type { Float } from '../base/scalar.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import { layer, type Layer, type LayerClass } from './layer.js'

interface DropoutKeywords {
  p?: number | Float
  inplace?: boolean
}
type DropoutLayer = Layer<DropoutKeywords>

/** A layer of the dropout that the function of this name is; the class checks the probability. */
const dropout = (name: string, path: string): LayerClass<DropoutKeywords> =>
  layer<DropoutKeywords>(name, {
    base: '_DropoutNd',
    defaults: { p: 0.5, inplace: false },
    settle: ({ p }) => {
      usedAs('signed', p)
      if (Number(p) < 0 || Number(p) > 1)
        throw new ValueError(`dropout probability has to be between 0 and 1, but got ${str(p)}`)
      return {}
    },
    run: (input, { p, inplace }, { training }) =>
      call(`nn.functional.${path}`, [input, Number(p), training, inplace]),
    text: ({ p, inplace }) => `p=${str(p)}, inplace=${inplace ? 'True' : 'False'}`,
  })

/**
 * Sets each element to zero with probability `p` and scales the others by 1 / (1 - p).
 *
 * @throws ValueError where `p` is not a probability
 * @example
 * nn.Dropout(0.5).eval()(torch.tensor([-1.5, 0.5])) // tensor([-1.5000,  0.5000])
 */
export const Dropout = dropout('Dropout', 'dropout')
export type Dropout = DropoutLayer

/**
 * Switches off whole channels of sequences: (N, C, L) or (C, L).
 *
 * @example
 * nn.Dropout1d(0.5)(torch.ones(1, 2, 3)).shape // torch.Size([1, 2, 3])
 */
export const Dropout1d = dropout('Dropout1d', 'dropout1d')
export type Dropout1d = DropoutLayer

/**
 * Switches off whole channels of images: (N, C, H, W).
 *
 * @example
 * nn.Dropout2d(0.5)(torch.ones(1, 2, 3, 3)).shape // torch.Size([1, 2, 3, 3])
 */
export const Dropout2d = dropout('Dropout2d', 'dropout2d')
export type Dropout2d = DropoutLayer

/**
 * Switches off whole channels of volumes: (N, C, D, H, W).
 *
 * @example
 * nn.Dropout3d(0.5)(torch.ones(1, 2, 3, 3, 3)).shape // torch.Size([1, 2, 3, 3, 3])
 */
export const Dropout3d = dropout('Dropout3d', 'dropout3d')
export type Dropout3d = DropoutLayer

/**
 * Dropout for networks of SELU: keeps mean and variance.
 *
 * @example
 * nn.AlphaDropout(0.5).eval()(torch.tensor([-1.5, 0.5])) // tensor([-1.5000,  0.5000])
 */
export const AlphaDropout = dropout('AlphaDropout', 'alpha_dropout')
export type AlphaDropout = DropoutLayer

/**
 * `AlphaDropout` of whole channels.
 *
 * @example
 * nn.FeatureAlphaDropout(0.5)(torch.ones(1, 2, 3)).shape // torch.Size([1, 2, 3])
 */
export const FeatureAlphaDropout = dropout('FeatureAlphaDropout', 'feature_alpha_dropout')
export type FeatureAlphaDropout = DropoutLayer
