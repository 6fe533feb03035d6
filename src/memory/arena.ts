// Blocks of one shared WebAssembly memory, where SIMD kernels and worker threads reach a tensor without copying.
// Hands out offsets and takes them back. Which tensors live here, and when their blocks are dead, is memory.ts's
// business.
//
// A two-level segregated fit: free blocks hang in lists by size, eight lists to each power of two, and a bitmap
// says which lists hold any. Neighbours that are both free merge at once. Every step takes constant time.
import { wasm, type WasmMemory } from './web-assembly.js'

/** Blocks start and end on multiples of this: a cache line, and more than any SIMD load asks for. */
export const BLOCK_ALIGN = 64
const PAGE = 65536
/** Kernels keep their static data and stack below this address; the arena starts here. */
export const RESERVED = 4 * PAGE

/** How many blocks are kept to be used again. */
const SPARE = 2048

/** A run of bytes, free or in use, between its neighbours in the memory and, when free, in its list. */
export class Block {
  free = false
  /** Neighbours by address. */
  before: Block | null = null
  after: Block | null = null
  /** Neighbours in the free list. */
  next: Block | null = null
  previous: Block | null = null
  /** What stands for the array that uses the block; null where it is given back by hand. See owners.ts. */
  owner: object | null = null

  constructor(
    public offset: number,
    public size: number,
  ) {}
}

/** The list for blocks of `units` times 64 bytes: exact up to 7, then by the three bits after the leading one. */
function listOf(units: number): number {
  if (units < 8) return units
  const log = 31 - Math.clz32(units)
  return (log - 2) * 8 + ((units >>> (log - 3)) & 7)
}
/** Enough for a block as large as the memory, which has 2 GB at most. */
const LISTS = listOf(2 ** 31 / BLOCK_ALIGN) + 1

export class Arena {
  readonly memory: WasmMemory
  /** The memory as last grown. Older buffers stay valid: they are windows of the same bytes. */
  buffer: ArrayBufferLike
  /** Bytes of all blocks, and of those in use. */
  capacity = 0
  inUse = 0
  /** How many blocks are in use. */
  blocks = 0
  readonly #buffers: ArrayBufferLike[] = []
  /** Blocks that were merged into others, to be used again: what outlives collections is costly to collect. */
  readonly #spare: Block[] = []
  readonly #lists = new Array<Block | null>(LISTS).fill(null)
  readonly #bitmap = new Int32Array((LISTS + 31) >> 5)
  #last: Block | null = null

  /**
   * Opens with `readyBytes` of memory, of which blocks take nothing until `grow`, and may reach `maximumBytes`.
   * Memory costs nothing until it is touched: the system lends it page by page, at 2 µs a page.
   */
  constructor(readyBytes: number, maximumBytes: number) {
    const initial = Math.ceil((RESERVED + readyBytes) / PAGE)
    const maximum = Math.max(initial, Math.floor(maximumBytes / PAGE))
    this.memory = new wasm.Memory({ initial, maximum, shared: true })
    this.buffer = this.memory.buffer
    this.#buffers.push(this.buffer)
  }

  /** Whether `array` lies in this memory. */
  has(array: { readonly buffer: ArrayBufferLike }): boolean {
    return this.#buffers.includes(array.buffer)
  }

  /** A block of at least `bytes`, or null when none is free. */
  allocate(bytes: number): Block | null {
    const size = Math.max(BLOCK_ALIGN, Math.ceil(bytes / BLOCK_ALIGN) * BLOCK_ALIGN)
    const block = this.#find(size)
    if (block === null) return null
    this.#unlink(block)
    if (block.size > size) {
      const rest = this.#blockAt(block.offset + size, block.size - size)
      this.#insertAfter(block, rest)
      block.size = size
      this.#link(rest)
    }
    this.inUse += size
    this.blocks++
    return block
  }

  /** Takes a block back. */
  free(block: Block): void {
    this.blocks--
    this.inUse -= block.size
    block.owner = null
    const { before, after } = block
    if (after?.free) {
      this.#unlink(after)
      this.#merge(block, after)
    }
    if (before?.free) {
      this.#unlink(before)
      this.#merge(before, block)
      this.#link(before)
    } else this.#link(block)
  }

  /** Adds `bytes`, rounded up, at the end; false when the maximum is reached or the system refuses. */
  grow(bytes: number): boolean {
    const size = Math.ceil(bytes / PAGE) * PAGE
    const offset = RESERVED + this.capacity
    const missing = offset + size - this.buffer.byteLength
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE))
      } catch {
        return false
      }
      this.buffer = this.memory.buffer
      this.#buffers.push(this.buffer)
    }
    this.capacity += size
    // A block in use, which is then freed: that merges it with a free neighbour.
    this.inUse += size
    this.blocks++
    const block = new Block(offset, size)
    if (this.#last !== null) this.#insertAfter(this.#last, block)
    else this.#last = block
    this.free(block)
    return true
  }

  /** A free block of `size` bytes or more: of its own list the first that is large enough, else of the next list. */
  #find(size: number): Block | null {
    const list = listOf(size / BLOCK_ALIGN)
    // Blocks of one list differ by up to an eighth. A few looks find the one that a tensor of this size left.
    let block = this.#lists[list]
    for (let looks = 0; block !== null && looks < 16; looks++, block = block.next)
      if (block.size >= size) return block
    const above = this.#nextList(list + 1)
    if (above >= 0) return this.#lists[above]
    for (; block !== null; block = block.next) if (block.size >= size) return block
    return null
  }

  /** The first list from `list` on that holds a block, or -1. */
  #nextList(list: number): number {
    for (let word = list >> 5; word < this.#bitmap.length; word++) {
      const bits = word === list >> 5 ? this.#bitmap[word] & (-1 << (list & 31)) : this.#bitmap[word]
      if (bits !== 0) return word * 32 + 31 - Math.clz32(bits & -bits)
    }
    return -1
  }

  #link(block: Block): void {
    const list = listOf(block.size / BLOCK_ALIGN)
    const head = this.#lists[list]
    block.free = true
    block.next = head
    block.previous = null
    if (head !== null) head.previous = block
    this.#lists[list] = block
    this.#bitmap[list >> 5] |= 1 << (list & 31)
  }

  #unlink(block: Block): void {
    const list = listOf(block.size / BLOCK_ALIGN)
    if (block.previous !== null) block.previous.next = block.next
    else if ((this.#lists[list] = block.next) === null) this.#bitmap[list >> 5] &= ~(1 << (list & 31))
    if (block.next !== null) block.next.previous = block.previous
    block.free = false
    block.next = block.previous = null
  }

  #blockAt(offset: number, size: number): Block {
    const block = this.#spare.pop()
    if (block === undefined) return new Block(offset, size)
    block.offset = offset
    block.size = size
    return block
  }

  #insertAfter(block: Block, added: Block): void {
    added.before = block
    added.after = block.after
    if (block.after !== null) block.after.before = added
    else this.#last = added
    block.after = added
  }

  #merge(block: Block, after: Block): void {
    block.size += after.size
    block.after = after.after
    if (after.after !== null) after.after.before = block
    else this.#last = block
    after.before = after.after = null
    if (this.#spare.length < SPARE) this.#spare.push(after)
  }
}
