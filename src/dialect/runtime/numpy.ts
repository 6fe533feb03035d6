// numpy-ts with NumPy's way of calling the functions that make arrays: whole numbers give int64, a size may be a number,
// keywords are taken, and `np.float32`, `np.pi` and their like are there. Python's module `numpy`, which is `np` in both
// languages, is made of it and of what is written in Python.
import { noSeed, pcg64From, type SeedPart, SeedWords, wordsOfSeed } from '../../random/seed-sequence.js'
import { loadPackage } from '../../base/package-root.js'
import { bind, required } from '../../base/keywords.js'
import { DType } from '../../base/dtype.js'
import { TypeError, ValueError, ZeroDivisionError } from '../../base/errors.js'
import { withQuickAccess } from '../../base/numpy-access.js'
import { withTupleShapes } from '../../base/numpy-shape.js'
import { isNumpyNumber, numpyNumber, numpyType, plainNumber, promotedType } from '../../base/numpy-number.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { signedAs } from '../../engine/python-call.js'
import { moduleNames } from '../namespaces.js'
import { commonShape } from './numpy-broadcast.js'
import { unsupported, withAllErrors, withNumpyErrors } from './numpy-errors.js'
import { laidOut } from './numpy-layout.js'
import { plain, shapeOf, sizeOf } from './numpy-arguments.js'
import { boundAs } from './numpy-signatures.js'
import { numpyFiles } from './numpy-files.js'
import { numpyFunctions } from './numpy-functions.js'
import { mendMethods } from './numpy-methods.js'
import { halved } from './numpy-unary.js'
import { repr, reprSymbol } from '../../text/repr.js'
import { Complex, Float, withFloatItems } from '../../base/scalar.js'

type Any = any

const typeNames =
  'float64 float32 float16 complex128 complex64 int64 int32 int16 int8 uint64 uint32 uint16 uint8 bool'.split(
    ' ',
  )

/** `np.float32`: a type by name. */
class NumpyType {
  constructor(readonly name: string) {}
  [reprSymbol](): string {
    return `<class 'numpy.${this.name === 'bool' ? 'bool_' : this.name}'>`
  }
}

/** A type, which makes numbers and arrays of it where it is called: `np.uint8(200)`. */
function typeNamed(name: string): NumpyType {
  const make = {
    [name](value: unknown = 0): unknown {
      if (Array.isArray(value) || isNumpyArray(value))
        return (loadNumpy() as Any).array(value, { dtype: name })
      const plain: unknown = plainNumber(typeof value === 'string' ? Number(value) : value)
      if (name === 'bool') return numpyNumber(Boolean(plain), name)
      if (
        typeof plain !== 'number' &&
        typeof plain !== 'bigint' &&
        typeof plain !== 'boolean' &&
        !(plain instanceof Float || plain instanceof Complex)
      )
        throw new TypeError(`np.${name}() takes a number or a list of numbers, not '${typeName(value)}'`)
      const isWhole = name.includes('int')
      if (isWhole && !Number.isFinite(Number(plain)))
        throw new ValueError(
          `np.${name}() takes whole numbers, not ${typeof value === 'string' ? `'${value}'` : String(value)}`,
        )
      return numpyNumber((isWhole ? Math.trunc(Number(plain)) : plain) as never, name)
    },
  }[name]
  return Object.setPrototypeOf(make, NumpyType.prototype) as NumpyType
}

/** Python's types as dtypes. */
const pythonTypes: Record<string, string> = {
  int: 'int64',
  float: 'float64',
  bool: 'bool',
  bool_: 'bool',
  complex: 'complex128',
}

const letters: Record<string, string> = {
  '?': 'bool', b: 'int8', B: 'uint8', h: 'int16', H: 'uint16', i: 'int32', I: 'uint32', l: 'int64', L: 'uint64',
  q: 'int64', Q: 'uint64', e: 'float16', f: 'float32', d: 'float64', F: 'complex64', D: 'complex128',
  half: 'float16', single: 'float32', double: 'float64', int_: 'int64', float_: 'float64', intc: 'int32', uint: 'uint64',
} // prettier-ignore
const codeKinds: Record<string, string> = { i: 'int', u: 'uint', f: 'float', c: 'complex' }

/** `'f4'`, `'<i8'`, `'d'`: a type by its code; undefined for what is none. */
function codeName(code: string): string | undefined {
  if (Object.hasOwn(letters, code)) return letters[code]
  const match = /^[<=|]?([iufc])(\d+)$/.exec(code)
  return match ? `${codeKinds[match[1]]}${8 * Number(match[2])}` : undefined
}

/** The name of a dtype given as a text, as `np.float32`, as a PyTorch dtype or as Python's `float`. */
function dtypeName(dtype: unknown): string | undefined {
  if (dtype === null || dtype === undefined) return undefined
  let name: unknown = dtype
  if (dtype instanceof NumpyType) name = dtype.name
  else if (dtype instanceof DType) name = String(dtype).replace('torch.', '')
  else if (typeof dtype === 'function') name = dtype.name
  else if (typeof dtype === 'object' && 'name' in dtype) name = dtype.name
  if (typeof name !== 'string') throw new TypeError(`Cannot interpret '${repr(dtype)}' as a data type`)
  name = Object.hasOwn(pythonTypes, name as string)
    ? pythonTypes[name as string]
    : (codeName(name as string) ?? name)
  if (!typeNames.includes(name as string)) throw new TypeError(`data type '${String(name)}' not understood`)
  return name as string
}

/** An element of a list; ints without limit stay exact. */
const elementOf = (value: unknown): unknown => {
  const number = plainNumber(value)
  return number instanceof Float ? number.value : number
}

/** The dtype NumPy would give these elements; undefined leaves the choice to numpy-ts. */
function commonType(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const types = [...new Set(withFloatItems(value).map(commonType))]
    const known = types.filter((type) => type !== undefined && typeNames.includes(type)) as string[]
    return known.length > 0 ? known.reduce(promotedType) : undefined
  }
  if (isNumpyArray(value)) return String((value as Any).dtype)
  if (typeof (value as Any)?.numpy === 'function') return String((value as Any).numpy().dtype)
  if (isNumpyNumber(value)) return value[numpyType]
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (value instanceof Complex) return 'complex128'
  if (value instanceof Float) return 'float64'
  if (typeof value === 'bigint') return 'int64'
  return typeof value === 'boolean' ? 'bool' : undefined
}

/** The sizes of nested lists down to a depth. */
const shapeAbove = (value: unknown, depth: number): number[] =>
  Array.isArray(value) ? [value.length, ...(depth > 0 ? shapeAbove(value[0], depth - 1) : [])] : []

/** Sizes of nested lists, which have to be regular. */
function checkRegular(value: unknown): void {
  const sizes = (list: unknown, depth = 0): string => {
    if (depth > 32)
      throw new ValueError(
        'setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 32.',
      )
    // Tensors are lists of theirs, as arrays are.
    if (isNumpyArray(list) || typeof (list as Any)?.tolist === 'function')
      return [...((list as Any).shape ?? [])].map((size) => `${size},`).join('')
    if (!Array.isArray(list)) return ''
    const inner = new Set(list.map((item) => sizes(item, depth + 1)))
    if (inner.size > 1) {
      const path = shapeAbove(value, depth)
      const detected = `(${path.join(', ')}${path.length === 1 ? ',' : ''})`
      throw new ValueError(
        'setting an array element with a sequence. The requested array has an inhomogeneous shape after ' +
          `${depth + 1} dimensions. The detected shape was ${detected} + inhomogeneous part.`,
      )
    }
    return `${list.length},${[...inner][0] ?? ''}`
  }
  sizes(value)
}

/** Lists of numbers: arrays and tensors within are lists of theirs. */
const deepPlain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(deepPlain)
  if (isNumpyArray(value) || typeof (value as Any)?.tolist === 'function') return (value as Any).tolist()
  return elementOf(value)
}

/** What NumPy makes an array of objects of; numbers of an own kind, such as numpy-ts's complex ones, are none. */
const isObject = (value: unknown): boolean =>
  typeof value === 'function' ||
  typeof value === 'symbol' ||
  (typeof value === 'object' && value !== null && !(value instanceof Complex) && !('re' in value))

/** None within a list: no number as a float, not true as a bool, and nothing else. */
function readNone(dtype = 'float'): unknown {
  if (dtype === 'bool') return false
  if (/^(float|complex)\d/.test(dtype)) return NaN
  const [kind, taken] = dtype === 'float' ? ['float', 'string'] : ['int', 'string, a bytes-like object']
  throw new TypeError(`${kind}() argument must be a ${taken} or a real number, not 'NoneType'`)
}

/** Texts within a list: with a dtype the numbers that they say; without one NumPy makes an array of texts. */
function readTexts(value: unknown, dtype: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => readTexts(item, dtype))
  if (value === null || value === undefined) return readNone(dtype)
  if (isObject(value))
    throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
  if (typeof value !== 'string') return value
  if (dtype === undefined)
    throw new TypeError(`np.array makes arrays of texts; numbers were asked for here, not ${repr(value)}`)
  const number = value.trim() === '' ? NaN : Number(value.replace(/(?<=\d)_(?=\d)/g, ''))
  if (Number.isNaN(number) && !/^\s*[+-]?nan\s*$/i.test(value))
    throw new ValueError(`could not convert string to float: ${repr(value)}`)
  return number
}

function creators(np: Record<string, Any>): Record<string, Any> {
  const array = (...args: unknown[]): unknown => {
    const { object, dtype } = bind<Any>('array', args, { object: required, dtype: null })
    if (isNumpyArray(object)) return halved(np.array(laidOut(object), dtypeName(dtype)))
    if (typeof (object as Any)?.numpy === 'function') return array((object as Any).numpy(), { dtype })
    checkRegular(object)
    const wanted = dtypeName(dtype)
    return halved(np.array(readTexts(deepPlain(object), wanted), wanted ?? commonType(object)))
  }
  const filled = (name: 'zeros' | 'ones' | 'empty'): ((...args: unknown[]) => unknown) =>
    signedAs((...args: unknown[]): unknown => {
      const { shape, dtype } = bind<Any>(name, args, { shape: required, dtype: null })
      return np[name](shapeOf(shape), dtypeName(dtype))
    }, `${name}(shape, dtype = None)`)
  return {
    array,
    asarray: (...args: unknown[]) => (isNumpyArray(args[0]) && args.length === 1 ? args[0] : array(...args)),
    zeros: filled('zeros'),
    ones: filled('ones'),
    empty: filled('empty'),
    full: (...args: unknown[]) => {
      const { shape, fill_value, dtype } = bind<Any>('full', args, {
        shape: required,
        fill_value: required,
        dtype: null,
      })
      checkRegular(fill_value)
      return halved(np.full(shapeOf(shape), plain(fill_value), dtypeName(dtype) ?? commonType(fill_value)))
    },
    arange: (...args: unknown[]) => {
      const { start, stop, step, dtype } = bind<Any>('arange', args, {
        start: required,
        stop: null,
        step: null,
        dtype: null,
      })
      if (plain(step) === 0) throw new ZeroDivisionError('division by zero')
      const [first, last] = stop === null ? [0, start] : [start, stop]
      for (const one of [first, last])
        if (Array.isArray(one))
          throw new TypeError(
            `unsupported operand type(s) for -: '${typeName(last)}' and '${typeName(first)}'`,
          )
      const name = dtypeName(dtype) ?? commonType([first, last, step ?? 1])
      return np.arange(plain(first), plain(last), plain(step ?? 1), name)
    },
    linspace: (...args: unknown[]) => {
      const { start, stop, num, dtype } = bind<Any>('linspace', args, {
        start: required,
        stop: required,
        num: 50,
        dtype: null,
      })
      if (typeof num === 'number' && num < 0)
        throw new ValueError(`Number of samples, ${num}, must be non-negative.`)
      return np.linspace(plain(start), plain(stop), shapeOf(num)[0], dtypeName(dtype))
    },
    eye: (...args: unknown[]) => {
      const { N, M, k, dtype } = bind<Any>('eye', args, { N: required, M: null, k: 0, dtype: null })
      return np.eye(sizeOf(N), sizeOf(M ?? N), k, dtypeName(dtype))
    },
  }
}

/** What numpy-ts has beside NumPy's names: files in its own way, and its insides. */
const isForeign = (name: string): boolean =>
  /Sync$|File(Sync)?$|^(load|save|parse|serialize)(Np|Txt)|^wasm|^configure|^NDArray|Error$|^(b|i|v)index$|^(delete_|typename|item|fill|flatten|view|byteswap|tobytes|tofile|tolist|variance|unstack)$/.test(
    name,
  )

/** An operand: an array of a list, a tensor, a number; a text or anything else makes none. */
function operandOf(asArray: (value: unknown) => unknown, value: unknown, name: string): unknown {
  if (isNumpyArray(value)) return value
  const isNumber = ['number', 'bigint', 'boolean'].includes(typeof value)
  if (isNumber || Array.isArray(value) || value instanceof Float || value instanceof Complex)
    return asArray(value)
  if (typeof (value as Any)?.numpy === 'function') return asArray(value)
  throw unsupported(name)
}

let loaded: object | undefined

/** The namespace; numpy-ts is loaded when it is first asked for, which takes a quarter of a second. */
export function loadNumpy(): unknown {
  if (loaded === undefined) {
    moduleNames.set((loaded = makeNumpy()), 'numpy')
    for (const name of ['linalg', 'fft', 'random'])
      moduleNames.set((loaded as Any)[name] as object, `numpy.${name}`)
  }
  return loaded
}

/** `np.random.default_rng(seed)`: its methods take what those of `np.random` take. */
function generatorOf(random: Any, given: unknown, takers: Parameters<typeof boundAs>[2]): object {
  const words = given === undefined || given === null ? undefined : seedWords(given)
  return withAllErrors(boundAs('generator', streamOf(random, words), takers))
}

type Methods = Record<string, (...args: unknown[]) => unknown>

/**
 * A generator of numpy-ts. Of a seed it takes 32 bits alone, and keeps the state that comes of it to itself: the state of the
 * whole seed is put in when the generator asks for its own the first time.
 */
function streamOf(random: Any, words: readonly number[] | undefined): Methods {
  if (words === undefined) return random.default_rng() as Methods
  const { state, increment } = pcg64From(words)
  const halves = [state, state >> 64n, increment, increment >> 64n].map((half) => BigInt.asUintN(64, half))
  const stream = random.default_rng(0) as Methods
  const { prototype } = random.Generator as { prototype: { _withState: unknown } }
  const { _withState } = prototype
  prototype._withState = function (this: { _state: BigUint64Array }) {
    this._state = BigUint64Array.of(...halves, 0n, 0n)
    return 0
  }
  stream.random()
  prototype._withState = _withState
  return stream
}

/** The words of a seed as it is written at the prompt; of one in Python they are known already. */
function seedWords(given: unknown): readonly number[] {
  if (given instanceof SeedWords) return given.words
  const seed = plain(given)
  const isInt = typeof seed === 'bigint' || Number.isSafeInteger(seed)
  if (!isInt && !Array.isArray(seed) && !isNumpyArray(seed)) throw noSeed(repr(given))
  return wordsOfSeed(seed, (value): SeedPart => {
    const part = isNumpyArray(value) ? (value as Any).tolist() : plain(value)
    if (typeof part === 'number' && !Number.isSafeInteger(part)) throw new TypeError('seed must be integer')
    if (typeof part === 'number' || typeof part === 'boolean') return BigInt(part)
    if (typeof part === 'bigint' || typeof part === 'string' || Array.isArray(part)) return part as SeedPart
    throw new TypeError(`object of type '${typeName(part)}' has no len()`)
  })
}

function makeNumpy(): object {
  const np = withQuickAccess(withTupleShapes(loadPackage('numpy-ts') as Record<string, Any>))
  const types = typeNames.map((name) => [name, typeNamed(name)] as const)
  const made = Object.fromEntries(
    Object.entries(creators(np)).map(([name, make]) => [name, withNumpyErrors(name, make as () => unknown)]),
  )
  mendMethods(np, (name) => (numpy as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name])
  const asArray = made.asarray as (value: unknown) => Any
  const takers = { array: operandOf.bind(null, asArray), dtype: dtypeName }
  const own = Object.fromEntries(Object.entries(np).filter(([name]) => !isForeign(name)))
  const { linalg, random, ...functions } = numpyFunctions(np, asArray)
  own.broadcast_shapes = (...shapes: unknown[]): unknown =>
    Tuple.from(commonShape(shapes.map((one) => shapeOf(one))))
  own.broadcast_arrays = (...given: unknown[]): unknown => {
    const arrays = given.map((one) => operandOf(asArray, one, 'broadcast_arrays'))
    const shape = commonShape(arrays.map((one) => (one as Any).shape as number[]))
    return arrays.map((one) => np.broadcast_to(one, shape))
  }
  for (const name of ['atleast_1d', 'atleast_2d', 'atleast_3d'])
    own[name] = (...arrays: unknown[]): unknown =>
      np[name](...arrays.map((one) => operandOf(asArray, one, name)))
  const numpy: object = {
    ...withAllErrors(boundAs('numpy', { ...own, ...functions }, takers)),
    linalg: withAllErrors(boundAs('linalg', linalg as object, takers)),
    fft: withAllErrors(boundAs('fft', np.fft as object, takers)),
    random: {
      ...withAllErrors(boundAs('random', random as object, takers)),
      default_rng: (seed: unknown) => generatorOf(random as Any, seed, takers),
    },
    ...numpyFiles(np, asArray),
    ...made,
    ...Object.fromEntries(types),
    pi: Math.PI,
    e: Math.E,
    inf: Infinity,
    nan: NaN,
    newaxis: null,
  }
  return numpy
}
