// The transformer (Vaswani et al., 2017): its encoder and decoder, which are stacks of layers. Follows torch/nn/modules/transformer.py.
import { RuntimeError, TypeError } from '../base/errors.js'
import { bool } from '../base/dtype.js'
import { bind, required } from '../base/keywords.js'
import { modes } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { typeText } from './attributes.js'
import { callable } from './callable.js'
import { copies } from './clones.js'
import type { ModuleList } from './containers.js'
import * as init from './init.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'
import {
  checkPadding,
  decoderForward,
  EncoderLayerClass,
  type LayerKeywords,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from './transformer-layers.js'

interface StackKeywords {
  encoder_layer?: Module
  decoder_layer?: Module
  num_layers?: number
  norm?: Module | null
  enable_nested_tensor?: boolean
  mask_check?: boolean
}

/** Copies of a layer, one after another, and what normalizes the last one's result. */
abstract class StackClass extends Module {
  layers: ModuleList
  num_layers: number
  norm: Module | null

  constructor(layer: Module, num_layers: number, norm: Module | null) {
    super()
    // What is copied is a module in the list of copies.
    if (!((layer as unknown) instanceof Module))
      throw new TypeError(`${typeText(layer)} is not a Module subclass`)
    this.layers = copies(layer, num_layers)
    this.num_layers = num_layers
    this.norm = norm
  }
  protected _through(input: Tensor, ...more: (Tensor | null)[]): Tensor {
    let output = input
    for (const layer of this.layers) output = layer(output, ...more) as Tensor
    return output
  }
  protected _normalized(output: Tensor): Tensor {
    return this.norm === null ? output : (this.norm(output) as Tensor)
  }
}

class EncoderClass extends StackClass {
  enable_nested_tensor: boolean
  mask_check: boolean

  constructor(
    ...args:
      | [encoder_layer: Module, num_layers: number, norm?: Module | null | StackKeywords, ...unknown[]]
      | [StackKeywords]
  ) {
    const options = bind<StackKeywords>('TransformerEncoder', args, {
      encoder_layer: required,
      num_layers: required,
      norm: null,
      enable_nested_tensor: true,
      mask_check: true,
    } as never)
    super(options.encoder_layer, options.num_layers, options.norm)
    this.enable_nested_tensor = options.enable_nested_tensor
    this.mask_check = options.mask_check
  }
  override forward(
    src: Tensor,
    mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
  ): Tensor {
    checkPadding(src_key_padding_mask)
    let output = this._through(src, mask, src_key_padding_mask)
    if (src_key_padding_mask !== null && this._drops_padding(src, mask, src_key_padding_mask))
      output = withoutPadding(output, src_key_padding_mask)
    return this._normalized(output)
  }

  /** Whether PyTorch goes through the layers without the padded steps, and puts zeros in their place. */
  _drops_padding(src: Tensor, mask: Tensor | null, padding: Tensor): boolean {
    const [first] = [...this.layers]
    if (!(first instanceof EncoderLayerClass) || first.norm_first || first.training) return false
    const { batch_first, _qkv_same_embed_dim: isOne, num_heads } = first.self_attn
    if (!batch_first || !isOne || first.activation_relu_or_gelu === 0 || num_heads % 2 === 1) return false
    if (src.sizes.length !== 3 || !this.enable_nested_tensor || mask !== null || padding.dtype !== bool)
      return false
    if (modes.grad && [src, ...first.parameters()].some((x) => x.requires_grad)) return false
    // Padding stands at the ends.
    const steps = padding.logical_not().to(src.dtype)
    return !steps
      .narrow(1, 1, steps.sizes[1] - 1)
      .gt(steps.narrow(1, 0, steps.sizes[1] - 1))
      .any()
      .item<boolean>()
  }
}

/** Zeros at padded steps, up to the end of the longest sequence. */
function withoutPadding(output: Tensor, padding: Tensor): Tensor {
  const longest = Number(padding.logical_not().sum(1).max().item())
  return output.masked_fill(padding.unsqueeze(-1), 0).narrow(1, 0, longest)
}
pythonicMethods(EncoderClass.prototype, 'TransformerEncoder', [
  'forward(self, src, mask = None, src_key_padding_mask = None)',
])
/**
 * Encoder layers, one after another.
 *
 * @example
 * nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2), 3)(torch.zeros(4, 1, 8)).shape // torch.Size([4, 1, 8])
 */
export const TransformerEncoder = callable(EncoderClass, 'TransformerEncoder')
export type TransformerEncoder = EncoderClass

class DecoderClass extends StackClass {
  constructor(
    ...args:
      [decoder_layer: Module, num_layers: number, norm?: Module | null | StackKeywords] | [StackKeywords]
  ) {
    const options = bind<StackKeywords>('TransformerDecoder', args, {
      decoder_layer: required,
      num_layers: required,
      norm: null,
    } as never)
    super(options.decoder_layer, options.num_layers, options.norm)
  }
  override forward(
    tgt: Tensor,
    memory: Tensor,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
  ): Tensor {
    const masks = [tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask]
    return this._normalized(this._through(tgt, memory, ...masks))
  }
}
pythonicMethods(DecoderClass.prototype, 'TransformerDecoder', [decoderForward])
/**
 * Decoder layers, one after another.
 *
 * @example
 * nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2), 3)(torch.zeros(4, 1, 8), torch.zeros(5, 1, 8)).shape
 * // torch.Size([4, 1, 8])
 */
export const TransformerDecoder = callable(DecoderClass, 'TransformerDecoder')
export type TransformerDecoder = DecoderClass

interface TransformerKeywords extends LayerKeywords {
  num_encoder_layers?: number
  num_decoder_layers?: number
  custom_encoder?: Module | null
  custom_decoder?: Module | null
}

class TransformerClass extends Module {
  encoder: Module
  decoder: Module
  d_model: number
  nhead: number
  batch_first: boolean

  constructor(
    ...args: [d_model?: number | TransformerKeywords, nhead?: number | TransformerKeywords, ...unknown[]]
  ) {
    super()
    const options = bind<TransformerKeywords>('Transformer', args, {
      d_model: 512,
      nhead: 8,
      num_encoder_layers: 6,
      num_decoder_layers: 6,
      dim_feedforward: 2048,
      dropout: 0.1,
      activation: 'relu',
      custom_encoder: null,
      custom_decoder: null,
      layer_norm_eps: 1e-5,
      batch_first: false,
      norm_first: false,
      device: null,
      dtype: null,
    })
    const { d_model, nhead, device, dtype, custom_encoder, custom_decoder } = options
    const where = { device, dtype }
    const { dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first } = options
    const own = { dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, ...where }
    const norm = (): Module => LayerNorm(d_model, { eps: Number(layer_norm_eps), ...where }) as Module
    if (custom_encoder !== null) this.encoder = custom_encoder
    else {
      const layer = TransformerEncoderLayer(d_model, nhead, own)
      this.encoder = TransformerEncoder(layer, options.num_encoder_layers, norm())
    }
    if (custom_decoder !== null) this.decoder = custom_decoder
    else {
      const layer = TransformerDecoderLayer(d_model, nhead, own)
      this.decoder = TransformerDecoder(layer, options.num_decoder_layers, norm())
    }
    this._reset_parameters()
    this.d_model = d_model
    this.nhead = nhead
    this.batch_first = batch_first
  }
  _reset_parameters(): void {
    for (const parameter of this.parameters()) if (parameter.ndim > 1) init.xavier_uniform_(parameter)
  }
  override forward(
    src: Tensor,
    tgt: Tensor,
    src_mask: Tensor | null = null,
    tgt_mask: Tensor | null = null,
    memory_mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
    tgt_key_padding_mask: Tensor | null = null,
    memory_key_padding_mask: Tensor | null = null,
  ): Tensor {
    const batchDim = this.batch_first ? 0 : 1
    for (const given of [src, tgt]) usedAs('.dim', given)
    if (src.sizes.length === 3 && src.sizes[batchDim] !== tgt.sizes[batchDim])
      throw new RuntimeError('the batch number of src and tgt must be equal')
    if (src.sizes.at(-1) !== this.d_model || tgt.sizes.at(-1) !== this.d_model)
      throw new RuntimeError('the feature number of src and tgt must be equal to d_model')
    const memory = this.encoder(src, src_mask, src_key_padding_mask) as Tensor
    return this.decoder(
      tgt,
      memory,
      tgt_mask,
      memory_mask,
      tgt_key_padding_mask,
      memory_key_padding_mask,
    ) as Tensor
  }
  /** A mask that lets each step see itself and those before it: 0 there, -inf elsewhere. */
  static generate_square_subsequent_mask(sz: number, device: unknown = 'cpu'): Tensor {
    return (call('full', [[sz, sz], -Infinity, { device }]) as Tensor).triu(1)
  }
  /** As the function of the class. */
  generate_square_subsequent_mask(sz: number, device: unknown = 'cpu'): Tensor {
    return TransformerClass.generate_square_subsequent_mask(sz, device)
  }
}
pythonicMethods(TransformerClass.prototype, 'Transformer', [
  'forward(self, src, tgt, src_mask = None, tgt_mask = None, memory_mask = None, src_key_padding_mask = None, tgt_key_padding_mask = None, memory_key_padding_mask = None)',
])
/**
 * A transformer: an encoder of one sequence, and a decoder of another that attends to what the encoder made.
 *
 * @example
 * nn.Transformer(16, 4)(torch.zeros(10, 2, 16), torch.zeros(20, 2, 16)).shape // torch.Size([20, 2, 16])
 */
export const Transformer = callable(TransformerClass, 'Transformer')
export type Transformer = TransformerClass
