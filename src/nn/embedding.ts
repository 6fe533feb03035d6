// Layers that look up rows of a table: `Embedding` and `EmbeddingBag`. Follows torch/nn/modules/sparse.py.
import { AssertionError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { sameSizes } from '../base/layout.js'
import { str } from '../text/repr.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonicMethods } from '../engine/python-call.js'
import { callable } from './callable.js'
import * as init from './init.js'
import { type FactoryKeywords, newParameter } from './linear.js'
import { Module } from './module.js'
import { Parameter } from './parameter.js'

type Number_ = number | Float

interface TableKeywords extends FactoryKeywords {
  num_embeddings?: number
  embedding_dim?: number
  padding_idx?: number | null
  max_norm?: Number_ | null
  norm_type?: Number_
  scale_grad_by_freq?: boolean
  sparse?: boolean
  _weight?: Tensor | null
}

/** The number of the padding row, counted from the front. */
function paddingOf(padding: number | null, rows: number, name: string): number | null {
  if (padding === null) return null
  if (padding >= rows || padding < -rows) throw new AssertionError(`${name} must be within num_embeddings`)
  return padding < 0 ? rows + padding : padding
}

/** What both layers have: the table, and what becomes of its rows. */
abstract class Table extends Module {
  declare num_embeddings: number
  declare embedding_dim: number
  declare padding_idx: number | null
  declare max_norm: Number_ | null
  declare norm_type: Number_
  declare scale_grad_by_freq: boolean
  declare weight: Parameter
  declare sparse: boolean

  protected setUp(options: Required<TableKeywords>, paddingName: string): void {
    const { num_embeddings, embedding_dim, _weight: given } = options
    this.num_embeddings = num_embeddings
    this.embedding_dim = embedding_dim
    this.padding_idx = paddingOf(options.padding_idx, num_embeddings, paddingName)
    this.max_norm = options.max_norm
    this.norm_type = options.norm_type
    this.scale_grad_by_freq = options.scale_grad_by_freq
    if (given === null) {
      this.weight = newParameter([num_embeddings, embedding_dim], options.dtype, options.device)
      this.reset_parameters()
    } else {
      if (!sameSizes(given.sizes, [num_embeddings, embedding_dim]))
        throw new AssertionError('Shape of weight does not match num_embeddings and embedding_dim')
      this.weight = new Parameter(given)
    }
    this.sparse = options.sparse
  }
  reset_parameters(): void {
    init.normal_(this.weight)
    if (this.padding_idx !== null) {
      const row = this.padding_idx
      no_grad(() => this.weight.select(0, row).fill_(0))
    }
  }
  protected normText(): string {
    let text = this.max_norm === null ? '' : `, max_norm=${str(this.max_norm)}`
    if (Number(this.norm_type) !== 2) text += `, norm_type=${str(this.norm_type)}`
    return this.scale_grad_by_freq ? `${text}, scale_grad_by_freq=True` : text
  }
}

const two = new Float(2)

function checkTable(embeddings: Tensor): void {
  if (embeddings.sizes.length !== 2)
    throw new AssertionError('Embeddings parameter is expected to be 2-dimensional')
}

interface PretrainedKeywords extends Omit<TableKeywords, 'num_embeddings' | 'embedding_dim' | '_weight'> {
  embeddings?: Tensor
  freeze?: boolean
}

class EmbeddingClass extends Table {
  constructor(
    ...args:
      | [
          num_embeddings: number,
          embedding_dim: number,
          padding_idx?: number | null | TableKeywords,
          ...unknown[],
        ]
      | [TableKeywords]
  ) {
    super()
    this.setUp(
      bind<TableKeywords>('Embedding', args, {
        num_embeddings: required,
        embedding_dim: required,
        padding_idx: null,
        max_norm: null,
        norm_type: two,
        scale_grad_by_freq: false,
        sparse: false,
        _weight: null,
        device: null,
        dtype: null,
      }),
      'Padding_idx',
    )
  }
  override forward(input: Tensor): Tensor {
    return call('nn.functional.embedding', [
      input,
      this.weight,
      this.padding_idx,
      this.max_norm,
      this.norm_type,
      this.scale_grad_by_freq,
      this.sparse,
    ]) as Tensor
  }
  override extra_repr(): string {
    const padding = this.padding_idx === null ? '' : `, padding_idx=${this.padding_idx}`
    const sparse = this.sparse ? ', sparse=True' : ''
    return `${this.num_embeddings}, ${this.embedding_dim}${padding}${this.normText()}${sparse}`
  }

  /** A layer with a table that is there already; `freeze` keeps it from being trained. */
  static from_pretrained(
    ...args: [embeddings: Tensor, freeze?: boolean | PretrainedKeywords, ...unknown[]] | [PretrainedKeywords]
  ): EmbeddingClass {
    const { embeddings, freeze, ...options } = bind<PretrainedKeywords>('Embedding.from_pretrained', args, {
      embeddings: required,
      freeze: true,
      padding_idx: null,
      max_norm: null,
      norm_type: two,
      scale_grad_by_freq: false,
      sparse: false,
    } as never)
    checkTable(embeddings)
    const [rows, width] = embeddings.sizes
    const made = new this(rows, width, { ...options, _weight: embeddings })
    made.weight.requires_grad = !freeze
    return made
  }
}
/**
 * A table of vectors, looked up by numbers. It starts as normal noise; the row `padding_idx` as zeros, and it gets no
 * gradient.
 *
 * @example
 * nn.Embedding(10, 3)(torch.tensor([[1, 2]])).shape // torch.Size([1, 2, 3])
 */
export const Embedding = callable(EmbeddingClass, 'Embedding')
export type Embedding = EmbeddingClass

interface BagKeywords extends TableKeywords {
  mode?: 'mean' | 'sum' | 'max'
  include_last_offset?: boolean
}

class EmbeddingBagClass extends Table {
  mode: 'mean' | 'sum' | 'max'
  include_last_offset: boolean
  constructor(
    ...args:
      | [num_embeddings: number, embedding_dim: number, max_norm?: Number_ | null | BagKeywords, ...unknown[]]
      | [BagKeywords]
  ) {
    super()
    const options = bind<BagKeywords>('EmbeddingBag', args, {
      num_embeddings: required,
      embedding_dim: required,
      max_norm: null,
      norm_type: two,
      scale_grad_by_freq: false,
      mode: 'mean',
      sparse: false,
      _weight: null,
      include_last_offset: false,
      padding_idx: null,
      device: null,
      dtype: null,
    })
    this.setUp(options, 'padding_idx')
    this.mode = options.mode
    this.include_last_offset = options.include_last_offset
  }
  override forward(
    input: Tensor,
    offsets: Tensor | null = null,
    per_sample_weights: Tensor | null = null,
  ): Tensor {
    return call('nn.functional.embedding_bag', [
      input,
      this.weight,
      offsets,
      this.max_norm,
      this.norm_type,
      this.scale_grad_by_freq,
      this.mode,
      this.sparse,
      per_sample_weights,
      this.include_last_offset,
      this.padding_idx,
    ]) as Tensor
  }
  override extra_repr(): string {
    const padding = this.padding_idx === null ? '' : `, padding_idx=${this.padding_idx}`
    return `${this.num_embeddings}, ${this.embedding_dim}${this.normText()}, mode=${this.mode}${padding}`
  }

  /** A layer with a table that is there already; `freeze` keeps it from being trained. */
  static from_pretrained(
    ...args:
      | [embeddings: Tensor, freeze?: boolean | (PretrainedKeywords & BagKeywords), ...unknown[]]
      | [PretrainedKeywords & BagKeywords]
  ): EmbeddingBagClass {
    const { embeddings, freeze, ...options } = bind<PretrainedKeywords & BagKeywords>(
      'EmbeddingBag.from_pretrained',
      args,
      {
        embeddings: required,
        freeze: true,
        max_norm: null,
        norm_type: two,
        scale_grad_by_freq: false,
        mode: 'mean',
        sparse: false,
        include_last_offset: false,
        padding_idx: null,
      } as never,
    )
    checkTable(embeddings)
    const [rows, width] = embeddings.sizes
    const made = new this(rows, width, { ...options, _weight: embeddings })
    made.weight.requires_grad = !freeze
    return made
  }
}
pythonicMethods(EmbeddingBagClass.prototype, 'EmbeddingBag', [
  'forward(self, input, offsets = None, per_sample_weights = None)',
])
/**
 * Means, sums or maxima of bags of rows of a table, without the rows themselves.
 *
 * @example
 * nn.EmbeddingBag(5, 3)(torch.tensor([0, 1, 4]), torch.tensor([0, 2])).shape // torch.Size([2, 3])
 */
export const EmbeddingBag = callable(EmbeddingBagClass, 'EmbeddingBag')
export type EmbeddingBag = EmbeddingBagClass
