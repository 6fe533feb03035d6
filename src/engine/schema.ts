// Reads op signatures as PyTorch's native_functions.yaml writes them, and binds calls to them: positional
// arguments in order, then a plain object of keywords. What is wrong with a call that does not fit is said by
// wrong-call.ts.
import { Generator } from '../random/generator.js'
import { MemoryError, RuntimeError } from '../base/errors.js'
import { DType, dtypesOfTypes } from '../base/dtype.js'
import { isKeywords } from '../base/keywords.js'
import { pythonType } from '../base/type-name.js'
import { Device, Float, isScalar, NamedConstant, toDevice } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'

export type ParamType =
  | 'Tensor'
  | 'Scalar'
  | 'Tensor|Scalar'
  | 'int'
  | 'float'
  | 'bool'
  | 'str'
  | 'ScalarType'
  | 'Device'
  | 'Generator'
  | 'function'
  | 'Layout'
  | 'MemoryFormat'
  | 'any'

export interface Param {
  readonly name: string
  readonly type: ParamType
  readonly nullable: boolean
  /** `int64`: an int whose digits count beyond 2^53 too, where it arrives as a bigint. */
  readonly exact: boolean
  readonly list: boolean
  /** `int[2]`: a list of this length, which a single int stands for. */
  readonly listSize: number | null
  readonly keywordOnly: boolean
  /** `Tensor[] *tensors`: takes all positional arguments from here on, as Python's `*tensors` does. */
  readonly variadic: boolean
  readonly required: boolean
  readonly default: unknown
}

export interface Schema {
  /** Whole text, as registered. */
  readonly text: string
  /** Dotted path below `torch`, such as `nn.functional.relu`. */
  readonly path: string
  /** The part after the last dot of the path. */
  readonly name: string
  /** What tells it from other entries of the same name: `dim` in `max.dim`. */
  readonly overload: string
  readonly params: readonly Param[]
  /** Names of the results; a single unnamed one is `result`. */
  readonly returns: readonly { readonly type: string; readonly name: string }[]
  readonly hasOut: boolean
}

/** `...options` in a schema stands for these; the dispatcher handles `requires_grad`. */
const OPTIONS =
  'ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=False, bool requires_grad=False'

/** Python spellings that PyTorch accepts beside its own (numpy_compatibility_arg_names). */
export const NAME_ALIASES: Record<string, string> = {
  input: 'self',
  self: 'input',
  axis: 'dim',
  keepdims: 'keepdim',
  x: 'self',
  a: 'self',
  tensor: 'self',
  split_size_or_sections: 'split_size',
  x1: 'self',
  x2: 'other',
}

/** Splits at commas outside brackets and quotes. */
function splitList(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === "'") quoted = !quoted
    else if (quoted) continue
    else if (c === '[' || c === '(') depth++
    else if (c === ']' || c === ')') depth--
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  const last = text.slice(start).trim()
  if (last) parts.push(last)
  return parts
}

function parseDefault(text: string, type: ParamType): unknown {
  if (text === 'None') return null
  if (text === 'True') return true
  if (text === 'False') return false
  if (text.startsWith("'")) return text.slice(1, -1)
  if (text.startsWith('[')) return splitList(text.slice(1, -1)).map((item) => parseDefault(item, type))
  const value = Number(text)
  if (Number.isNaN(value) && text !== 'nan') throw new Error(`internal: default '${text}' in a schema`)
  return type === 'Scalar' && text.includes('.') && Number.isInteger(value) ? new Float(value) : value
}

/** A default, which for a list of given length may be written as one value: `int[2] stride=1`. */
function expandDefault(text: string, type: ParamType, size: string | undefined): unknown {
  const value = parseDefault(text, type)
  return size && typeof value === 'number' ? new Array<unknown>(Number(size)).fill(value) : value
}

function parseParam(text: string, keywordOnly: boolean): Param {
  const match = /^([A-Za-z|]+(?:64)?)(\[(\d*)\])?(\?)?\s+(\*?)(\w+)(?:\s*=\s*(.+))?$/.exec(text)
  if (!match) throw new Error(`internal: cannot read parameter '${text}'`)
  const [, type, list, size, nullable, star, name, defaultText] = match
  return {
    name,
    type: (type === 'int64' ? 'int' : type) as ParamType,
    exact: type === 'int64',
    nullable: nullable !== undefined,
    list: list !== undefined,
    listSize: size ? Number(size) : null,
    keywordOnly,
    variadic: star !== '',
    required: defaultText === undefined,
    default: defaultText === undefined ? undefined : expandDefault(defaultText, type as ParamType, size),
  }
}

/** Reads `name.overload(params) -> returns`. Namespaces are written as in `nn.functional.relu`. */
export function parseSchema(text: string): Schema {
  const match = /^([\w.]+)\((.*)\)\s*->\s*(.+)$/s.exec(text.replaceAll('...options', OPTIONS))
  if (!match) throw new Error(`internal: cannot read schema '${text}'`)
  const { path, overload } = splitName(match[1])
  let keywordOnly = false
  let hasOut = false
  const params: Param[] = []
  for (const part of splitList(match[2])) {
    if (part === '*') keywordOnly = true
    else {
      const param = parseParam(part, keywordOnly)
      if (param.name === 'out') hasOut = true
      else params.push(param)
    }
  }
  const returnsText = match[3].trim()
  const items = returnsText.startsWith('(') ? splitList(returnsText.slice(1, -1)) : [returnsText]
  const returns = items.map((item, i) => {
    const [type, name] = item.split(/\s+/)
    return { type, name: name ?? (items.length === 1 ? 'result' : `result${i}`) }
  })
  return { text, path, name: path.slice(path.lastIndexOf('.') + 1), overload, params, returns, hasOut }
}

const namespaces = ['_C._nn.', 'nn.functional.', 'nn.init.', 'linalg.', 'fft.', 'special.', 'nn.utils.rnn.']

/** What names of overloads have in them beside the names and types of parameters. */
const overloadWords = new Set('scalar intlist sequence array dims sizes method nonzero'.split(' '))

/**
 * Refuses `sparse.mm(…)` while `sparse.` is not among the namespaces: it would be an overload of an op `sparse`. An
 * overload is named by what tells its signature from the others: `max.dim`, `pow.Tensor_Scalar`, `split.sizes`.
 */
export function checkOverloadName({ text, path, overload, params }: Schema): void {
  const own = params.flatMap(({ name, type, list }) => [name, ...type.split('|'), list ? `${type}list` : ''])
  const known = new Set(own.flatMap((word) => [word, ...word.split('_')]).map((word) => word.toLowerCase()))
  const isKnown = (word: string): boolean => known.has(word) || overloadWords.has(word)
  const name = overload.toLowerCase()
  if (isKnown(name) || name.split('_').every(isKnown)) return
  throw new Error(
    `internal: '${overload}' in '${text.slice(0, text.indexOf('('))}' is no word of its signature, as names of overloads ` +
      `are: add '${path}.' to \`namespaces\` in engine/schema.ts if it is one, else name the overload by a parameter`,
  )
}

/** Tells `linalg.norm` (a namespace) from `max.dim` (an overload). */
export function splitName(full: string): { path: string; overload: string } {
  const path = pathOf(full)
  return { path, overload: full.slice(path.length + 1) }
}

/** The first of these two parts. */
export function pathOf(full: string): string {
  if (!full.includes('.')) return full
  const namespace = namespaces.find((space) => full.startsWith(space)) ?? ''
  const end = full.indexOf('.', namespace.length)
  return end < 0 ? full : full.slice(0, end)
}

/** Answer of a conversion that does not apply. */
export const REJECT = Symbol('reject')

const LEAST_INT64 = -(2n ** 63n)
const LARGEST_INT64 = 2n ** 63n - 1n

/** Whether `value` is a whole number that 64 bits do not hold. */
export const isBeyondInt64 = (value: unknown): boolean =>
  typeof value === 'bigint'
    ? value < LEAST_INT64 || value > LARGEST_INT64
    : Number.isInteger(value) && ((value as number) < -(2 ** 63) || (value as number) >= 2 ** 63)

/** A number as PyTorch takes it. Python's ints have any size, which a bigint stands for; a tensor's have 64 bits. */
function toScalar(value: unknown): unknown {
  if (!isScalar(value)) return REJECT
  if (typeof value === 'bigint' && isBeyondInt64(value))
    throw new RuntimeError('Overflow when unpacking long')
  return value
}

/**
 * An int of 64 bits as a number: beyond 2^53 the nearest one, since there it can only be a size, an index or a dim that
 * is out of range anyway.
 */
function toInt(value: unknown): unknown {
  if (typeof value === 'number') {
    const small = value | 0
    // `-0` is 0 among ints.
    return small === value
      ? small
      : Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63
        ? value + 0
        : REJECT
  }
  if (typeof value === 'bigint')
    return value >= LEAST_INT64 && value <= LARGEST_INT64 ? Number(value) : REJECT
  if (value instanceof Tensor && value.count === 1 && value.dtype.isIntegral && value.sizes.length === 0)
    return toInt(value.item())
  return REJECT
}

function isPlainScalarTensor(value: unknown): value is Tensor {
  return value instanceof Tensor && value.sizes.length === 0 && !value.requires_grad
}

export function convertOne(type: ParamType, value: unknown): unknown {
  switch (type) {
    case 'Tensor':
      return value instanceof Tensor ? value : REJECT
    case 'Tensor|Scalar':
      return value instanceof Tensor ? value : toScalar(value)
    case 'Scalar':
      return isPlainScalarTensor(value) ? value.elementAt(value.offset) : toScalar(value)
    case 'int':
      return toInt(value)
    case 'float':
      if (typeof value === 'number') return value
      if (typeof value === 'bigint' || value instanceof Float) return Number(value)
      return isPlainScalarTensor(value) && !value.dtype.is_complex ? Number(value.item()) : REJECT
    case 'bool':
      if (typeof value === 'boolean') return value
      return isPlainScalarTensor(value) && value.dtype.name === 'bool' ? value.item() : REJECT
    case 'str':
      return typeof value === 'string' ? value : REJECT
    case 'ScalarType':
      return value instanceof DType ? value : (dtypesOfTypes.get(value) ?? REJECT)
    case 'Device':
      return value instanceof Device || typeof value === 'string' ? toDevice(value) : REJECT
    case 'function':
      return typeof value === 'function' ? value : REJECT
    case 'Generator':
      return value instanceof Generator ? value : REJECT
    case 'Layout':
      return value instanceof NamedConstant && value.kind === 'layout' ? value : REJECT
    case 'MemoryFormat':
      return value instanceof NamedConstant && value.kind === 'memory_format' ? value : REJECT
    case 'any':
      return value
  }
}

export function convert(param: Param, value: unknown): unknown {
  if (value === null || value === undefined) return param.nullable || param.type === 'any' ? null : REJECT
  if (!param.list) {
    if (param.type === 'int') return convertInt(param, value)
    return convertOne(param.type, value)
  }
  if (!Array.isArray(value)) {
    // `dim=1` for `int[1]`: one value stands for the list.
    if (param.listSize === null) return REJECT
    const single = param.type === 'int' ? convertInt(param, value) : convertOne(param.type, value)
    return single === REJECT ? REJECT : new Array<unknown>(param.listSize).fill(single)
  }
  // What stands for a sequence that is neither list nor tuple, such as the values of a dict.
  if (param.type !== 'any' && pythonType in value) return REJECT
  return convertItems(param.type, value, 0, value.length)
}

/** From more items on a list grows as it is read; and how many any argument may have: as many as V8 keeps in a row. */
const itemsAtOnce = 1024
export const mostItems = 2 ** 24

/** The values from one place to another as a list. */
function convertItems(type: ParamType, values: readonly unknown[], from: number, to: number): unknown {
  const count = to - from
  // V8 fills what is asked for at once, and keeps what is long as a table: minutes for a list that is refused at its first item.
  const items = count <= itemsAtOnce ? new Array<unknown>(count) : []
  for (let i = 0; i < count; i++) {
    const item = type === 'int' ? toInt(values[from + i]) : convertOne(type, values[from + i])
    if (item === REJECT) return REJECT
    if (i === 0 && count > mostItems)
      throw new MemoryError(`an argument of ${count} items does not fit into memory`)
    items[i] = item
  }
  return items
}

/** An int that is no part of a list: one that 64 bits do not hold is an error of its own. */
function convertInt(param: Param, value: unknown): unknown {
  const int = toInt(value)
  if (int === REJECT && isBeyondInt64(value)) throw new RuntimeError('Overflow when unpacking long')
  if (param.exact && typeof value === 'bigint' && !Number.isSafeInteger(int)) return value
  return int
}

export type Keywords = Record<string, unknown>

export interface Bound {
  /** One value for each parameter, in schema order, `out` left aside. */
  readonly values: unknown[]
  readonly out: unknown
}

/** The params that can be given by position; a lone list of ints may be spread: `x.view(2, 3)`. */
export function takesVarargs(schema: Schema, isMethod: boolean): boolean {
  const first = schema.params[isMethod ? 1 : 0]
  return (
    first !== undefined &&
    first.type === 'int' &&
    first.list &&
    !first.keywordOnly &&
    !(schema.params[isMethod ? 2 : 1]?.keywordOnly === false)
  )
}

/** Whether the one argument given for a variadic parameter is the whole list: `torch.meshgrid([x, y])`. */
const isListFor = (param: Param, value: unknown): boolean => param.type !== 'any' && Array.isArray(value)

/** A tensor for one result, a tuple of tensors for several. */
function isOut(schema: Schema, out: unknown): boolean {
  if (out === null || schema.returns.length === 1) return out === null || out instanceof Tensor
  return (
    Array.isArray(out) && out.length === schema.returns.length && out.every((item) => item instanceof Tensor)
  )
}

/**
 * Fits a call to a signature. Returns null where it does not fit; `explain` in wrong-call.ts tells why.
 *
 * @param args all arguments, `self` first for a method, keywords last
 */
export function bind(schema: Schema, args: readonly unknown[], isMethod: boolean): Bound | null {
  const { params } = schema
  let count = args.length
  let keywords: Keywords | null = null
  if (count > 0 && isKeywords(args[count - 1])) {
    keywords = args[count - 1] as Keywords
    count--
  }
  const values = new Array<unknown>(params.length)
  const start = isMethod ? 1 : 0
  let used = 0
  if (params[start]?.variadic && !(count === start + 1 && isListFor(params[start], args[start]))) {
    if (isMethod) values[0] = args[0]
    const items = convertItems(params[start].type, args, start, count)
    if (items === REJECT) return null
    values[start] = items
    used = start + 1
  } else if (count > start && typeof args[start] !== 'object' && takesVarargs(schema, isMethod)) {
    if (isMethod) values[0] = args[0]
    const items = convertItems(params[start].type, args, start, count)
    if (items === REJECT) return null
    values[start] = items
    used = start + 1
  } else {
    if (count > params.length) return null
    for (; used < count; used++) {
      const param = params[used]
      if (param.keywordOnly) return null
      const value = args[used]
      if (value === undefined && !param.required) {
        values[used] = param.default
        continue
      }
      const converted = convert(param, value)
      if (converted === REJECT) return null
      values[used] = converted
    }
  }
  let matched = 0
  let out: unknown = null
  for (let i = used; i < params.length; i++) {
    const param = params[i]
    if (keywords !== null) {
      const key = keywordFor(param.name, keywords)
      if (key !== null && keywords[key] !== undefined) {
        matched++
        const converted = convert(param, keywords[key])
        if (converted === REJECT) return null
        values[i] = converted
        continue
      }
      if (key !== null) matched++
    }
    if (param.required) return null
    values[i] = param.default
  }
  if (keywords !== null) {
    if (schema.hasOut && keywords.out !== undefined) {
      if (!isOut(schema, keywords.out)) return null
      out = keywords.out
      matched++
    }
    if (matched !== Object.keys(keywords).length) return null
  }
  return { values, out }
}

export function keywordFor(name: string, keywords: Keywords): string | null {
  if (name in keywords) return name
  for (const alias in NAME_ALIASES) if (NAME_ALIASES[alias] === name && alias in keywords) return alias
  return null
}
