// The dialect, from outside: what a person types becomes TypeScript that calls a few functions. Loads the parser when
// the first text needs it; the rest of the folder is reached from here alone.
import type { Position } from './code.js'
import type { NameKind } from './floor-division.js'
import { givenNames, isLearnerName, isOursInForm, learnerName, ownName, saidName } from './own-names.js'
import { installRuntime } from './runtime/runtime.js'
import type { Kind } from './kind.js'
import type { TopLevelNames } from './rewrite.js'
import type { Translation } from './translate.js'

export type { Position } from './code.js'
export type { Tree } from './translate.js'

const atom = String.raw`(?:[\w$.]+|'[^'\\\n]*'|"[^"\\\n]*")`
const args = String.raw`\(\s*(?:${atom}(?:\s*,\s*${atom})*)?\s*\)`
/** Names, and calls with names, texts and numbers: `torch.ones(2, 3).sum()`. */
const simple = new RegExp(String.raw`^\s*[\w$.]+(?:${args}(?:\.[\w$]+)*)*\s*;?\s*$`)
/** A member that is looked at or handed over, which may be missing. */
const attribute = /\.[\w$]+\s*;?\s*$|[(,]\s*(?:torch|nn|optim|F)\.[\w.]+\s*[,)]/
const floatOrConstant =
  /\d{16}|0[xX][\da-fA-F]{13}|(?<![\w$.])(?:\.?\d[\d_]*(?:\.|[eE])|\.\d)|\b(?:True|False|None|import|from)\b|\.item\b|(?<![\w$.])(?:float|sum|max|min|abs|round)\(/
/** What asks values or functions for a truth. */
const asking = /\bBoolean\b|\.(?:filter|some|every|find\w*)\b/

/** Whether a text means nothing else than TypeScript says: then the parser need not be loaded. */
const isUndoubted = (source: string): boolean =>
  simple.test(source) && ![attribute, floatOrConstant, asking].some((doubt) => doubt.test(source))

/** Words that are no value, or begin what is not complete yet. */
const keyword =
  /^\s*(?:async|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|finally|for|function|if|import|in|instanceof|let|new|return|static|super|switch|throw|try|typeof|var|void|while|with|yield)(?![\w$])/

const samePosition = (position: Position): Position => position

/** A text so plain that it is its value, in a form that can be handed over; see runtime/long-text.ts. */
function handedOver(source: string): { code: string; originalPosition: (position: Position) => Position } {
  if (keyword.test(source)) return { code: source, originalPosition: samePosition }
  const before = `${ownName('__shown__')}(`
  return {
    code: `${before}${source.replace(/\s*;?\s*$/, '')})`,
    originalPosition: ({ line, column }) => ({ line, column: line === 1 ? column - before.length : column }),
  }
}

/** A parenthesis was put before the text. */
const oneColumnLess = ({ line, column }: Position): Position => ({
  line,
  column: line === 1 ? column - 1 : column,
})

/** What a global is, found without making those that are made when they are first touched. */
export function kindOfGlobal(name: string): NameKind {
  const property = Object.getOwnPropertyDescriptor(globalThis, name)
  if (!property) return 'unknown'
  return property.get || /^(function|object)$/.test(typeof property.value) ? 'root' : 'value'
}

/** The dialect at a prompt, where an input knows the names of those before it. */
export class Dialect {
  /** Names of earlier inputs, which the next ones use. */
  readonly #declared = new Set<string>()
  readonly #lexical = new Set<string>()
  readonly #marks = new Map<string, Kind>()
  readonly #classes = new Set<string>()
  readonly #floatFields = new Set<string>()
  /** Names of the language that a person has made variables; see Note [Own names]. */
  readonly #renamed = new Set<string>()

  constructor() {
    installRuntime()
  }

  /** One input in TypeScript. */
  async translate(source: string): Promise<Translation> {
    const words = source.match(/[\w$]+/g) ?? []
    const isDoubtful = words.some((name) => this.#renamed.has(name) || isOursInForm(name))
    const translation =
      (isDoubtful ? await this.#inOtherNames(source, this.#renamed) : null) ??
      (await this.#translateAsNamed(source))
    if (translation.kind !== 'code' || !translation.names) return translation
    const hiding = [...translation.names.declared, ...translation.names.assigned].filter((name) =>
      givenNames.has(name),
    )
    if (hiding.length === 0) return translation
    return (await this.#inOtherNames(source, new Set([...this.#renamed, ...hiding]))) ?? translation
  }

  /** What a name of a person's is called in the code that runs. */
  nameInCode(name: string): string {
    return this.#renamed.has(name) ? learnerName(name) : name
  }

  /** The same with other names for variables that would hide what the language gives; see learner-names.ts. */
  async #inOtherNames(source: string, given: ReadonlySet<string>): Promise<Translation | null> {
    const { renamed } = await import('./learner-names.js')
    const result = renamed(source, given)
    if (!result) return null
    const { written, program } = result
    const translation = await this.#translateAsNamed(written.text)
    if (translation.kind === 'incomplete') return translation
    if (translation.kind === 'error')
      return { ...translation, position: written.originalPosition(translation.position) }
    const { originalPosition } = translation
    return {
      ...translation,
      originalPosition: (position) => written.originalPosition(originalPosition(position)),
      tree: { program, shift: 0 },
    }
  }

  async #translateAsNamed(source: string): Promise<Translation> {
    const words = source.match(/[\w$]+/g) ?? []
    const isOwnCall = source.includes('(') && this.#declared.has(/[\w$]+/.exec(source)?.[0] ?? '')
    const isSpecial = isOwnCall || words.some((name) => this.#marks.has(name) || this.#classes.has(name))
    if (isUndoubted(source) && !isSpecial)
      return {
        kind: 'code',
        ...handedOver(source),
        endsInCall: /\)\s*;?\s*$/.test(source),
      }
    // At the prompt a text that begins with a brace is meant as an object, where it can be one.
    if (/^\s*\{/.test(source) && !/;\s*$/.test(source)) {
      const object = await this.#translate(`(${source}\n)`)
      if (object.kind === 'code')
        return {
          ...object,
          originalPosition: (position) => oneColumnLess(object.originalPosition(position)),
          tree: object.tree && { ...object.tree, shift: 1 },
        }
    }
    return this.#translate(source)
  }

  async #translate(source: string): Promise<Translation> {
    const { translate } = await import('./translate.js')
    return translate(source, {
      isModule: false,
      isSession: true,
      declared: this.#declared,
      lexical: this.#lexical,
      marks: this.#marks,
      classes: this.#classes,
      floatFields: this.#floatFields,
      kindOf: (name) => (this.#declared.has(name) ? 'value' : kindOfGlobal(name)),
    })
  }

  /** An input runs: those to come know its names. */
  know({ declared, assigned, marks, classes }: TopLevelNames): void {
    for (const name of declared) this.#lexical.add(name)
    for (const name of [...declared, ...assigned]) if (isLearnerName(name)) this.#renamed.add(saidName(name))
    for (const name of [...declared, ...assigned]) {
      this.#declared.add(name)
      const mark = marks.get(name)
      if (mark === undefined) this.#marks.delete(name)
      else this.#marks.set(name, mark)
      if (classes.has(name)) this.#classes.add(name)
      else this.#classes.delete(name)
    }
  }

  /** Takes a variable for the name at hand that it is called as and stands for: an import made it. */
  takeForGiven(name: string): void {
    this.#declared.delete(name)
  }
}
