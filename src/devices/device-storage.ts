// The memory behind a tensor that does not live on the CPU.
import { bool, type DType, float32, type TypedArray } from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { cpu } from '../base/scalar.js'
import { setAllocator, Storage } from '../memory/storage.js'
import type { DeviceBuffer } from './backend.js'
import { getBackend, gpu } from './device.js'
import { counts, forget, hold, letGo } from './held.js'

/** Up to here, and no further, a float32 holds every integer. */
const LARGEST_INTEGER = 2 ** 24
/** Elements of one tensor: kernels count them in float32. */
const LARGEST_LENGTH = 2 ** 24

/** Whether a device of float32 numbers can hold a dtype. */
export const fitsDevice = (dtype: DType): boolean => dtype === float32 || dtype === bool || dtype.isIntegral

/** Refuses what it cannot. */
export function checkDeviceDType(dtype: DType): void {
  if (fitsDevice(dtype)) return
  throw new TypeError(
    `Cannot convert a GPU Tensor to ${dtype.name} dtype as the GPU framework doesn't support ${dtype.name}. ` +
      'Please use float32 instead.\n' +
      "dtype=torch.float32 says so: torch.tensor(data, dtype=torch.float32, device='cuda').",
  )
}

function inexact(dtype: DType, what: string): RuntimeError {
  return new RuntimeError(
    `${dtype.name} on the gpu is exact up to 2^24 = 16777216, and ${what}. ` +
      'Keep such tensors on the cpu, or use float32 where digits may be lost.',
  )
}

const none: readonly TypedArray[] = [new Float32Array(0)]

/**
 * Every element is a float32 there, whatever the dtype. A kernel makes new buffers, so a write to a tensor puts
 * another buffer here; all views see it. `array` brings a copy to the CPU: writing to that changes nothing.
 */
class DeviceStorage extends Storage {
  #buffer: DeviceBuffer | null = null

  #size: number

  constructor(
    dtype: DType,
    /** Elements that fit. */
    size: number,
  ) {
    checkDeviceDType(dtype)
    if (size > LARGEST_LENGTH)
      throw new RuntimeError(`a tensor on the gpu has at most 2^24 = ${LARGEST_LENGTH} elements, not ${size}`)
    super(none[0], dtype, gpu)
    this.#size = size

    Object.defineProperty(this, 'array', { get: () => this.download() })
  }

  override get length(): number {
    return this.#size
  }

  override get isHere(): boolean {
    return false
  }

  override get place(): { readonly block: object; readonly bytes: number; readonly start: number } {
    return { block: this, bytes: 4 * this.#size, start: 0 }
  }

  /** The numbers on the device. Memory that was never written to is zero. */
  get numbers(): DeviceBuffer {
    if (this.#buffer === null) this.put(getBackend().upload(new Float32Array(Math.max(this.#size, 1))))
    return this.#buffer as DeviceBuffer
  }

  /** Replaces all of the memory. */
  put(buffer: DeviceBuffer): void {
    if (this.#buffer !== null) letGo(this.#buffer)
    this.#buffer = buffer
    hold(this, buffer)
  }

  /** Takes the memory of another storage, which is left without. */
  take(other: DeviceStorage): void {
    const { numbers } = other
    forget(numbers)
    other.#buffer = null
    this.#size = other.#size
    this.put(numbers)
  }

  /** The elements as an array of the dtype. */
  download(): TypedArray {
    const { dtype } = this
    if (this.#size === 0) return new dtype.ArrayType(0)
    counts.downloads++
    const numbers = getBackend().download(this.numbers)
    if (dtype === float32) return numbers
    const result = new dtype.ArrayType(numbers.length)
    for (let i = 0; i < numbers.length; i++) {
      const x = numbers[i]
      if (!(Math.abs(x) <= LARGEST_INTEGER))
        throw inexact(
          dtype,
          x === x ? `an element became ${x}` : 'an element went beyond, or was divided by zero',
        )
      result[i] = (dtype.name === 'int64' ? BigInt(x) : x) as never
    }
    return result
  }

  /** Takes the elements of `array`, an array of the dtype. */
  upload(array: TypedArray): void {
    if (array.length === 0) return
    const { dtype } = this
    const numbers = array instanceof Float32Array ? array : Float32Array.from(array as Float64Array, Number)
    if (dtype !== float32)
      for (let i = 0; i < array.length; i++)
        if (Math.abs(Number(array[i])) > LARGEST_INTEGER) throw inexact(dtype, `an element is ${array[i]}`)
    counts.uploads++
    this.put(getBackend().upload(numbers))
  }

  override as(dtype: DType): Storage {
    if (dtype === this.dtype) return this
    throw new RuntimeError(
      'a tensor on the gpu cannot be seen as another dtype: cast it, or bring it to the cpu',
    )
  }

  override shares(other: Storage): boolean {
    return this === other
  }

  protected override replace(): void {
    throw new RuntimeError('internal: the memory of a gpu tensor was given as an array')
  }
}

setAllocator(gpu.type, (dtype, length) => new DeviceStorage(dtype, length))

/** The memory of a tensor that is on a device. */
export const deviceStorage = (tensor: { readonly memory: Storage }): DeviceStorage =>
  tensor.memory as DeviceStorage

/** Whether a tensor lives on a device. */
export const isOnDevice = (tensor: { readonly memory: Storage }): boolean => tensor.memory.device !== cpu
