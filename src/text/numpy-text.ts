// NumPy arrays as NumPy prints them, which is not how PyTorch prints tensors: as many digits as tell the numbers
// apart, no commas in `str`. Follows numpy/core/arrayprint.py with its default options.
//
// Knows numpy-ts arrays only by their shape: importing that library would cost every start of the program.
import { float16ToNumber, numberToFloat16 } from '../base/half.js'
import { fixed, floatRepr, complexRepr, positional, scientific, shortestDigits } from './number-text.js'
import type { Width } from './number-text.js'
import { Complex } from '../base/scalar.js'
import {
  NumpyBool,
  NumpyComplex,
  NumpyFloat,
  type NumpyNumber,
  numpyNumber,
  numpyType,
} from '../base/numpy-number.js'

type NumpyElement = number | bigint | boolean | { re: number; im: number }

/** What printing needs of a numpy-ts `NDArray`. */
export interface ArrayLikeNumpy {
  readonly shape: readonly number[]
  readonly dtype: string
  readonly size: number
  /** The element at a position of the flattened array. */
  iget(flatIndex: number): NumpyElement
}

/** A count of axes says as much as the shape, and takes less. */
const hasShape = (array: Partial<ArrayLikeNumpy> & { ndim?: unknown }): boolean =>
  typeof array.ndim === 'number' || Array.isArray(array.shape)

/** Whether a value is a numpy-ts array. */
export function isNumpyArray(value: unknown): value is ArrayLikeNumpy {
  if (typeof value !== 'object' || value === null) return false
  const array = value as Partial<ArrayLikeNumpy>
  return typeof array.iget === 'function' && typeof array.dtype === 'string' && hasShape(array)
}

/** How arrays are printed: what `np.set_printoptions` sets. */
export interface NumpyPrintOptions {
  /** Digits behind the point, at most. */
  precision: number
  /** Arrays of more elements are shortened. */
  threshold: number
  /** Elements at each end of what is shortened. */
  edgeitems: number
  linewidth: number
  /** Whether small numbers are printed without an exponent. */
  suppress: boolean
  nanstr: string
  infstr: string
  /** What stands before numbers that are not negative: a plus, a blank, or nothing. */
  sign: string
  /** What writes the elements of a kind: `{ float_kind: (x) => … }`. */
  formatter: Record<string, (element: NumpyNumber) => string> | null
  /** How many digits floats have: see `FloatMode`. */
  floatmode: FloatMode
}

/**
 * `fixed`: as many as `precision` says; `unique`: as many as tell each number from its neighbours, however many;
 * `maxprec`: the same but not more than `precision`; `maxprec_equal`: and all as many as the one that needs most.
 */
export const floatModes = ['fixed', 'unique', 'maxprec', 'maxprec_equal'] as const
export type FloatMode = (typeof floatModes)[number]

export const numpyPrintDefaults: Readonly<NumpyPrintOptions> = {
  precision: 8,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 75,
  suppress: false,
  nanstr: 'nan',
  infstr: 'inf',
  sign: '-',
  formatter: null,
  floatmode: 'maxprec',
}
/** Those in force. */
export const numpyPrintOptions: NumpyPrintOptions = { ...numpyPrintDefaults }

/** An element as its type has it: where JavaScript lacks a `Float16Array`, a float16 array holds more digits. */
function elementOf(array: ArrayLikeNumpy, index: number): NumpyElement {
  const x = array.iget(index)
  return array.dtype === 'float16' ? float16ToNumber(numberToFloat16(Number(x))) : x
}

const widthOf = (dtype: string): Width =>
  dtype === 'float16' ? 16 : dtype === 'float32' || dtype === 'complex64' ? 32 : 64

type Write = (element: NumpyElement) => string

/** Digits behind the point of a text with one, or none. */
const behindPoint = (text: string): string => text.split('.')[1] ?? ''

/** How many digits the mantissas get, all the same: what the one that needs most does. */
function mantissaDigits(finite: readonly number[], width: Width, most: number): number {
  if (numpyPrintOptions.floatmode === 'fixed') return most
  let digits = 0
  for (const x of finite) {
    const shortest = shortestDigits(x, width).digits.length - 1
    // Rounding may bring zeros to the end: 1.00000000001 takes no digit at all.
    const taken = shortest <= most ? shortest : behindPoint(scientific(x, most).replace(/0*e.*/, '')).length
    digits = Math.max(digits, taken)
  }
  return digits
}

/** A number with a power of ten, its exponent as long as the longest. */
function exponentialWriter(finite: readonly number[], width: Width, most: number): (x: number) => string {
  const precision = mantissaDigits(finite, width, most)
  const exponentOf = (x: number): string => scientific(x, precision).split('e')[1]
  const exponentDigits = Math.max(2, ...finite.map((x) => exponentOf(x).length - 1))
  return (x) => {
    const [mantissa, exponent] = scientific(x, precision).split('e')
    const point = mantissa.includes('.') ? mantissa : `${mantissa}.`
    return `${point}e${exponent[0]}${exponent.slice(1).padStart(exponentDigits, '0')}`
  }
}

/** A number by the fewest digits that tell it from others, at most `most` behind the point. */
function shortest(x: number, width: Width, most: number): string {
  const { digits, exponent } = shortestDigits(x, width)
  // Before the point NumPy shows every digit, needed or not: float16's 65504, not 65500.
  const decimals = Math.max(0, digits.length - 1 - exponent)
  if (decimals === 0) return `${fixed(x, 0)}.`
  if (decimals <= most) return (x < 0 ? '-' : '') + positional(digits, exponent)
  const rounded = fixed(x, most)
  return rounded.includes('.') ? rounded.replace(/0+$/, '') : `${rounded}.`
}

function positionalWriter(finite: readonly number[], width: Width, most: number): (x: number) => string {
  const { floatmode } = numpyPrintOptions
  const own = (x: number): string => shortest(x, width, most)
  if (floatmode === 'unique' || floatmode === 'maxprec') return own
  const lengths = floatmode === 'fixed' ? [] : finite.map((x) => behindPoint(own(x)).length)
  const decimals = floatmode === 'fixed' ? most : Math.max(0, ...lengths)
  return (x) => {
    // What has that many digits of its own keeps them: rounding the exact number could give others.
    const text = floatmode === 'fixed' ? '' : own(x)
    if (behindPoint(text).length === decimals && text !== '') return text
    return decimals === 0 ? `${fixed(x, 0)}.` : fixed(x, decimals)
  }
}

/** Floats with their points below one another: `FloatingFormat` of arrayprint.py. */
function floatWriter(elements: readonly number[], width: Width, sign: string): (x: number) => string {
  const finite = elements.filter(Number.isFinite)
  let min = Infinity
  let max = 0
  for (const x of finite) {
    if (x === 0) continue
    min = Math.min(min, Math.abs(x))
    max = Math.max(max, Math.abs(x))
  }
  // NumPy divides in the array's own type.
  const ratio = width === 32 ? Math.fround(max / min) : max / min
  const { precision, suppress, nanstr, infstr, floatmode } = numpyPrintOptions
  const exponential = max > 0 && (max >= 1e8 || (!suppress && (min < 1e-4 || ratio > 1000)))
  const most = floatmode === 'unique' ? Infinity : precision
  const write = (exponential ? exponentialWriter : positionalWriter)(finite, width, most)
  const plus = sign === '+' ? '+' : ''
  const text = (x: number): string => {
    const written = write(x)
    return written.startsWith('-') ? written : plus + written
  }

  const parts = finite.map((x) => text(x).split('.'))
  let left = Math.max(0, ...parts.map(([whole]) => whole.length))
  const right = Math.max(0, ...parts.map(([, rest]) => rest.length))
  if (sign === ' ' && !finite.some((x) => x < 0 || Object.is(x, -0))) left++
  if (finite.length < elements.length) {
    const infinity = infstr.length + Number(sign !== '-' || elements.includes(-Infinity))
    left = Math.max(left, nanstr.length - (right + 1), infinity - (right + 1))
  }
  return (x) => {
    if (Number.isNaN(x)) return (plus + nanstr).padStart(left + right + 1)
    if (!Number.isFinite(x)) return ((x < 0 ? '-' : plus) + infstr).padStart(left + right + 1)
    const [whole, rest] = text(x).split('.')
    return `${whole.padStart(left)}.${rest.padEnd(right)}`
  }
}

/** The writer that the options have for a dtype. */
function givenWriter(dtype: string): Write | undefined {
  const { formatter } = numpyPrintOptions
  if (formatter === null) return undefined
  const kind = dtype.startsWith('float')
    ? 'float'
    : dtype.startsWith('complex')
      ? 'complexfloat'
      : dtype === 'bool'
        ? 'bool'
        : 'int'
  const kinds = { float: 'float_kind', complexfloat: 'complex_kind', int: 'int_kind' } as Record<
    string,
    string
  >
  const write = formatter[kind] ?? formatter[kinds[kind]] ?? formatter.all
  return write === undefined ? undefined : (element) => write(numpyNumber(element, dtype))
}

function writerFor(dtype: string, rank: number, elements: readonly NumpyElement[]): Write {
  const given = givenWriter(dtype)
  if (given !== undefined) return given
  if (dtype === 'bool') return (x) => (x ? (rank === 0 ? 'True' : ' True') : 'False')
  if (dtype.startsWith('float'))
    return floatWriter(elements as number[], widthOf(dtype), numpyPrintOptions.sign) as Write
  if (dtype.startsWith('complex')) {
    const values = elements as Complex[]
    const real = floatWriter(
      values.map((x) => x.re),
      widthOf(dtype),
      numpyPrintOptions.sign,
    )
    const imaginary = floatWriter(
      values.map((x) => x.im),
      widthOf(dtype),
      '+',
    )
    return (x) => {
      const { re, im } = x as Complex
      // The j stands at the number, before the blanks that fill the column.
      return real(re) + imaginary(im).replace(/ *$/, 'j$&')
    }
  }
  const width = Math.max(...elements.map((x) => String(x).length))
  return (x) => String(x).padStart(width)
}

/** The elements between brackets; `prefix` is what the caller puts before them, `suffix` what behind. */
function contents(array: ArrayLikeNumpy, separator: string, prefix: number, suffix: number): string {
  const { shape } = array
  const { threshold, edgeitems, linewidth } = numpyPrintOptions
  const rank = shape.length
  const summarise = array.size > threshold
  const positions = shape.map((size) =>
    summarise && size > 2 * edgeitems
      ? Array.from({ length: 2 * edgeitems }, (_, i) => (i < edgeitems ? i : size - 2 * edgeitems + i))
      : Array.from({ length: size }, (_, i) => i),
  )
  const hasGap = (axis: number): boolean => positions[axis].length < shape[axis]

  const elements: NumpyElement[] = []
  const collect = (axis: number, index: number): void => {
    if (axis === rank) elements.push(elementOf(array, index))
    else for (const i of positions[axis]) collect(axis + 1, index * shape[axis] + i)
  }
  collect(0, 0)
  const write = writerFor(array.dtype, rank, elements)

  let next = 0
  const rows = (axis: number, margin: string, width: number): string => {
    if (axis === rank) return write(elements[next++])
    const items = positions[axis].map(() => rows(axis + 1, `${margin} `, width - 1))
    if (hasGap(axis)) items.splice(edgeitems, 0, '...')
    if (axis < rank - 1) return `[${items.join(separator.trimEnd() + '\n'.repeat(rank - 1 - axis) + margin)}]`
    const room = width - Math.max(separator.trimEnd().length, 1)
    const lines: string[] = []
    let line = margin
    items.forEach((item, i) => {
      // A line is not broken before its first element: that would not make it any shorter.
      if (line.length + item.length > room && line.length > margin.length) {
        lines.push(line.trimEnd())
        line = margin
      }
      line += item + (i < items.length - 1 ? separator : '')
    })
    return `[${[...lines, line].join('\n').slice(margin.length)}]`
  }
  return rows(0, ' '.repeat(prefix + 1), linewidth - suffix)
}

/** `np.array2string` of what is set: the elements, other text standing before and behind them. */
export function numpyText(array: ArrayLikeNumpy, separator: string, prefix: string, suffix: string): string {
  return array.size === 0 ? '[]' : contents(array, separator, prefix.length, suffix.length)
}

/**
 * NumPy's `str` of an array.
 *
 * @example
 * numpyStr(np.array([1.5, 2])) // '[1.5 2. ]'
 */
export function numpyStr(array: ArrayLikeNumpy): string {
  if (array.shape.length === 0) return scalarText(elementOf(array, 0), array.dtype)
  return array.size === 0 ? '[]' : contents(array, ' ', 0, 0)
}

/**
 * NumPy's `repr` of an array.
 *
 * @example
 * numpyRepr(np.array([1, 2], 'float32')) // 'array([1., 2.], dtype=float32)'
 */
export function numpyRepr(array: ArrayLikeNumpy): string {
  const { shape, dtype } = array
  const prefix = 'array('
  const evident = array.size > 0 && ['int64', 'float64', 'complex128', 'bool'].includes(dtype)
  const inner =
    array.size > 0
      ? contents(array, ', ', prefix.length, 1)
      : shape.length === 1
        ? '[]'
        : `[], shape=(${shape.join(', ')})`
  if (evident) return `${prefix}${inner})`
  const text = `${prefix}${inner},`
  const kind = `dtype=${dtype})`
  const lastLine = text.length - (text.lastIndexOf('\n') + 1)
  return (
    text +
    (lastLine + kind.length + 1 > numpyPrintOptions.linewidth ? `\n${' '.repeat(prefix.length)}` : ' ') +
    kind
  )
}

/** NumPy's `repr` and `str` of a number that keeps its type. */
export function numpyNumberRepr(value: NumpyNumber): string {
  if (value instanceof NumpyBool) return value.toString()
  if (value instanceof NumpyFloat) return floatRepr(value.value, widthOf(value[numpyType]))
  return value instanceof NumpyComplex ? complexRepr(value, widthOf(value[numpyType])) : String(value.value)
}

/** A NumPy scalar: what is left of an array without dimensions. */
function scalarText(x: NumpyElement, dtype: string): string {
  if (dtype === 'bool') return x ? 'True' : 'False'
  if (dtype.startsWith('float')) return floatRepr(x as number, widthOf(dtype))
  if (typeof x === 'object') return complexRepr(new Complex(x.re, x.im), widthOf(dtype))
  return String(x)
}
