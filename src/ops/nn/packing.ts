// Sequences of several lengths, behind each other step by step, without what fills the shorter ones up. Follows
// ATen/native/PackedSequence.cpp.
import { int64 } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import { cpu, type Device } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

const numbersIn = (x: Tensor): number[] => {
  check(x.sizes.length === 1, () => 'lengths must be a 1D tensor')
  return (x.tolist() as (number | bigint)[]).map(Number)
}

/** For each row of the packed data its place among the rows of a padded tensor with `columns` in the second dimension. */
function placesOf(
  sizes: readonly number[],
  longest: number,
  batch: number,
  batchFirst: boolean,
  device: Device,
): Tensor {
  const places: number[] = []
  for (let t = 0; t < sizes.length; t++)
    for (let b = 0; b < sizes[t]; b++) places.push(batchFirst ? b * longest + t : t * batch + b)
  return call('tensor', [places, { dtype: int64, device }]) as Tensor
}

/** How many sequences are not at their end, for each step. */
function sizesOfSteps(lengths: readonly number[]): number[] {
  const sizes: number[] = []
  for (let t = 0; t < (lengths[0] ?? 0); t++) sizes.push(lengths.filter((length) => length > t).length)
  return sizes
}

op(
  '_pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first) -> (Tensor data, Tensor batch_sizes)',
  {
    doc: 'The sequences of a padded tensor, longest first, behind each other step by step; and how many each step has.',
    example: [
      'torch._pack_padded_sequence(torch.tensor([[1, 2, 3], [4, 5, 0]]), torch.tensor([3, 2]), true)[0]',
      'tensor([1, 4, 2, 5, 3])',
    ],
    node: 'PackPaddedSequenceBackward0',
    tuple: null,
    variants: 'function',
    // Lengths stay on the CPU.
    device: 'mixed',
    validate: (input: Tensor, lengths: Tensor, batchFirst: boolean) => {
      check(input.count > 0, () => 'Cannot pack empty tensors.')
      check(
        lengths.dtype === int64 && lengths.memory.isHere,
        () =>
          "'lengths' argument should be a 1D CPU int64 tensor, but got " +
          `${lengths.sizes.length}D ${lengths.device.type} ${lengths.dtype.scalarName} tensor`,
      )
      const batch = input.sizes[batchFirst ? 0 : 1]
      const all = numbersIn(lengths)
      check(
        all.length === batch,
        () =>
          `Expected \`len(lengths)\` to be equal to batch_size, but got ${all.length} (batch_size=${batch})`,
      )
      check(
        all[all.length - 1] > 0,
        () =>
          "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
      )
      check(
        all.every((length, i) => i === 0 || length <= all[i - 1]),
        () =>
          '`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass ' +
          '`enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not ' +
          'need ONNX exportability.',
      )
      const longest = input.sizes[batchFirst ? 1 : 0]
      if (all[0] > longest)
        throw new RuntimeError(
          `start (${longest}) + length (${all[0] - longest}) exceeds dimension size (${longest}).`,
        )
    },
    compute: (input: Tensor, lengths: Tensor, batchFirst: boolean) => {
      const [first, second, ...rest] = input.sizes
      const [longest, batch] = batchFirst ? [second, first] : [first, second]
      const sizes = sizesOfSteps(numbersIn(lengths))
      const rows = input.reshape([longest * batch, ...rest])
      return [
        rows.index_select(0, placesOf(sizes, longest, batch, batchFirst, input.device)),
        call('tensor', [sizes, { dtype: int64, device: cpu }]) as Tensor,
      ]
    },
    backward: {
      input: (g, { input_sizes, lengths, batch_first }) => {
        const [first, second, ...rest] = input_sizes as number[]
        const [longest, batch] = batch_first ? [second, first] : [first, second]
        const places = placesOf(sizesOfSteps(numbersIn(lengths)), longest, batch, batch_first, g.device)
        return g
          .new_zeros([longest * batch, ...rest])
          .index_add(0, places, g)
          .view(input_sizes)
      },
    },
  },
)

op(
  '_pad_packed_sequence(Tensor data, Tensor batch_sizes, bool batch_first, Scalar padding_value, int total_length) -> any',
  {
    doc: 'Packed sequences as a padded tensor, and their lengths.',
    example: [
      'torch._pad_packed_sequence(torch.tensor([1, 4, 2, 5, 3]), torch.tensor([2, 2, 1]), true, 0, 3)[0]',
      'tensor([[1, 2, 3],\n        [4, 5, 0]])',
    ],
    variants: 'function',
    forward: (data: Tensor, batchSizes: Tensor, batchFirst: boolean, padding: unknown, total: number) => {
      const sizes = numbersIn(batchSizes)
      const batch = sizes[0]
      const longest = sizes.length
      check(
        total <= 0 || total >= longest,
        () =>
          'Expected total_length to be at least the length of the longest sequence in input, but got ' +
          `total_length=${total} and max sequence length being ${longest}`,
      )
      const length = total > 0 ? total : longest
      const rest = data.sizes.slice(1)
      const output = call('full', [
        [length, batch, ...rest],
        padding,
        { dtype: data.dtype, device: data.device },
      ]) as Tensor
      // Steps with as many sequences lie as one block.
      for (let t = 0, at = 0; t < longest;) {
        let end = t + 1
        while (end < longest && sizes[end] === sizes[t]) end++
        const count = sizes[t] * (end - t)
        const block = data.narrow(0, at, count).view([end - t, sizes[t], ...rest])
        output
          .narrow(0, t, end - t)
          .narrow(1, 0, sizes[t])
          .copy_(block)
        at += count
        t = end
      }
      const lengths = Array.from({ length: batch }, (_, b) => sizes.filter((size) => size > b).length)
      return [
        batchFirst ? output.transpose(0, 1) : output,
        call('tensor', [lengths, { dtype: int64, device: cpu }]) as Tensor,
      ]
    },
  },
)
