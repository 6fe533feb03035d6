// What an entry does, read off its tree: the names it mentions, those it gives a value, whether its own value is hushed.
// code-reading.ts reads TypeScript, python-reading.ts Python.

/** What an entry does, in whichever language. */
export interface Reading {
  readonly language: 'ts' | 'python'
  /** Whether there is a tree; else the text was read word by word. */
  readonly isParsed: boolean
  /** Whether there is anything but comments. */
  readonly hasCode: boolean
  /** A semicolon at the end, comments not counted. */
  readonly isHushed: boolean
  /** Whether the last statement is an expression. */
  readonly endsInExpression: boolean
  /** Whether it only looks at something: a name, a member of it, an item, or print. */
  readonly isLook: boolean
  /** All names that stand for something: not those of members and keys. */
  readonly names: ReadonlySet<string>
  /** All names that it gives a value, or a part of one, in whatever depth. */
  readonly assigned: ReadonlySet<string>
  /** The names that its last statement assigns, in the order they are written. */
  readonly lastAssigned: readonly string[]
  /** Whether it is what gives `name` its value: a declaration, an assignment, a function, a class, an import. */
  defines(name: string): boolean
  /** The last line that gives `name` a value; else the first that mentions it. With it, the names on that line. */
  lineOf(name: string): LineRead
}

export interface LineRead {
  readonly text: string
  readonly names: ReadonlySet<string>
}

/** Values that are spelled like names. */
export const isNamedValue = (path: string): boolean =>
  /^(?:True|False|None|torch\.(?:bool|u?int\d+|b?float\d+|complex\d+))$/.test(path)

/** Calls that only show something. */
export const isLooker = (path: string): boolean => /^(?:print|help|console\.log)$/.test(path)

/** A name, and where it stands. */
export interface Place {
  readonly name: string
  readonly at: number
}

const identifier = /(?<![\w$.])[A-Za-z_$][\w$]*/g

export const wordsIn = (text: string): Place[] =>
  Array.from(text.matchAll(identifier), (match) => ({ name: match[0], at: match.index }))

/** The line of a text that `at` is in, and the names there. */
function lineAt(source: string, at: number, places: readonly Place[]): LineRead {
  const start = source.lastIndexOf('\n', at - 1) + 1
  const next = source.indexOf('\n', at)
  const end = next < 0 ? source.length : next
  const names = places.filter((place) => place.at >= start && place.at < end)
  return { text: source.slice(start, end).trim(), names: new Set(names.map(({ name }) => name)) }
}

/** What readings of both languages have in common: names are gathered from a tree once, when they are first asked for. */
export abstract class TreeReading implements Reading {
  abstract readonly language: Reading['language']
  abstract readonly isParsed: boolean
  abstract readonly hasCode: boolean
  abstract readonly isHushed: boolean
  abstract readonly endsInExpression: boolean
  abstract readonly isLook: boolean
  abstract readonly lastAssigned: readonly string[]
  #mentioned: readonly Place[] | undefined
  #defined: readonly Place[] | undefined
  #assigned: ReadonlySet<string> | undefined

  protected abstract readonly text: string
  /** Where names stand for something. */
  protected abstract mentions(): readonly Place[]
  /** Where names get a value as a whole. What functions do when they are called is not looked at. */
  protected abstract definitions(): readonly Place[]
  /** The names that get a value, or a part of one, wherever. */
  protected abstract assignments(): ReadonlySet<string>

  get #places(): readonly Place[] {
    return (this.#mentioned ??= this.mentions())
  }
  get #definitions(): readonly Place[] {
    return (this.#defined ??= this.definitions())
  }
  get names(): ReadonlySet<string> {
    return new Set(this.#places.map(({ name }) => name))
  }
  get assigned(): ReadonlySet<string> {
    return (this.#assigned ??= this.assignments())
  }
  defines(name: string): boolean {
    return this.#definitions.some((place) => place.name === name)
  }
  lineOf(name: string): LineRead {
    const given = this.#definitions.findLast((place) => place.name === name)
    const at = (given ?? this.#places.find((place) => place.name === name))?.at ?? 0
    return lineAt(this.text, at, this.#places)
  }
}

/** Looks at nodes and all that is inside of them, in the order they are written. */
export function eachWithin<N>(
  nodes: readonly N[],
  childrenOf: (node: N) => readonly N[],
  look: (node: N) => void,
): void {
  for (const node of nodes) {
    look(node)
    eachWithin(childrenOf(node), childrenOf, look)
  }
}
