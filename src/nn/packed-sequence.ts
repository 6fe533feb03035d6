// `nn.utils.rnn`: sequences of several lengths, padded or behind each other, and back. Follows torch/nn/utils/rnn.py.
import { int64 } from '../base/dtype.js'
import * as dtype from '../base/dtype.js'
import { AssertionError, RuntimeError, ValueError } from '../base/errors.js'
import { NamedTuple, Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { typeText } from './attributes.js'
import { callable } from './callable.js'

const fields = ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'] as const

interface PackedKeywords {
  data?: Tensor
  batch_sizes?: Tensor | null
  sorted_indices?: Tensor | null
  unsorted_indices?: Tensor | null
}

class PackedSequenceClass extends NamedTuple<Tensor | null> {
  /** The elements of all sequences, step after step. */
  declare readonly data: Tensor
  /** How many sequences have each step. */
  declare readonly batch_sizes: Tensor
  /** How the sequences were put in order; null where they came so. */
  declare readonly sorted_indices: Tensor | null
  declare readonly unsorted_indices: Tensor | null

  constructor(
    data: Tensor | readonly [Tensor, Tensor] | PackedKeywords,
    batch_sizes?: Tensor | null,
    sorted_indices?: Tensor | null,
    unsorted_indices?: Tensor | null,
  ) {
    super()
    const given = [data, batch_sizes, sorted_indices, unsorted_indices].map((value) => value ?? null)
    let [all, sizes, order, back] = given as (Tensor | null)[]
    if (sizes === null) {
      if (!Array.isArray(data) || data.length !== 2) throw new AssertionError('')
      ;[all, sizes] = data as [Tensor, Tensor]
    }
    back ??= invert_permutation(order)
    for (const value of [all, sizes, order, back]) this.push(value)
  }

  /** The same sequences with their elements as another dtype, or on another device. */
  to(...args: unknown[]): PackedSequence {
    const data = (this.data as unknown as { to(...args: unknown[]): Tensor }).to(...args)
    if (data === this.data) return this
    const moved = (index: Tensor | null): Tensor | null => (index === null ? null : index.to(data.device))
    return new PackedSequenceClass(
      data,
      this.batch_sizes,
      moved(this.sorted_indices),
      moved(this.unsorted_indices),
    )
  }
  cpu(): PackedSequence {
    return this.to('cpu')
  }
  cuda(): PackedSequence {
    return this.to('cuda')
  }
  double(): PackedSequence {
    return this.to(dtype.float64)
  }
  float(): PackedSequence {
    return this.to(dtype.float32)
  }
  half(): PackedSequence {
    return this.to(dtype.float16)
  }
  long(): PackedSequence {
    return this.to(int64)
  }
  int(): PackedSequence {
    return this.to(dtype.int32)
  }
  short(): PackedSequence {
    return this.to(dtype.int16)
  }
  char(): PackedSequence {
    return this.to(dtype.int8)
  }
  byte(): PackedSequence {
    return this.to(dtype.uint8)
  }
  get is_cuda(): boolean {
    return this.data.is_cuda
  }
  is_pinned(): boolean {
    return false
  }
}
Object.defineProperties(PackedSequenceClass.prototype, {
  typeName: { value: 'PackedSequence' },
  fields: { value: fields },
  ...Object.fromEntries(
    fields.map((field, i) => [
      field,
      {
        get(this: NamedTuple): unknown {
          return this[i]
        },
      },
    ]),
  ),
})
/** Sequences of several lengths behind each other, step by step: what recurrent layers take and give. */
export const PackedSequence = callable(PackedSequenceClass, 'PackedSequence')
export type PackedSequence = PackedSequenceClass

/**
 * The permutation that undoes one.
 *
 * @example
 * nn.utils.rnn.invert_permutation(torch.tensor([2, 0, 1])) // tensor([1, 2, 0])
 */
export const invert_permutation = pythonic(
  'invert_permutation(permutation)',
  (permutation: Tensor | null): Tensor | null => {
    if (permutation === null) return null
    const places = call('arange', [permutation.count, { device: permutation.device }]) as Tensor
    return (call('empty_like', [permutation]) as Tensor).scatter_(0, permutation, places)
  },
)

type Lengths = Tensor | readonly number[]

interface PackKeywords {
  lengths?: Lengths
  batch_first?: boolean
  enforce_sorted?: boolean
}

/**
 * Packs a padded batch of sequences.
 *
 * @param lengths how long each sequence is
 * @param enforce_sorted whether the sequences come longest first; else they are put in order
 * @example
 * nn.utils.rnn.pack_padded_sequence(torch.ones(2, 2), [2, 1]).batch_sizes // tensor([2, 1])
 */
export const pack_padded_sequence = pythonic<
  (input: Tensor, lengths: Lengths, batchFirst: boolean, isSorted: boolean) => PackedSequence,
  (
    input: Tensor,
    lengths: Lengths | PackKeywords,
    batch_first?: boolean | PackKeywords,
    enforce_sorted?: boolean | PackKeywords,
  ) => PackedSequence
>(
  'pack_padded_sequence(input, lengths, batch_first = False, enforce_sorted = True)',
  (input: Tensor, lengths: Lengths, batchFirst: boolean, isSorted: boolean): PackedSequence => {
    let sizes = call('as_tensor', [lengths, { dtype: int64 }]) as Tensor
    let rows = input
    let order: Tensor | null = null
    if (!isSorted) {
      const sorted = call('sort', [sizes, { descending: true }]) as Tensor[]
      sizes = sorted[0]
      order = sorted[1].to(input.device)
      rows = input.index_select(batchFirst ? 0 : 1, order)
    }
    const [data, batchSizes] = call('_pack_padded_sequence', [rows, sizes, batchFirst]) as Tensor[]
    return new PackedSequenceClass(data, batchSizes, order)
  },
)

interface PadKeywords {
  batch_first?: boolean
  padding_value?: number
  total_length?: number | null
}

/**
 * A padded batch of what `pack_padded_sequence` packed, and the lengths of its sequences.
 *
 * @example
 * nn.utils.rnn.pad_packed_sequence(nn.utils.rnn.pack_sequence([torch.ones(2), torch.ones(1)]))[1] // tensor([2, 1])
 */
export const pad_packed_sequence = pythonic<
  (sequence: PackedSequence, batchFirst: boolean, padding: number, total: number | null) => Tuple<Tensor>,
  (
    sequence: PackedSequence,
    batch_first?: boolean | PadKeywords,
    padding_value?: number | PadKeywords,
    total_length?: number | null | PadKeywords,
  ) => Tuple<Tensor>
>(
  'pad_packed_sequence(sequence, batch_first = False, padding_value = 0, total_length = None)',
  (sequence: PackedSequence, batchFirst: boolean, padding: number, total: number | null): Tuple<Tensor> => {
    const longest = sequence.batch_sizes.count
    if (total !== null && total < longest)
      throw new ValueError(
        'Expected total_length to be at least the length of the longest sequence in input, but got ' +
          `total_length=${total} and max sequence length being ${longest}`,
      )
    const [output, lengths] = call('_pad_packed_sequence', [
      sequence.data,
      sequence.batch_sizes,
      batchFirst,
      padding,
      total ?? longest,
    ]) as Tensor[]
    const order = sequence.unsorted_indices
    if (order === null) return Tuple.of(output, lengths)
    return Tuple.of(output.index_select(batchFirst ? 0 : 1, order), lengths.index_select(0, order.cpu()))
  },
)

function listOf(sequences: Iterable<Tensor>): Tensor[] {
  return sequences instanceof Tensor ? (call('unbind', [sequences]) as Tensor[]) : Array.from(sequences)
}

interface PaddingKeywords {
  batch_first?: boolean
  padding_value?: number
}

/**
 * One tensor of sequences of several lengths, short ones filled up with `padding_value`.
 *
 * @example
 * nn.utils.rnn.pad_sequence([torch.ones(2), torch.ones(1)])
 * // tensor([[1., 1.],
 * //         [1., 0.]])
 */
export const pad_sequence = pythonic<
  (sequences: Iterable<Tensor>, batchFirst: boolean, padding: number) => Tensor,
  (
    sequences: Iterable<Tensor>,
    batch_first?: boolean | PaddingKeywords,
    padding_value?: number | PaddingKeywords,
  ) => Tensor
>(
  'pad_sequence(sequences, batch_first = False, padding_value = 0)',
  (sequences: Iterable<Tensor>, batchFirst: boolean, padding: number): Tensor => {
    if (!(sequences instanceof Tensor) && !(Symbol.iterator in Object(sequences)))
      throw new RuntimeError(
        'pad_sequence: Expected iterable for input sequences, but got arg of type: ' +
          `<class '${typeText(sequences)}'>`,
      )
    const list = listOf(sequences)
    if (list.length === 0) throw new RuntimeError('received an empty list of sequences')
    const [first] = list
    const longest = Math.max(...list.map((sequence) => sequence.sizes[0]))
    const rest = first.sizes.slice(1)
    const sizes = batchFirst ? [list.length, longest, ...rest] : [longest, list.length, ...rest]
    const output = call('full', [sizes, padding, { dtype: first.dtype, device: first.device }]) as Tensor
    list.forEach((sequence, i) => {
      const place = batchFirst ? output.select(0, i) : output.select(1, i)
      place.narrow(0, 0, sequence.sizes[0]).copy_(sequence)
    })
    return output
  },
)

/**
 * The sequences of a padded batch, without what fills the short ones up.
 *
 * @example
 * nn.utils.rnn.unpad_sequence(torch.ones(2, 2), torch.tensor([2, 1])) // [tensor([1., 1.]), tensor([1.])]
 */
export const unpad_sequence = pythonic<
  (padded: Tensor, lengths: Tensor, batchFirst: boolean) => Tensor[],
  (padded_sequences: Tensor, lengths: Tensor, batch_first?: boolean | { batch_first?: boolean }) => Tensor[]
>(
  'unpad_sequence(padded_sequences, lengths, batch_first = False)',
  (padded: Tensor, lengths: Tensor, batchFirst: boolean): Tensor[] => {
    const rows = batchFirst ? padded : padded.transpose(0, 1)
    const sizes = (lengths.tolist() as (number | bigint)[]).map(Number)
    return (call('unbind', [rows]) as Tensor[]).map((row, i) => row.narrow(0, 0, sizes[i]))
  },
)

/**
 * Packs a list of sequences.
 *
 * @example
 * nn.utils.rnn.pack_sequence([torch.ones(2), torch.ones(1)]).data // tensor([1., 1., 1.])
 */
export const pack_sequence = pythonic<
  (sequences: Iterable<Tensor>, isSorted: boolean) => PackedSequence,
  (sequences: Iterable<Tensor>, enforce_sorted?: boolean | { enforce_sorted?: boolean }) => PackedSequence
>(
  'pack_sequence(sequences, enforce_sorted = True)',
  (sequences: Iterable<Tensor>, isSorted: boolean): PackedSequence => {
    const list = Array.from(sequences)
    const lengths = list.map((sequence) => sequence.sizes[0])
    return pack_padded_sequence(pad_sequence(list), lengths, { enforce_sorted: isSorted })
  },
)

/**
 * The list of sequences that were packed.
 *
 * @example
 * nn.utils.rnn.unpack_sequence(nn.utils.rnn.pack_sequence([torch.ones(2), torch.ones(1)]))[1] // tensor([1.])
 */
export const unpack_sequence = pythonic(
  'unpack_sequence(packed_sequences)',
  (packed: PackedSequence): Tensor[] => {
    const [padded, lengths] = pad_packed_sequence(packed, { batch_first: true })
    return unpad_sequence(padded, lengths, { batch_first: true })
  },
)
