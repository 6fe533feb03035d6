// `np.random` as NumPy's legacy stream has it: the same digits for the same seed. Follows numpy/random/mtrand.pyx and
// legacy-distributions.c.
import { randomBytes } from 'node:crypto'
import { ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { checkParameters } from '../../dialect/runtime/numpy-draws.js'
import * as accurate from '../../kernels/accurate.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core, listOf } from '../runtime/core.js'
import { call, functionsOf, Method } from '../runtime/functions.js'
import { Kind, kindOf } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { floating } from '../runtime/numbers.js'
import { builtinClass, classOf, infoOf, object } from '../runtime/types.js'
import { beta, distributions, poissonCount, type Source } from './numpy-distributions.js'
import { chancesOf, checkCount, type Arrays, drawsOf, whole } from './numpy-draws.js'
import { rarerDraws } from './numpy-rarer-draws.js'
import { binomialCount, randint } from './numpy-whole.js'
import { showMembers } from '../runtime/javascript-side.js'
import { Mersenne } from './mersenne.js'

type Any = any

/** A seed, or one of several: 32 bits. */
function seedNumber(value: Any): number {
  const number = whole(value)
  if (number < 0 || number > 2 ** 32 - 1) throw new ValueError('Seed must be between 0 and 2**32 - 1')
  return number
}

export function makeRandom(np: Arrays): Record<string, Any> {
  const RandomState = builtinClass('RandomState', [object], {
    module: 'numpy.random.mtrand',
    hasFields: true,
  })

  class State implements Source {
    readonly twister = new Mersenne()
    waiting: number | null = null
    constructor() {
      Object.defineProperty(this, classOf, { value: RandomState })
      this.seed(null)
    }
    seed(seed: Any): null {
      this.waiting = null
      if (seed === null || seed === undefined) {
        this.twister.seedByArray([...new Uint32Array(randomBytes(16).buffer.slice(0, 16))])
        return null
      }
      if (Array.isArray(seed) || seed instanceof Tuple || isNumpyArray(seed)) {
        const parts = listOf(seed)
        if (parts.length === 0) throw new ValueError('Seed must be non-empty')
        if (parts.some((part) => Array.isArray(part) || part instanceof Tuple || isNumpyArray(part)))
          throw new ValueError('Seed array must be 1-d')
        this.twister.seedByArray(parts.map(seedNumber))
      } else this.twister.seed(seedNumber(seed))
      return null
    }
    /** The next 32 bits. */
    next(): number {
      return this.twister.next()
    }
    double(): number {
      return this.twister.random()
    }
    gauss(): number {
      if (this.waiting !== null) {
        const value = this.waiting
        this.waiting = null
        return value
      }
      for (;;) {
        const x1 = 2 * this.double() - 1
        const x2 = 2 * this.double() - 1
        const square = x1 * x1 + x2 * x2
        if (square >= 1 || square === 0) continue
        const f = Math.sqrt((-2 * accurate.log(square)) / square)
        this.waiting = f * x1
        return f * x2
      }
    }
    /** A whole number up to `most`: as many bits as it has, until they fit. */
    upTo(most: number): number {
      if (most === 0) return 0
      if (most <= 0xffffffff) {
        const mask = most === 0xffffffff ? 0xffffffff : 2 ** Math.ceil(Math.log2(most + 1)) - 1
        for (;;) {
          const value = (this.twister.next() & mask) >>> 0
          if (value <= most) return value
        }
      }
      const limit = BigInt(most)
      const mask = (1n << BigInt(limit.toString(2).length)) - 1n
      for (;;) {
        const high = BigInt(this.twister.next())
        const value = ((high << 32n) | BigInt(this.twister.next())) & mask
        if (value <= limit) return Number(value)
      }
    }
    exponentialDraw(): number {
      return -accurate.log(1 - this.double())
    }
    /** Marsaglia and Tsang, as legacy_standard_gamma has it. */
    gammaDraw(shape: number): number {
      if (shape === 1) return this.exponentialDraw()
      if (shape === 0) return 0
      if (shape < 1)
        for (;;) {
          const u = this.double()
          const v = this.exponentialDraw()
          if (u <= 1 - shape) {
            const x = accurate.power(u, 1 / shape)
            if (x <= v) return x
          } else {
            const y = -accurate.log((1 - u) / shape)
            const x = accurate.power(1 - shape + shape * y, 1 / shape)
            if (x <= v + y) return x
          }
        }
      const b = shape - 1 / 3
      const c = 1 / Math.sqrt(9 * b)
      for (;;) {
        let x: number
        let v: number
        do {
          x = this.gauss()
          v = 1 + c * x
        } while (v <= 0)
        v = v * v * v
        const u = this.double()
        if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v
        if (accurate.log(u) < 0.5 * x * x + b * (1 - v + accurate.log(v))) return b * v
      }
    }
    poissonDraw(mean: number): number {
      return poissonCount(mean, () => this.double())
    }
    binomialDraw(n: number, p: number): number {
      return binomialCount(n, p, () => this.double())
    }
    /** Positions in an order drawn at random. */
    order(count: number): number[] {
      checkCount(count)
      const places = Array.from({ length: count }, (_, i) => i)
      this.mix(count, (i, j) => {
        ;[places[i], places[j]] = [places[j], places[i]]
      })
      return places
    }
    mix(count: number, swap: (i: number, j: number) => void): void {
      for (let i = count - 1; i > 0; i--) swap(i, this.upTo(i))
    }
  }

  const { sizes, filled, spread, parts } = drawsOf(np)

  function choice(self: State, from: Any, size: Any, replace: Any, weights: Any): Any {
    const isCount = indexOf(from) !== undefined && !isNumpyArray(from)
    // Texts and other objects are chosen from a list.
    const others = !isCount && !isNumpyArray(from) && listOf(from).some((one) => kindOf(one) === Kind.none)
    const items = isCount ? null : others ? null : np.asArray(from)
    const n = isCount ? whole(from) : others ? listOf(from).length : (items.shape[0] as number)
    if (n <= 0)
      throw new ValueError(
        isCount
          ? 'a must be greater than 0 unless no samples are taken'
          : "'a' cannot be empty unless no samples are taken",
      )
    const shape = sizes(size)
    const count = shape === null ? 1 : shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    const p = chancesOf(np, weights, n, "'")
    const sums = (given: number[]): number[] => {
      let sum = 0
      const all = given.map((one) => (sum += one))
      return all.map((one) => one / sum)
    }
    const right = (all: number[], value: number): number => {
      const at = all.findIndex((one) => one > value)
      return at < 0 ? all.length : at
    }
    let places: number[]
    if (replace === undefined || core.truth(replace)) {
      if (p === null) places = Array.from({ length: count }, () => self.upTo(n - 1))
      else {
        const all = sums(p)
        places = Array.from({ length: count }, () => self.double()).map((u) => right(all, u))
      }
    } else {
      if (count > n) throw new ValueError("Cannot take a larger sample than population when 'replace=False'")
      if (p === null) places = self.order(n).slice(0, count)
      else {
        places = []
        const left = [...p]
        while (places.length < count) {
          const drawn = Array.from({ length: count - places.length }, () => self.double())
          for (const place of places) left[place] = 0
          const all = sums(left)
          const found = drawn.map((u) => right(all, u))
          places.push(...found.filter((place, i) => found.indexOf(place) === i))
        }
      }
    }
    if (others) {
      const chosen = places.map((place) => listOf(from)[place] as Any)
      if (shape === null) return chosen[0]
      const numpy = core.importModule('numpy')
      return call(
        core.getattr(call(core.getattr(numpy, 'array'), [chosen], null), 'reshape'),
        [Tuple.from(shape)],
        null,
      )
    }
    if (shape === null) return items === null ? places[0] : core.getitem(items, places[0])
    const chosen = np.array(places, 'int64').reshape(shape)
    return items === null ? chosen : core.getitem(items, chosen)
  }

  const table: Record<string, (self: State, ...args: Any[]) => Any> = {
    'seed(seed=None)': (self, seed = null) => self.seed(seed),
    'get_state(legacy=True)': (self) =>
      Tuple.of<unknown>(
        'MT19937',
        np.array([...self.twister.state], 'uint32'),
        self.twister.index,
        Number(self.waiting !== null),
        floating(self.waiting ?? 0),
      ),
    'set_state(state)': (self, state) => {
      if (!(state instanceof Tuple) || state[0] !== 'MT19937')
        throw new ValueError('set_state can only be used with legacy MT19937 state instances.')
      const [, words, index, isWaiting, waiting] = state as Any[]
      self.twister.state.set(listOf(words).map(Number))
      self.twister.index = Number(index)
      self.waiting = Number(isWaiting) === 0 ? null : Number(waiting)
      return null
    },
    'sample(size=None)': (self, size) => filled(size, () => self.double()),
    'rand(*args)': (self, shape: Any[]) => filled(shape.length === 0 ? null : shape, () => self.double()),
    'randn(*args)': (self, shape: Any[]) => filled(shape.length === 0 ? null : shape, () => self.gauss()),
    'random(size=None)': (self, size) => filled(size, () => self.double()),
    'random_sample(size=None)': (self, size) => filled(size, () => self.double()),
    'ranf(size=None)': (self, size) => filled(size, () => self.double()),
    'uniform(low=0, high=1, size=None)': (self, low = 0, high = 1, size = null) =>
      spread(size, [low, high], (a, b) => a + (b - a) * self.double()),
    'normal(loc=0, scale=1, size=None)': (self, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (mean, deviation) => mean + deviation * self.gauss()),
    'standard_normal(size=None)': (self, size) => filled(size, () => self.gauss()),
    'exponential(scale=1, size=None)': (self, scale = 1, size = null) =>
      spread(size, [scale], (s) => s * self.exponentialDraw()),
    'gamma(shape, scale=1, size=None)': (self, shape, scale = 1, size = null) =>
      spread(size, [shape, scale], (k, s) => s * self.gammaDraw(k)),
    'beta(a, b, size=None)': (self, a, b, size = null) => spread(size, [a, b], (x, y) => beta(self, x, y)),
    'poisson(lam=1, size=None)': (self, lam = 1, size = null) =>
      spread(size, [lam], (mean) => self.poissonDraw(mean), 'int64'),
    'binomial(n, p, size=None)': (self, n, p, size = null) =>
      spread(size, [n, p], (count, chance) => self.binomialDraw(count, chance), 'int64'),
    'randint(low, high=None, size=None, dtype=None)': (self, low, high = null, size = null, dtype = null) =>
      randint(
        np,
        { low, high, size, dtype },
        (most) => self.upTo(most),
        () => self.twister.next(),
      ),
    'random_integers(low, high=None, size=None)': (self, low, high = null, size = null) => {
      const [first, last] = high === null ? [1, whole(low)] : [whole(low), whole(high)]
      if (last < first) throw new ValueError('low >= high')
      return filled(size, () => first + self.upTo(last - first), 'int64')
    },
    'choice(a, size=None, replace=True, p=None)': choice,
    ...distributions(np),
    ...rarerDraws(np),
    'shuffle(x)': (self, items) => {
      const all = parts(items)
      self.mix(all.length, (i, j) => {
        ;[all[i], all[j]] = [all[j], all[i]]
      })
      all.forEach((item, i) => {
        core.setitem(items, i, item)
      })
      return null
    },
    'permutation(x)': (self, given) => {
      const count = isNumpyArray(given) || indexOf(given) === undefined ? null : whole(given)
      if (count !== null) return np.array(self.order(count), 'int64')
      const items = np.asArray(given)
      return core.getitem(items, np.array(self.order(items.shape[0] as number), 'int64'))
    },
  }

  infoOf(RandomState).construct = (_cls, [seed]) => {
    const made = new State()
    made.seed(seed ?? null)
    return made
  }
  const shared = new State()
  const drawing: Record<string, (...args: Any[]) => Any> = {}
  for (const [text, run] of Object.entries(table)) {
    const [, name, signature] = /^(\w+)\((.*)\)$/.exec(text)!
    const checked = (self: State, ...args: Any[]): Any => {
      checkParameters(name, args)
      return run(self, ...args)
    }
    infoOf(RandomState).dict.set(name, new Method('RandomState', name, signature, checked))
    drawing[text] = (...args) => checked(shared, ...args)
  }
  showMembers(State.prototype, infoOf(RandomState).dict.keys())
  return { RandomState, ...functionsOf(drawing) }
}
