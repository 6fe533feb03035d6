// The arena's bookkeeping, without tensors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Block } from '../../src/memory/arena.js'
import { Arena, BLOCK_ALIGN, RESERVED } from '../../src/memory/arena.js'

const MB = 1 << 20

/** The same numbers in every run: 0 up to, not including, `bound`. */
function numbers(seed: number): (bound: number) => number {
  return (bound) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor((seed / 2 ** 32) * bound)
  }
}

function newArena(bytes = 4 * MB): Arena {
  const arena = new Arena(bytes, 16 * MB)
  assert.ok(arena.grow(bytes))
  return arena
}

test('blocks are aligned, in the memory, and never overlap, whatever the order of requests', () => {
  const next = numbers(1)
  const arena = newArena()
  const live: Block[] = []
  let refused = 0
  for (let step = 0; step < 40000; step++) {
    // More requests than returns until it is full, then the other way round, in turns.
    if (next(100) < ((step >> 12) & 1 ? 42 : 60)) {
      const bytes = next(4) === 0 ? next(400_000) : next(5000)
      const block = arena.allocate(bytes)
      if (block === null) refused++
      else {
        assert.ok(block.size >= bytes && block.offset % BLOCK_ALIGN === 0 && block.offset >= RESERVED)
        assert.ok(block.offset + block.size <= arena.buffer.byteLength)
        live.push(block)
      }
    } else if (live.length > 0) arena.free(live.splice(next(live.length), 1)[0])
    if (step % 500 === 0) {
      const sorted = live.toSorted((a, b) => a.offset - b.offset)
      for (let i = 1; i < sorted.length; i++)
        assert.ok(sorted[i - 1].offset + sorted[i - 1].size <= sorted[i].offset, `overlap in step ${step}`)
      assert.equal(
        arena.inUse,
        live.reduce((sum, block) => sum + block.size, 0),
      )
      assert.equal(arena.blocks, live.length)
    }
  }
  assert.ok(refused > 0, 'the arena was full at times')
  for (const block of live) arena.free(block)
  assert.equal(arena.inUse, 0)
  assert.equal(arena.allocate(arena.capacity)?.offset, RESERVED, 'all free blocks merged into one')
})

test('a freed block is what the next request of its size gets', () => {
  const arena = newArena()
  for (const bytes of [64, 100, 1000, 40_000, 400_016]) {
    const blocks = Array.from({ length: 5 }, () => arena.allocate(bytes)!)
    arena.free(blocks[2])
    assert.equal(arena.allocate(bytes), blocks[2])
  }
})

test('the last free block is found, also where its list holds smaller ones', () => {
  const arena = newArena()
  // Sizes of one list: smaller ones, then one that fits, kept apart by blocks in use.
  const sizes = Array.from({ length: 40 }, (_, i) => 64 * (1024 + (i === 0 ? 100 : i)))
  const blocks = sizes.map((size) => [arena.allocate(size)!, arena.allocate(64)!])
  while (arena.allocate(64));
  for (const [block] of blocks) arena.free(block)
  assert.equal(arena.allocate(64 * 1110), blocks[0][0])
})

test('grows to its maximum and keeps what is there', () => {
  const arena = newArena(MB)
  const block = arena.allocate(MB)!
  const before = new Float32Array(arena.buffer, block.offset, 4)
  before.set([1, 2, 3, 4])
  assert.equal(arena.allocate(64), null)
  assert.ok(arena.grow(2 * MB) && arena.grow(3 * MB))
  assert.equal(arena.capacity, 6 * MB)
  assert.ok(arena.allocate(5 * MB), 'added memory is one block')
  const after = new Float32Array(arena.buffer, block.offset, 4)
  assert.deepEqual([...after], [1, 2, 3, 4])
  before[0] = 5
  assert.equal(after[0], 5, 'an array made before is a window of the same memory')
  assert.ok(arena.has(before) && arena.has(after) && !arena.has(new Float32Array(4)))
  assert.equal(arena.grow(16 * MB), false)
})
