// Python's module `random`: the same seed, the same digits.
import { createHash, randomBytes } from 'node:crypto'
import { IndexError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { repr } from '../../text/repr.js'
import * as accurate from '../../kernels/accurate.js'
import { intArgument, realArgument, sizeArgument } from '../runtime/arguments.js'
import { toInt } from '../runtime/conversions.js'
import { PyBytes } from '../runtime/containers.js'
import { core, listOf } from '../runtime/core.js'
import { len } from '../runtime/length.js'
import { functionsOf, Method } from '../runtime/functions.js'
import { floating, type Int, kindOf, Kind, whole } from '../runtime/numbers.js'
import { hash } from '../runtime/hash.js'
import * as comparison from '../runtime/comparison.js'
import * as operators from '../runtime/operators.js'
import { builtinClass, infoOf, nameOfType, object, classOf } from '../runtime/types.js'
import { Mersenne, wordsOf } from './mersenne.js'

type Any = any

const log = (x: number): number => accurate.log(x)
const exp = (x: number): number => accurate.exp(x)

/** A bound of `randrange`: floats and texts that are whole numbers are taken for these, as `int` has them. */
function whole_(value: Any, which: string): Int {
  if (kindOf(value) === Kind.int || core.special(value, '__index__')) return intArgument(value)
  const number: Any = toInt(value)
  if (!comparison.eqTrue(number, value)) throw new ValueError(`non-integer ${which} for randrange()`)
  return number as Int
}

/** How many there shall be: what a memory can count. */
const howMany = (value: Any): number => Math.max(0, sizeArgument(value))

/** The sums of the first, the first two … */
function running(values: Any): Any[] {
  const sums: Any[] = []
  for (const value of listOf(values)) sums.push(sums.length === 0 ? value : operators.add(sums.at(-1), value))
  return sums
}

/** The first place whose sum lies above a value; the last one where none does. */
function placeAbove(sums: readonly Any[], value: Any): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (comparison.ltTrue(value, sums[middle])) high = middle
    else low = middle + 1
  }
  return low
}

/** The methods of Lib/random.py, on a twister of their own. */
export class Random {
  readonly [classOf]: Any
  readonly #twister = new Mersenne()
  #nextGauss: number | null = null

  constructor(cls: Any, seed: Any = null) {
    this[classOf] = cls
    this.seed(seed)
  }
  seed(given: Any = null, version: Any = 2): null {
    let value: bigint
    if (given === null) value = BigInt(`0x${randomBytes(32).toString('hex')}`)
    else if (typeof given === 'string' || given instanceof PyBytes) {
      const data = typeof given === 'string' ? Buffer.from(given) : Buffer.from(given.data)
      void version
      value = BigInt(`0x${Buffer.concat([data, createHash('sha512').update(data).digest()]).toString('hex')}`)
    } else if (kindOf(given) === Kind.int) value = BigInt(given)
    else if (kindOf(given) === Kind.float) value = BigInt.asUintN(64, BigInt(hash(given)))
    else
      throw new TypeError('The only supported seed types are: None,\nint, float, str, bytes, and bytearray.')
    this.#twister.seedByArray(wordsOf(value))
    this.#nextGauss = null
    return null
  }
  random(): number {
    return this.#twister.random()
  }
  getrandbits(count: number): bigint {
    if (count < 0) throw new ValueError('number of bits must be non-negative')
    if (!(count <= 2 ** 30)) throw new OverflowError('Python int too large to convert to C int')
    const words: string[] = []
    for (let left = count; left > 0; left -= 32) {
      const word = left >= 32 ? this.#twister.next() : this.#twister.next() >>> (32 - left)
      words.push(word.toString(16).padStart(8, '0'))
    }
    return BigInt(`0x0${words.reverse().join('')}`)
  }
  /** Below `n`, by drawing as many bits as it has until it fits. */
  below(n: Int): Int {
    if (n === 0 || n === 0n) return 0
    const bits = BigInt(n).toString(2).length
    if (bits <= 32) {
      for (;;) {
        const value = this.#twister.next() >>> (32 - bits)
        if (value < Number(n)) return value
      }
    }
    for (;;) {
      const value = this.getrandbits(bits)
      if (value < BigInt(n)) return whole(value)
    }
  }
  randrange(start: Any, stop: Any = null, step: Any = 1): Int {
    const first = whole_(start, 'arg 1')
    if (stop === null) {
      if (comparison.gtTrue(first, 0)) return this.below(first)
      throw new ValueError('empty range for randrange()')
    }
    const last = whole_(stop, 'stop')
    const by = whole_(step, 'step')
    const width = operators.sub(last, first) as Int
    if (comparison.eqTrue(by, 1)) {
      if (comparison.gtTrue(width, 0)) return operators.add(first, this.below(width))
      throw new ValueError(`empty range for randrange() (${first}, ${last}, ${width})`)
    }
    if (comparison.eqTrue(by, 0)) throw new ValueError('zero step for randrange()')
    const one = comparison.gtTrue(by, 0) ? -1 : 1
    const count = operators.floordiv(operators.add(operators.add(width, by), one), by) as Int
    if (comparison.leTrue(count, 0)) throw new ValueError('empty range for randrange()')
    return operators.add(first, operators.mul(by, this.below(count)))
  }
  choice(items: Any): Any {
    const count = Number(len(items))
    if (count === 0) throw new IndexError('Cannot choose from an empty sequence')
    return core.getitem(items, this.below(count))
  }
  shuffle(items: Any): null {
    for (let i = Number(len(items)) - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const item: Any = core.getitem(items, i)
      core.setitem(items, i, core.getitem(items, j))
      core.setitem(items, j, item)
    }
    return null
  }
  sample(population: Any, k: Any, counts: Any = null): Any[] {
    const isNumber = population === null || kindOf(population) !== Kind.none
    if (population instanceof Set || population instanceof Map || isNumber)
      throw new TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
    const n = Number(len(population))
    if (counts === null) return this.#places(n, k).map((place) => core.getitem(population, place))
    const sums = running(counts)
    if (sums.length !== n) throw new ValueError('The number of counts does not match the population')
    const total: Any = sums.at(-1) ?? 0
    if (kindOf(total) !== Kind.int) throw new TypeError('Counts must be integers')
    if (comparison.leTrue(total, 0)) throw new ValueError('Total of counts must be greater than zero')
    return this.#places(Number(total), k).map((place) => core.getitem(population, placeAbove(sums, place)))
  }
  /** `k` places of `n`, no two the same, in the order of their drawing. */
  #places(n: number, k: Any): number[] {
    if (!comparison.leTrue(0, k) || !comparison.leTrue(k, n))
      throw new ValueError('Sample larger than population or is negative')
    const count = Number(intArgument(k))
    const result: number[] = []
    let setSize = 21
    if (count > 5) setSize += 4 ** Math.ceil(Math.log(count * 3) / Math.log(4))
    if (n <= setSize) {
      const pool = Array.from({ length: n }, (_, i) => i)
      for (let i = 0; i < count; i++) {
        const j = Number(this.below(n - i))
        result.push(pool[j])
        pool[j] = pool[n - i - 1]
      }
      return result
    }
    const selected = new Set<number>()
    for (let i = 0; i < count; i++) {
      let j = Number(this.below(n))
      while (selected.has(j)) j = Number(this.below(n))
      selected.add(j)
      result.push(j)
    }
    return result
  }
  choices(population: Any, weights: Any = null, cumulative: Any = null, k: Any = 1): Any[] {
    const n = Number(len(population))
    const drawn = (place: () => number): Any[] =>
      Array.from({ length: howMany(k) }, () => core.getitem(population, place()))
    if (cumulative === null && weights === null) return drawn(() => Math.floor(this.random() * n))
    if (cumulative !== null && weights !== null)
      throw new TypeError('Cannot specify both weights and cumulative weights')
    if (cumulative === null && kindOf(weights) === Kind.int)
      throw new TypeError(`The number of choices must be a keyword argument: k=${repr(weights)}`)
    const sums = cumulative === null ? running(weights) : listOf(cumulative)
    if (sums.length !== n) throw new ValueError('The number of weights does not match the population')
    if (n === 0) throw new IndexError('list index out of range')
    const total = Number(operators.add(sums[n - 1], floating(0)))
    if (total <= 0) throw new ValueError('Total of weights must be greater than zero')
    if (!Number.isFinite(total)) throw new ValueError('Total of weights must be finite')
    return drawn(() => placeAbove(sums, floating(this.random() * total)))
  }
  gauss(mu: number, sigma: number): number {
    let z = this.#nextGauss
    this.#nextGauss = null
    if (z === null) {
      const angle = this.random() * 2 * Math.PI
      const length = Math.sqrt(-2 * log(1 - this.random()))
      const [sin, sinTail, cos, cosTail] = accurate.sinCos(angle)
      z = (cos + cosTail) * length
      this.#nextGauss = (sin + sinTail) * length
    }
    return mu + z * sigma
  }
  normal(mu: number, sigma: number): number {
    const magic = (4 * exp(-0.5)) / Math.sqrt(2)
    for (;;) {
      const u1 = this.random()
      const u2 = 1 - this.random()
      const z = (magic * (u1 - 0.5)) / u2
      if ((z * z) / 4 <= -log(u2)) return mu + z * sigma
    }
  }
  vonMises(mu: number, kappa: number): number {
    if (kappa <= 1e-6) return 2 * Math.PI * this.random()
    // CPython draws for ever, and from Gamma below too.
    if (Number.isNaN(kappa)) throw new ValueError('vonmisesvariate: kappa must be a number')
    const s = 0.5 / kappa
    const r = s + Math.sqrt(1 + s * s)
    let z = 0
    for (;;) {
      z = Math.cos(Math.PI * this.random())
      const d = z / (r + z)
      const u = this.random()
      if (u < 1 - d * d || u <= (1 - d) * exp(d)) break
    }
    const q = 1 / r
    const f = (q + z) / (1 + q * z)
    const turn = 2 * Math.PI
    const angle = this.random() > 0.5 ? mu + Math.acos(f) : mu - Math.acos(f)
    return ((angle % turn) + turn) % turn
  }
  gamma(alpha: number, beta: number): number {
    if (alpha <= 0 || beta <= 0) throw new ValueError('gammavariate: alpha and beta must be > 0.0')
    if (!Number.isFinite(2 * alpha)) throw new ValueError('gammavariate: alpha must be finite')
    if (alpha > 1) {
      const ainv = Math.sqrt(2 * alpha - 1)
      const bbb = alpha - Math.log(4)
      const ccc = alpha + ainv
      for (;;) {
        const u1 = this.random()
        if (!(u1 > 1e-7 && u1 < 0.9999999)) continue
        const u2 = 1 - this.random()
        const v = log(u1 / (1 - u1)) / ainv
        const x = alpha * exp(v)
        const z = u1 * u1 * u2
        const r = bbb + ccc * v - x
        if (r + (1 + Math.log(4.5)) - 4.5 * z >= 0 || r >= log(z)) return x * beta
      }
    }
    if (alpha === 1) return -log(1 - this.random()) * beta
    for (;;) {
      const b = (Math.E + alpha) / Math.E
      const p = b * this.random()
      const x = p <= 1 ? p ** (1 / alpha) : -log((b - p) / alpha)
      const u1 = this.random()
      if (p > 1 ? u1 <= x ** (alpha - 1) : u1 <= exp(-x)) return x * beta
    }
  }
  triangular(low: number, high: number, mode: number | null): number {
    let u = this.random()
    let c = mode === null ? 0.5 : (mode - low) / (high - low)
    let [from, to] = [low, high]
    if (u > c) {
      u = 1 - u
      c = 1 - c
      ;[from, to] = [to, from]
    }
    return from + (to - from) * Math.sqrt(u * c)
  }
  getstate(): Tuple {
    return Tuple.of<unknown>(
      3,
      Tuple.of<unknown>(...this.#twister.state, this.#twister.index),
      this.#nextGauss,
    )
  }
  setstate(state: Any): null {
    if (!Array.isArray(state)) throw new TypeError(`'${nameOfType(state)}' object is not subscriptable`)
    const [, internal, gauss] = state as Any[]
    if (!Array.isArray(internal) || internal.length !== 625)
      throw new ValueError('state vector is the wrong size')
    if (!internal.every((word) => typeof word === 'number' && Number.isInteger(word)))
      throw new TypeError('an integer is required')
    const words = internal as number[]
    this.#twister.state.set(words.slice(0, 624))
    this.#twister.index = words[624]
    this.#nextGauss = gauss
    return null
  }
}

const real = realArgument

/** The methods by their signatures, given the generator first. */
const methods: Record<string, (self: Random, ...args: Any[]) => Any> = {
  'seed(a=None, version=2)': (self, a = null, version = 2) => self.seed(a, version),
  'random()': (self) => floating(self.random()),
  'getrandbits(k, /)': (self, count) => whole(self.getrandbits(Number(intArgument(count)))),
  'randbytes(n)': (self, n) => {
    const bitsAsked = intArgument(operators.mul(n, 8))
    const count = Number(bitsAsked) / 8
    const bits = self
      .getrandbits(Number(bitsAsked))
      .toString(16)
      .padStart(count * 2, '0')
    return new PyBytes(Uint8Array.from(Buffer.from(bits, 'hex').reverse()))
  },
  'randrange(start, stop=None, step=1)': (self, start, stop = null, step = 1) =>
    self.randrange(start, stop, step),
  'randint(a, b)': (self, a, b) => self.randrange(a, operators.add(b, 1)),
  'choice(seq)': (self, items) => self.choice(items),
  'choices(population, weights=None, *, cum_weights=None, k=1)': (
    self,
    items,
    weights = null,
    sums = null,
    k = 1,
  ) => self.choices(items, weights, sums, k),
  'shuffle(x)': (self, items) => self.shuffle(items),
  'sample(population, k, *, counts=None)': (self, items, k, counts = null) => self.sample(items, k, counts),
  'uniform(a, b)': (self, a, b) =>
    operators.add(a, operators.mul(operators.sub(b, a), floating(self.random()))),
  'triangular(low=0, high=1, mode=None)': (self, low = 0, high = 1, mode = null) =>
    floating(self.triangular(real(low), real(high), mode === null ? null : real(mode))),
  'gauss(mu=0, sigma=1)': (self, mu = 0, sigma = 1) => floating(self.gauss(real(mu), real(sigma))),
  'normalvariate(mu=0, sigma=1)': (self, mu = 0, sigma = 1) => floating(self.normal(real(mu), real(sigma))),
  'lognormvariate(mu, sigma)': (self, mu, sigma) => floating(exp(self.normal(real(mu), real(sigma)))),
  'expovariate(lambd)': (self, rate) => floating(-log(1 - self.random()) / real(rate)),
  'gammavariate(alpha, beta)': (self, alpha, beta) => floating(self.gamma(real(alpha), real(beta))),
  'betavariate(alpha, beta)': (self, alpha, beta) => {
    const y = self.gamma(real(alpha), 1)
    return y === 0 ? new Float(0) : floating(y / (y + self.gamma(real(beta), 1)))
  },
  'vonmisesvariate(mu, kappa)': (self, mu, kappa) => floating(self.vonMises(real(mu), real(kappa))),
  'paretovariate(alpha)': (self, alpha) => floating((1 - self.random()) ** (-1 / real(alpha))),
  'weibullvariate(alpha, beta)': (self, alpha, beta) =>
    floating(real(alpha) * (-log(1 - self.random())) ** (1 / real(beta))),
  'getstate()': (self) => self.getstate(),
  'setstate(state)': (self, state) => self.setstate(state),
}

const RandomClass = builtinClass('Random', [object], { module: 'random', hasFields: true })
infoOf(RandomClass).construct = (cls, [seed]) => new Random(cls, seed ?? null)
for (const [text, run] of Object.entries(methods)) {
  const [, name, signature] = /^(\w+)\((.*)\)$/.exec(text)!
  infoOf(RandomClass).dict.set(name, new Method('Random', name, signature, run))
}

const shared = new Random(RandomClass)

export const module = {
  Random: RandomClass,
  ...functionsOf(
    Object.fromEntries(
      Object.entries(methods).map(([text, run]) => [text, (...args: Any[]): Any => run(shared, ...args)]),
    ),
  ),
}
