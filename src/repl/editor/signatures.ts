// The parameters of a function as one line of text, and where in the text each of them stands.
import torch from '../../torch.js'
import { parametersOf, required } from '../../base/keywords.js'
import { unchecked } from '../../engine/checked.js'
import { pythonParameters as boundParameters } from '../../engine/python-call.js'
import { isClass, nodesOf, textIn, unnumbered, writtenParameters } from '../../base/source-text.js'
import { declaredClass } from '../../nn/callable.js'
import type { Overload } from '../../engine/op.js'
import { signature } from '../op-signature.js'
import { pathOf } from '../../dialect/namespaces.js'
import type { Callee } from './resolve.js'

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

const pythonValue = (text: string): string =>
  pythonValues.reduce((value, [pattern, replacement]) => value.replace(pattern, replacement), text.trim())

/** `name`, or `name=default`, as Python would write it. */
const inPython = (name: string, value: string | null): string =>
  value === null ? name : `${name}=${pythonValue(value)}`

/** What a function of the library binds the rest of its arguments to: `bind('grad', args, { … })`, `options('uniform_', { … }, args)`. */
function boundBy(value: Function): string[] | undefined {
  for (const node of nodesOf(value)) {
    if (node.type !== 'CallExpression' || !/^(bind|options)\w*$/.test(node.callee.name ?? '')) continue
    const known = node.arguments.find(({ type }: { type: string }) => type === 'ObjectExpression')
    if (typeof node.arguments[0]?.value !== 'string' || !known) continue
    // Of what is spread into them the names stand elsewhere.
    if (known.properties.some(({ type }: { type: string }) => type !== 'Property')) return undefined
    return known.properties.map(
      ({ key, value: given }: { key: { name: string }; value: { name?: string } }) =>
        inPython(key.name, /^required\w*$/.test(given.name ?? '') ? null : textIn(value, given)),
    )
  }
  return undefined
}

/** The parameters of a library's function, as Python would write them. */
function pythonParameters(value: Function): string | undefined {
  const written = writtenParameters(value)
  const names = unnumbered(written?.map(({ name }) => name ?? '') ?? [])
  const parts = written?.flatMap(({ name, default: given, isRest }, i) => {
    // The rest is bound to names of its own.
    const bound = isRest ? boundBy(value) : undefined
    if (bound) return bound.filter((part) => !names.includes(/^\w+/.exec(part)?.[0] ?? ''))
    return name === null ? [] : [`${isRest ? '*' : ''}${inPython(names[i], given)}`]
  })
  return parts && `(${parts.join(', ')})`
}

/** The parameters that the source of a function or class names; undefined where it names none. */
function parametersInSource(value: Function): string | undefined {
  const parameters = writtenParameters(value)
  return parameters ? `(${parameters.map(({ text }) => text).join(', ')})` : undefined
}

/** What is taken as it comes, in any number, and what loads what it calls. */
const variadic: Readonly<Record<string, string>> = {
  'torch.nn.Sequential': '(*modules)',
  'torch.nn.Module': '()',
  'torch.nn.Identity': '(*args)',
  'torch.save': '(obj, f)',
  'torch.load': '(f, map_location=None)',
  'torch.autograd.gradcheck':
    '(func, inputs, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, nondet_tol=0.0)',
  'torch.print': "(*values, sep=' ', end='\\n')",
  'torch.set_printoptions':
    '(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None)',
}

/** The parameters of a class or function of the library; undefined where they are unknown. */
function libraryParameters(value: Function): string | undefined {
  const declared = declaredClass(value) as Function
  const defaults = isClass(declared) ? parametersOf(declared as new () => unknown) : undefined
  return defaults ? `(${boundText(defaults)})` : pythonParameters(declared)
}

/** What is called, as one line: `(in_features, out_features, bias=True)`; undefined where nothing is known of it. */
export function callText(path: string, given: Function, isLibrary: boolean): string | undefined {
  if (isLibrary && Object.hasOwn(variadic, path)) return variadic[path]
  const value = unchecked(given)
  const parameters =
    boundParameters(value) ?? (isLibrary ? libraryParameters(value) : parametersInSource(value))
  const text = parameters?.replace(/\s+/g, ' ')
  return !text || /^\((\.\.\.|\*)_?(args|rest|given)\d*\)$/.test(text) ? undefined : text
}

/** The signatures of what is called; none where nothing is known of its parameters. */
export function signaturesOf({ op, path, isMethod, thing }: Callee): Signature[] {
  if (op) return op.overloads.map((overload) => ofOverload(path, overload, isMethod))
  if (!thing || !('value' in thing) || typeof thing.value !== 'function') return []
  const own = pathOf(thing.value)
  // Methods of tensors have no path.
  const text = callText(own ?? path, thing.value, own !== undefined || isMethod)
  if (text === undefined) return []
  return [readSignature(`${path || unchecked(thing.value).name || 'function'}${text}`)]
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
