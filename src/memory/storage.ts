// The memory behind a tensor and its views, and the counter that tells when it was written to.
import type { Device } from '../base/scalar.js'
import { cpu } from '../base/scalar.js'
import { bool, type DType, type TypedArray } from '../base/dtype.js'
import { unmanage } from './allocate.js'

/** Whether any memory was ever seen as bools that was not theirs: hardly any program has such. */
export const looseBools = { exist: false }

let made = 0
/** How many storages were made so far: those that are made from here on have larger serials. */
export const storagesMade = (): number => made

/**
 * One block of memory, shared by a tensor and all its views.
 *
 * Tensors read `array` through their storage each time, so that growing a storage (`resize_`) or moving it
 * (`numpy()` of a managed block) is seen by every view. Views under another dtype (`view(dtype)`,
 * `view_as_real`) have a storage of their own over the same bytes, linked through `siblings`.
 */
export class Storage {
  /** How many there were when it was made, itself counted: what was made later than something else. */
  readonly serial = ++made
  /** The storages over the same bytes. Keeps the owner of the bytes alive: Note [Arena lifetime] in allocate.ts. */
  #siblings: Storage[] | null = null
  /** Whether code outside the engine holds the memory too: an array that was given or handed out. */
  isForeign = false
  /** Whether bools in it may be other bytes than 0 and 1: they are the bytes of another type. */
  isLoose = false
  /** Whether PyTorch would only have marked these numbers as conjugates of others: what `is_conj` tells. */
  isConjugate = false

  constructor(
    public array: TypedArray,
    readonly dtype: DType,
    readonly device: Device = cpu,
  ) {}

  /** Elements that fit. */
  get length(): number {
    return this.array.length / this.dtype.slots
  }

  /** Whether the numbers are in the memory of this process, in `array`. */
  get isHere(): boolean {
    return true
  }

  /** The block of memory that is behind this storage, its size, and where in it the first element is, in bytes. */
  get place(): { readonly block: object; readonly bytes: number; readonly start: number } {
    const { buffer, byteOffset } = this.array
    return { block: buffer, bytes: buffer.byteLength, start: byteOffset }
  }

  /** The same bytes under another element type; both see every write. */
  as(dtype: DType): Storage {
    if (dtype === this.dtype) return this
    const known = this.#siblings?.find((storage) => storage.dtype === dtype)
    if (known) return known
    const { buffer, byteOffset, byteLength } = this.array
    const sibling = new Storage(
      new dtype.ArrayType(buffer, byteOffset, Math.floor(byteLength / dtype.ArrayType.BYTES_PER_ELEMENT)),
      dtype,
      this.device,
    )
    if (dtype === bool) sibling.loosen()
    sibling.isConjugate = this.isConjugate
    this.#siblings ??= [this]
    this.#siblings.push(sibling)
    sibling.#siblings = this.#siblings
    return sibling
  }

  /** Says that bools in this memory may be any bytes. */
  loosen(): void {
    this.isLoose = looseBools.exist = true
  }

  /** Moves the numbers to other memory, which has room for them, for every tensor that uses this one. */
  moveTo(array: TypedArray): void {
    ;(array as Float32Array).set(this.array as Float32Array)
    this.replace(array)
  }

  /** The array, for code outside the engine: in memory of its own, which may be held for as long as one likes. */
  handOut(): TypedArray {
    const own = unmanage(this.array)
    if (own !== this.array) this.replace(own)
    this.isForeign = true
    return own
  }

  protected replace(array: TypedArray): void {
    this.array = array
    for (const storage of this.#siblings ?? []) {
      if (storage !== this)
        storage.array = new storage.dtype.ArrayType(
          array.buffer,
          array.byteOffset,
          Math.floor(array.byteLength / storage.dtype.ArrayType.BYTES_PER_ELEMENT),
        )
    }
  }

  /** Whether a write to one can be seen in the other. */
  shares(other: Storage): boolean {
    if (this === other) return true
    // Asking another device for its array would bring it here.
    if (other.device !== this.device) return false
    if (this.array === other.array) return true
    if (this.#siblings?.includes(other)) return true
    // Asked last: the buffer of a small array is made when somebody looks at it.
    return this.isForeign && other.isForeign && this.array.buffer === other.array.buffer
  }
}

type Allocator = (dtype: DType, length: number) => Storage
const allocators = new Map<string, Allocator>()

/** Says how memory is had on a kind of device. */
export function setAllocator(type: string, allocator: Allocator): void {
  allocators.set(type, allocator)
}

/** New memory of zeros on a device other than the CPU. */
export function storageOn(device: Device, dtype: DType, length: number): Storage {
  const allocator = allocators.get(device.type)
  if (allocator === undefined)
    throw new Error(`internal: nothing says how memory is had on ${device.toString()}`)
  return allocator(dtype, length)
}

/** Counts in-place writes. A tensor, its views and `detach()` share one; `.data` starts its own. */
export class VersionCounter {
  value = 0
}
