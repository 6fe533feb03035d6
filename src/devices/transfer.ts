// What goes to a device, comes from it, and is written to memory that is there.
import type { Kernel } from './backend.js'
import { dense, type Numbers, runFormula } from './by-place.js'
import { deviceStorage } from './device-storage.js'
import { buffersOf, copyOnDevice, emptyOnDevice, functions, mapElements, run, same } from './elementwise.js'
import { type DType, int32, int64, type TypedArray } from '../base/dtype.js'
import { contiguousStrides, isContiguous, isDense, sameSizes, type Sizes } from '../base/layout.js'
import { copyElements } from '../kernels/copy.js'
import type { Scalar } from '../base/scalar.js'
import { writeElement } from '../memory/elements.js'
import { Storage } from '../memory/storage.js'
import { type Tensor, tensorFromArray } from '../tensor/tensor.js'

/** Where an element of the memory lies in a window on it: -1 outside. The strides fall from the outermost on. */
function windowKernel(rank: number): Kernel {
  const params = ['i', 'base', 'values', 'at']
  let text = 'let rest = i - at; let place = 0; let inside = rest >= 0 ? 1 : 0;\n'
  for (let k = 0; k < rank; k++) {
    params.push(`n${k}`, `s${k}`, `p${k}`)
    text += `const c${k} = quotient(rest, s${k}); if (c${k} >= n${k}) inside = 0; rest = rest - c${k} * s${k}; place = place + c${k} * p${k};\n`
  }
  return {
    name: `window ${rank}`,
    source: `(${params.join(', ')}) => { ${text} if (inside < 0.5 || rest > 0) return base[i]; return values[place] }`,
    functions,
  }
}
const windowKernels: Kernel[] = []

/**
 * Writes the elements of `source`, which has the sizes and the dtype of `target`, over those of `target`.
 *
 * @param isOurs whether nobody else will look at `source`, so that its memory may be taken
 */
export function writeOnDevice(target: Tensor, source: Tensor, isOurs: boolean): void {
  if (target.count === 0) return
  const storage = deviceStorage(target)
  const whole = target.offset === 0 && target.count === storage.length
  if (whole && isDense(target.sizes, target.strides)) {
    const fits = isOurs && source.count === source.memory.length && sameSizes(source.strides, target.strides)
    storage.take(deviceStorage(fits ? source : copyLike(source, target.strides)))
    return
  }
  const dims = target.sizes.map((_, dim) => dim).filter((dim) => target.sizes[dim] !== 1)
  dims.sort((a, b) => target.strides[b] - target.strides[a])
  const places = contiguousStrides(target.sizes)
  const kernel = (windowKernels[dims.length] ??= windowKernel(dims.length))
  const args: (Tensor | number)[] = [dense(source), target.offset]
  for (const dim of dims) args.push(target.sizes[dim], target.strides[dim], places[dim])
  storage.put(run(kernel, storage.length, [storage.numbers, ...buffersOf(args)]))
}

const copyLike = (source: Tensor, strides: Sizes): Tensor =>
  mapElements('copy', same, [source], {
    sizes: source.sizes,
    dtype: source.dtype,
    strides: isContiguous(source.sizes, strides) ? null : strides,
    finish: same,
  })

/** The elements of a tensor of the CPU in row-major order. */
function inOrder({ memory, dtype, offset, sizes, strides, count }: Tensor): TypedArray {
  const result = new Storage(new dtype.ArrayType(count * dtype.slots), dtype)
  const cells = (from: Storage): TypedArray => (dtype === int64 ? from.as(int32) : from).array
  const target = { array: cells(result), at: 0, dtype }
  copyElements(
    [target, { array: cells(memory), at: offset, dtype }],
    sizes,
    contiguousStrides(sizes),
    strides,
  )
  return result.array
}

/** A new tensor on the device with the elements of one on the CPU. */
export function toDevice(tensor: Tensor): Tensor {
  const result = emptyOnDevice(tensor.sizes, tensor.dtype)
  const { offset, count } = tensor
  deviceStorage(result).upload(
    tensor.contiguousFlag ? tensor.memory.array.subarray(offset, offset + count) : inOrder(tensor),
  )
  return result
}

/** A new tensor on the CPU with the elements of one on the device. */
export function toHost(tensor: Tensor): Tensor {
  const isMost = tensor.memory.length <= 2 * tensor.count && isDense(tensor.sizes, tensor.strides)
  const source = isMost ? tensor : copyOnDevice(tensor, tensor.dtype)
  const array = deviceStorage(source).download()
  const result = tensorFromArray(array, source.sizes, source.dtype)
  result.setGeometry(source.sizes, source.strides, source.offset)
  return result
}

const orZero = (i: number, x: Numbers, n: number): number => (i < n ? x[i] : 0)

/** Gives the memory behind a tensor more places, for all its views. */
export function growOnDevice(tensor: Tensor, length: number): void {
  const storage = deviceStorage(tensor)
  const all = tensor.viewAs([storage.length], [1], 0)
  storage.take(deviceStorage(runFormula(orZero, [length], tensor.dtype, all, storage.length)))
}

/** A new tensor on the device of one number, which becomes what the CPU casts it to. */
export function filledOnDevice(sizes: Sizes, value: Scalar, dtype: DType): Tensor {
  const one = new dtype.ArrayType(dtype.slots)
  writeElement(dtype, one, 0, value)
  return mapElements('fill', same, [Number(one[0])], { sizes, dtype, finish: same })
}
