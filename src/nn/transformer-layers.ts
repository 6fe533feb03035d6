// The layers of a transformer: attention, and two linear layers, each added to its input. Follows torch/nn/modules/transformer.py.
import { AssertionError, RuntimeError } from '../base/errors.js'
import { bool } from '../base/dtype.js'
import { bind, required } from '../base/keywords.js'
import type { Float } from '../base/scalar.js'
import type { Tensor } from '../tensor/tensor.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { GELU, ReLU } from './activation.js'
import { MultiheadAttention } from './attention.js'
import { callable } from './callable.js'
import { Dropout } from './dropout.js'
import { functional } from './functional.js'
import { type FactoryKeywords, Linear } from './linear.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'

type Number_ = number | Float
type Activation = (x: Tensor) => Tensor

export interface LayerKeywords extends FactoryKeywords {
  d_model?: number
  nhead?: number
  dim_feedforward?: number
  dropout?: Number_
  activation?: string | Activation
  layer_norm_eps?: Number_
  batch_first?: boolean
  norm_first?: boolean
}
type LayerArguments =
  [d_model: number, nhead: number, dim_feedforward?: number | LayerKeywords, ...unknown[]] | [LayerKeywords]

const layerDefaults = {
  d_model: required,
  nhead: required,
  dim_feedforward: 2048,
  dropout: 0.1,
  activation: 'relu',
  layer_norm_eps: 1e-5,
  batch_first: false,
  norm_first: false,
  device: null,
  dtype: null,
}

/** An activation by its name. */
export function activationOf(activation: string | Activation): Activation {
  if (typeof activation !== 'string') return activation
  if (activation === 'relu') return functional.relu as Activation
  if (activation === 'gelu') return functional.gelu as Activation
  throw new RuntimeError(`activation should be relu/gelu, not ${activation}`)
}

/** Refuses masks that are neither of truths nor of numbers to add. */
export function checkPadding(padding: Tensor | null): void {
  if (padding && (usedAs('.dtype', padding) as Tensor).dtype !== bool && !padding.dtype.is_floating_point)
    throw new AssertionError('only bool and floating types of key_padding_mask are supported')
}

type Attention = InstanceType<typeof MultiheadAttention>
type Normalization = InstanceType<typeof LayerNorm>

/** The parts of a layer, each made when it is asked for: what is made first draws its numbers first. */
interface Parts {
  attention(): Attention
  widening(): Linear
  narrowing(): Linear
  drop(): Dropout
  norm(): Normalization
}

function partsOf(options: Required<LayerKeywords>): Parts {
  const { d_model, nhead, dim_feedforward, dropout, layer_norm_eps, batch_first, device, dtype } = options
  const where = { device, dtype }
  return {
    attention: () => MultiheadAttention(d_model, nhead, { dropout, batch_first, ...where }),
    widening: () => Linear(d_model, dim_feedforward, where),
    narrowing: () => Linear(dim_feedforward, d_model, where),
    drop: () => Dropout(dropout),
    norm: () => LayerNorm(d_model, { eps: Number(layer_norm_eps), ...where }),
  }
}

/** x + f(x), normalized where f begins or where the sum is made. */
const residual = (x: Tensor, f: (x: Tensor) => Tensor, norm: Normalization, norm_first: boolean): Tensor =>
  norm_first ? x.add(f(norm(x) as Tensor)) : (norm(x.add(f(x))) as Tensor)

const attended = (
  attention: Attention,
  x: Tensor,
  memory: Tensor,
  mask: Tensor | null,
  padding: Tensor | null,
): Tensor => (attention(x, memory, memory, padding, false, mask) as Tensor[])[0]

/**
 * What both layers have. What is assigned first stands first among the parameters, so each layer assigns its attention
 * itself.
 */
abstract class LayerClass extends Module {
  declare self_attn: Attention
  declare linear1: Linear
  declare dropout: Dropout
  declare linear2: Linear
  declare norm_first: boolean
  declare norm1: Normalization
  declare norm2: Normalization
  declare dropout1: Dropout
  declare dropout2: Dropout
  declare activation: Activation

  /** Makes the linear layers, and what each of the `count` sums has: a normalization and a dropout. */
  protected _fill(parts: Parts, norm_first: boolean, count: number): void {
    this.linear1 = parts.widening()
    this.dropout = parts.drop()
    this.linear2 = parts.narrowing()
    this.norm_first = norm_first
    const own = this as unknown as Record<string, Module>
    for (let i = 1; i <= count; i++) own[`norm${i}`] = parts.norm()
    for (let i = 1; i <= count; i++) own[`dropout${i}`] = parts.drop()
  }
  /** The two linear layers. */
  protected _fed(x: Tensor): Tensor {
    return this.linear2(this.dropout(this.activation(this.linear1(x) as Tensor))) as Tensor
  }
}

export class EncoderLayerClass extends LayerClass {
  declare activation_relu_or_gelu: number

  constructor(...args: LayerArguments) {
    super()
    const options = bind<LayerKeywords>('TransformerEncoderLayer', args, layerDefaults as never)
    const parts = partsOf(options)
    this.self_attn = parts.attention()
    this._fill(parts, options.norm_first, 2)
    const activation = activationOf(options.activation)
    const isRelu = activation === functional.relu || (activation as unknown) instanceof ReLU
    const isGelu = activation === functional.gelu || (activation as unknown) instanceof GELU
    this.activation_relu_or_gelu = isRelu ? 1 : isGelu ? 2 : 0
    this.activation = activation
  }
  override forward(
    src: Tensor,
    src_mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
  ): Tensor {
    checkPadding(src_key_padding_mask)
    const attend = (x: Tensor): Tensor =>
      this.dropout1(attended(this.self_attn, x, x, src_mask, src_key_padding_mask)) as Tensor
    const feed = (x: Tensor): Tensor => this.dropout2(this._fed(x)) as Tensor
    const x = residual(src, attend, this.norm1, this.norm_first)
    return residual(x, feed, this.norm2, this.norm_first)
  }
}
pythonicMethods(EncoderLayerClass.prototype, 'TransformerEncoderLayer', [
  'forward(self, src, src_mask = None, src_key_padding_mask = None)',
])
/**
 * Attention of a sequence to itself, then two linear layers for each step; both added to their input and normalized.
 *
 * @example
 * nn.TransformerEncoderLayer(8, 2)(torch.zeros(4, 1, 8)).shape // torch.Size([4, 1, 8])
 */
export const TransformerEncoderLayer = callable(EncoderLayerClass, 'TransformerEncoderLayer')
export type TransformerEncoderLayer = EncoderLayerClass

/** What a decoder and its layers take. */
export const decoderForward =
  'forward(self, tgt, memory, tgt_mask = None, memory_mask = None, tgt_key_padding_mask = None, memory_key_padding_mask = None)'

class DecoderLayerClass extends LayerClass {
  declare multihead_attn: Attention
  declare norm3: Normalization
  declare dropout3: Dropout

  constructor(...args: LayerArguments) {
    super()
    const options = bind<LayerKeywords>('TransformerDecoderLayer', args, layerDefaults as never)
    const parts = partsOf(options)
    this.self_attn = parts.attention()
    this.multihead_attn = parts.attention()
    this._fill(parts, options.norm_first, 3)
    this.activation = activationOf(options.activation)
  }
  override forward(
    tgt: Tensor,
    memory: Tensor,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
  ): Tensor {
    const attend = (x: Tensor): Tensor =>
      this.dropout1(attended(this.self_attn, x, x, tgt_mask, tgt_key_padding_mask)) as Tensor
    const remember = (x: Tensor): Tensor =>
      this.dropout2(attended(this.multihead_attn, x, memory, memory_mask, memory_key_padding_mask)) as Tensor
    const feed = (x: Tensor): Tensor => this.dropout3(this._fed(x)) as Tensor
    let x = residual(tgt, attend, this.norm1, this.norm_first)
    x = residual(x, remember, this.norm2, this.norm_first)
    return residual(x, feed, this.norm3, this.norm_first)
  }
}
pythonicMethods(DecoderLayerClass.prototype, 'TransformerDecoderLayer', [decoderForward])
/**
 * An encoder layer that also attends to what an encoder made.
 *
 * @example
 * nn.TransformerDecoderLayer(8, 2)(torch.zeros(4, 1, 8), torch.zeros(5, 1, 8)).shape // torch.Size([4, 1, 8])
 */
export const TransformerDecoderLayer = callable(DecoderLayerClass, 'TransformerDecoderLayer')
export type TransformerDecoderLayer = DecoderLayerClass
