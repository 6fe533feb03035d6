// The generator: the streams PyTorch draws from its seeds, and its saved state byte for byte.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { defaultGenerator, Generator } from '../../src/random/generator.js'
import { standardNormal } from '../../src/random/normal.js'

const seeded = (seed: number | bigint): Generator => new Generator().manual_seed(seed)
const words = (seed: number | bigint): number[] => {
  const generator = seeded(seed)
  return Array.from({ length: 3 }, () => generator.random() % 2 ** 31)
}

// torch.empty(3, dtype=torch.int64).random_(0, 2**31) after torch.manual_seed(seed), and torch.initial_seed()
const streams: [seed: number | bigint, stream: number[], initial: number | bigint][] = [
  [0, [209652396, 398764591, 924231285], 0],
  [5, [953453411, 236996814, 1592283119], 5],
  [2 ** 32 + 5, [953453411, 236996814, 1592283119], 4294967301],
  [-42, [165547326, 1799944652, 1864950973], 18446744073709551574n],
  [2n ** 64n - 1n, [419326371, 479346978, 1771170828], 18446744073709551615n],
]
for (const [seed, stream, initial] of streams) {
  test(`seed ${seed}`, () => {
    assert.deepEqual(words(seed), stream)
    assert.equal(seeded(seed).initial_seed(), initial)
  })
}

test('seeds that are no 64-bit integers are refused in the words of PyTorch', () => {
  assert.throws(() => seeded(2n ** 64n), { name: 'RuntimeError', message: 'Overflow when unpacking long' })
  assert.throws(() => seeded(-(2n ** 63n) - 1n), { message: 'Overflow when unpacking long' })
  assert.throws(() => seeded(1.5), { message: 'manual_seed expected a long, but got float' })
  assert.throws(() => seeded('a' as unknown as number), {
    message: 'manual_seed expected a long, but got str',
  })
})

test('a new generator starts from a fixed seed, the default one does not', () => {
  assert.equal(new Generator().initial_seed(), 67280421310721)
  assert.notEqual(defaultGenerator.initial_seed(), 67280421310721)
  const generator = new Generator()
  const seed = generator.seed()
  assert.equal(generator.initial_seed(), seed)
  assert.notEqual(generator.seed(), seed)
})

test('uniforms of both widths', () => {
  const generator = seeded(0)
  assert.deepEqual(
    [generator.uniform24(), generator.uniform24(), generator.uniform24()],
    [0.49625658988952637, 0.7682217955589294, 0.08847743272781372],
  )
  assert.deepEqual([generator.uniform53(), generator.uniform53()], [0.0562441839043476, 0.07262971157225484])
})

test('random64 puts the first draw on top', () => {
  const twin = seeded(3)
  assert.equal(seeded(3).random64(), (BigInt(twin.random()) << 32n) | BigInt(twin.random()))
})

const digest = (generator: Generator): string =>
  createHash('sha256').update(generator.stateBytes()).digest('hex')

test('the saved state is that of PyTorch, byte for byte', () => {
  // hashlib.sha256 of torch.get_rng_state(): after seeding, rand(3), randn(1), rand(617), rand(1)
  const generator = seeded(2 ** 40 + 7)
  const draw = (n: number): void => {
    for (let i = 0; i < n; i++) generator.random()
  }
  assert.equal(digest(generator), '08e51d64c2cbb1dc42de09f843c2c55ace6a1c83f2b47789b18239094bf0ba69')
  draw(3)
  assert.equal(digest(generator), '4f85a98948ce59ecca30e5e8a335f2082f51f9d590fde3935d7d72988bd74bf6')
  standardNormal(generator)
  assert.equal(digest(generator), '1f24fa2a1d0483815e80e21dc8bee1f6e3611e7306e8d3c3dbc3331bb9fa07ec')
  draw(617)
  assert.equal(digest(generator), '6035b2d838e3ee2374280106a275ed4fb2c27619526faa900675cce7f3fc7644')
  draw(1)
  assert.equal(digest(generator), '9dca8b4588045b6dcfbd49b31bdcb30cc0fc426cf74842d4b59cfd6e5dc5a75d')
})

test('a state continues where it was taken, at every place in a block and with a cached normal value', () => {
  for (const drawn of [0, 1, 623, 624, 625, 1248]) {
    const generator = seeded(drawn)
    for (let i = 0; i < drawn; i++) generator.random()
    const state = generator.stateBytes()
    const copy = new Generator().setStateBytes(state)
    assert.deepEqual(copy.stateBytes(), state)
    assert.equal(copy.random(), generator.clone_state().random())
  }
  const generator = seeded(1)
  standardNormal(generator)
  const copy = generator.clone_state()
  assert.equal(standardNormal(copy), standardNormal(generator))
  standardNormal(generator)
  generator.manual_seed(1)
  assert.equal(generator.hasNormal, false)
})

test('states that are none are refused', () => {
  const generator = new Generator()
  assert.throws(() => generator.setStateBytes(new Uint8Array(5056)), { message: 'Invalid mt19937 state' })
  assert.throws(() => generator.setStateBytes(new Uint8Array(5)), {
    message: 'Expected a CPUGeneratorImplState of size 5056 but found the input RNG state size to be 5',
  })
})

test('device and text', () => {
  assert.equal(String(new Generator('cpu').device), 'cpu')
  assert.throws(() => new Generator('gpu'), {
    message: 'Device type GPU is not supported for torch.Generator() api.',
  })
  assert.match(String(new Generator()), /^<torch\._C\.Generator object at 0x[0-9a-f]{12}>$/)
})
