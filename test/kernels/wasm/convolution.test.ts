// Convolutions on vectors against their definition: windows, steps, what lies around, groups, and rows of every length.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { type DType, float32, float64 } from '../../../src/base/dtype.js'
import { allocate } from '../../../src/memory/allocate.js'
import type { Sweep, Triple } from '../../../src/kernels/columns.js'
import {
  biasing,
  convolution,
  correlation,
  type Extent,
  spreading,
} from '../../../src/kernels/convolution.js'
import type { Kernel, Memories, Memory } from '../../../src/kernels/kernel.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'
import { vectorForm } from '../../../src/kernels/wasm/vectors.js'
import { checksum } from '../checksum.js'
import torch from '../../../src/index.js'

const t = torch as any

// Of vectors, whatever is asked for from outside.
setLevel('relaxed')

let seed = 1
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 31 - 1
}

function memory(dtype: DType, count: number, at = 0): Memory {
  const array = allocate(dtype, count + at)
  for (let i = 0; i < array.length; i++) array[i] = random()
  return { array, at, dtype }
}

const numel = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

/** Sizes, window, stride, padding, dilation; images, groups, channels and outputs of a group. */
type Case = [Triple, Triple, Triple, Triple, Triple, [number, number, number, number]]
const ones: Triple = [1, 1, 1]
const none: Triple = [0, 0, 0]
const cases: Case[] = [
  [[1, 28, 28], [1, 3, 3], ones, none, ones, [3, 1, 1, 16]],
  [[1, 28, 28], [1, 5, 5], ones, [0, 2, 2], ones, [2, 1, 3, 6]],
  [[1, 12, 12], [1, 5, 5], ones, none, ones, [2, 1, 6, 16]],
  [[1, 9, 13], [1, 3, 2], [1, 2, 2], [0, 1, 1], ones, [4, 1, 5, 9]],
  [
    [1, 17, 19],
    [1, 3, 3],
    [1, 3, 2],
    [0, 2, 1],
    [1, 2, 3],
    [3, 2, 4, 7],
  ],
  [[1, 6, 6], [1, 4, 4], ones, none, ones, [5, 1, 16, 8]],
  [[1, 5, 5], [1, 3, 3], [1, 4, 4], none, ones, [9, 1, 32, 33]],
  [[1, 8, 8], [1, 2, 2], [1, 3, 3], none, ones, [9, 1, 16, 13]],
  [[1, 1, 200], [1, 1, 7], [1, 1, 5], [0, 0, 3], ones, [7, 3, 2, 5]],
  [[5, 7, 11], [2, 3, 3], [2, 1, 1], [1, 0, 1], ones, [2, 1, 3, 4]],
  [
    [6, 6, 6],
    [3, 3, 3],
    [1, 2, 3],
    [1, 1, 1],
    [2, 1, 1],
    [3, 2, 3, 3],
  ],
  [[1, 14, 14], [1, 1, 1], ones, none, ones, [3, 1, 20, 11]],
  [[1, 14, 14], [1, 1, 1], [1, 2, 2], none, ones, [9, 1, 20, 11]],
  [[1, 16, 16], [1, 3, 3], ones, [0, 1, 1], ones, [3, 16, 1, 1]],
  [[1, 9, 39], [1, 3, 3], ones, none, ones, [2, 1, 21, 3]],
  [[1, 7, 39], [1, 3, 3], ones, [0, 1, 2], ones, [2, 1, 2, 13]],
]

function sweepOf([sizes, window, stride, padding, dilation]: Case): Sweep {
  const places = sizes.map(
    (size, d) => Math.floor((size + 2 * padding[d] - dilation[d] * (window[d] - 1) - 1) / stride[d]) + 1,
  ) as unknown as Triple
  return { sizes, window, places, stride, padding, dilation }
}

function compare<M extends Memories>(
  kernel: Kernel<M, [Extent, Sweep]>,
  memories: M,
  extent: Extent,
  sweep: Sweep,
  most: number,
): void {
  const form = vectorForm(kernel.name, memories, [extent, sweep])
  assert.ok(form !== null)
  const [out, ...rest] = memories as unknown as Memory[]
  const wanted: Memory = { ...out, array: out.array.slice() }
  form(memories, extent, sweep)
  kernel.js([wanted, ...rest] as unknown as M, extent, sweep)
  for (let i = 0; i < wanted.array.length; i++) {
    const [x, y] = [Number(out.array[i]), Number(wanted.array[i])]
    assert.ok(Math.abs(x - y) <= most, `${kernel.name}, element ${i} is ${x}, not ${y}`)
  }
}

for (const level of ['simd', 'relaxed'] as Level[])
  for (const dtype of [float32, float64])
    test(`convolutions on vectors, ${level}, ${dtype.name}`, () => {
      const before = setLevel(level)
      const precision = dtype === float32 ? 2 ** -21 : 2 ** -49
      for (const [one, isBlocked] of cases.flatMap((one) => [true, false].map((is) => [one, is] as const))) {
        const sweep = sweepOf(one)
        const [images, groups, channels, outputs] = one[5]
        const extent: Extent = { images, groups, channels, outputs, isBlocked }
        const cells = channels * numel(sweep.window)
        const x = memory(dtype, images * groups * channels * numel(sweep.sizes), 5)
        const weight = memory(dtype, groups * outputs * cells, 2)
        const places = images * groups * outputs * numel(sweep.places)
        for (const bias of [null, memory(dtype, groups * outputs, 1)])
          compare(convolution, [memory(dtype, places, 3), x, weight, bias], extent, sweep, cells * precision)
        const g = memory(dtype, places, 4)
        const back: [Memory, Memory, Memory] = [memory(dtype, x.array.length - 5, 1), g, weight]
        compare(spreading, back, extent, sweep, outputs * numel(sweep.window) * precision)
        const slopes: [Memory, Memory, Memory] = [memory(dtype, weight.array.length - 2, 7), x, g]
        compare(correlation, slopes, extent, sweep, images * numel(sweep.places) * precision)
      }
      setLevel(before)
    })

test('what is not a number in an image reaches those weights that saw it', () => {
  const [images, channels, outputs] = [4, 2, 8]
  const extent: Extent = { images, groups: 1, channels, outputs, isBlocked: true }
  const sweep = sweepOf([[1, 11, 11], [1, 3, 3], ones, none, ones, [images, 1, channels, outputs]])
  const x = memory(float32, images * channels * 121)
  x.array[10] = Infinity
  const g = memory(float32, images * outputs * 81)
  const [found, wanted] = [memory(float32, outputs * channels * 9), memory(float32, outputs * channels * 9)]
  vectorForm('correlate', [found, x, g], [extent, sweep])!([found, x, g], extent, sweep)
  correlation.js([wanted, x, g], extent, sweep)
  const isFinite = ({ array }: Memory): boolean[] => [...(array as Float32Array)].map(Number.isFinite)
  assert.deepEqual(isFinite(found), isFinite(wanted))
})

/** Function, sizes of images and weight, stride and padding; checksums of the result and of the three gradients. */
const recorded: [string, string, number[], number[], [number, number], ...string[]][] = [
  [
    'one channel',
    'conv2d',
    [2, 1, 12, 12],
    [6, 1, 5, 5],
    [1, 2],
    '447ffd80',
    '3e067377',
    'd7841fce',
    '73021587',
  ],
  [
    'channels of an odd number',
    'conv2d',
    [3, 5, 9, 8],
    [7, 5, 3, 3],
    [2, 1],
    '287bc979',
    'a075bfc7',
    '4e80e3cd',
    '256c1f74',
  ],
  [
    'more channels than a block',
    'conv2d',
    [2, 20, 7, 7],
    [18, 20, 3, 3],
    [1, 1],
    '9798ce24',
    '8b14514a',
    'db65a980',
    'c94d9689',
  ],
  ['signals', 'conv1d', [2, 4, 30], [5, 4, 3], [1, 0], '74b80cb2', 'f5a4705c', 'c89b2295', 'd21b1cb3'],
  [
    'one image, by columns',
    'conv2d',
    [1, 3, 8, 8],
    [4, 3, 3, 3],
    [1, 1],
    '627a318c',
    '61174c72',
    '65ae1d21',
    '8d7e587b',
  ],
  [
    'one image of large windows',
    'conv2d',
    [1, 6, 9, 9],
    [5, 6, 4, 4],
    [1, 0],
    '30af797b',
    'f1d2a2d7',
    '7b4d7871',
    'cc38113e',
  ],
  [
    'transposed',
    'conv_transpose2d',
    [2, 6, 5, 5],
    [6, 4, 3, 3],
    [2, 1],
    'b56a5cd9',
    '99851fe4',
    '01abf10b',
    '93fe291e',
  ],
]

for (const [name, kind, sizes, window, steps, ...expected] of recorded)
  test(`convolutions have PyTorch's bits: ${name}`, () => {
    t.manual_seed(7)
    const x = t.rand(sizes).mul(2).sub(1).requires_grad_()
    const weight = t.rand(window).sub(0.5).requires_grad_()
    const bias = t.rand(window[kind === 'conv_transpose2d' ? 1 : 0]).requires_grad_()
    const y = t.nn.functional[kind](x, weight, bias, ...steps)
    y.backward(t.rand(y.shape).sub(0.3))
    assert.deepEqual([y, x.grad, weight.grad, bias.grad].map(checksum), expected)
  })

test('sums of a bias are those of the definition, bit for bit', () => {
  for (const [images, outputs, places] of [
    [3, 6, 784],
    [5, 16, 100],
    [9, 1, 512],
    [2, 19, 121],
  ]) {
    const g = memory(float32, images * outputs * places, 3)
    const [found, wanted] = [memory(float32, outputs, 2), memory(float32, outputs, 2)]
    ;(wanted.array as Float32Array).set(found.array as Float32Array)
    vectorForm('biases', [found, g], [images, outputs, places])!([found, g], images, outputs, places)
    biasing.js([wanted, g], images, outputs, places)
    assert.deepEqual(found.array, wanted.array)
  }
})

test('the gradient of a sum, one number, gives what the same number at all places gives', () => {
  for (const [dtype, outputs] of [
    [t.float32, 16],
    [t.float32, 5],
    [t.float64, 3],
  ]) {
    const x = t.randn(17, 3, 12, 11, { dtype })
    const w = t.randn(outputs, 3, 3, 3, { dtype }).requires_grad_()
    const gradient = (g: (y: any) => void): any => {
      w.grad = null
      g(t.nn.functional.conv2d(x, w, null, 1, 1))
      return w.grad
    }
    const ofSum = gradient((y) => y.sum().backward())
    const ofOnes = gradient((y) => y.backward(t.ones(y.shape, { dtype })))
    assert.equal(t.equal(ofSum, ofOnes), true)
  }
})
