// Memory of the arena that kernels use for the length of one call: packed blocks, and operands that lie elsewhere.
import type { TypedArray } from '../../base/dtype.js'
import { float32 } from '../../base/dtype.js'
import { allocate, getArena, inArena } from '../../memory/allocate.js'
import { RESERVED } from '../../memory/arena.js'
import type { Memory } from '../kernel.js'
import { pool } from './pool.js'
import { addressIn } from './small-operands.js'

/** What the lowest pages, which no tensor is in, have room for. */
const LOW = 64
let block: TypedArray | null = null
let low = LOW
let used = 0

/** A piece of scratch memory: its address, or 0 where there is none left. Good until `done`. */
export function take(bytes: number): number {
  // Whoever was stopped in the middle gave nothing back, and threads may still use it.
  pool.settle()
  const size = (bytes + 63) & ~63
  if (low + size <= RESERVED) {
    low += size
    return low - size
  }
  if (block === null || used + size > block.byteLength) {
    // The one before is still in use by this call: it is left to those who hold its address, and to the collector.
    const larger = scratchOf(Math.max(1 << 20, size))
    if (larger === null) return 0
    kept.push(larger)
    block = larger
    used = 0
  }
  used += size
  return block.byteOffset + used - size
}

/** Where the arena is full of what may be garbage, it grows: a kernel cannot wait until that is collected. */
function scratchOf(bytes: number): TypedArray | null {
  for (let tries = 0; tries < 2; tries++) {
    const array = allocate(float32, bytes >> 2)
    if (inArena(array)) return array
    if (!getArena()!.grow(bytes)) break
  }
  return null
}

const kept: TypedArray[] = []

/** Gives all pieces back. */
export function done(): void {
  low = LOW
  used = 0
  if (kept.length > 1) kept.splice(0, kept.length - 1)
}

/** The bytes of the arena, for copies to and from scratch memory. */
let bytes: Uint8Array | null = null
export function arenaBytes(): Uint8Array {
  const { buffer } = getArena()!
  if (bytes === null || bytes.buffer !== buffer) bytes = new Uint8Array(buffer)
  return bytes
}

let singles: Float32Array | null = null
/** The same as float32, for copies of few elements. */
function arenaSingles(): Float32Array {
  const { buffer } = getArena()!
  if (singles === null || singles.buffer !== buffer)
    singles = new Float32Array(buffer, 0, buffer.byteLength >> 2)
  return singles
}
/** Up to so many elements are copied one by one. */
const SHORT = 64

/** The bytes of an element: a complex one has two slots, and an int64 may come as a pair. */
const itemBytes = ({ dtype }: Memory): number => dtype.itemsize

/** The address of a memory's first element; 0 where it is not in the arena. */
export const addressOf = (memory: Memory): number => addressIn(memory.array, memory.at, itemBytes(memory))

/** The address of the first of `count` elements to be read: where they are, or of a copy. 0 where there is no room. */
export function addressToRead(memory: Memory, count: number): number {
  const there = addressOf(memory)
  if (there !== 0) return there
  const size = itemBytes(memory)
  const to = take(count * size)
  if (to === 0) return 0
  const { array, at, dtype } = memory
  if (count <= SHORT && dtype.slots === 1 && array instanceof Float32Array) {
    const window = arenaSingles()
    for (let i = 0; i < count; i++) window[(to >> 2) + i] = array[at + i]
    return to
  }
  arenaBytes().set(new Uint8Array(array.buffer, array.byteOffset + at * size, count * size), to)
  return to
}

/** Copies `count` elements from scratch memory to a memory that is not in the arena. */
export function bringBack(memory: Memory, from: number, count: number): void {
  const { array, at, dtype } = memory
  if (count <= SHORT && dtype.slots === 1 && array instanceof Float32Array) {
    const window = arenaSingles()
    for (let i = 0; i < count; i++) array[at + i] = window[(from >> 2) + i]
    return
  }
  const size = itemBytes(memory)
  new Uint8Array(array.buffer, array.byteOffset + at * size, count * size).set(
    arenaBytes().subarray(from, from + count * size),
  )
}
