// Where CPU tensors get their bytes: the smallest from V8's own heap, large ones from the WebAssembly arena, small ones from
// slabs, which are blocks of it that many share, and all of them from buffers of their own when the arena is full.
//
// | bytes       | place                | why                                                          |
// | ----------- | -------------------- | ------------------------------------------------------------ |
// | up to 64    | the JavaScript heap  | 50 ns, and nothing else stays alive with it                  |
// | up to 512   | a slab of 16 KB      | 50 ns; a block of its own costs 150, a buffer of its own 400 |
// | up to 16 KB | a slab of 64 KB      | the same                                                     |
// | above       | a block of the arena | SIMD kernels and threads read it in place; no page faults    |
//
// A slab, which many tensors share, is free when its last one is gone, so a tensor that lives long keeps a slab: slabs are
// small for that reason, and what people do keep by the thousand, the losses of a run, is not in slabs at all.
//
// Note [Arena lifetime]
// ~~~~~~~~~~~~~~~~~~~~~
// A block belongs to the typed array that `allocate` returned. When there are many new ones, or the arena is full,
// `reclaim` frees the blocks of the arrays that are gone: of the new ones after a minor collection, or of all (Note
// [Generations] in owners.ts). That happens at safe points only: where an op starts (`if (pressure.high) reclaim()`) and
// from the event loop. `allocate` itself never frees anything, so inside a kernel every address stays good, whatever the
// kernel allocates.
//
// So: whoever uses the bytes across ops holds the array that `allocate` returned. Another array made from its
// buffer (`subarray`, `new Int32Array(array.buffer, …)`) does not reserve the block: when the owner is gone, the
// next tensor may be put there. A slab is the owner of its block, and each of its arrays holds the slab. Storages that share
// bytes hold each other (`Storage.as`), and memory that leaves the engine goes through `unmanage` first.
//
// Why not a FinalizationRegistry: its callbacks wait for the event loop, to which a training loop does not return.
import type { DType, TypedArray, TypedArrayConstructor } from '../base/dtype.js'
import { float32 } from '../base/dtype.js'
import { RuntimeError, sizesText } from '../base/errors.js'
import { Arena, type Block } from './arena.js'
import { collectGarbage, collectYoung } from './collector.js'
import { askForLargePages } from './large-pages.js'
import { Owners } from './owners.js'

const MB = 1 << 20

/** The largest sizes that V8 keeps on its heap, and that the two kinds of slab take. */
const HEAP_BYTES = 64
const SMALL_BYTES = 512
const MEDIUM_BYTES = 1 << 14
const SMALL_SLAB = 1 << 14
const MEDIUM_SLAB = 1 << 16
/** Where the tensors of a slab start: a cache line each, where they have several. */
const SMALL_ALIGN = 16
const MEDIUM_ALIGN = 64
/** Up to so many eights of bytes are zeroed one by one. */
const FEW_EIGHTS = 64

/**
 * The arena begins small and takes a step with each collection. A larger one needs fewer collections, at 5 ms
 * each; but the first touch of new memory costs 0.5 ms a megabyte, which a short program would not earn back.
 */
const ARENA_START = 64 * MB
const ARENA_STEP = 16 * MB
const ARENA_USUAL = 256 * MB
/** What it may reach when living tensors fill it. */
const ARENA_MAXIMUM = 2048 * MB
/** The largest memory of one tensor, in bytes: kernels count places in 32 bits, and any memory may be seen as bytes. */
const LARGEST_BYTES = 2 ** 31 - 1
/** How much is made before it is asked what of it is gone: that costs 50 µs, and what is used again should be in a cache. */
const YOUNG_BYTES = 8 * MB
const YOUNG_COUNT = 1024
let youngMost = YOUNG_BYTES
/** How much is in use when large pages are asked for. */
const LARGE_PAGES_FROM = 3 * MB
/** How often to ask the system whether memory is left, in bytes allocated. The question takes 60 µs. */
const CHECK_BYTES = 128 * MB

/** A buffer of its own that many tensors share. A class, so that `unmanage` can tell it from a user's buffer. */
class SlabBuffer extends ArrayBuffer {}

/** Memory that many tensors share: it owns its block of the arena, and its arrays hold it. */
class Slab {
  used = 0

  /** @param start where it begins in its buffer; 0 where that is its own, as there is no arena */
  constructor(
    readonly buffer: ArrayBufferLike,
    readonly start: number,
    readonly size: number,
  ) {}
}
let smallSlab = new Slab(new SlabBuffer(0), 0, 0)
let mediumSlab = smallSlab

/** What a class that extends it makes is the array itself. */
const Itself = class {
  constructor(array: TypedArray) {
    return array
  }
} as new (array: TypedArray) => object

/**
 * Where an array lies in the arena, kept in the array: to ask for its `buffer` and `byteOffset` takes 50 ns, this 10. In private
 * fields, as nobody who compares or prints arrays should see it.
 */
class Place extends Itself {
  readonly #address: number
  /** What lives as long as the array. */
  readonly #slab: Slab | null

  constructor(array: TypedArray, address: number, slab: Slab | null) {
    super(array)
    this.#address = address
    this.#slab = slab
  }

  /** Undefined for arrays that `allocate` did not make, and those outside of the arena. */
  static addressOf(array: TypedArray): number | undefined {
    return #address in array ? array.#address : undefined
  }
}

/**
 * Uninitialized memory for `numel` elements of `dtype`.
 *
 * @param sizes the shape asked for, for the error message
 * @throws RuntimeError in PyTorch's words when there is not so much memory
 */
export function allocate(dtype: DType, numel: number, sizes?: readonly number[]): TypedArray {
  const bytes = numel * dtype.itemsize
  if (bytes <= SMALL_BYTES) {
    if (numel < 0) refuseNegative(sizes ?? [numel])
    if (bytes <= HEAP_BYTES)
      return dtype === float32 ? new Float32Array(numel) : new dtype.ArrayType(numel * dtype.slots)
    let slab = smallSlab
    if (slab.used + bytes > slab.size) slab = smallSlab = newSlab(SMALL_SLAB)
    return fromSlab(slab, dtype, numel, (bytes + SMALL_ALIGN - 1) & -SMALL_ALIGN)
  }
  if (bytes <= MEDIUM_BYTES) {
    let slab = mediumSlab
    if (slab.used + bytes > slab.size) slab = mediumSlab = newSlab(MEDIUM_SLAB)
    return fromSlab(slab, dtype, numel, (bytes + MEDIUM_ALIGN - 1) & -MEDIUM_ALIGN)
  }
  return (
    fromArena(dtype.ArrayType, numel * dtype.slots, bytes) ?? ownBuffer(dtype, numel, bytes, false, sizes)
  )
}

/** As `allocate`, filled with zeros. */
export function allocateZeros(dtype: DType, numel: number, sizes?: readonly number[]): TypedArray {
  const bytes = numel * dtype.itemsize
  if (bytes <= HEAP_BYTES) return allocate(dtype, numel, sizes)
  const array =
    bytes <= MEDIUM_BYTES ? allocate(dtype, numel) : fromArena(dtype.ArrayType, numel * dtype.slots, bytes)
  if (array === null) return ownBuffer(dtype, numel, bytes, true, sizes)
  const at = addressInArena(array)
  // Slabs outside of the arena are used once, from one end to the other: their memory is still zero.
  if (at === 0) return array
  // Eight bytes at a time: what follows an array in its block or slab is nobody's yet.
  const [from, eights] = [at >> 3, (bytes + 7) >> 3]
  if (eights > FEW_EIGHTS && fillZeros(at, bytes)) return array
  const doubles = arenaDoubles()
  for (let i = from; i < from + eights; i++) doubles[i] = 0
  return array
}

let doubles: Float64Array<ArrayBufferLike> = new Float64Array(0)
let doublesOf: ArrayBufferLike | null = null
/** All of the arena. */
function arenaDoubles(): Float64Array {
  const { buffer } = arena!
  if (doublesOf !== buffer) {
    doublesOf = buffer
    doubles = new Float64Array(buffer, 0, buffer.byteLength >> 3)
  }
  return doubles
}

let fillZeros: (address: number, bytes: number) => boolean = () => false
/** Has memory of the arena filled with zeros by what is quicker than JavaScript; it says false where it did nothing. */
export const fillZerosBy = (fill: typeof fillZeros): void => void (fillZeros = fill)

function refuseNegative(sizes: readonly number[]): never {
  const size = sizes.find((one) => one < 0)
  throw new RuntimeError(`Trying to create tensor with negative dimension ${size}: ${sizesText(sizes)}`)
}

function newSlab(size: number): Slab {
  const block = blockOf(size)
  if (block === null) return new Slab(new SlabBuffer(size), 0, size)
  const slab = new Slab(arena!.buffer, block.offset, size)
  own(slab, block)
  return slab
}

function fromSlab(slab: Slab, dtype: DType, numel: number, bytes: number): TypedArray {
  const at = slab.start + slab.used
  slab.used += bytes
  const array =
    dtype === float32
      ? new Float32Array(slab.buffer, at, numel)
      : new dtype.ArrayType(slab.buffer, at, numel * dtype.slots)
  if (slab.start !== 0) new Place(array, at, slab)
  return array
}

function ownBuffer(
  dtype: DType,
  numel: number,
  bytes: number,
  zeros: boolean,
  sizes: readonly number[] = [numel],
): TypedArray {
  try {
    if (bytes <= LARGEST_BYTES && hasRoomFor(bytes)) {
      const slots = numel * dtype.slots
      // Without zeroing, a buffer costs the same whatever its size. Huge ones come from the system zeroed anyway.
      return zeros || bytes > MB
        ? new dtype.ArrayType(slots)
        : new dtype.ArrayType(Buffer.allocUnsafeSlow(bytes).buffer, 0, slots)
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  refuse(bytes, sizes)
}

/** Refuses what could not be held, before work is done for it. */
export function checkRoom(dtype: DType, sizes: readonly number[]): void {
  const bytes = sizes.reduce((a, b) => a * b, 1) * dtype.itemsize
  if (bytes > LARGEST_BYTES || !hasRoomFor(bytes)) refuse(bytes, sizes)
}

function refuse(bytes: number, sizes: readonly number[]): never {
  if (!Number.isFinite(bytes)) throw new RuntimeError('numel: integer multiplication overflow')
  if (bytes >= 2 ** 63)
    throw new RuntimeError(`Storage size calculation overflowed with sizes=${sizesText(sizes)}`)
  throw new RuntimeError(
    "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate " +
      `${BigInt(bytes)} bytes. Error code 12 (Cannot allocate memory)`,
  )
}

let unchecked = 0

/** False for what the machine cannot hold: a system that lends generously kills the process when it is used. */
function hasRoomFor(bytes: number): boolean {
  unchecked += bytes
  if (unchecked < CHECK_BYTES) return true
  unchecked = 0
  if (bytes + CHECK_BYTES <= process.availableMemory()) return true
  collectGarbage()
  return bytes + CHECK_BYTES <= process.availableMemory()
}

// ---- the arena ----

let arena: Arena | null | undefined
let owners: Owners
/** Whether a request found no block since the last `reclaim`. */
let isFull = false
/** Bytes asked of the arena since the last `reclaim`, and how many requests it had to refuse, ever. */
let asked = 0
let fallbacks = 0
let reclaims = 0

/** The buffer that is on large pages as far as the system had them. */
let advised: ArrayBufferLike | null = null

/** `high` when the arena is full of what may be garbage: the next safe point should call `reclaim`. */
export const pressure = { high: false }

/** The arena, made at the first call; null where the system has no room for it. */
export function getArena(): Arena | null {
  if (arena === undefined) {
    try {
      arena = new Arena(ARENA_USUAL, ARENA_MAXIMUM)
      owners = new Owners(arena)
      arena.grow(ARENA_START)
    } catch {
      arena = null
    }
  }
  return arena
}

/** The address of an array's first byte for kernels in WebAssembly; 0 where it is not in the arena. */
export function addressInArena(array: TypedArray): number {
  const known = Place.addressOf(array)
  if (known !== undefined) return known
  // Windows that were made elsewhere. What is small is asked nothing: its buffer may be made by the question.
  return array.byteLength > HEAP_BYTES && arena != null && arena.has(array) ? array.byteOffset : 0
}

/** Whether `array` lies in the arena. */
export const inArena = (array: TypedArray): boolean => addressInArena(array) !== 0

/** A block of the arena; null where there is none. */
function blockOf(bytes: number): Block | null {
  const arena = getArena()
  if (arena === null || bytes > ARENA_MAXIMUM) return null
  asked += bytes
  const block = arena.allocate(bytes)
  if (block === null) {
    fallbacks++
    // Not at once again when the last collection found the arena full of living tensors.
    if (!isFull && asked >= arena.capacity / 4) {
      pressure.high = isFull = true
      setImmediate(() => isFull && reclaim()).unref()
    }
    return null
  }
  if (arena.inUse >= LARGE_PAGES_FROM && advised !== arena.buffer) {
    advised = arena.buffer
    askForLargePages(advised)
  }
  return block
}

/** The block is in use as long as its owner, an array or a slab, lives. */
function own(owner: object, block: Block): void {
  owners.add(owner, block)
  if (owners.youngBytes >= youngMost || owners.youngCount >= YOUNG_COUNT) pressure.high = true
}

function fromArena(ArrayType: TypedArrayConstructor, slots: number, bytes: number): TypedArray | null {
  const block = blockOf(bytes)
  if (block === null) return null
  const array = new ArrayType(arena!.buffer, block.offset, slots)
  new Place(array, block.offset, null)
  own(array, block)
  return array
}

let settle = (): void => {}
/** Has something done before blocks are freed, so that nobody still writes to one. */
export const beforeReclaim = (callback: () => void): void => void (settle = callback)

/**
 * Frees the blocks of new tensors that are gone where there is pressure of these alone; else of all, and lets the arena grow:
 * to twice what is in use at least.
 */
export function reclaim(): void {
  const isYoung = pressure.high && !isFull
  pressure.high = isFull = false
  if (!arena) return
  settle()
  reclaims++
  if (isYoung) {
    const bytes = owners.youngBytes
    collectYoung()
    // Where most live, as when data are read, it is asked less often.
    youngMost = owners.sweep(true) * 2 >= bytes ? YOUNG_BYTES : Math.min(2 * youngMost, ARENA_START)
    return
  }
  asked = 0
  collectGarbage()
  owners.sweep(false)
  const wanted =
    Math.max(2 * arena.inUse, Math.min(arena.capacity + ARENA_STEP, ARENA_USUAL)) - arena.capacity
  if (wanted > 0 && wanted + CHECK_BYTES <= process.availableMemory()) arena.grow(wanted)
}

/**
 * The array itself when its memory is its own, else a copy that is: for memory that leaves the engine, where
 * holding a view is enough to be safe. `Storage.handOut` puts the copy in place.
 */
export function unmanage(array: TypedArray): TypedArray {
  if (array.byteLength <= HEAP_BYTES) return array
  return inArena(array) || array.buffer instanceof SlabBuffer ? array.slice() : array
}

/** Gives the memory of `array` back now. For an array that nobody uses from here on, such as scratch space. */
export function release(array: TypedArray): void {
  const block = inArena(array) ? owners.blockOf(array) : null
  if (block) arena!.free(block)
}

/** What the arena holds: its bytes, those in use, blocks, requests it refused, and collections it asked for. */
export function memoryStats(): {
  arenaBytes: number
  arenaInUse: number
  blocks: number
  fallbacks: number
  reclaims: number
} {
  return {
    arenaBytes: arena?.capacity ?? 0,
    arenaInUse: arena?.inUse ?? 0,
    blocks: arena?.blocks ?? 0,
    fallbacks,
    reclaims,
  }
}
