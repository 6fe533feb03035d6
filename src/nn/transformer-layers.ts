// The layers of a transformer: attention, and two linear layers, each added to its input. Follows torch/nn/modules/transformer.py.
import { AssertionError, RuntimeError } from '../base/errors.js'
import { bool } from '../base/dtype.js'
import { bind, required } from '../base/keywords.js'
import type { Float } from '../base/scalar.js'
import type { Tensor } from '../tensor/tensor.js'
import { pythonicMethods } from '../engine/python-call.js'
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
function activationOf(activation: string | Activation): Activation {
  if (typeof activation !== 'string') return activation
  if (activation === 'relu') return functional.relu as Activation
  if (activation === 'gelu') return functional.gelu as Activation
  throw new RuntimeError(`activation should be relu/gelu, not ${activation}`)
}

/** Refuses masks that are neither of truths nor of numbers to add. */
export function checkPadding(padding: Tensor | null): void {
  if (padding && padding.dtype !== bool && !padding.dtype.is_floating_point)
    throw new AssertionError('only bool and floating types of key_padding_mask are supported')
}

/** The parts of a layer, each made when it is asked for: what is made first draws its numbers first. */
function partsOf(options: Required<LayerKeywords>) {
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

type Attention = InstanceType<typeof MultiheadAttention>
type Normalization = InstanceType<typeof LayerNorm>

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

export class EncoderLayerClass extends Module {
  self_attn: Attention
  linear1: Linear
  dropout: Dropout
  linear2: Linear
  norm_first: boolean
  norm1: Normalization
  norm2: Normalization
  dropout1: Dropout
  dropout2: Dropout
  activation_relu_or_gelu: number
  activation: Activation

  constructor(...args: LayerArguments) {
    super()
    const options = bind<LayerKeywords>('TransformerEncoderLayer', args, layerDefaults as never)
    const parts = partsOf(options)
    this.self_attn = parts.attention()
    this.linear1 = parts.widening()
    this.dropout = parts.drop()
    this.linear2 = parts.narrowing()
    this.norm_first = options.norm_first
    this.norm1 = parts.norm()
    this.norm2 = parts.norm()
    this.dropout1 = parts.drop()
    this.dropout2 = parts.drop()
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
    const feed = (x: Tensor): Tensor =>
      this.dropout2(this.linear2(this.dropout(this.activation(this.linear1(x) as Tensor)))) as Tensor
    const x = residual(src, attend, this.norm1, this.norm_first)
    return residual(x, feed, this.norm2, this.norm_first)
  }
}
pythonicMethods(EncoderLayerClass.prototype, 'TransformerEncoderLayer', [
  'forward(self, src, src_mask = None, src_key_padding_mask = None)',
])
/** Attention of a sequence to itself, then two linear layers for each step; both added to their input and normalized. */
export const TransformerEncoderLayer = callable(EncoderLayerClass, 'TransformerEncoderLayer')
export type TransformerEncoderLayer = EncoderLayerClass

class DecoderLayerClass extends Module {
  self_attn: Attention
  multihead_attn: Attention
  linear1: Linear
  dropout: Dropout
  linear2: Linear
  norm_first: boolean
  norm1: Normalization
  norm2: Normalization
  norm3: Normalization
  dropout1: Dropout
  dropout2: Dropout
  dropout3: Dropout
  activation: Activation

  constructor(...args: LayerArguments) {
    super()
    const options = bind<LayerKeywords>('TransformerDecoderLayer', args, layerDefaults as never)
    const parts = partsOf(options)
    this.self_attn = parts.attention()
    this.multihead_attn = parts.attention()
    this.linear1 = parts.widening()
    this.dropout = parts.drop()
    this.linear2 = parts.narrowing()
    this.norm_first = options.norm_first
    this.norm1 = parts.norm()
    this.norm2 = parts.norm()
    this.norm3 = parts.norm()
    this.dropout1 = parts.drop()
    this.dropout2 = parts.drop()
    this.dropout3 = parts.drop()
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
    const feed = (x: Tensor): Tensor =>
      this.dropout3(this.linear2(this.dropout(this.activation(this.linear1(x) as Tensor)))) as Tensor
    let x = residual(tgt, attend, this.norm1, this.norm_first)
    x = residual(x, remember, this.norm2, this.norm_first)
    return residual(x, feed, this.norm3, this.norm_first)
  }
}
pythonicMethods(DecoderLayerClass.prototype, 'TransformerDecoderLayer', [
  'forward(self, tgt, memory, tgt_mask = None, memory_mask = None, tgt_key_padding_mask = None, memory_key_padding_mask = None)',
])
/** An encoder layer that also attends to what an encoder made. */
export const TransformerDecoderLayer = callable(DecoderLayerClass, 'TransformerDecoderLayer')
export type TransformerDecoderLayer = DecoderLayerClass
