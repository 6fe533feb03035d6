/** Whether a call of a module gives its `forward` as many arguments as it takes; else Python's TypeError. */
import { TypeError } from '../base/errors.js'
import { declaredClass } from './callable.js'

/** The parameters of a function as its source has them. */
interface Parameters {
  readonly names: readonly string[]
  /** How many come before the first that has a default. */
  readonly required: number
  /** Whether any number of arguments fits: `...rest`, or `arguments` in the body. */
  readonly isOpen: boolean
}

const known = new WeakMap<object, Parameters | null>()

/** Where a text in quotes that begins at `at` ends. */
function endOfText(source: string, at: number): number {
  const quote = source[at]
  let i = at + 1
  while (i < source.length && source[i] !== quote) i += source[i] === '\\' ? 2 : 1
  return i
}

/** The parts between the commas of the first pair of brackets; null where there is no end of it. */
function partsOf(source: string): string[] | null {
  const open = source.indexOf('(')
  if (open < 0) return null
  const parts: string[] = []
  let depth = 0
  let from = open + 1
  for (let i = open; i < source.length; i++) {
    const character = source[i]
    if ('"\'`'.includes(character)) i = endOfText(source, i)
    else if (source.startsWith('//', i)) i = source.indexOf('\n', i)
    else if (source.startsWith('/*', i)) i = source.indexOf('*/', i) + 1
    else if ('([{'.includes(character)) depth++
    else if (character === ',' && depth === 1) {
      parts.push(source.slice(from, i))
      from = i + 1
    } else if (')]}'.includes(character) && --depth === 0) {
      const last = source.slice(from, i)
      return last.trim() === '' ? parts : [...parts, last]
    }
    if (i < 0) return null
  }
  return null
}

function parametersOf(forward: (...args: any[]) => unknown): Parameters | null {
  let found = known.get(forward)
  if (found === undefined) {
    const source = Function.prototype.toString.call(forward)
    // A method or function: `forward(x) {`, `async forward(x) {`, `function (x) {`, `(x) =>`.
    const parts = /^(?:async\s+|function\s*|\*\s*)*[\w$]*\s*\(/.test(source) ? partsOf(source) : null
    found = parts && {
      names: parts.map((part) => /[\w$]+/.exec(part)?.[0] ?? '_'),
      required: forward.length,
      isOpen: parts.some((part) => part.trim().startsWith('...')) || /\barguments\b/.test(source),
    }
    known.set(forward, found)
  }
  return found
}

/** The class that wrote `forward`: what Python's message begins with. */
function ownerOf(module: object, forward: unknown): string {
  for (let at: object | null = module; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (Object.getOwnPropertyDescriptor(at, 'forward')?.value === forward)
      return at === module ? '' : `${at.constructor.name}.`
  return ''
}

/** Whether the library wrote `forward`: its parameters are all there is to know. */
function isOfLibrary(module: object, forward: unknown): boolean {
  for (let at: object | null = module; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (Object.getOwnPropertyDescriptor(at, 'forward')?.value === forward)
      return declaredClass(at.constructor) !== at.constructor
  return false
}

/**
 * Throws where `forward` takes fewer arguments than were given, or needs some and got none. (Which of several may be
 * left out, `mask?: Tensor`, TypeScript forgets when it runs.)
 */
export function checkArguments(module: { forward(...args: any[]): unknown }, args: readonly unknown[]): void {
  const { forward } = module
  // The common case costs one comparison.
  if (args.length === forward.length) return
  if (args.length > 0 && args.length < forward.length && !isOfLibrary(module, forward)) return
  const parameters = parametersOf(forward)
  if (parameters === null || parameters.isOpen) return
  const { names, required } = parameters
  if (args.length > names.length) {
    const most = names.length + 1
    const takes = required < names.length ? `from ${required + 1} to ${most}` : String(most)
    throw new TypeError(
      `${ownerOf(module, forward)}forward() takes ${takes} positional argument${most === 1 ? '' : 's'} but ` +
        `${args.length + 1} were given`,
    )
  }
  const lacking = required - args.length
  if (lacking <= 0) return
  const quoted = names.slice(args.length, required).map((name) => `'${name}'`)
  const list =
    quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
  throw new TypeError(
    `${ownerOf(module, forward)}forward() missing ${lacking} required positional argument${lacking === 1 ? '' : 's'}: ${list}`,
  )
}
