// `torch.testing`: whether results are what they should be, and where not, what differs most.
// Follows torch/testing/_comparison.py, whose words the errors have.
import { type DType, promoteTypes } from '../base/dtype.js'
import * as types from '../base/dtype.js'
import { AssertionError, TypeError, ValueError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { isKeywords } from '../base/keywords.js'
import { Complex, Float } from '../base/scalar.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { repr, str } from '../text/repr.js'

export { make_tensor } from './make-tensor.js'
export * from './testing-dtypes.js'

/** How two values are compared; what is left out is taken by the dtype. */
export interface Comparing {
  rtol?: number | null
  atol?: number | null
  /** Whether two values that are no numbers count as equal. */
  equal_nan?: boolean
  check_device?: boolean
  check_dtype?: boolean
  check_layout?: boolean
  check_stride?: boolean
  allow_subclasses?: boolean
  /** The message of the error, or what makes one of the usual message. */
  msg?: string | ((message: string) => string) | null
}
type Options = Required<Omit<Comparing, 'msg' | 'allow_subclasses' | 'check_layout'>>

/** Keys and places on the way to a value. */
type Path = readonly unknown[]

type ErrorClass = new (message: string) => Error
/** What is thrown on the way: the message may yet be replaced. */
class Mismatch {
  constructor(
    readonly ErrorClass: ErrorClass,
    readonly message: string,
    readonly path: Path,
  ) {}

  error(msg: Comparing['msg'] = null): Error {
    const where = this.path.map((item) => `[${repr(item)}]`).join('')
    const usual = where === '' ? this.message : `${this.message}\n\nThe failure occurred for item ${where}`
    return new this.ErrorClass(typeof msg === 'function' ? msg(usual) : (msg ?? usual))
  }
}

// ---- tolerances ----

const precisions = new Map<DType, readonly [rtol: number, atol: number]>([
  [types.float16, [0.001, 1e-5]],
  [types.bfloat16, [0.016, 1e-5]],
  [types.float32, [1.3e-6, 1e-5]],
  [types.float64, [1e-7, 1e-7]],
  [types.complex64, [1.3e-6, 1e-5]],
  [types.complex128, [1e-7, 1e-7]],
])

function tolerances(
  dtypes: readonly DType[],
  { rtol, atol }: Options,
  path: Path,
): [rtol: number, atol: number] {
  if ((rtol === null) !== (atol === null))
    throw new Mismatch(
      ValueError,
      `Both 'rtol' and 'atol' must be either specified or omitted, but got no ${rtol === null ? 'rtol' : 'atol'}.`,
      path,
    )
  if (rtol !== null && atol !== null) return [rtol, atol]
  const known = dtypes.map((dtype) => precisions.get(dtype) ?? [0, 0])
  return [Math.max(...known.map(([r]) => r)), Math.max(...known.map(([, a]) => a))]
}

// ---- messages ----

const float = (value: number): string => repr(new Float(value))

interface Differences {
  readonly what: string
  readonly extra?: string
  readonly absolute: string
  readonly relative: string
  /** Where the greatest differences are; for single numbers they are nowhere. */
  readonly at?: readonly [absolute: string, relative: string]
}

function mismatchText(
  { what, extra, absolute, relative, at }: Differences,
  rtol: number,
  atol: number,
): string {
  const mustBeEqual = rtol === 0 && atol === 0
  const line = (type: string, difference: string, index: string | undefined, tolerance: number): string => {
    const text =
      index === undefined
        ? `${type[0].toUpperCase()}${type.slice(1)} difference: ${difference}`
        : `Greatest ${type} difference: ${difference} at index ${index}`
    return mustBeEqual
      ? text
      : `${text} (up to ${Number.isInteger(tolerance) ? tolerance : float(tolerance)} allowed)`
  }
  return [
    `${what} are not ${mustBeEqual ? 'equal' : 'close'}!\n`,
    ...(extra === undefined ? [] : [extra]),
    line('absolute', absolute, at?.[0], atol),
    line('relative', relative, at?.[1], rtol),
  ].join('\n')
}

// ---- single values ----

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Float || value instanceof Complex
const dtypeOf = (value: unknown): DType =>
  ({ int: types.int64, float: types.float64 })[typeName(value)] ?? types.complex128
const classText = (value: unknown): string => {
  const name =
    value instanceof Tensor
      ? `torch.${typeName(value)}`
      : isNumpyArray(value)
        ? 'numpy.ndarray'
        : typeName(value)
  return `<class '${name}'>`
}

function compareNumbers(actual: unknown, expected: unknown, options: Options, path: Path): void {
  const [rtol, atol] = tolerances([dtypeOf(actual), dtypeOf(expected)], options, path)
  if (options.check_dtype && typeName(actual) !== typeName(expected))
    throw new Mismatch(
      AssertionError,
      `The (d)types do not match: ${classText(actual)} != ${classText(expected)}.`,
      path,
    )
  const parts = (value: unknown): [number, number] =>
    value instanceof Complex ? [value.re, value.im] : [Number(value), 0]
  const [a, b] = [parts(actual), parts(expected)]
  if (a[0] === b[0] && a[1] === b[1]) return
  const isNan = ([re, im]: [number, number]): boolean => Number.isNaN(re) || Number.isNaN(im)
  if (options.equal_nan && isNan(a) && isNan(b)) return
  const difference = Math.hypot(a[0] - b[0], a[1] - b[1])
  const size = Math.hypot(...b)
  if (Number.isFinite(difference) && difference <= atol + rtol * size) return
  const areInts = typeName(actual) === 'int' && typeName(expected) === 'int'
  throw new Mismatch(
    AssertionError,
    mismatchText(
      {
        what: 'Scalars',
        absolute: areInts ? String(difference) : float(difference),
        relative: float(size === 0 ? Infinity : difference / size),
      },
      rtol,
      atol,
    ),
    path,
  )
}

// ---- tensors ----

/** The index of an element by its place in the row of all. */
function indexText(place: number, sizes: readonly number[]): string {
  const index: number[] = []
  for (const size of sizes.toReversed()) {
    index.unshift(place % size)
    place = Math.floor(place / size)
  }
  return index.length === 1 ? `(${index[0]},)` : `(${index.join(', ')})`
}

function compareTensors(actual: Tensor, expected: Tensor, options: Options, path: Path): void {
  const [rtol, atol] = tolerances([actual.dtype, expected.dtype], options, path)
  const attribute = (name: string, a: unknown, b: unknown): void => {
    throw new Mismatch(
      AssertionError,
      `The values for attribute '${name}' do not match: ${str(a)} != ${str(b)}.`,
      path,
    )
  }
  if (!sameSizes(actual.sizes, expected.sizes)) attribute('shape', actual.shape, expected.shape)
  if (options.check_stride && !sameSizes(actual.strides, expected.strides))
    attribute('stride()', actual.stride(), expected.stride())
  if (options.check_device && actual.device.type !== expected.device.type)
    attribute('device', actual.device, expected.device)
  if (options.check_dtype && actual.dtype !== expected.dtype) attribute('dtype', actual.dtype, expected.dtype)
  const common = promoteTypes(actual.dtype, expected.dtype)
  const wide = common.is_complex ? types.complex128 : common.is_floating_point ? types.float64 : types.int64
  const [a, b] = [actual, expected].map((tensor) => tensor.detach().cpu().to(common).to(wide))
  const matches = call('isclose', [a, b, { rtol, atol, equal_nan: options.equal_nan }]) as Tensor
  if (matches.all().item<boolean>()) return
  if (a.dim() === 0) {
    // Their text is that of two numbers, whatever the dtypes.
    const number = (tensor: Tensor): unknown =>
      wide === types.float64 ? new Float(tensor.item()) : tensor.item<number | Complex>()
    compareNumbers(number(a), number(b), { ...options, rtol, atol, check_dtype: false }, path)
    return
  }
  const wrong = matches.logical_not().flatten()
  const count = Number(wrong.sum().item())
  const differences = a.flatten().sub(b.flatten()).abs().masked_fill(wrong.logical_not(), 0)
  const relative = differences.div(b.flatten().abs()).masked_fill(wrong.logical_not(), 0)
  const greatest = (of: Tensor): [string, string] => {
    const { values, indices } = of.max(0)
    const value = values.item()
    return [of.is_floating_point() ? float(value) : String(value), indexText(Number(indices.item()), a.sizes)]
  }
  const [most, mostRelative] = [greatest(differences), greatest(relative)]
  throw new Mismatch(
    AssertionError,
    mismatchText(
      {
        what: 'Tensor-likes',
        extra: `Mismatched elements: ${count} / ${a.numel()} (${((100 * count) / a.numel()).toFixed(1)}%)`,
        absolute: most[0],
        relative: mostRelative[0],
        at: [most[1], mostRelative[1]],
      },
      rtol,
      atol,
    ),
    path,
  )
}

// ---- containers ----

const isTensorLike = (value: unknown): boolean =>
  value instanceof Tensor ||
  isNumpyArray(value) ||
  (ArrayBuffer.isView(value) && !(value instanceof DataView))

/** The entries of a dict, be it a Map or a plain object. */
function entriesOf(value: unknown): Map<unknown, unknown> | null {
  if (value instanceof Map) return value as Map<unknown, unknown>
  return isKeywords(value) ? new Map(Object.entries(value)) : null
}

const asTensor = (value: unknown): Tensor =>
  value instanceof Tensor ? value : (call('as_tensor', [value]) as Tensor)

/** Collects what is to be compared, so that lengths and keys are looked at before any value. */
function collect(
  actual: unknown,
  expected: unknown,
  options: Options,
  path: Path,
  into: (() => void)[],
): void {
  const lists = [actual, expected].every((value) => Array.isArray(value) && !isTensorLike(value))
  if (lists) {
    const [a, b] = [actual, expected] as [unknown[], unknown[]]
    if (a.length !== b.length)
      throw new Mismatch(
        AssertionError,
        `The length of the sequences mismatch: ${a.length} != ${b.length}`,
        path,
      )
    a.forEach((item, i) => {
      collect(item, b[i], options, [...path, i], into)
    })
    return
  }
  const [a, b] = [entriesOf(actual), entriesOf(expected)]
  if (a !== null && b !== null) {
    const missing = [...b.keys()].filter((key) => !a.has(key)).sort()
    const additional = [...a.keys()].filter((key) => !b.has(key)).sort()
    if (missing.length + additional.length > 0)
      throw new Mismatch(
        AssertionError,
        'The keys of the mappings do not match:\n' +
          `Missing keys in the actual mapping: ${repr(missing)}\n` +
          `Additional keys in the actual mapping: ${repr(additional)}`,
        path,
      )
    for (const key of [...a.keys()].sort()) collect(a.get(key), b.get(key), options, [...path, key], into)
    return
  }
  into.push(() => {
    compare(actual, expected, options, path)
  })
}

const isNone = (value: unknown): boolean => value === null || value === undefined

function compare(actual: unknown, expected: unknown, options: Options, path: Path): void {
  if (isNone(actual) || isNone(expected)) {
    if (isNone(actual) && isNone(expected)) return
    throw new Mismatch(AssertionError, `None mismatch: ${str(actual)} is not ${str(expected)}`, path)
  }
  if (typeof actual === 'boolean' && typeof expected === 'boolean') {
    if (actual === expected) return
    throw new Mismatch(AssertionError, `Booleans mismatch: ${str(actual)} is not ${str(expected)}`, path)
  }
  if (isNumber(actual) && isNumber(expected)) {
    compareNumbers(actual, expected, options, path)
    return
  }
  const areAlike = actual instanceof Tensor === expected instanceof Tensor
  if (areAlike && isTensorLike(actual) && isTensorLike(expected)) {
    compareTensors(asTensor(actual), asTensor(expected), options, path)
    return
  }
  throw new Mismatch(
    TypeError,
    `No comparison pair was able to handle inputs of type ${classText(actual)} and ${classText(expected)}.`,
    path,
  )
}

function close(actual: unknown, expected: unknown, options: Options, msg: Comparing['msg']): void {
  const todo: (() => void)[] = []
  try {
    collect(actual, expected, options, [], todo)
  } catch (mismatch) {
    if (!(mismatch instanceof Mismatch)) throw mismatch
    throw mismatch.error()
  }
  for (const run of todo) {
    try {
      run()
    } catch (mismatch) {
      if (!(mismatch instanceof Mismatch)) throw mismatch
      // What was asked for in a wrong way is said as it is.
      throw mismatch.error(mismatch.ErrorClass === AssertionError ? msg : null)
    }
  }
}

/**
 * Throws where two values are not close: tensors, numbers, or lists and dicts of these.
 *
 * @throws AssertionError that tells how many elements differ, and where by how much
 */
export const assert_close = pythonic<
  (
    actual: unknown,
    expected: unknown,
    allow_subclasses: boolean,
    rtol: number | null,
    atol: number | null,
    equal_nan: boolean,
    check_device: boolean,
    check_dtype: boolean,
    check_layout: boolean,
    check_stride: boolean,
    msg: Comparing['msg'],
  ) => void,
  (actual: unknown, expected: unknown, keywords?: Comparing) => void
>(
  'assert_close(actual: dict, expected: dict, *, allow_subclasses = True, rtol = None, atol = None, equal_nan = False, ' +
    'check_device = True, check_dtype = True, check_layout = True, check_stride = False, msg = None)',
  (
    actual,
    expected,
    _subclasses,
    rtol,
    atol,
    equal_nan,
    check_device,
    check_dtype,
    _layout,
    check_stride,
    msg,
  ) => {
    close(actual, expected, { rtol, atol, equal_nan, check_device, check_dtype, check_stride }, msg)
  },
)

/** `assert_close` of earlier days: takes what can be made a tensor, of any dtype. */
export const assert_allclose = pythonic<
  (
    actual: unknown,
    expected: unknown,
    rtol: number | null,
    atol: number | null,
    equal_nan: boolean,
    msg: string,
  ) => void,
  (
    actual: unknown,
    expected: unknown,
    rtol?: number | null | Comparing,
    atol?: number | null | Comparing,
    equal_nan?: boolean | Comparing,
    msg?: string | Comparing,
  ) => void
>(
  "assert_allclose(actual, expected, rtol = None, atol = None, equal_nan = True, msg = '')",
  (actual, expected, rtol, atol, equal_nan, msg) => {
    const a = actual instanceof Tensor ? actual : (call('tensor', [actual]) as Tensor)
    const b =
      expected instanceof Tensor ? expected : (call('tensor', [expected, { dtype: a.dtype }]) as Tensor)
    const known = [a, b].map(({ dtype }) => formerPrecisions.get(dtype) ?? [0, 0])
    const isGiven = rtol !== null || atol !== null
    const options = {
      rtol: isGiven ? rtol : Math.max(...known.map(([r]) => r)),
      atol: isGiven ? atol : Math.max(...known.map(([, t]) => t)),
      equal_nan,
      check_device: true,
      check_dtype: false,
      check_stride: false,
    }
    close(a, b, options, msg === '' ? null : msg)
  },
)

/** What was close enough then. */
const formerPrecisions = new Map<DType, readonly [rtol: number, atol: number]>([
  [types.float16, [1e-3, 1e-3]],
  [types.float32, [1e-4, 1e-5]],
  [types.float64, [1e-5, 1e-8]],
])
