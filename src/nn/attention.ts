// `MultiheadAttention`. Follows torch/nn/modules/activation.py.
import { AssertionError } from '../base/errors.js'
import { bool } from '../base/dtype.js'
import { bind, required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods, usedAs } from '../engine/python-call.js'
import { callable } from './callable.js'
import * as init from './init.js'
import { type FactoryKeywords, type Linear, newParameter, NonDynamicallyQuantizableLinear } from './linear.js'
import { numberOfInt } from './layer.js'
import { Module } from './module.js'
import type { Parameter } from './parameter.js'

interface AttentionKeywords extends FactoryKeywords {
  embed_dim?: number
  num_heads?: number
  dropout?: number | Float
  bias?: boolean
  add_bias_kv?: boolean
  add_zero_attn?: boolean
  kdim?: number | null
  vdim?: number | null
  batch_first?: boolean
}

class MultiheadAttentionClass extends Module {
  embed_dim: number
  kdim: number
  vdim: number
  _qkv_same_embed_dim: boolean
  num_heads: number
  dropout: number | Float
  batch_first: boolean
  head_dim: number
  declare in_proj_weight: Parameter | null
  declare q_proj_weight: Parameter | null
  declare k_proj_weight: Parameter | null
  declare v_proj_weight: Parameter | null
  declare in_proj_bias: Parameter | null
  declare bias_k: Parameter | null
  declare bias_v: Parameter | null
  out_proj: Linear
  add_zero_attn: boolean

  constructor(
    ...args:
      | [embed_dim: number, num_heads: number, dropout?: number | Float | AttentionKeywords, ...unknown[]]
      | [AttentionKeywords]
  ) {
    super()
    const options = bind<AttentionKeywords>('MultiheadAttention', args, {
      embed_dim: required,
      num_heads: required,
      dropout: new Float(0),
      bias: true,
      add_bias_kv: false,
      add_zero_attn: false,
      kdim: null,
      vdim: null,
      batch_first: false,
      device: null,
      dtype: null,
    })
    const { bias, dtype, device } = options
    const width = numberOfInt(options.embed_dim)
    const num_heads = numberOfInt(options.num_heads)
    this.embed_dim = width
    this.kdim = options.kdim ?? width
    this.vdim = options.vdim ?? width
    const [size, heads] = [Number(width), usedAs('//', num_heads) as number]
    this._qkv_same_embed_dim = Number(this.kdim) === size && Number(this.vdim) === size
    this.num_heads = num_heads
    this.dropout = options.dropout
    this.batch_first = options.batch_first
    this.head_dim = Math.floor(size / heads)
    if (this.head_dim * heads !== size) throw new AssertionError('embed_dim must be divisible by num_heads')
    const make = (...sizes: number[]): Parameter => newParameter(sizes, dtype, device)
    if (this._qkv_same_embed_dim) {
      this.in_proj_weight = make(3 * width, width)
      for (const name of ['q_proj_weight', 'k_proj_weight', 'v_proj_weight'])
        this.register_parameter(name, null)
    } else {
      this.q_proj_weight = make(width, width)
      this.k_proj_weight = make(width, this.kdim)
      this.v_proj_weight = make(width, this.vdim)
      this.register_parameter('in_proj_weight', null)
    }
    if (bias) this.in_proj_bias = make(3 * width)
    else this.register_parameter('in_proj_bias', null)
    this.out_proj = NonDynamicallyQuantizableLinear(width, width, bias, { dtype, device } as never)
    this.bias_k = options.add_bias_kv ? make(1, 1, width) : null
    this.bias_v = options.add_bias_kv ? make(1, 1, width) : null
    this.add_zero_attn = options.add_zero_attn
    this._reset_parameters()
  }

  _reset_parameters(): void {
    for (const weight of [this.in_proj_weight, this.q_proj_weight, this.k_proj_weight, this.v_proj_weight])
      if (weight) init.xavier_uniform_(weight)
    if (this.in_proj_bias) {
      init.constant_(this.in_proj_bias, 0)
      init.constant_(this.out_proj.bias, 0)
    }
    if (this.bias_k) init.xavier_normal_(this.bias_k)
    if (this.bias_v) init.xavier_normal_(this.bias_v)
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    key_padding_mask: Tensor | null = null,
    need_weights = true,
    attn_mask: Tensor | null = null,
    average_attn_weights = true,
  ): Tuple<any> {
    for (const given of [query, key, value]) usedAs('.dim', given)
    if (key_padding_mask) usedAs('.dtype', key_padding_mask)
    if (key_padding_mask && key_padding_mask.dtype !== bool && !key_padding_mask.dtype.is_floating_point)
      throw new AssertionError('only bool and floating types of key_padding_mask are supported')
    const turns = this.batch_first && query.sizes.length === 3
    const turned = new Map<Tensor, Tensor>()
    // The same tensor stays the same: one product then serves for all three.
    const stepsFirst = (x: Tensor): Tensor => {
      if (!turns) return x
      if (!turned.has(x)) turned.set(x, x.transpose(1, 0))
      return turned.get(x) as Tensor
    }
    const own = this._qkv_same_embed_dim
    const [output, weights] = call('nn.functional.multi_head_attention_forward', [
      stepsFirst(query),
      stepsFirst(key),
      stepsFirst(value),
      this.embed_dim,
      this.num_heads,
      own ? this.in_proj_weight : null,
      this.in_proj_bias,
      this.bias_k,
      this.bias_v,
      this.add_zero_attn,
      this.dropout,
      this.out_proj.weight,
      this.out_proj.bias,
      this.training,
      key_padding_mask,
      need_weights,
      attn_mask,
      !own,
      this.q_proj_weight ?? null,
      this.k_proj_weight ?? null,
      this.v_proj_weight ?? null,
      null,
      null,
      average_attn_weights,
    ]) as [Tensor, Tensor | null]
    return Tuple.of<unknown>(turns ? output.transpose(1, 0) : output, weights)
  }
}
pythonicMethods(MultiheadAttentionClass.prototype, 'MultiheadAttention', [
  'forward(self, query, key, value, key_padding_mask = None, need_weights = True, attn_mask = None, average_attn_weights = True)',
])
/**
 * Attention of several heads (Vaswani et al., 2017): every query takes a mean of values, weighed by how well their keys fit.
 *
 * @example
 * const x = torch.zeros(5, 2, 8)
 * const [output, weights] = nn.MultiheadAttention(8, 2)(x, x, x)
 * [output.shape, weights.shape] // [torch.Size([5, 2, 8]), torch.Size([2, 5, 5])]
 */
export const MultiheadAttention = callable(MultiheadAttentionClass, 'MultiheadAttention')
export type MultiheadAttention = MultiheadAttentionClass
