// The parameters of a function as one line of text, and where in the text each of them stands.
import torch from '../../torch.js'
import { parametersOf, required } from '../../base/keywords.js'
import { declaredClass } from '../../nn/callable.js'
import type { Overload } from '../../engine/op.js'
import { signature } from '../help.js'
import { pathOf } from '../../dialect/namespaces.js'
import type { Callee } from './resolve.js'
import { matchBrackets, tokenize } from './tokens.js'

export interface Parameter {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly isKeywordOnly: boolean
  readonly isVariadic: boolean
}

export interface Signature {
  readonly text: string
  readonly parameters: readonly Parameter[]
  /** The first sentence of the doc. */
  readonly doc?: string
}

/** Finds the parameters in `f(a, b=1, *, c=None) -> Tensor`. */
export function readSignature(text: string, doc?: string): Signature {
  const parameters: Parameter[] = []
  const open = text.indexOf('(')
  let depth = 0
  let from = open + 1
  let isKeywordOnly = false
  const end = (to: number): void => {
    const part = text.slice(from, to)
    const start = from + /^\s*/.exec(part)![0].length
    const name = /^(?:\*|\.\.\.)?([\p{L}\p{N}_$]+)/u.exec(part.trim())?.[1]
    const isVariadic = /^\s*(\*|\.\.\.)/.test(part)
    if (part.trim() === '*') isKeywordOnly = true
    else if (name) parameters.push({ name, from: start, to, isKeywordOnly, isVariadic })
    from = to + 1
  }
  for (let i = open; i >= 0 && i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++
    else if (')]}'.includes(text[i]) && --depth === 0) {
      end(i)
      break
    } else if (text[i] === ',' && depth === 1) end(i)
  }
  return { text, parameters, doc }
}

const firstSentence = (doc: string): string =>
  /^[^]*?[.!?](?=\s|$)/.exec(doc)?.[0].replace(/\s+/g, ' ') ?? doc

const ofOverload = (path: string, overload: Overload, isMethod: boolean): Signature =>
  readSignature(signature(path, overload, isMethod), firstSentence(overload.entry.doc))

/** `(…)` from the bracket at `open` on; undefined where it has no end. */
function bracketed(source: string, open: number): string | undefined {
  const close = matchBrackets(source).pairs.get(open)
  return close === undefined ? undefined : source.slice(open, close + 1)
}

/** `in_features, out_features, bias=True`: what a class or function of the library hands to `bind`. */
const boundText = (defaults: Readonly<Record<string, unknown>>): string =>
  Object.entries(defaults)
    .map(([name, value]) => (value === required ? name : `${name}=${torch.repr(value)}`))
    .join(', ')

/** Values as Python writes them; the built files have `!0` for `true` and `.001` for `0.001`. */
const pythonValues: [RegExp, string][] = [
  [/^(true|!0)$/, 'True'],
  [/^(false|!1)$/, 'False'],
  [/^(null|undefined|void 0)$/, 'None'],
  [/^\./, '0.'],
]

/** `bind('grad', args, { … })`, and what init has in its place. */
const boundInSource = /\b(?:bind\w*\(\s*["']\w+["'],\s*\w+|options\w*\(\s*["']\w+["']),\s*\{([^{}]*)\}/

/** The parameters in the source of a library's function, as Python would write them. */
function asInPython(parameters: string, source: string): string {
  const { parameters: found } = readSignature(parameters)
  const parts = found.map(({ name, from, to, isVariadic }) => {
    // The rest is bound to names of its own.
    const bound = isVariadic && boundInSource.exec(source)
    if (bound)
      return bound[1]
        .split(',')
        .filter((part) => part.trim() !== '')
        .map((part) => part.replace(/\s*:\s*/, '=').trim())
        .map((part) =>
          part.replace(/=required\w*$/, '').replace(/=.*/, (value) => `=${pythonValue(value.slice(1))}`),
        )
        .join(', ')
    const [, value] = /^[^=]*=\s*([^]*)$/.exec(parameters.slice(from, to)) ?? []
    // The bundler numbers names that are taken elsewhere.
    const own = name.replace(/(?<=[a-z_]{3})\d$/, '')
    return `${isVariadic ? '*' : ''}${own}${value === undefined ? '' : `=${pythonValue(value)}`}`
  })
  return `(${parts.join(', ')})`
}

const pythonValue = (text: string): string =>
  pythonValues.reduce((value, [pattern, replacement]) => value.replace(pattern, replacement), text.trim())

/** The parameters that the source of a function or class names; undefined where it names none. */
function parametersInSource(value: Function): string | undefined {
  const source = Function.prototype.toString.call(value)
  if (/\[native code\]\s*\}$/.test(source) || source.length > 100_000) return undefined
  if (/^class\b/.test(source)) {
    const start = /\bconstructor\s*\(/.exec(source)
    return start ? bracketed(source, start.index + start[0].length - 1) : undefined
  }
  const single = /^(?:async\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*=>/u.exec(source)
  if (single) return `(${single[1]})`
  const open = tokenize(source).find(({ kind, from }) => kind === 'bracket' && source[from] === '(')
  return open && bracketed(source, open.from)
}

/** What is taken as it comes, in any number. */
const variadic: Readonly<Record<string, string>> = {
  'torch.nn.Sequential': '(*modules)',
  'torch.print': "(*values, sep=' ', end='\\n')",
  'torch.set_printoptions':
    '(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None)',
}

/** The parameters of a class or function of the library; undefined where they are unknown. */
function libraryParameters(path: string, value: Function): string | undefined {
  if (Object.hasOwn(variadic, path)) return variadic[path]
  const declared = declaredClass(value) as Function
  const isClass = /^class\b/.test(Function.prototype.toString.call(declared))
  const defaults = isClass ? parametersOf(declared as new () => unknown) : undefined
  if (defaults) return `(${boundText(defaults)})`
  const parameters = parametersInSource(declared)
  return parameters && asInPython(parameters, Function.prototype.toString.call(declared))
}

/** The signatures of what is called; none where nothing is known of its parameters. */
export function signaturesOf({ op, path, isMethod, thing }: Callee): Signature[] {
  if (op) return op.overloads.map((overload) => ofOverload(path, overload, isMethod))
  if (!thing || !('value' in thing) || typeof thing.value !== 'function') return []
  const { value } = thing
  const own = pathOf(value)
  // Methods of tensors have no path.
  const isLibrary = own !== undefined || isMethod
  const parameters = isLibrary ? libraryParameters(own ?? path, value) : parametersInSource(value)
  const text = parameters?.replace(/\s+/g, ' ')
  if (!text || /^\((\.\.\.|\*)_?(args|rest)\)$/.test(text)) return []
  return [readSignature(`${path || value.name || 'function'}${text}`)]
}

/** The parameter that is typed at `position`, or by `keyword`. */
export function activeParameter(
  { parameters }: Signature,
  position: number,
  keyword: string | undefined,
  isObject: boolean,
): Parameter | undefined {
  if (keyword !== undefined) return parameters.find(({ name }) => name === keyword)
  if (isObject) return undefined
  const positional = parameters.filter(({ isKeywordOnly }) => !isKeywordOnly)
  const last = positional.at(-1)
  return positional[position] ?? (last?.isVariadic ? last : undefined)
}
