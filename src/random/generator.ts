// PyTorch's CPU generator: mt19937, its seeds and its saved state. What is made of the 32-bit numbers it draws
// is in `distributions.ts`.
//
// The engine is Matsumoto and Nishimura's; the order of draws, the treatment of seeds and the layout of the state
// follow ATen/core/MT19937RNGEngine.h and ATen/CPUGeneratorImpl.cpp.
import { float32 } from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { cpu, toDevice } from '../base/scalar.js'
import type { Device } from '../base/scalar.js'
import { loadVectors } from '../kernels/wasm/load.js'

const N = 624
const M = 397
/** What `new Generator()` starts from (c10/core/GeneratorImpl.h, `default_rng_seed_val`). */
const DEFAULT_SEED = 67280421310721
/** Bytes of a saved state: PyTorch's `CPUGeneratorImplState`. */
const STATE_BYTES = 5056

/** From how many numbers on they are made by vectors. */
const IN_BULK = 4096

let created = 0

/**
 * A stream of random numbers of its own.
 *
 * @example
 * const g = new Generator().manual_seed(0)
 * g.random() // 2357136044
 * g.uniform24() // 0.7682217955589294, the second number of torch.rand(2)
 */
export class Generator {
  readonly device: Device
  readonly #state = new Int32Array(N)
  /** Where the next number is read; N when the block is used up. */
  #next = N
  /** Seeded and not drawn from: PyTorch then saves position 0, not N. */
  #untouched = true
  #seedHigh = 0
  #seedLow = 0
  readonly #id = created++

  /** The second value of the last Box–Muller pair, waiting for its turn; only where `hasNormal`. */
  nextNormal = 0
  hasNormal = false
  /** PyTorch's float32 twin of `nextNormal`. Nothing on the CPU sets it; it is kept so that a state survives a round trip. */
  #nextFloatNormal: number | null = null

  /** Starts from PyTorch's fixed seed 67280421310721. `device` may only be the CPU. */
  constructor(device: Device | string = cpu, ...surplus: never[]) {
    if (surplus.length > 0)
      throw new TypeError(
        `Generator() takes from 0 to 1 positional arguments but ${surplus.length + 1} were given`,
      )
    this.device = toDevice(device)
    if (this.device.type !== 'cpu')
      throw new RuntimeError(
        `Device type ${this.device.type.toUpperCase()} is not supported for torch.Generator() api.`,
      )
    this.manual_seed(DEFAULT_SEED)
  }

  /**
   * Starts the stream that `seed` stands for, and forgets a cached normal value.
   *
   * Any 64-bit seed is taken, signed or not; the stream depends on its low 32 bits only.
   *
   * @example
   * new Generator().manual_seed(2 ** 32 + 5).random() === new Generator().manual_seed(5).random() // true
   * new Generator().manual_seed(-1).initial_seed() // 18446744073709551615n
   */
  manual_seed(seed: number | bigint): this {
    if (typeof seed !== 'bigint' && !Number.isInteger(seed))
      throw new RuntimeError(`manual_seed expected a long, but got ${typeName(seed)}`)
    const wide = BigInt(seed)
    if (wide >= 1n << 64n || wide < -(1n << 63n)) throw new RuntimeError('Overflow when unpacking long')
    this.#seedHigh = Number((wide >> 32n) & 0xffffffffn)
    this.#seedLow = Number(wide & 0xffffffffn)
    const state = this.#state
    state[0] = this.#seedLow
    for (let i = 1; i < N; i++) {
      const previous = state[i - 1]
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
    }
    this.#next = N
    this.#untouched = true
    this.hasNormal = false
    this.#nextFloatNormal = null
    return this
  }

  /** The last seed, as an unsigned 64-bit number; a bigint where a number would lose digits. */
  initial_seed(): number | bigint {
    return this.#seedHigh < 0x200000
      ? this.#seedHigh * 2 ** 32 + this.#seedLow
      : (BigInt(this.#seedHigh) << 32n) | BigInt(this.#seedLow)
  }

  /** Starts from an unpredictable 64-bit seed and returns it. */
  seed(): number | bigint {
    const word = (): bigint => BigInt(Math.floor(Math.random() * 2 ** 32))
    this.manual_seed((word() << 32n) | word())
    return this.initial_seed()
  }

  /** The next number from 0 to 2^32 - 1. */
  random(): number {
    if (this.#next === N) this.#twist()
    let y = this.#state[this.#next++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** The next 64-bit number; two draws, the first one is the high half. */
  random64(): bigint {
    const high = this.random()
    return (BigInt(high) << 32n) | BigInt(this.random())
  }

  /** PyTorch's float32 uniform: 24 bits of one draw, in [0, 1). */
  uniform24(): number {
    return (this.random() & 0xffffff) * 2 ** -24
  }

  /**
   * Writes `n` times `uniform24() * width + low`, rounded once, to neighbours in an array; the same numbers as one by one.
   */
  fillUniform24(out: Float32Array, at: number, n: number, width = 1, low = 0): void {
    if (n >= IN_BULK) {
      const next = loadVectors().drawUniforms(
        this.#state,
        this.#next,
        { array: out, at, dtype: float32 },
        n,
        width,
        low,
      )
      if (next >= 0) {
        this.#next = next
        this.#untouched = false
        return
      }
    }
    if (low === 0 && width === 1) for (let i = at; i < at + n; i++) out[i] = this.uniform24()
    else for (let i = at; i < at + n; i++) out[i] = this.uniform24() * width + low
  }

  /** PyTorch's float64 uniform: 53 bits of two draws, in [0, 1). */
  uniform53(): number {
    const high = this.random() & 0x1fffff
    return high * 2 ** -21 + this.random() * 2 ** -53
  }

  /** The whole state in PyTorch's own layout, 5056 bytes: seed, position, block and cached normal values. */
  stateBytes(): Uint8Array {
    const bytes = new Uint8Array(STATE_BYTES)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, this.#seedLow, true)
    view.setUint32(4, this.#seedHigh, true)
    view.setInt32(8, this.#untouched ? 1 : N + 1 - this.#next, true)
    view.setInt32(12, 1, true)
    view.setUint32(16, this.#untouched ? 0 : this.#next, true)
    for (let i = 0; i < N; i++) view.setInt32(24 + 8 * i, this.#state[i], true)
    if (this.hasNormal) {
      view.setFloat64(5024, this.nextNormal, true)
      view.setInt32(5040, 1, true)
    }
    if (this.#nextFloatNormal !== null) {
      view.setFloat32(5048, this.#nextFloatNormal, true)
      view.setUint8(5052, 1)
    }
    return bytes
  }

  /** Continues from a state that `stateBytes` gave, or PyTorch's `get_state`. */
  setStateBytes(bytes: Uint8Array): this {
    if (bytes.length !== STATE_BYTES)
      throw new RuntimeError(
        `Expected a CPUGeneratorImplState of size ${STATE_BYTES} but found the input RNG state size to be ${bytes.length}`,
      )
    const view = new DataView(bytes.buffer, bytes.byteOffset, STATE_BYTES)
    const left = view.getInt32(8, true)
    const next = view.getUint32(16, true)
    if (view.getInt32(12, true) === 0 || left <= 0 || left > N || next > N)
      throw new RuntimeError('Invalid mt19937 state')
    this.#seedLow = view.getUint32(0, true)
    this.#seedHigh = view.getUint32(4, true)
    this.#untouched = left === 1 && next === 0
    this.#next = left === 1 ? N : next
    for (let i = 0; i < N; i++) this.#state[i] = view.getInt32(24 + 8 * i, true)
    this.hasNormal = view.getInt32(5040, true) !== 0
    this.nextNormal = view.getFloat64(5024, true)
    this.#nextFloatNormal = view.getUint8(5052) ? view.getFloat32(5048, true) : null
    return this
  }

  /** Another generator that will draw the same numbers from here on. */
  clone_state(): Generator {
    return new Generator(this.device).setStateBytes(this.stateBytes())
  }

  toString(): string {
    return `<torch._C.Generator object at 0x${(0x7f0000000010 + this.#id * 32).toString(16)}>`
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** Makes the next block of N numbers from the last one. */
  #twist(): void {
    const state = this.#state
    let i = 0
    for (; i < N - M; i++) {
      const y = (state[i] & 0x80000000) | (state[i + 1] & 0x7fffffff)
      state[i] = state[i + M] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df)
    }
    for (; i < N - 1; i++) {
      const y = (state[i] & 0x80000000) | (state[i + 1] & 0x7fffffff)
      state[i] = state[i + M - N] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df)
    }
    const y = (state[N - 1] & 0x80000000) | (state[0] & 0x7fffffff)
    state[N - 1] = state[M - 1] ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df)
    this.#next = 0
    this.#untouched = false
  }
}

/** The generator that every op uses when none is given. Starts unpredictably, as PyTorch's does. */
export const defaultGenerator = new Generator()
defaultGenerator.seed()
