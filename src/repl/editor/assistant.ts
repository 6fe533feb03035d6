// Answers what could be typed next, and which parameters a call takes. Loaded at the first key that asks for it.
import torch from '../../torch.js'
import { DType } from '../../base/dtype.js'
import { callAtEnd, placeAtEnd } from './expression.js'
import type { Call, Place } from './expression.js'
import { fileNames, moduleNames } from './files.js'
import type { Takes } from '../commands/command.js'
import type { Completion, Item } from './types.js'
import { isTensor, memberNames, resolve, resolveCallee } from './resolve.js'
import type { Scope } from './resolve.js'
import { settingNames } from './settings.js'
import { activeParameter, signaturesOf } from './signatures.js'
import type { Signature } from './signatures.js'
import { constants, keywords, knownNames } from './tokens.js'
import type { Hint } from './view.js'

export interface AssistantOptions {
  readonly scope: Scope
  /** With their dot: `.set`. */
  readonly commands?: readonly string[]
  /** What stands behind a command. */
  readonly takes?: (command: string) => Takes | undefined
  /** All names of the session's variables, those that were only assigned too. */
  readonly variables?: () => readonly string[]
  readonly folder?: () => string
}

const isCapital = (name: string): number => Number(/^[A-Z]/.test(name))

/** Small letters first: what a namespace does comes before its classes. */
const byName = (a: string, b: string): number => isCapital(a) - isCapital(b) || (a < b ? -1 : 1)

/** The names that continue `typed`; where none does, those that would with other capitals. */
function continuing(names: Iterable<string>, typed: string, isExact = false): string[] {
  const all = [...new Set(names)]
  const exact = all.filter((name) => name.startsWith(typed))
  if (exact.length > 0 || typed === '' || isExact) return exact
  return all.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
}

const items = (names: readonly string[]): Item[] => names.map((text) => ({ text }))

const dtypeNames = (): string[] =>
  Object.entries(torch)
    .filter(([, value]) => value instanceof DType)
    .map(([name]) => name)
    .sort(byName)

const isDtype = (call: Call | undefined): boolean => call?.keyword === 'dtype'

/** What rewritten code calls begins with two underscores. */
const isPublic = (name: string): boolean => !name.startsWith('__')

export class Assistant {
  readonly #scope: Scope
  readonly #commands: readonly string[]
  readonly #folder: () => string

  readonly #takes: (command: string) => Takes | undefined
  readonly #variables: () => readonly string[]

  constructor(options: AssistantOptions) {
    const { scope, commands = ['.set'], folder = () => process.cwd(), takes = () => undefined } = options
    this.#scope = scope
    this.#commands = commands
    this.#folder = folder
    this.#takes = takes
    this.#variables = options.variables ?? (() => scope.names())
  }

  /** What could stand at the cursor. */
  complete(text: string, cursor: number): Completion {
    const place = placeAtEnd(text.slice(0, cursor))
    switch (place.kind) {
      case 'none':
        return { from: cursor, items: [] }
      case 'command':
        return this.#command(text.slice(0, cursor), place.from, place.words)
      case 'file':
      case 'module':
        return this.#paths(place.kind, place.typed, place.from)
      case 'member':
        return this.#members(place)
      case 'name':
        return this.#names(place)
    }
  }

  #paths(kind: 'file' | 'module', typed: string, from: number): Completion {
    const { start, items } = (kind === 'file' ? fileNames : moduleNames)(typed, this.#folder())
    return {
      from: from + start,
      items: items.filter(({ text }) => text.startsWith(typed.slice(start))),
    }
  }

  /** A command, or what stands behind it. */
  #command(text: string, from: number, words: readonly string[]): Completion {
    const typed = words[words.length - 1]
    if (words.length === 1) return { from, items: items(continuing(this.#commands, typed)) }
    if (words[0] === '.set') {
      const values = words[1] === 'lang' ? ['auto', 'en', 'zh'] : ['on', 'off']
      const choices = [[], [], [...settingNames, 'lang'], values][words.length] ?? []
      return { from, items: items(continuing(choices, typed)) }
    }
    const { kind, words: first = [] } = this.#takes(words[0]) ?? {}
    const [head] = /^\s*\S+\s+/.exec(text)!
    const rest = text.slice(head.length)
    if (kind === 'file') return this.#paths('file', rest, head.length)
    const known = words.length === 2 ? items(continuing(first, typed, true)) : []
    if (kind !== 'code' || typed.startsWith('.')) return { from, items: known }
    // Behind the command alone, what one has comes first.
    if (rest === '') return { from, items: [...items([...this.#variables()].sort(byName)), ...known] }
    const code = this.complete(rest, rest.length)
    return code.items.length > 0
      ? { ...code, from: head.length + code.from, items: [...known, ...code.items] }
      : { from, items: known }
  }

  #members(place: Extract<Place, { kind: 'member' }>): Completion {
    const { chain, typed, from, call } = place
    const thing = resolve(chain, this.#scope)
    if (!thing) return { from, items: [] }
    const isTorch = 'value' in thing && thing.value === torch
    const names = isTorch && isDtype(call) ? dtypeNames() : memberNames(thing, typed).sort(byName)
    const describe = ({ text }: Item): string | undefined =>
      this.#describe(
        resolveCallee({ ...chain, links: [...chain.links, { kind: 'member', name: text }] }, this.#scope),
      )
    return { from, items: items(continuing(names, typed)), describe }
  }

  #names({ typed, from, call }: Extract<Place, { kind: 'name' }>): Completion {
    if (isDtype(call)) {
      const dtypes = dtypeNames().map((name) => ({ text: `torch.${name}`, label: name }))
      const found = dtypes.filter(({ text, label }) => text.startsWith(typed) || label.startsWith(typed))
      if (found.length > 0) return { from, items: found }
    }
    const parameters = call?.isStart ? this.#keywordItems(call, typed) : []
    const declared = this.#scope.names().filter((name) => !name.startsWith('__'))
    const near = [...declared.toSorted(byName), ...knownNames]
    const far =
      typed === ''
        ? []
        : [...constants, ...keywords, ...Object.getOwnPropertyNames(globalThis).filter(isPublic)]
    const hidden = (name: string): boolean => name.startsWith('_') && !typed.startsWith('_')
    const found = continuing(
      [...near, ...far.toSorted(byName)].filter((name) => !hidden(name)),
      typed,
      parameters.length > 0,
    )
    const describe = ({ text }: Item): string | undefined =>
      this.#describe(
        resolveCallee({ root: { kind: 'name', name: text }, links: [], isNew: false }, this.#scope),
      )
    return { from, items: [...parameters, ...items(found)], describe }
  }

  /** Keywords that the call still takes. */
  #keywordItems(call: Call, typed: string): Item[] {
    const { callee, used, isObject, position } = call
    const names = new Set<string>()
    for (const { parameters } of signaturesOf(resolveCallee(callee, this.#scope)))
      parameters.forEach(({ name, isVariadic, isKeywordOnly }, i) => {
        const isGiven = used.has(name) || (i < position && !isKeywordOnly && !isObject && used.size === 0)
        if (!isGiven && !isVariadic) names.add(name)
      })
    return [...names]
      .filter((name) => name.startsWith(typed))
      .map((name) => ({ text: isObject ? `${name}: ` : `${name}=` }))
  }

  #describe(callee: Parameters<typeof signaturesOf>[0]): string | undefined {
    const [first] = signaturesOf(callee)
    if (first) return first.doc ? `${first.text}\n${first.doc}` : first.text
    return isTensor(callee.thing) && callee.isMethod ? 'a tensor' : undefined
  }

  /** The signatures of the call that the cursor is in, the parameter being typed marked. */
  hints(text: string, cursor: number): readonly Hint[] {
    const call = callAtEnd(text.slice(0, cursor))
    if (!call) return []
    const { position, keyword, isObject, used } = call
    const fits = ({ parameters }: Signature): boolean => {
      const known = new Set(parameters.map(({ name }) => name))
      const all = keyword === undefined ? [...used] : [...used, keyword]
      const positional = parameters.filter(({ isKeywordOnly }) => !isKeywordOnly)
      const isEnough = position < positional.length || positional.some(({ isVariadic }) => isVariadic)
      return all.every((name) => known.has(name)) && (isEnough || position === 0 || used.size > 0 || isObject)
    }
    const all = signaturesOf(resolveCallee(call.callee, this.#scope))
    const fitting = all.filter(fits)
    return (fitting.length > 0 ? fitting : all).slice(0, 2).map((signature) => {
      const active = activeParameter(signature, position, keyword, isObject)
      return { text: signature.text, active: active && ([active.from, active.to] as const) }
    })
  }
}
