// `np.random.default_rng`: NumPy's newer generator, with the same digits for the same seed. What is here has NumPy's
// signatures, and what is drawn from or mixed; the bits are those of `pcg64.ts`. Follows numpy/random/_generator.pyx.
import { randomBytes } from 'node:crypto'
import { NotImplementedError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { NumpyInt, numpyNumber } from '../../base/numpy-number.js'
import { noSeed, type SeedPart, wordsOfSeed } from '../../random/seed-sequence.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core, gathered, listOf } from '../runtime/core.js'
import { PyRange } from '../runtime/containers.js'
import { len } from '../runtime/length.js'
import { builtin, call, Method } from '../runtime/functions.js'
import { Kind, kindOf, toDouble } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { builtinClass, classOf, infoOf, object } from '../runtime/types.js'
import { showMembers } from '../runtime/javascript-side.js'
import { checkParameters } from '../../dialect/runtime/numpy-draws.js'
import { type Arrays, chancesOf, drawsOf, whole } from './numpy-draws.js'
import { beta, distributions, likelyGeometric, poissonCount, type Source } from './numpy-distributions.js'
import { bounded } from './numpy-bounded.js'
import { places, shuffled, upToCount } from './numpy-orders.js'
import { hypergeometric } from './numpy-hypergeometric.js'
import { rarerDraws } from './numpy-rarer-draws.js'
import { binomialCount } from './numpy-whole.js'
import * as ziggurat from './numpy-ziggurat.js'
import { PCG64 } from './pcg64.js'

type Any = any

function geometric(stream: Source, p: number): number | bigint {
  if (p >= 0.333333333333333333333333) return likelyGeometric(p, stream.double())
  const trials = Math.ceil(-stream.exponentialDraw() / Math.log1p(-p))
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

/** The bits that a seed starts: those of an int of any size, of several, or of chance. */
function bitsOf(seed: Any): PCG64 {
  if (seed === null || seed === undefined)
    return new PCG64([...new Uint32Array(randomBytes(16).buffer.slice(0, 16))])
  const isSeries =
    Array.isArray(seed) || seed instanceof Tuple || seed instanceof PyRange || isNumpyArray(seed)
  if (!isSeries && intOf(seed) === undefined) throw noSeed(core.str(seed))
  return new PCG64(wordsOfSeed(seed, seedPart))
}

export function makeGenerator(np: Arrays): { Generator: Any; default_rng: Any; PCG64: Any } {
  const { sizes, filled, spread, parts } = drawsOf(np)
  const Generator = builtinClass('Generator', [object], {
    module: 'numpy.random._generator',
    hasFields: true,
  })
  class Drawn implements Source {
    constructor(readonly bits: PCG64) {
      Object.defineProperty(this, classOf, { value: Generator })
    }
    [reprSymbol](): string {
      return 'Generator(PCG64)'
    }
    next(): number {
      return this.bits.next()
    }
    double(): number {
      return this.bits.double()
    }
    gauss(): number {
      return ziggurat.normalNumber(this.bits)
    }
    exponentialDraw(): number {
      return ziggurat.exponentialNumber(this.bits)
    }
    gammaDraw(shape: number): number {
      return ziggurat.gammaNumber(this.bits, shape)
    }
    poissonDraw(mean: number): number {
      return poissonCount(mean, () => this.bits.double())
    }
    binomialDraw(n: number, p: number): number {
      return binomialCount(n, p, () => this.bits.double())
    }
  }

  const numpyFunction = (name: string, ...args: Any[]): Any =>
    call(core.getattr(core.importModule('numpy'), name), args, null)
  const nameOf = (dtype: Any): string => core.getattr(numpyFunction('dtype', dtype), 'name')

  function choice(
    { bits }: Drawn,
    from: Any,
    size: Any = null,
    replace: Any = true,
    p: Any = null,
    axis: Any = 0,
    shuffle: Any = true,
  ): Any {
    const isCount = indexOf(from) !== undefined && !isNumpyArray(from)
    const items: Any = isCount ? null : numpyFunction('asarray', from)
    const along = items === null ? 0 : whole(axis) < 0 ? whole(axis) + items.shape.length : whole(axis)
    const n = isCount ? whole(from) : (items.shape[along] as number)
    const shape = sizes(size)
    const count = shape === null ? 1 : shape.reduce((a, b) => a * b, 1)
    if (n <= 0 && count > 0)
      throw new ValueError(
        isCount
          ? 'a must be a positive integer unless no samples are taken'
          : 'a cannot be empty unless no samples are taken',
      )
    const chances = chancesOf(np, p, n, '')
    const found = places(bits, n, count, core.truth(replace), core.truth(shuffle), chances)
    if (shape === null) {
      if (items === null) return found[0]
      return along === 0 ? core.getitem(items, found[0]) : numpyFunction('take', items, found[0], along)
    }
    const chosen = np.array(found, 'int64').reshape([...shape])
    if (items === null) return chosen
    return along === 0 ? core.getitem(items, chosen) : numpyFunction('take', items, chosen, along)
  }

  /** Floats of the width that is asked for, into an array that is given or a new one. */
  function floats(
    name: string,
    [size, dtype, out]: readonly Any[],
    double: () => number,
    single: () => number,
  ): Any {
    const type = dtype === null ? 'float64' : nameOf(dtype)
    if (type !== 'float64' && type !== 'float32')
      throw new TypeError(`Unsupported dtype ${core.repr(numpyFunction('dtype', dtype))} for ${name}`)
    const draw = type === 'float64' ? double : single
    if (out === null) {
      const drawn: Any = filled(size, draw)
      return isNumpyArray(drawn) && type === 'float32' ? core.getattr(drawn, 'astype')('float32') : drawn
    }
    if (String(out.dtype) !== type)
      throw new TypeError(
        `Supplied output array has the wrong type. Expected ${type}, got ${String(out.dtype)}`,
      )
    const shape = [...(out.shape as number[])]
    if (size !== null && String(sizes(size)) !== String(shape))
      throw new ValueError('size must match out.shape when used together')
    numpyFunction('copyto', out, filled(Tuple.from(shape), draw))
    return out
  }

  function integers({ bits }: Drawn, low: Any, high: Any, size: Any, dtype: Any, endpoint: Any): Any {
    const type = dtype === null ? 'int64' : nameOf(dtype)
    if (!/^(?:bool|u?int\d+)$/.test(type))
      throw new TypeError(`Unsupported dtype ${core.repr(numpyFunction('dtype', dtype))} for integers`)
    const width = type === 'bool' ? 1 : Number(/\d+$/.exec(type)![0])
    const isSigned = type.startsWith('i')
    const least = isSigned ? -(2n ** BigInt(width - 1)) : 0n
    const most = (isSigned ? 2n ** BigInt(width - 1) : 2n ** BigInt(width)) - 1n
    const isClosed = core.truth(endpoint)
    const draw = bounded(bits, width)
    const exact = (one: number | bigint): bigint => {
      if (typeof one === 'number' && !Number.isSafeInteger(one))
        throw new NotImplementedError('bounds of arrays are whole numbers below 2**53 here')
      return BigInt(one)
    }
    const between = (from: number | bigint, to: number | bigint): number | bigint => {
      const [first, last] = [exact(from), exact(to) - (isClosed ? 0n : 1n)]
      if (first < least) throw new ValueError(`low is out of bounds for ${type}`)
      if (last > most) throw new ValueError(`high is out of bounds for ${type}`)
      if (first > last) {
        const [above, below] = isClosed ? ['low > high', 'high < 0'] : ['low >= high', 'high <= 0']
        throw new ValueError(first === 0n ? below : above)
      }
      const value = first + draw(last - first)
      return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value
    }
    const [first, last] = high === null ? [0, low] : [low, high]
    if ([first, last].some((one) => Array.isArray(one) || isNumpyArray(one)))
      return spread(size, [first, last], between, type)
    const [from, to] = [first, last].map((one) => (typeof one === 'bigint' ? one : wholeOf(one)))
    const drawn: Any = filled(size, () => between(from, to), type)
    if (size !== null) return drawn
    const builtins = core.importModule('builtins')
    const isPlain = dtype !== null && ['int', 'bool'].some((name) => dtype === core.getattr(builtins, name))
    if (isPlain) return type === 'bool' ? drawn === 1 : drawn
    return numpyNumber(type === 'bool' ? drawn === 1 : drawn, type)
  }

  /** A bound; NumPy cuts floats off. */
  const wholeOf = (one: Any): number => (kindOf(one) === Kind.float ? Math.trunc(toDouble(one)) : whole(one))

  /** The parts of an array in an order that is drawn for each line along `axis`, or for all of it. */
  function permuted({ bits }: Drawn, x: Any, axis: Any, out: Any): Any {
    const items: Any = numpyFunction('asarray', x)
    const shape = [...(items.shape as number[])]
    const total = shape.reduce((a, b) => a * b, 1)
    let order: number[]
    if (axis === null) order = shuffled(bits, upToCount(total))
    else {
      const along = whole(axis) < 0 ? whole(axis) + shape.length : whole(axis)
      if (!(along in shape))
        throw new ValueError(`axis ${whole(axis)} is out of bounds for array of dimension ${shape.length}`)
      const step = shape.slice(along + 1).reduce((a, b) => a * b, 1)
      order = upToCount(total)
      for (const start of upToCount(total)) {
        if (Math.floor(start / step) % shape[along] !== 0) continue
        const line = upToCount(shape[along]).map((i) => start + i * step)
        shuffled(bits, [...line]).forEach((from, i) => {
          order[line[i]] = from
        })
      }
    }
    const mixed: Any = core.getitem(core.getattr(items, 'ravel')(), np.array(order, 'int64')).reshape(shape)
    if (out === null) return mixed
    numpyFunction('copyto', out, mixed)
    return out
  }

  function multivariateNormal(self: Drawn, [mean, cov, size, method]: readonly Any[]): Any {
    const middle: Any = np.asArray(mean)
    const asked = sizes(size) ?? []
    const numbers: Any = filled(Tuple.from([...asked, middle.size as number]), () => self.gauss())
    const linalg: Any = core.getattr(core.importModule('numpy'), 'linalg')
    const matrix: Any = np.asArray(cov)
    if (!['svd', 'eigh', 'cholesky'].includes(method))
      throw new ValueError("method must be one of {'eigh', 'svd', 'cholesky'}")
    let factor: Any
    if (method === 'cholesky') factor = core.getattr(linalg, 'cholesky')(matrix)
    else {
      const [first, second]: Any[] = gathered(core.getattr(linalg, method)(matrix))
      const [vectors, scales] = method === 'svd' ? [first, second] : [second, first]
      factor = vectors.multiply(scales.sqrt())
    }
    return numbers.matmul(factor.transpose()).add(middle)
  }

  /** Shares that sum to one; of small parameters, piece by piece of what is left. */
  function dirichlet(self: Drawn, alpha: Any, size: Any): Any {
    const shapes = listOf(np.asArray(alpha)).map(Number)
    const draw = (): number[] => {
      if (Math.max(...shapes) >= 0.1) {
        const drawn = shapes.map((shape) => self.gammaDraw(shape))
        const inverse = 1 / drawn.reduce((a, b) => a + b, 0)
        return drawn.map((one) => one * inverse)
      }
      const rest: number[] = []
      shapes.reduceRight((sum, one, i) => (rest[i] = sum + one), 0)
      let left = 1
      return shapes.map((shape, i) => {
        if (i === shapes.length - 1) return left
        const share = beta(self, shape, rest[i + 1])
        const piece = left * share
        left *= 1 - share
        return piece
      })
    }
    const asked = sizes(size) ?? []
    const rows = Array.from({ length: asked.reduce((a, b) => a * b, 1) }, draw)
    return np.array(rows.flat(), 'float64').reshape([...asked, shapes.length])
  }

  const absent = (name: string) => (): never => {
    throw new NotImplementedError(`${name} of a Generator is not here`)
  }
  const common = { ...distributions(np), ...rarerDraws(np) } as Record<
    string,
    (self: Drawn, ...args: Any[]) => Any
  >
  const without =
    /^(?:rayleigh|geometric|hypergeometric|dirichlet|multivariate_normal|standard_exponential|standard_gamma)\(/
  const table: Record<string, (self: Drawn, ...args: Any[]) => Any> = {
    ...Object.fromEntries(Object.entries(common).filter(([text]) => !without.test(text))),
    'random(size=None, dtype=None, out=None)': ({ bits }, size = null, dtype = null, out = null) =>
      floats('random', [size, dtype, out], () => bits.double(), () => bits.float()), // prettier-ignore
    'uniform(low=0.0, high=1.0, size=None)': ({ bits }, low = 0, high = 1, size = null) =>
      spread(size, [low, high], (a, b) => {
        if (!Number.isFinite(b - a)) throw new OverflowError('high - low range exceeds valid bounds')
        return a + (b - a) * bits.double()
      }),
    'standard_normal(size=None, dtype=None, out=None)': (self, size = null, dtype = null, out = null) =>
      floats('standard_normal', [size, dtype, out], () => self.gauss(), () => ziggurat.normalSingle(self.bits)), // prettier-ignore
    'normal(loc=0.0, scale=1.0, size=None)': (self, loc = 0, scale = 1, size = null) =>
      spread(size, [loc, scale], (mean, deviation) => mean + deviation * self.gauss()),
    'standard_exponential(size=None, dtype=None, method="zig", out=None)': (
      self,
      size = null,
      dtype = null,
      method = 'zig',
      out = null,
    ) => {
      const { bits } = self
      const [double, single] =
        method === 'zig'
          ? [() => self.exponentialDraw(), () => ziggurat.exponentialSingle(bits)]
          : [() => -Math.log1p(-bits.double()), () => Math.fround(-Math.log1p(-bits.float()))]
      return floats('standard_exponential', [size, dtype, out], double, single)
    },
    'exponential(scale=1.0, size=None)': (self, scale = 1, size = null) =>
      spread(size, [scale], (s) => s * self.exponentialDraw()),
    'standard_gamma(shape, size=None, dtype=None, out=None)': (
      self,
      shape,
      size = null,
      dtype = null,
      out = null,
    ) => {
      if (Array.isArray(shape) || isNumpyArray(shape)) {
        if (out !== null || (dtype !== null && nameOf(dtype) !== 'float64'))
          throw new NotImplementedError('standard_gamma of many shapes takes neither dtype nor out here')
        return spread(size, [shape], (k) => self.gammaDraw(k))
      }
      const k = toDouble(shape)
      return floats('standard_gamma', [size, dtype, out], () => self.gammaDraw(k), () => ziggurat.gammaSingle(self.bits, k)) // prettier-ignore
    },
    'gamma(shape, scale=1.0, size=None)': (self, shape, scale = 1, size = null) =>
      spread(size, [shape, scale], (k, s) => s * self.gammaDraw(k)),
    'beta(a, b, size=None)': (self, a, b, size = null) => spread(size, [a, b], (x, y) => beta(self, x, y)),
    'rayleigh(scale=1.0, size=None)': (self, scale = 1, size = null) =>
      spread(size, [scale], (s) => s * Math.sqrt(2 * self.exponentialDraw())),
    'poisson(lam=1.0, size=None)': (self, lam = 1, size = null) =>
      spread(size, [lam], (mean) => self.poissonDraw(mean), 'int64'),
    'binomial(n, p, size=None)': (self, n, p, size = null) =>
      spread(size, [n, p], (count, chance) => self.binomialDraw(count, chance), 'int64'),
    'geometric(p, size=None)': (self, p, size = null) =>
      spread(size, [p], (chance) => geometric(self, chance), 'int64'),
    'hypergeometric(ngood, nbad, nsample, size=None)': ({ bits }, ngood, nbad, nsample, size = null) =>
      spread(
        size,
        [ngood, nbad, nsample],
        (good, bad, sample) => {
          if (good + bad < sample) throw new ValueError('ngood + nbad < nsample')
          return hypergeometric(bits, good, bad, sample)
        },
        'int64',
      ),
    'dirichlet(alpha, size=None)': (self, alpha, size = null) => dirichlet(self, alpha, size),
    'multivariate_normal(mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd")': (
      self,
      mean,
      cov,
      size = null,
      _check = null,
      _tol = null,
      method = 'svd',
    ) => multivariateNormal(self, [mean, cov, size, method]),
    'integers(low, high=None, size=None, dtype=None, endpoint=False)': (
      self,
      low,
      high = null,
      size = null,
      dtype = null,
      endpoint = false,
    ) => integers(self, low, high, size, dtype, endpoint),
    'choice(a, size=None, replace=True, p=None, axis=0, shuffle=True)': choice,
    'permutation(x, axis=0)': ({ bits }, given, axis = 0) => {
      const count = isNumpyArray(given) || indexOf(given) === undefined ? null : whole(given)
      const order = (n: number): Any => np.array(shuffled(bits, upToCount(n)), 'int64')
      if (count !== null) return order(count)
      const items: Any = numpyFunction('asarray', given)
      const along = whole(axis) < 0 ? whole(axis) + items.shape.length : whole(axis)
      const drawn = order(items.shape[along] as number)
      return along === 0 ? core.getitem(items, drawn) : numpyFunction('take', items, drawn, along)
    },
    'permuted(x, axis=None, out=None)': (self, x, axis = null, out = null) => permuted(self, x, axis, out),
    'shuffle(x, axis=0)': ({ bits }, items, axis = 0) => {
      if (isNumpyArray(items) && whole(axis) !== 0) {
        const along = whole(axis) < 0 ? whole(axis) + items.shape.length : whole(axis)
        const order = np.array(shuffled(bits, upToCount(items.shape[along])), 'int64')
        numpyFunction('copyto', items, numpyFunction('take', items, order, along))
        return null
      }
      if (whole(axis) !== 0)
        throw new NotImplementedError('Axis argument is only supported on ndarray objects')
      const all = [...parts(items)]
      shuffled(bits, upToCount(all.length)).forEach((from, i) => {
        core.setitem(items, i, all[from])
      })
      return null
    },
    'multivariate_hypergeometric(colors, nsample, size=None, method="marginals")': absent(
      'multivariate_hypergeometric',
    ),
    'spawn(n_children)': absent('spawn'),
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

  const BitGenerator = builtinClass('PCG64', [object], { module: 'numpy.random._pcg64', hasFields: true })
  class Bits {
    readonly bits: PCG64
    constructor(seed: Any) {
      Object.defineProperty(this, classOf, { value: BitGenerator })
      this.bits = bitsOf(seed)
    }
  }
  infoOf(BitGenerator).construct = (_cls, [seed]) => new Bits(seed ?? null)
  infoOf(Generator).construct = (_cls, [bits]) => {
    if (!(bits instanceof Bits))
      throw new NotImplementedError(
        'a Generator is made of a PCG64 here: np.random.Generator(np.random.PCG64(0))',
      )
    return new Drawn(bits.bits)
  }
  const default_rng = builtin('default_rng', 'seed=None', (seed: Any = null) => {
    if (seed instanceof Drawn) return seed
    return new Drawn(seed instanceof Bits ? seed.bits : bitsOf(seed))
  })
  return { Generator, default_rng, PCG64: BitGenerator }
}
