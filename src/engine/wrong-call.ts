// What is wrong with a call that fits no signature, in the words of torch/csrc/utils/python_arg_parser.cpp.
import { TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import type { Overload } from './op.js'
import {
  convert,
  convertOne,
  keywordFor,
  type Keywords,
  NAME_ALIASES,
  type Param,
  type ParamType,
  REJECT,
  type Schema,
  takesVarargs,
} from './schema.js'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const typeText: Record<ParamType, string> = {
  Tensor: 'Tensor',
  Scalar: 'Number',
  'Tensor|Scalar': 'Tensor',
  int: 'int',
  float: 'float',
  bool: 'bool',
  str: 'str',
  ScalarType: 'torch.dtype',
  Device: 'torch.device',
  Generator: 'torch.Generator',
  function: 'function',
  Layout: 'torch.layout',
  MemoryFormat: 'torch.memory_format',
  any: 'object',
}

/** Lists of sizes may hold symbolic numbers in PyTorch, and are called after them. */
const symbolic = words('size shape repeats')

/** Lists that hold slices and numbers here besides the tensors that PyTorch's function takes. */
const ofTensors = words('indices')

function paramTypeText({ type, list, name, byName }: ShownParam): string {
  const text = byName
    ? 'name'
    : type === 'int' && list && symbolic.has(name)
      ? 'SymInt'
      : list && ofTensors.has(name)
        ? 'Tensor'
        : typeText[type]
  return list ? `tuple of ${text}s` : text
}

interface ShownParam extends Param {
  /** A dimension that is given by its name. */
  readonly byName?: boolean
}
interface ShownSchema extends Schema {
  readonly params: readonly ShownParam[]
}

const shownName = (param: Param): string => (param.name === 'self' ? 'input' : param.name)

/** A signature as PyTorch lists it in its errors: `(Tensor input, *, Number alpha)`. */
function signatureText(schema: ShownSchema, isMethod: boolean): string {
  const parts: string[] = []
  let starred = false
  schema.params.forEach((param, i) => {
    if (isMethod && i === 0) return
    if (param.keywordOnly && !starred) {
      parts.push('*')
      starred = true
    }
    parts.push(`${paramTypeText(param)} ${shownName(param)}`)
  })
  const outType = schema.returns.length > 1 ? 'tuple of Tensors' : 'Tensor'
  if (schema.hasOut && !isMethod) parts.push(starred ? `${outType} out` : `*, ${outType} out`)
  return `(${parts.join(', ')})`
}

const isDimension = (param: Param): boolean => param.type === 'int' && /^dims?\d?$/.test(param.name)

/** The signatures that PyTorch has for one of ours. */
function forms(name: string, { schema, entry }: Explained): ShownSchema[] {
  const change = (test: (param: Param, i: number) => boolean, changes: Partial<ShownParam>): ShownSchema => ({
    ...schema,
    params: schema.params.map((param, i) => (test(param, i) ? { ...param, ...changes } : param)),
  })
  if (entry.alsoByName) return [schema, change(isDimension, { byName: true })]
  const isOperand = (param: Param, i: number): boolean => i > 0 && param.type === 'Tensor|Scalar'
  if (schema.params.some(isOperand) && !entry.oneSignature?.includes(plainName(name)))
    return [change(isOperand, { type: 'Tensor' }), change(isOperand, { type: 'Scalar' })]
  return [schema]
}

const plainName = (name: string): string => name.replace(/_$/, '')

/** What is asked of an overload to explain a call. */
interface Explained {
  readonly schema: Schema
  readonly entry: Pick<Overload['entry'], 'alsoByName' | 'oneSignature' | 'oldSignatures'>
}

/** The error for a call that fits none of `overloads`. */
export function explain(
  name: string,
  overloads: readonly Explained[],
  args: readonly unknown[],
  isMethod: boolean,
): Error {
  const schemas = overloads.map((overload) => overload.schema)
  const given = isMethod ? args.slice(1) : args.slice()
  const keywords = given.length > 0 && isKeywords(given[given.length - 1]) ? (given.pop() as Keywords) : null
  const options = new Map(
    overloads
      .flatMap((overload) => forms(name, overload))
      .map((form) => [signatureText(form, isMethod), form]),
  )
  const only = (form: ShownSchema): Error => explainOne(name, form, schemas, args, isMethod)
  const skipped = isMethod ? 1 : 0
  const count = given.length + Object.keys(keywords ?? {}).length
  const plausible = [...options.values()].filter(({ params, hasOut }) => {
    const least = params.filter((param) => param.required).length - skipped
    const isSpread = given.length > 0 && typeof given[0] !== 'object' && params[skipped]?.list
    return count >= least && (isSpread || count <= params.length - skipped + (hasOut ? 1 : 0))
  })
  if (plausible.length === 1) return only(plausible[0])
  if (options.size === 1 && !overloads.some(({ entry }) => entry.oldSignatures))
    return only([...options.values()][0])
  const shown = [
    ...given.map(typeName),
    ...Object.entries(keywords ?? {}).map(([key, value]) => `${key}=${typeName(value)}`),
  ]
  // PyTorch's own slip: after keywords alone a comma is left.
  const got = shown.join(', ') + (given.length === 0 && keywords !== null ? ', ' : '')
  const list = [...options.keys()]
  const expected = list.length === 1 ? list[0] : `one of:\n${list.map((text) => ` * ${text}\n`).join('')}`
  return new TypeError(
    `${name}() received an invalid combination of arguments - got (${got}), but expected ${expected}`,
  )
}

/** What is wrong with a call of one signature. */
function explainOne(
  name: string,
  schema: ShownSchema,
  schemas: readonly Schema[],
  args: readonly unknown[],
  isMethod: boolean,
): Error {
  const { params } = schema
  const offset = isMethod ? 1 : 0
  let count = args.length
  let keywords: Keywords = {}
  if (count > 0 && isKeywords(args[count - 1])) keywords = args[--count] as Keywords
  const positional = params.filter((param) => !param.keywordOnly).length
  const isSpread = count > offset && typeof args[offset] !== 'object' && takesVarargs(schema, isMethod)
  if (!isSpread && count > positional) {
    const least = params.filter((param) => !param.keywordOnly && param.required).length - offset
    const most = positional - offset
    const range = least === most ? `${most}` : `from ${least} to ${most}`
    return new TypeError(
      `${name}() takes ${range} positional argument${most === 1 ? '' : 's'} but ${count - offset} ` +
        `${count - offset === 1 ? 'was' : 'were'} given`,
    )
  }
  for (const key of Object.keys(keywords))
    if (!knowsKeyword(schema, key)) return unknownKeyword(name, schemas, key)
  const missing: string[] = []
  for (let i = offset; i < params.length; i++) {
    const param = params[i]
    const byPosition = isSpread ? i === offset : i < count
    const key = keywordFor(param.name, keywords)
    if (byPosition && key !== null)
      return new TypeError(`${name}() got multiple values for argument '${shownName(param)}'`)
    if (!byPosition && key === null) {
      if (param.required) missing.push(shownName(param))
      continue
    }
    const value = byPosition ? (isSpread ? args.slice(offset, count) : args[i]) : keywords[key as string]
    if (value === undefined && !param.required) continue
    if (convert(param, value) !== REJECT) continue
    const where = byPosition ? ` (position ${i + 1 - offset})` : ''
    const clash = Array.isArray(value)
      ? value.findIndex((item) => convertOne(param.type, item) === REJECT)
      : -1
    if (param.list && clash >= 0) {
      const found = typeName((value as unknown[])[clash])
      if (param.type === 'Tensor')
        return new TypeError(
          `expected Tensor as element ${clash} in argument ${i - offset}, but got ${found}`,
        )
      if (clash > 0)
        return new TypeError(
          `${name}(): argument '${shownName(param)}' must be ${paramTypeText(param)}, ` +
            `but found element of type ${found} at pos ${clash + 1}`,
        )
      if (isSpread)
        return new TypeError(
          `${name}(): argument '${shownName(param)}'${where} must be ${paramTypeText(param)}, not ${found}`,
        )
    }
    return new TypeError(
      `${name}(): argument '${shownName(param)}'${where} must be ${paramTypeText(param)}, not ${typeName(value)}`,
    )
  }
  if (missing.length > 0)
    // PyTorch's plural is the wrong way round (`missing_args` in python_arg_parser.cpp).
    return new TypeError(
      `${name}() missing ${missing.length} required positional argument${missing.length === 1 ? 's' : ''}: ` +
        missing.map((item) => `"${item}"`).join(', '),
    )
  const outType = schema.returns.length > 1 ? 'tuple of Tensors' : 'Tensor'
  return new TypeError(`${name}(): argument 'out' must be ${outType}, not ${typeName(keywords.out)}`)
}

function knowsKeyword(schema: Schema, key: string): boolean {
  if (key === 'out') return schema.hasOut
  return schema.params.some((param) => param.name === key || param.name === NAME_ALIASES[key])
}

function unknownKeyword(name: string, schemas: readonly Schema[], key: string): Error {
  const known = new Set<string>()
  for (const schema of schemas) {
    for (const param of schema.params) known.add(shownName(param))
    if (schema.hasOut) known.add('out')
  }
  return new TypeError(
    `${name}() got an unexpected keyword argument '${key}'\n(known: ${[...known].join(', ')})`,
  )
}
