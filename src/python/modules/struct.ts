// Python's module `struct`: numbers as bytes.
import { OverflowError, TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { intArgument, realArgument, sizeArgument } from '../runtime/arguments.js'
import { unboxed } from '../runtime/boxed.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { call, functionsOf } from '../runtime/functions.js'
import { floating, kindOf, Kind, whole } from '../runtime/numbers.js'
import { Exception, nameOfType } from '../runtime/types.js'
import { fromPython } from './written.js'
import { placed } from '../runtime/exceptions.js'

type Any = any

const errorClass: Any = core.makeClass('error', 'error', [Exception], null, { __module__: 'struct' })
const failure = (words: string): Any => placed(call(errorClass, [words], null))

/** Sizes where nothing is aligned, and where all is as the machine has it. */
const sizes: Record<string, [number, number]> = {
  x: [1, 1],
  c: [1, 1],
  b: [1, 1],
  B: [1, 1],
  '?': [1, 1],
  h: [2, 2],
  H: [2, 2],
  i: [4, 4],
  I: [4, 4],
  l: [4, 8],
  L: [4, 8],
  q: [8, 8],
  Q: [8, 8],
  n: [8, 8],
  N: [8, 8],
  P: [8, 8],
  e: [2, 2],
  f: [4, 4],
  d: [8, 8],
  s: [1, 1],
  p: [1, 1],
}

interface Field {
  readonly letter: string
  readonly size: number
  readonly offset: number
  /** Of text, how long it is. */
  readonly length: number
}

interface Layout {
  readonly fields: readonly Field[]
  readonly size: number
  readonly isLittle: boolean
  readonly isNative: boolean
}

function layoutOf(given: Any): Layout {
  if (!(given instanceof PyBytes) && typeof given !== 'string')
    throw new TypeError(`Struct() argument 1 must be a str or bytes object, not ${nameOfType(given)}`)
  const text = given instanceof PyBytes ? given.text : given
  const order = /^[@=<>!]/.exec(text)?.[0] ?? ''
  const isNative = order === '' || order === '@'
  const fields: Field[] = []
  let offset = 0
  let at = order.length
  while (at < text.length) {
    const [whole, count, letter] = /^\s*(\d*)(.?)/s.exec(text.slice(at))!
    at += whole.length
    if (letter === '') break
    if (letter.trim() === '') continue
    const isKnown = Object.hasOwn(sizes, letter) && (isNative || !'nNP'.includes(letter))
    if (!isKnown) throw failure('bad char in struct format')
    const size = sizes[letter][isNative ? 1 : 0]
    const times = count === '' ? 1 : Number(count)
    if (isNative) offset = Math.ceil(offset / size) * size
    if (letter === 's' || letter === 'p') {
      fields.push({ letter, size: times, offset, length: times })
      offset += times
      continue
    }
    for (let i = 0; i < times; i++) {
      if (letter !== 'x') fields.push({ letter, size, offset, length: 1 })
      offset += size
    }
  }
  return { fields, size: offset, isLittle: order !== '>' && order !== '!', isNative }
}

/** What a float of single precision is rounded beyond. */
const beyondSingle = 2 ** 128 - 2 ** 103

function real(value: Any): number {
  try {
    return realArgument(value)
  } catch (error) {
    const isOurs = error instanceof TypeError || error instanceof OverflowError
    throw isOurs ? failure('required argument is not a float') : error
  }
}

function int(value: Any): bigint {
  const kind = kindOf(unboxed(value))
  if (kind !== Kind.int && (kind !== Kind.none || !core.special(value, '__index__')))
    throw failure('required argument is not an integer')
  return BigInt(intArgument(value))
}

function writeField(
  view: DataView,
  { letter, size, offset, length }: Field,
  value: Any,
  { isLittle, isNative }: Layout,
): void {
  if (letter === 's' || letter === 'p') {
    if (!(value instanceof PyBytes)) throw failure(`argument for '${letter}' must be a bytes object`)
    const data = Array.from(value.data).slice(0, letter === 'p' ? length - 1 : length)
    if (letter === 'p') view.setUint8(offset, data.length)
    data.forEach((byte, i) => {
      view.setUint8(offset + i + (letter === 'p' ? 1 : 0), byte)
    })
    return
  }
  if (letter === 'c') {
    if (!(value instanceof PyBytes) || value.length !== 1)
      throw failure('char format requires a bytes object of length 1')
    view.setUint8(offset, value.data[0])
    return
  }
  if (letter === '?') {
    view.setUint8(offset, core.truth(value) ? 1 : 0)
    return
  }
  if ('efd'.includes(letter)) {
    const number = real(value)
    // A C float of the machine's own order is made by a cast, which knows no overflow.
    const most = letter === 'e' ? 65520 : letter === 'd' || isNative ? Infinity : beyondSingle
    if (Math.abs(number) >= most && Number.isFinite(number)) {
      if (kindOf(unboxed(value)) === Kind.int) throw failure('int too large to convert')
      throw placed(new OverflowError(`float too large to pack with ${letter} format`))
    }
    if (letter === 'd') view.setFloat64(offset, number, isLittle)
    else if (letter === 'f') view.setFloat32(offset, number, isLittle)
    else view.setUint16(offset, halfBits(number), isLittle)
    return
  }
  const exact = int(value)
  const isSigned = letter === letter.toLowerCase()
  const bits = BigInt(size * 8)
  const least = isSigned || letter === 'P' ? -(1n << (bits - 1n)) : 0n
  const most = isSigned ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n
  if (exact < least || exact > most) {
    const names: Record<string, string> = { b: 'byte', B: 'ubyte', h: 'short', H: 'ushort' }
    // First it is made a C long, of which these have an unsigned one.
    const [low, high] = 'ILQN'.includes(letter) ? [0n, 2n ** 64n] : [-(2n ** 63n), 2n ** 63n]
    if (letter === 'P') throw failure('int too large to convert')
    if (size === 8 || exact < low || exact >= high) throw failure('argument out of range')
    throw failure(`${names[letter] ?? `'${letter}'`} format requires ${least} <= number <= ${most}`)
  }
  const unsigned = BigInt.asUintN(size * 8, exact)
  for (let i = 0; i < size; i++) {
    const shift = BigInt(8 * (isLittle ? i : size - 1 - i))
    view.setUint8(offset + i, Number((unsigned >> shift) & 255n))
  }
}

/** The bits of a number of half the precision, the nearest. */
function halfBits(value: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setFloat32(0, value)
  const bits = view.getUint32(0)
  const sign = (bits >>> 16) & 0x8000
  const size = Math.abs(value)
  if (Number.isNaN(value)) return sign | 0x7e00
  if (size >= 65520) return sign | 0x7c00
  if (size < 2 ** -14) {
    const steps = size * 2 ** 24
    const floor = Math.floor(steps)
    const rest = steps - floor
    return sign | (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor)
  }
  const kept = (bits & 0x7fffffff) - (112 << 23)
  const half = kept >>> 13
  const rest = kept & 0x1fff
  return sign | (rest > 0x1000 || (rest === 0x1000 && half % 2 === 1) ? half + 1 : half)
}

function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}

function readField(view: DataView, { letter, size, offset, length }: Field, isLittle: boolean): Any {
  const bytes = (from: number, count: number): PyBytes =>
    new PyBytes(new Uint8Array(view.buffer, view.byteOffset + from, count).slice())
  switch (letter) {
    case 's':
      return bytes(offset, length)
    case 'p':
      return bytes(offset + 1, Math.min(view.getUint8(offset), length - 1))
    case 'c':
      return bytes(offset, 1)
    case '?':
      return view.getUint8(offset) !== 0
    case 'd':
      return floating(view.getFloat64(offset, isLittle))
    case 'f':
      return floating(view.getFloat32(offset, isLittle))
    case 'e':
      return floating(halfValue(view.getUint16(offset, isLittle)))
  }
  let value = 0n
  for (let i = 0; i < size; i++)
    value |= BigInt(view.getUint8(offset + i)) << BigInt(8 * (isLittle ? i : size - 1 - i))
  return whole(letter === letter.toLowerCase() ? BigInt.asIntN(size * 8, value) : value)
}

function pack(format: Any, values: Any[]): PyBytes {
  const layout = layoutOf(format)
  const { fields, size } = layout
  if (values.length !== fields.length)
    throw failure(`pack expected ${fields.length} items for packing (got ${values.length})`)
  const data = new Uint8Array(size)
  const view = new DataView(data.buffer)
  fields.forEach((field, i) => {
    writeField(view, field, values[i], layout)
  })
  return new PyBytes(data)
}

function checkBytes(data: Any): asserts data is PyBytes {
  if (!(data instanceof PyBytes))
    throw new TypeError(`a bytes-like object is required, not '${nameOfType(data)}'`)
}

/** Where the bytes begin: a negative place counts from the end. */
function placeIn(data: PyBytes, size: number, place: number): number {
  if (place >= 0) return place
  if (place + size > 0) throw failure(`not enough data to unpack ${size} bytes at offset ${place}`)
  if (place + data.length < 0) throw failure(`offset ${place} out of range for ${data.length}-byte buffer`)
  return place + data.length
}

function unpackFrom(format: Any, data: Any, place: number): Any {
  const { fields, size, isLittle } = layoutOf(format)
  checkBytes(data)
  const offset = placeIn(data, size, place)
  if (data.length - offset < size)
    throw failure(
      `unpack_from requires a buffer of at least ${offset + size} bytes for unpacking ${size} bytes at offset ${offset} (actual buffer size is ${data.length})`,
    )
  const bytes = data.data.slice(offset, offset + size)
  const view = new DataView(bytes.buffer)
  return Tuple.from<unknown>(fields.map((field) => readField(view, field, isLittle)))
}

function unpack(format: Any, data: Any): Any {
  const { size } = layoutOf(format)
  if (data instanceof PyBytes && data.length !== size)
    throw failure(`unpack requires a buffer of ${size} bytes`)
  return unpackFrom(format, data, 0)
}

export const module = {
  __getattr__: fromPython('struct', '_struct', ['Struct', 'pack_into']),
  error: errorClass,
  ...functionsOf({
    'pack(format, /, *args)': pack,
    'unpack(format, buffer, /)': unpack,
    'unpack_from(format, /, buffer, offset=0)': (format: Any, data: Any, offset: Any = 0) =>
      unpackFrom(format, data, sizeArgument(offset)),
    'iter_unpack(format, buffer, /)': (format: Any, data: Any) => {
      const { size } = layoutOf(format)
      if (size === 0) throw failure('cannot iteratively unpack with a struct of length 0')
      checkBytes(data)
      if (data.length % size !== 0)
        throw failure(`iterative unpacking requires a buffer of a multiple of ${size} bytes`)
      return core.iter(
        Array.from({ length: data.length / size }, (_, i) => unpackFrom(format, data, i * size)),
      )
    },
    'calcsize(format, /)': (format: Any) => layoutOf(format).size,
  }),
}
