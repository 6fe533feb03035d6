// What is wrong with a call that fits no signature, in the words of torch/csrc/utils/python_arg_parser.cpp.
import { messages, NotImplementedError, RuntimeError, TypeError } from '../base/errors.js'
import { isKeywords, missingArguments } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import type { Overload } from './op.js'
import {
  itemText,
  paramTypeText,
  type ShownParam,
  type ShownSchema,
  shownName,
  signatureText,
} from './param-text.js'
import {
  bind,
  convert,
  convertOne,
  isBeyondInt64,
  keywordFor,
  type Keywords,
  NAME_ALIASES,
  type Param,
  REJECT,
  type Schema,
  takesVarargs,
  mostItems,
} from './schema.js'

const isDimension = (param: Param): boolean => param.type === 'int' && /^dims?\d?$/.test(param.name)

/** The signatures that PyTorch has for one of ours. */
function forms(name: string, { schema, entry }: Explained): ShownSchema[] {
  const change = (test: (param: Param, i: number) => boolean, changes: Partial<ShownParam>): ShownSchema => ({
    ...schema,
    params: schema.params.map((param, i) => (test(param, i) ? { ...param, ...changes } : param)),
  })
  if (entry.alsoByName) return [schema, change(isDimension, { byName: true, required: true })]
  const isOperand = (param: Param, i: number): boolean => i > 0 && param.type === 'Tensor|Scalar'
  if (schema.params.some(isOperand) && !entry.oneSignature?.includes(plainName(name)))
    return [change(isOperand, { type: 'Tensor' }), change(isOperand, { type: 'Scalar' })]
  return [schema]
}

const plainName = (name: string): string => name.replace(/_$/, '')

/** What is asked of an overload to explain a call. */
interface Explained {
  readonly schema: Schema
  readonly entry: Pick<Overload['entry'], 'alsoByName' | 'oneSignature' | 'oldSignatures' | 'builtin'>
}

/** A call that fits no signature. */
interface Call {
  /** What is called; functions of some namespaces have its name in front of theirs. */
  readonly name: string
  /** All arguments, `self` first for a method. */
  readonly args: readonly unknown[]
  readonly isMethod: boolean
  readonly isInplace: boolean
}

/** The error for a call that fits none of `overloads`. */
export function explain(
  name: string,
  entries: readonly Explained[],
  args: readonly unknown[],
  isMethod: boolean,
  isInplace = false,
): Error {
  const overloads = isMethod || isInplace ? entries.map(withoutOut) : entries
  const call: Call = { name, args, isMethod, isInplace }
  for (const overload of overloads) {
    const error = itemBeyond(overload.schema, call) ?? nameNotFound(overload, call)
    if (error !== null) return error
  }
  const schemas = overloads.map((overload) => overload.schema)
  const given = isMethod ? args.slice(1) : args.slice()
  const keywords = given.length > 0 && isKeywords(given[given.length - 1]) ? (given.pop() as Keywords) : {}
  if (keywords['names'] !== undefined && !schemas.some((schema) => knowsKeyword(schema, 'names')))
    return new NotImplementedError(`${name}(names=…) is left out of dltorch: ${messages.noNames}`)
  // Methods without parameters are refused arguments by Python itself.
  if (isMethod && schemas.length === 1 && schemas[0].params.length === 1) {
    const wrong = Object.keys(keywords).length > 0 ? 'keyword arguments' : `arguments (${given.length} given)`
    return new TypeError(`_TensorBase.${name}() takes no ${wrong}`)
  }
  const options = new Map(
    overloads
      .flatMap((overload) => forms(name, overload))
      .map((form) => [signatureText(form, isMethod, isInplace), form]),
  )
  const { path } = schemas[0]
  const isPython = path.startsWith('nn.functional.') && !overloads.some(({ entry }) => entry.builtin)
  const only = (form: ShownSchema): Error => explainOne(form, schemas, call, isPython)
  const skipped = isMethod ? 1 : 0
  const count = given.length + Object.keys(keywords).length
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
    ...Object.entries(keywords).map(([key, value]) => `${key}=${typeName(value)}`),
  ]
  // PyTorch's own slip: after keywords alone a comma is left.
  const got = shown.join(', ') + (given.length === 0 && shown.length > 0 ? ', ' : '')
  const list = [...options.keys()]
  const line = (text: string): string => ` * ${text}\n${mismatch(text, given, keywords)}`
  const expected = list.length === 1 ? list[0] : `one of:\n${list.map(line).join('')}`
  return new TypeError(
    `${name}() received an invalid combination of arguments - got (${got}), but expected ${expected}`,
  )
}

/** As a method and in place: there is no `out=`. */
const withoutOut = ({ entry, schema }: Explained): Explained => ({
  entry,
  schema: schema.hasOut ? { ...schema, hasOut: false } : schema,
})

/** The types of values that a type in a signature stands for, where their names differ. */
const matching: Record<string, string> = { float: 'float int' }

/**
 * What PyTorch adds to a signature with as many parameters as there are arguments: those that do not match, between
 * exclamation marks. It reads its own text for that, in which a star counts as a parameter and a list matches nothing
 * (torch/csrc/utils/invalid_arguments.cpp).
 */
export function mismatch(signature: string, given: readonly unknown[], keywords: Keywords): string {
  const params = signature
    .slice(1, -1)
    .split(', ')
    .map((param) => /^(.*?) ?(\S*)$/.exec(param) as unknown as [string, string, string])
  const keys = Object.keys(keywords)
  if (params.length !== given.length + keys.length) return ''
  const named = new Set(params.slice(given.length).map(([, , name]) => name))
  const unknown = keys.filter((key) => !named.has(key))
  if (unknown.length > 0)
    return `      didn't match because some of the keywords were incorrect: ${unknown.join(', ')}\n`
  const shown = params.map(([, type, name], i) => {
    const isKeyword = i >= given.length
    const value = isKeyword ? keywords[name] : given[i]
    const own = typeName(value)
    const text = `${isKeyword ? `${name}=` : ''}${own}`
    return (matching[type] ?? type).split(' ').includes(own) && !type.includes(' ') ? text : `!${text}!`
  })
  const tail = given.length === 0 ? ', ' : ''
  return `      didn't match because some of the arguments have invalid types: (${shown.join(', ')}${tail})\n`
}

/** What a call gives to each parameter of a signature, by position, spread or by keyword. */
function valuesGiven(schema: Schema, { args, isMethod }: Call): unknown[] {
  const offset = isMethod ? 1 : 0
  const last = args.at(-1)
  const keywords = isKeywords(last) ? last : {}
  const count = isKeywords(last) ? args.length - 1 : args.length
  const isSpread = count > offset && typeof args[offset] !== 'object' && takesVarargs(schema, isMethod)
  return schema.params.map((param, i) => {
    if (isSpread && i === offset) return args.slice(offset, count)
    if (i < (isSpread ? offset : count)) return args[i]
    const key = keywordFor(param.name, keywords)
    return key === null ? undefined : keywords[key]
  })
}

/** The error of a list with an int that 64 bits do not hold, where the call would fit the signature otherwise. */
function itemBeyond(schema: Schema, call: Call): Error | null {
  const values = valuesGiven(schema, call)
  for (const [i, value] of values.entries()) {
    const param = schema.params[i]
    if (param.type !== 'int' || !param.list || !Array.isArray(value)) continue
    // No call has so many: what is longer is refused otherwise.
    if (value.length > mostItems) continue
    const index = value.findIndex(isBeyondInt64)
    if (index < 0) continue
    const within = value.map((item: unknown) => (isBeyondInt64(item) ? 0 : item))
    const named = {
      ...Object.fromEntries(schema.params.map(({ name }, k) => [name, values[k]])),
      [param.name]: within,
    }
    if (fits(schema, named)) return new TypeError(itemText(call.name, param, index))
  }
  return null
}

/** Whether values by name fit a signature. */
const fits = (schema: Schema, named: Keywords): boolean =>
  bind(
    schema,
    [Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))],
    false,
  ) !== null

/** The error of a dimension that is given by a name, which no tensor has here. */
function nameNotFound({ schema, entry }: Explained, call: Call): Error | null {
  const { args, isMethod } = call
  const count = isKeywords(args.at(-1)) ? args.length - 1 : args.length
  if (!entry.alsoByName || (count > schema.params.length && !takesVarargs(schema, isMethod))) return null
  const values = valuesGiven(schema, call)
  const isName = (value: unknown): boolean => typeof value === 'string'
  const dims = schema.params.flatMap((param, i) => (isDimension(param) ? [i] : []))
  const isNamed = (i: number): boolean => {
    const value = values[i]
    return (
      isName(value) ||
      (schema.params[i].list && Array.isArray(value) && value.length > 0 && value.every(isName))
    )
  }
  if (dims.length === 0 || !dims.every(isNamed)) return null
  const named = schema.params.map(({ name }, i) => [name, dims.includes(i) ? 0 : values[i]])
  if (!fits(schema, Object.fromEntries(named) as Keywords)) return null
  // C++ reads the arguments of a function from the last to the first.
  const given = dims.map((i) => values[i]).at(-1) as string | readonly string[]
  const [name] = typeof given === 'string' ? [given] : given
  if (name === '*') return new RuntimeError('Please look up dimensions by name, got: name = None.')
  if (!/^[A-Za-z_]\w*$/.test(name))
    return new RuntimeError(
      'Invalid name: a valid identifier contains only digits, alphabetical characters, and/or underscore and starts ' +
        `with a non-digit. got: '${name}'.`,
    )
  if (entry.alsoByName === 'refused')
    return new RuntimeError(
      `${plainName(call.name)}: You passed a dimname (string) to this op in place of a dimension index but it does not yet ` +
        'support this behavior. Please pass a dimension index to work around this.',
    )
  const first = values.find((value) => value instanceof Tensor || Array.isArray(value))
  const tensor = (Array.isArray(first) ? first[0] : first) as Tensor | undefined
  const own = tensor?.sizes.map(() => 'None').join(', ') ?? ''
  return new RuntimeError(`Name '${name}' not found in Tensor[${own}].`)
}

/** What is wrong with a call of one signature. */
function explainOne(
  schema: ShownSchema,
  schemas: readonly Schema[],
  { name, args, isMethod }: Call,
  isPython: boolean,
): Error {
  const { params } = schema
  const offset = isMethod ? 1 : 0
  let count = args.length
  let keywords: Keywords = {}
  if (count > 0 && isKeywords(args[count - 1])) keywords = args[--count] as Keywords
  const positional = params.filter((param) => !param.keywordOnly).length
  const first = args[offset]
  const isVariadic = params[offset]?.variadic && !(count === offset + 1 && Array.isArray(first))
  const isSpread =
    isVariadic || (count > offset && typeof first !== 'object' && takesVarargs(schema, isMethod))
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
          `${name}(): argument '${shownName(param)}' must be ${paramTypeText(param, schema.name)}, ` +
            `but found element of type ${found} at pos ${clash + 1}`,
        )
      if (isSpread)
        return new TypeError(
          `${name}(): argument '${shownName(param)}'${where} must be ${paramTypeText(param, schema.name)}, not ${found}`,
        )
    }
    return new TypeError(
      `${name}(): argument '${shownName(param)}'${where} must be ${paramTypeText(param, schema.name)}, not ${typeName(value)}`,
    )
  }
  if (missing.length > 0 && isPython) return missingArguments(`${name}()`, missing)
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
