// Where tensors' memory comes from, and that nothing is used by two tensors at once.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import vm from 'node:vm'
import { BLOCK_ALIGN } from '../../src/memory/arena.js'
import {
  addressInArena,
  allocate,
  allocateZeros,
  inArena,
  memoryStats,
  pressure,
  reclaim,
  release,
  unmanage,
} from '../../src/memory/allocate.js'
import { askForLargePages } from '../../src/memory/large-pages.js'
import { RuntimeError } from '../../src/base/errors.js'
import type { TypedArray } from '../../src/base/dtype.js'
import { complex64, dtypes, float32, float64, int32, int64, uint8 } from '../../src/base/dtype.js'
import { Storage } from '../../src/memory/storage.js'

const MB = 1 << 20

/** Allocates as ops do: reclaims at the start when asked to. */
function allocateInOp(numel: number): Float32Array {
  if (pressure.high) reclaim()
  return allocate(float32, numel) as Float32Array
}

test('every dtype and size gets an array of its type and length, aligned, and its own', () => {
  const arrays: TypedArray[] = []
  for (const dtype of dtypes)
    for (const numel of [0, 1, 3, 20, 100, 500, 1000, 5000, 20_000, 300_000]) {
      const array = allocate(dtype, numel)
      assert.ok(array instanceof dtype.ArrayType)
      assert.equal(array.length, numel * dtype.slots)
      if (inArena(array)) assert.equal(array.byteOffset % (array.byteLength > 512 ? BLOCK_ALIGN : 16), 0)
      arrays.push(array)
    }
  const bytesOf = (array: TypedArray) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  arrays.forEach((array, i) => bytesOf(array).fill(i))
  arrays.forEach((array, i) => assert.ok(bytesOf(array).every((byte) => byte === (i & 255))))
})

test('places: heap, slab, arena', () => {
  assert.equal(allocate(float32, 16).buffer.byteLength, 64)
  for (const numel of [17, 128, 129, 1024, 4096, 4097, 100_000]) {
    const [one, next] = [allocate(float32, numel), allocate(float32, numel)]
    assert.ok(inArena(one) && inArena(next))
    assert.equal(addressInArena(one), one.byteOffset)
    assert.equal(one.buffer, next.buffer)
  }
  const one = allocate(float32, 1000)
  assert.ok(inArena(one.subarray(500)))
  assert.ok(!inArena(one.slice()))
  assert.deepEqual(one.slice(), one)
  assert.deepEqual(Reflect.ownKeys(one.subarray(0, 0)), Reflect.ownKeys(allocate(float32, 0)))
})

test('a slab is used again when the last of its tensors is gone, and not before', () => {
  reclaim()
  const { arenaInUse } = memoryStats()
  const kept: Float32Array[] = []
  for (let i = 0; i < 200_000; i++) {
    const array = allocateInOp(200)
    array[0] = array[199] = i
    if (i % 4000 === 0) kept.push(array)
  }
  kept.forEach((array, k) => assert.deepEqual([array[0], array[199]], [k * 4000, k * 4000]))
  reclaim()
  // A slab of 64 KB for each that is kept, and the one that is being filled.
  const held = memoryStats().arenaInUse - arenaInUse
  assert.ok(held >= 50 * 800 && held <= 52 * 65536, `${held}`)
  kept.length = 0
  reclaim()
  reclaim()
  assert.ok(memoryStats().arenaInUse - arenaInUse <= 2 * 65536, `${memoryStats().arenaInUse - arenaInUse}`)
})

test('allocateZeros is zero, also where a block was used before', () => {
  for (const dtype of [float32, float64, int64, complex64, uint8])
    for (const numel of [5, 20, 700, 5000, 50_001]) {
      const dirty = allocate(dtype, numel)
      new Uint8Array(dirty.buffer, dirty.byteOffset, dirty.byteLength).fill(255)
      release(dirty)
      assert.ok(allocateZeros(dtype, numel).every((value) => !value))
    }
})

test('a synchronous loop reuses the blocks of tensors that are gone, and no others', () => {
  const kept: Float32Array[] = []
  for (let i = 0; i < 800; i++) {
    const array = allocateInOp(MB / 4)
    array[0] = array[array.length - 1] = i
    if (i % 40 === 0) kept.push(array)
  }
  const stats = memoryStats()
  assert.ok(stats.reclaims > 0)
  assert.ok(stats.arenaBytes <= 256 * MB, `${stats.arenaBytes}`)
  assert.ok(stats.fallbacks < 50, `${stats.fallbacks} fallbacks`)
  kept.forEach((array, i) => assert.deepEqual([array[0], array[array.length - 1]], [i * 40, i * 40]))
})

test('what dies young is used again at once, by what a minor collection finds', () => {
  reclaim()
  const { arenaInUse, reclaims } = memoryStats()
  const kept: Float32Array[] = []
  const places = new Set<number>()
  for (let i = 0; i < 20_000; i++) {
    const array = allocateInOp(2000 + (i % 7) * 500)
    array[0] = array[array.length - 1] = i
    places.add(array.byteOffset)
    if (i % 1500 === 0) kept.push(array)
  }
  const stats = memoryStats()
  assert.ok(stats.reclaims - reclaims >= 15, `${stats.reclaims - reclaims}`)
  assert.ok(stats.arenaInUse - arenaInUse < 20 * MB, `${stats.arenaInUse - arenaInUse}`)
  assert.ok(places.size < 8000, `${places.size} places`)
  kept.forEach((array, k) => assert.deepEqual([array[0], array[array.length - 1]], [k * 1500, k * 1500]))
})

test('what was in use at one collection and is gone at the next is found there', () => {
  reclaim()
  const { arenaInUse } = memoryStats()
  const latest: Float32Array[] = []
  let most = 0
  for (let i = 0; i < 1500; i++) {
    const array = allocateInOp(MB / 4)
    array[0] = array[array.length - 1] = i
    latest[i % 3] = array
    most = Math.max(most, memoryStats().arenaInUse - arenaInUse)
  }
  assert.ok(most < 40 * MB, `${most}`)
  for (const array of latest) assert.equal(array[0], array[array.length - 1])
  assert.deepEqual(latest.map((array) => array[0]).sort(), [1497, 1498, 1499])
})

test('a block that was given back by hand and used again is not taken from its new owner', () => {
  let first: Float32Array | null = allocate(float32, 50_000) as Float32Array
  const { byteOffset } = first
  release(first)
  first = null
  const second = (allocate(float32, 50_000) as Float32Array).fill(3)
  assert.equal(second.byteOffset, byteOffset)
  pressure.high = true
  reclaim()
  reclaim()
  const third = (allocate(float32, 50_000) as Float32Array).fill(4)
  assert.notEqual(third.byteOffset, byteOffset)
  assert.ok(second.every((value) => value === 3))
})

test('without a safe point the arena fills up, and buffers of their own take over', async () => {
  reclaim()
  const kept: Float32Array[] = []
  while (kept.length < 300 && (kept.length < 2 || inArena(kept[kept.length - 1]))) {
    kept.push((allocate(float32, MB / 4) as Float32Array).fill(kept.length))
  }
  const plain = allocate(float32, MB / 4)
  assert.ok(!inArena(plain))
  assert.ok(pressure.high)
  kept.forEach((array, i) => assert.ok(array[0] === i && array[array.length - 1] === i))
  kept.length = 0
  await turn()
  await turn()
  assert.ok(!pressure.high, 'the event loop is a safe point')
  assert.ok(inArena(allocate(float32, MB / 4)))
})

test('an arena full of living tensors grows', () => {
  const { arenaBytes: before, reclaims } = memoryStats()
  const kept: Float32Array[] = []
  for (let i = 0; i < 2 * (before / MB); i++) kept.push(allocateInOp(MB / 4))
  kept.forEach((array, i) => (array[0] = i))
  assert.ok(memoryStats().arenaBytes > before)
  assert.ok(memoryStats().reclaims - reclaims < 100, 'without a collection for every request')
  assert.ok(kept.every((array, i) => array[0] === i))
})

test('a storage of another dtype over the same bytes keeps the block', () => {
  reclaim()
  const ints = (() => {
    const storage = new Storage(allocate(float32, MB), float32)
    ;(storage.array as Float32Array).fill(1)
    return storage.as(int32)
  })()
  assert.ok(inArena(ints.array))
  for (let round = 0; round < 2; round++) {
    reclaim()
    for (let i = 0; i < 20; i++);
    ;(allocate(float32, MB) as Float32Array).fill(2)
  }
  assert.equal(ints.array[5], 0x3f800000)
})

test('blocks are freed inside async functions and other contexts too', async () => {
  const loop = () => {
    const before = memoryStats().reclaims
    for (let i = 0; memoryStats().reclaims < before + 2; i++) {
      assert.ok(i < 5000)
      allocateInOp(MB)
    }
    assert.ok(memoryStats().arenaInUse < memoryStats().arenaBytes / 2)
  }
  await Promise.resolve()
  loop()
  vm.runInNewContext('loop()', { loop })
  vm.runInThisContext('(loop) => loop()', { breakOnSigint: true })(loop)

  const order: string[] = []
  void Promise.resolve().then(() => order.push('microtask'))
  reclaim()
  order.push('after reclaim')
  await turn()
  assert.deepEqual(order, ['after reclaim', 'microtask'], 'does not run the program’s own microtasks early')
})

test('unmanage: memory of its own, equal contents', () => {
  for (const numel of [4, 20, 800, 5000, 100_000]) {
    const array = allocate(float32, numel).fill(7 as never)
    const own = unmanage(array)
    assert.equal(own.buffer.byteLength, numel * 4)
    assert.ok(own.buffer instanceof ArrayBuffer && own.length === numel && own[numel - 1] === 7)
    assert.equal(unmanage(own), own)
  }
  const window = new Float32Array(100).subarray(10, 60)
  assert.equal(unmanage(window), window, 'a user’s own array is left alone, window or not')
})

test('release gives the block to the next request', () => {
  const scratch = allocate(float32, 123_456)
  const { byteOffset } = scratch
  release(scratch)
  assert.equal(allocate(float32, 123_456).byteOffset, byteOffset)
  release(allocate(float32, 20))
})

test('one tensor kept out of every thousand keeps a slab each, not more', () => {
  reclaim()
  reclaim()
  const before = process.memoryUsage().arrayBuffers
  const kept: TypedArray[] = []
  for (let i = 0; i < 300_000; i++) {
    const array = allocate(float32, 20)
    if (i % 1000 === 0) kept.push(array)
  }
  reclaim()
  reclaim()
  const perTensor = (process.memoryUsage().arrayBuffers - before) / kept.length
  assert.ok(perTensor <= 17_000, `${perTensor} bytes`)
})

test('what does not fit is an error in PyTorch’s words', () => {
  const message = (numel: number, sizes?: number[]) => {
    try {
      allocate(float32, numel, sizes)
    } catch (error) {
      assert.ok(error instanceof RuntimeError)
      return error.message
    }
    return 'no error'
  }
  const tooLarge = (bytes: string) =>
    "[enforce fail at alloc_cpu.cpp:75] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to " +
    `allocate ${bytes} bytes. Error code 12 (Cannot allocate memory)`
  assert.equal(message(1e12), tooLarge('4000000000000'))
  assert.equal(message(1e18), tooLarge('4000000000000000000'))
  assert.equal(
    message(1e20, [1e10, 1e10]),
    'Storage size calculation overflowed with sizes=[10000000000, 10000000000]',
  )
  assert.throws(() => allocateZeros(float64, 2 ** 40), RuntimeError)
  // 60 GB: V8 would make an Uint8Array of this size on some versions, and the system lend it.
  assert.throws(() => allocate(uint8, 60e12), RuntimeError)
  assert.equal(allocate(float32, 20).length, 20)
})

test('memory is refused before the system kills the process', () => {
  // A child that believes there is 1 GB: it must stop with an error well before it has kept 2 GB.
  const code = `
    let free = 1e9
    process.availableMemory = () => free - process.memoryUsage().arrayBuffers
    const { allocateZeros } = await import('./src/memory/allocate.ts')
    const { float32 } = await import('./src/base/dtype.ts')
    const kept = []
    try { while (kept.length < 500) kept.push(allocateZeros(float32, 1 << 20)) }
    catch (error) { console.log(error.name, kept.length < 300) }`
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', code],
    {
      encoding: 'utf8',
    },
  )
  assert.equal(stdout, 'RuntimeError true\n', stderr)
})

test('advice about pages changes nothing of what is there', () => {
  const array = allocate(float32, 3 * MB) as Float32Array
  array.fill(7)
  const answer = askForLargePages(array.buffer)
  assert.equal(askForLargePages(array.buffer), answer)
  if (process.platform !== 'linux') assert.equal(answer, false)
  assert.ok(array.every((one) => one === 7))
})
