// `np.random.default_rng`: NumPy's newer generator, with the same digits for the same seed. The stream is that of
// numpy-ts; what is here has NumPy's signatures, arrays as parameters, and what is drawn from or mixed.
import { TypeError, ValueError } from '../../base/errors.js'
import { noSeed, type SeedPart, SeedWords, wordsOfSeed } from '../../random/seed-sequence.js'
import { NumpyInt } from '../../base/numpy-number.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { PyRange } from '../runtime/containers.js'
import { len } from '../runtime/length.js'
import { core, listOf } from '../runtime/core.js'
import { builtin, call, Method } from '../runtime/functions.js'
import { Kind, kindOf } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { builtinClass, classOf, infoOf, object } from '../runtime/types.js'
import { showMembers } from '../runtime/javascript-side.js'
import { checkParameters } from '../../dialect/runtime/numpy-draws.js'
import { type Arrays, chancesOf, drawsOf, whole } from './numpy-draws.js'
import { likelyGeometric } from './numpy-distributions.js'

type Any = any

/** The stream of numpy-ts that is drawn from: one number without a size. */
interface Stream {
  random(): number
  standard_normal(): number
  exponential(scale: number): number
  integers(low: number, high: number): number | bigint
  integers(low: number, high: number, size: number[]): Any
  permutation(n: number): Any
  shuffle(array: Any): void
  choice(n: number, size: number, replace: boolean): Any
  poisson(mean: number): number | bigint
  binomial(n: number, p: number): number | bigint
}

function geometric(stream: Stream, p: number): number | bigint {
  if (p >= 0.333333333333333333333333) return likelyGeometric(p, stream.random())
  const trials = Math.ceil(-stream.exponential(1) / Math.log1p(-p))
  return trials < 9.223372036854776e18 ? trials : 2n ** 63n - 1n
}

/** An int of any size, of Python's or NumPy's; undefined for what is none. */
function intOf(value: Any): bigint | undefined {
  if (kindOf(value) === Kind.int) return BigInt(value as number)
  return value instanceof NumpyInt ? BigInt(value.value) : undefined
}

/** What a part of a seed is: an int, the text of one, or several. */
function seedPart(value: Any): SeedPart {
  const int = typeof value === 'string' ? value : intOf(value)
  if (int !== undefined) return int
  if (kindOf(value) === Kind.float) throw new TypeError('seed must be integer')
  // Refuses what is no series, in Python's words.
  len(value)
  return core.iter(value)
}

/** Different numbers below `n`, by Floyd or, where they are many of many, from a shuffled end: `choice` in _generator.pyx. */
function different(stream: Stream, n: number, count: number, shuffles: boolean): number[] {
  const upTo = (last: number): number => (last === 0 ? 0 : Number(stream.integers(0, last + 1)))
  const shuffle = (items: number[], first: number): void => {
    for (let i = items.length - 1; i >= first; i--) {
      const j = upTo(i)
      const kept = items[i]
      items[i] = items[j]
      items[j] = kept
    }
  }
  if (n > 10000 && count > Math.floor(n / (shuffles ? 50 : 20))) {
    const all = Array.from({ length: n }, (_, i) => i)
    shuffle(all, Math.max(n - count, 1))
    return all.slice(n - count)
  }
  const found = new Set<number>()
  for (let last = n - count; last < n; last++) {
    const drawn = upTo(last)
    found.add(found.has(drawn) ? last : drawn)
  }
  const order = [...found]
  if (shuffles) shuffle(order, 1)
  return order
}

export function makeGenerator(
  np: Arrays,
  streamOf: (seed?: SeedWords) => Stream,
): { Generator: Any; default_rng: Any } {
  const { sizes, filled, spread, parts } = drawsOf(np)
  const Generator = builtinClass('Generator', [object], {
    module: 'numpy.random._generator',
    hasFields: true,
  })
  class Drawn {
    constructor(readonly stream: Stream) {
      Object.defineProperty(this, classOf, { value: Generator })
    }
    [reprSymbol](): string {
      return 'Generator(PCG64)'
    }
  }

  const numbers = (array: Any): number[] => (array.tolist() as Any[]).flat(Infinity).map(Number)

  /** Which of `chances` numbers from 0 to 1 fall to. */
  function fallTo(chances: readonly number[], drawn: readonly number[]): number[] {
    let sum = 0
    const sums = chances.map((one) => (sum += one))
    return drawn.map((u) => {
      const at = sums.findIndex((one) => one / sum > u)
      return at < 0 ? sums.length : at
    })
  }

  function places(
    stream: Stream,
    n: number,
    count: number,
    replaces: boolean,
    shuffles: boolean,
    chances: number[] | null,
  ): number[] {
    const some = (length: number): number[] => Array.from({ length }, () => stream.random())
    if (!replaces && count > n)
      throw new ValueError('Cannot take a larger sample than population when replace is False')
    if (chances === null)
      return replaces
        ? numbers(np.asArray(stream.choice(n, count, true)))
        : different(stream, n, count, shuffles)
    if (replaces) return fallTo(chances, some(count))
    const found: number[] = []
    const left = [...chances]
    while (found.length < count) {
      const drawn = some(count - found.length)
      for (const place of found) left[place] = 0
      found.push(...new Set(fallTo(left, drawn)))
    }
    return found
  }

  function choice(
    { stream }: Drawn,
    from: Any,
    size: Any = null,
    replace: Any = true,
    p: Any = null,
    _axis: Any = 0,
    shuffle: Any = true,
  ): Any {
    const isCount = indexOf(from) !== undefined && !isNumpyArray(from)
    // Texts and other objects stay a list: arrays here are of numbers.
    const others = !isCount && !isNumpyArray(from) && listOf(from).some((one) => kindOf(one) === Kind.none)
    const items = isCount || others ? null : np.asArray(from)
    const n = isCount ? whole(from) : others ? listOf(from).length : (items.shape[0] as number)
    const shape = sizes(size)
    const count = shape === null ? 1 : shape.reduce((a, b) => a * b, 1)
    const chances = chancesOf(np, p, n, '')
    const found = places(stream, n, count, core.truth(replace), core.truth(shuffle), chances)
    if (others) {
      const chosen = found.map((place) => listOf(from)[place] as Any)
      if (shape === null) return chosen[0]
      const made: Any = call(core.importModule('numpy').array, [chosen], null)
      return call(core.getattr(made, 'reshape'), [Tuple.from(shape)], null)
    }
    if (shape === null) return items === null ? found[0] : core.getitem(items, found[0])
    const chosen = np.array(found, 'int64').reshape([...shape])
    return items === null ? chosen : core.getitem(items, chosen)
  }

  const table: Record<string, (self: Drawn, ...args: Any[]) => Any> = {
    'random(size=None, dtype=None, out=None)': ({ stream }, size = null) =>
      filled(size, () => stream.random()),
    'uniform(low=0.0, high=1.0, size=None)': ({ stream }, low = 0, high = 1, size = null) =>
      spread(size, [low, high], (a, b) => a + (b - a) * stream.random()),
    'standard_normal(size=None, dtype=None, out=None)': ({ stream }, size = null) =>
      filled(size, () => stream.standard_normal()),
    'normal(loc=0.0, scale=1.0, size=None)': ({ stream }, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (mean, deviation) => mean + deviation * stream.standard_normal()),
    'lognormal(mean=0.0, sigma=1.0, size=None)': ({ stream }, mean = 0, sigma = 1, size = null) =>
      spread(size, [mean, sigma], (m, s) => Math.exp(m + s * stream.standard_normal())),
    'exponential(scale=1.0, size=None)': ({ stream }, scale = 1, size = null) =>
      spread(size, [scale], (s) => s * stream.exponential(1)),
    'poisson(lam=1.0, size=None)': ({ stream }, lam = 1, size = null) =>
      spread(size, [lam], (mean) => Number(stream.poisson(mean)), 'int64'),
    'binomial(n, p, size=None)': ({ stream }, n, p, size = null) =>
      spread(size, [n, p], (count, chance) => Number(stream.binomial(count, chance)), 'int64'),
    'geometric(p, size=None)': ({ stream }, p, size = null) =>
      spread(size, [p], (chance) => geometric(stream, chance), 'int64'),
    'integers(low, high=None, size=None, dtype=None, endpoint=False)': (
      { stream },
      low,
      high = null,
      size = null,
      dtype = null,
      endpoint = false,
    ) => {
      const [first, last] = high === null ? [0, whole(low)] : [whole(low), whole(high)]
      const end = last + (core.truth(endpoint) ? 1 : 0)
      if (first >= end) throw new ValueError(high === null ? 'high <= 0' : 'low >= high')
      const shape = sizes(size)
      if (shape === null) return Number(stream.integers(first, end))
      const drawn = np.array(
        numbers(np.asArray(stream.integers(first, end, [shape.reduce((a, b) => a * b, 1)]))),
        'int64',
      )
      const array: Any = drawn.reshape([...shape])
      return dtype === null ? array : core.getattr(array, 'astype')(dtype)
    },
    'choice(a, size=None, replace=True, p=None, axis=0, shuffle=True)': choice,
    'permutation(x, axis=0)': ({ stream }, given) => {
      const count = isNumpyArray(given) || indexOf(given) === undefined ? null : whole(given)
      const order = (n: number): Any => np.array(numbers(np.asArray(stream.permutation(n))), 'int64')
      if (count !== null) return order(count)
      const items = np.asArray(given)
      return core.getitem(items, order(items.shape[0] as number))
    },
    'shuffle(x, axis=0)': ({ stream }, items) => {
      const all = [...parts(items)]
      const order = np.array(
        all.map((_, i) => i),
        'int64',
      )
      stream.shuffle(order)
      numbers(order).forEach((from, i) => {
        core.setitem(items, i, all[from])
      })
      return null
    },
  }
  for (const [text, run] of Object.entries(table)) {
    const [, name, signature] = /^(\w+)\((.*)\)$/.exec(text)!
    const checked = (self: Drawn, ...args: Any[]): Any => {
      checkParameters(name, args)
      return run(self, ...args)
    }
    infoOf(Generator).dict.set(name, new Method('Generator', name, signature, checked))
  }
  showMembers(Drawn.prototype, infoOf(Generator).dict.keys())
  const default_rng = builtin('default_rng', 'seed=None', (seed: Any = null) => {
    if (seed instanceof Drawn) return seed
    if (seed === null) return new Drawn(streamOf())
    const isSeries =
      Array.isArray(seed) || seed instanceof Tuple || seed instanceof PyRange || isNumpyArray(seed)
    if (!isSeries && intOf(seed) === undefined) throw noSeed(core.str(seed))
    return new Drawn(streamOf(new SeedWords(wordsOfSeed(seed, seedPart))))
  })
  return { Generator, default_rng }
}
