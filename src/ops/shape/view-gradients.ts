// Gradients of views: zeros, with what came in where the view had looked.
import { check, checkNumel, wrapDim } from '../../base/errors.js'
import { int64 } from '../../base/dtype.js'
import { contiguousStrides, type Sizes, without } from '../../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { indexTensor } from '../../engine/picking.js'
import { castTo } from '../../engine/copy.js'
import { offsetsOf } from '../../kernels/places.js'
import { onto } from '../../engine/place.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkReach, embedded, writeWindow } from './geometry.js'

op('select_backward(Tensor grad_output, int[] input_sizes, int dim, int index) -> Tensor', {
  variants: 'inside',
  doc: 'Zeros of `input_sizes` with `grad_output` where `select` reads.',
  device: true,
  compute: (grad: Tensor, sizes: Sizes, dim: number, index: number) => {
    const strides = contiguousStrides(sizes)
    const at = wrapDim(dim, sizes.length)
    const start = (index < 0 ? index + sizes[at] : index) * strides[at]
    return embedded(grad, sizes, without(strides, at), start)
  },
  backward: { grad_output: (g, { dim, index }) => g.select(dim, index) },
})

op(
  'slice_backward(Tensor grad_output, int[] input_sizes, int dim, int? start, int? end, int step) -> Tensor',
  {
    variants: 'inside',
    doc: 'Zeros of `input_sizes` with `grad_output` where `slice` reads.',
    device: true,
    compute: (
      grad: Tensor,
      sizes: Sizes,
      dim: number,
      start: number | null,
      _end: number | null,
      step: number,
    ) => {
      const strides = contiguousStrides(sizes)
      const at = wrapDim(dim, sizes.length)
      const from =
        start === null ? 0 : Math.min(Math.max(start < 0 ? start + sizes[at] : start, 0), sizes[at])
      const window = strides.map((stride, i) => (i === at ? stride * step : stride))
      return embedded(grad, sizes, window, from * strides[at])
    },
    backward: { grad_output: (g, { dim, start, end, step }) => g.slice(dim, start, end, step) },
  },
)

op('diagonal_backward(Tensor grad_output, int[] input_sizes, int offset, int dim1, int dim2) -> Tensor', {
  variants: 'inside',
  doc: 'Zeros of `input_sizes` with `grad_output` on the diagonal.',
  device: true,
  compute: (grad: Tensor, sizes: Sizes, offset: number, dim1: number, dim2: number) => {
    const strides = contiguousStrides(sizes)
    const a = wrapDim(dim1, sizes.length)
    const b = wrapDim(dim2, sizes.length)
    const window = [...strides.filter((_, i) => i !== a && i !== b), strides[a] + strides[b]]
    return embedded(grad, sizes, window, offset >= 0 ? offset * strides[b] : -offset * strides[a])
  },
  backward: { grad_output: (g, { offset, dim1, dim2 }) => g.diagonal(offset, dim1, dim2) },
})

op('unfold_backward(Tensor grad_in, int[] input_sizes, int dim, int size, int step) -> Tensor', {
  variants: 'inside',
  doc: 'Adds up windows where `unfold` took them.',
  device: true,
  compute: (grad: Tensor, sizes: Sizes, dim: number, _size: number, step: number) => {
    checkNumel(sizes)
    const result = zerosTensor(sizes, grad.dtype, grad.device)
    const { strides } = result
    const at = wrapDim(dim, sizes.length)
    const window =
      sizes.length === 0 ? [1] : [...strides.map((s, i) => (i === at ? s * step : s)), strides[at]]
    // Within one place of the windows nothing coincides. From the last on, so that windows are added up in their order.
    const last = grad.sizes.length - 1
    check(last === sizes.length, () => 'mismatch in length of strides and shape')
    checkReach(result, grad.sizes, window, 0)
    for (let k = grad.sizes[last] - 1; k >= 0; k--)
      result
        .viewAs(grad.sizes.slice(0, last), window.slice(0, last), k * window[last])
        .add_(grad.select(-1, k))
    return result
  },
  backward: { grad_in: (g, { dim, size, step }) => g.unfold(dim, size, step) },
})

/** How often each place of a memory of `length` elements is named. */
function visits(places: Int32Array, length: number): Int32Array {
  const result = new Int32Array(length)
  for (const place of places) result[place]++
  return result
}

type Window = readonly [sizes: Sizes, strides: Sizes, offset: number]

/** The first place of the memory that two windows cover, and how many places there are. */
function reach(...windows: readonly Window[]): [base: number, length: number] {
  const ends = windows.map(([sizes, strides, offset]) =>
    sizes.reduce((sum, n, i) => sum + (n - 1) * strides[i], offset + 1),
  )
  const base = Math.min(...windows.map(([, , offset]) => offset))
  return [base, Math.max(...ends) - base]
}

/** The way back of `as_strided_backward`: what was read through `input` is shared out, and read through `window`. */
function windowRead(g: Tensor, input: Window, [size, stride, offset]: Window): Tensor {
  const [base, length] = reach(input, [size, stride, offset])
  const memory = call('as_strided_backward', [g, ...input, [Math.max(length, 0)], [1], base]) as Tensor
  const [sizes, strides, start] = input
  const shares = visits(offsetsOf(sizes, strides, start - base), memory.count)
  const divisors = shares.map((times) => Math.max(times, 1))
  const shared = shares.some((times) => times > 1)
    ? memory.div(onto(indexTensor(divisors, [divisors.length]), g.device))
    : memory
  return shared.as_strided(size as number[], stride as number[], offset - base)
}

op(
  'as_strided_backward(Tensor grad, int[] size, int[] stride, int offset, int[] input_sizes, int[] input_strides, ' +
    'int input_offset) -> Tensor',
  {
    variants: 'inside',
    doc:
      'Adds the gradient of one window on a memory up and reads it through another. Where several elements of the ' +
      'input are one place in memory, they share its gradient (FunctionsManual.cpp, as_strided_backward).',
    device: true,
    compute: (
      grad: Tensor,
      size: Sizes,
      stride: Sizes,
      offset: number,
      inputSizes: Sizes,
      inputStrides: Sizes,
      inputOffset: number,
    ) => {
      checkNumel(size)
      checkNumel(inputSizes)
      const [base, length] = reach([size, stride, offset], [inputSizes, inputStrides, inputOffset])
      // What is read is as large as the input, however often the memory repeats in it; places are counted twice over.
      emptyTensor(inputSizes, grad.dtype)
      emptyTensor([Math.max(length, 0)], int64)
      let memory = zerosTensor([Math.max(length, 0)], grad.dtype, grad.device)
      // Dimensions that stand still are summed; others may meet in one place all the same.
      const still = stride.flatMap((step, dim) => (step === 0 ? [dim] : []))
      const part = still.length > 0 ? grad.sum(still) : grad
      const strides = stride.filter((step) => step !== 0)
      const targets = offsetsOf(part.sizes, strides, offset - base)
      if (visits(targets, memory.count).every((times) => times <= 1))
        writeWindow(memory, strides, offset - base, part)
      else
        memory = memory.index_add(
          0,
          onto(indexTensor(targets, [targets.length]), grad.device),
          part.reshape([-1]),
        )
      const shares = visits(offsetsOf(inputSizes, inputStrides, inputOffset - base), memory.count)
      if (!grad.dtype.isIntegral && shares.some((times) => times > 1)) {
        const divisors = shares.map((times) => Math.max(times, 1))
        memory = memory.div(onto(indexTensor(divisors, [divisors.length]), grad.device))
      }
      return castTo(memory.viewAs(inputSizes, inputStrides, inputOffset - base), grad.dtype)
    },
    backward: {
      grad: (g, { size, stride, offset, input_sizes, input_strides, input_offset }) =>
        windowRead(g, [input_sizes, input_strides, input_offset], [size, stride, offset]),
    },
  },
)
