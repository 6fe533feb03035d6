// The parameters of a function as one line of text, and where in the text each of them stands.
import { declaredClass } from '../../nn/callable.js'
import type { Overload } from '../../ops/op.js'
import { signature } from '../help.js'
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

const pythonNames: Record<string, string> = { null: 'None', true: 'True', false: 'False', undefined: 'None' }

/** `(…)` from the bracket at `open` on; undefined where it has no end. */
function bracketed(source: string, open: number): string | undefined {
  const close = matchBrackets(source).pairs.get(open)
  return close === undefined ? undefined : source.slice(open, close + 1)
}

/** The parameters of a library class, as it hands them to `bind`: `{ in_features: required, bias: true }`. */
function boundParameters(source: string): string | undefined {
  const call = /\bbind\w*\(\s*(?:"\w+"|'\w+'),\s*args,\s*\{/.exec(source)
  const object = call && bracketed(source, call.index + call[0].length - 1)
  if (!object) return undefined
  const parts = [...object.matchAll(/([\w$]+)\s*:\s*([^,{}[\]]+|\[[^\]]*\])/g)].map(([, name, value]) => {
    const text = value.trim()
    // The built files have .001 for 0.001.
    return /^required\w*$/.test(text) ? name : `${name}=${pythonNames[text] ?? text.replace(/^\./, '0.')}`
  })
  return `(${parts.join(', ')})`
}

/** The parameters that the source of a function or class names; undefined where it names none. */
function parametersInSource(value: Function): string | undefined {
  const source = Function.prototype.toString.call(value)
  if (/\[native code\]\s*\}$/.test(source) || source.length > 100_000) return undefined
  if (/^class\b/.test(source)) {
    const bound = boundParameters(source)
    if (bound) return bound
    const start = /\bconstructor\s*\(/.exec(source)
    return start ? bracketed(source, start.index + start[0].length - 1) : undefined
  }
  const single = /^(?:async\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*=>/u.exec(source)
  if (single) return `(${single[1]})`
  const open = tokenize(source).find(({ kind, from }) => kind === 'bracket' && source[from] === '(')
  return open && bracketed(source, open.from)
}

/** The signatures of what is called; none where nothing is known of its parameters. */
export function signaturesOf({ op, path, isMethod, thing }: Callee): Signature[] {
  if (op) return op.overloads.map((overload) => ofOverload(path, overload, isMethod))
  if (!thing || !('value' in thing) || typeof thing.value !== 'function') return []
  const parameters = parametersInSource(declaredClass(thing.value) as Function)?.replace(/\s+/g, ' ')
  if (!parameters || /^\(\.\.\.\w+\)$/.test(parameters)) return []
  return [readSignature(`${path || thing.value.name || 'function'}${parameters}`)]
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
