// Operands of few elements for vector code: those that are not in the arena are copied to places of its first pages that
// are always the same, so that a short way to vectors makes nothing for a call.
import type { TypedArray, TypedArrayConstructor } from '../../base/dtype.js'
import { addressInArena, getArena } from '../../memory/allocate.js'
import { RESERVED } from '../../memory/arena.js'

/** The largest memory that is copied; scratch memory for one. */
export const COPIED = 4096
const SLOT = COPIED + 64
/** Up to so many elements are copied one by one. */
export const SHORT = 64

/** Windows of the arena's first pages for operands that are copied there: by what their elements are, and which operand. */
const windows = new Map<TypedArrayConstructor, TypedArray[]>()

/** A window of a place, of the kind of an array. */
export function windowOf(slot: number, array: TypedArray): TypedArray {
  const ArrayType = array.constructor as TypedArrayConstructor
  let list = windows.get(ArrayType)
  if (list === undefined) windows.set(ArrayType, (list = []))
  return (list[slot] ??= new ArrayType(
    getArena()!.buffer,
    scratchAt(slot),
    COPIED / ArrayType.BYTES_PER_ELEMENT,
  ))
}

/** The address of a place in the arena's memory; 0 where it is elsewhere. */
export function addressIn(array: TypedArray, at: number, size: number): number {
  const address = addressInArena(array)
  return address === 0 ? 0 : address + at * size
}

/** The address of elements to be read, of which some that lie elsewhere are copied; 0 where they are too many. */
export function addressOf(array: TypedArray, at: number, count: number, size: number, slot: number): number {
  const there = addressIn(array, at, size)
  if (there !== 0) return there
  if (count * size > COPIED) return 0
  const window = windowOf(slot, array)
  if (count <= SHORT) for (let i = 0; i < count; i++) window[i] = array[at + i]
  else
    (window as Float32Array).set(
      (count === array.length ? array : array.subarray(at, at + count)) as Float32Array,
    )
  return window.byteOffset
}

/** The address to write elements to that are brought where they belong by `bringBack`; 0 where they are too many. */
export const addressFor = (array: TypedArray, at: number, count: number, size: number): number =>
  addressIn(array, at, size) || (count * size > COPIED ? 0 : scratchAt(0))

/** Copies what `addressFor` had written elsewhere to where it belongs; does nothing where that was its address already. */
export function bringBack(array: TypedArray, at: number, count: number, from: number): void {
  if (from !== scratchAt(0)) return
  const window = windowOf(0, array)
  if (count <= SHORT) {
    for (let i = 0; i < count; i++) array[at + i] = window[i]
    return
  }
  ;(array as Float32Array).set(
    (count === window.length ? window : window.subarray(0, count)) as Float32Array,
    at,
  )
}

/** The address of scratch memory, of up to `COPIED` bytes. */
export const scratchAt = (slot: number): number => RESERVED - (slot + 1) * SLOT
