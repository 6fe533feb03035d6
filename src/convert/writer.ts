// What a translation is written with, whichever way it goes: rules by the kind of a node, and code that knows how tightly it
// binds.
import type { Page } from './page.js'

export interface Code {
  readonly text: string
  readonly level: number
}

/** The level of what needs no parentheses anywhere. */
export const atomLevel = 16

export const atom = (text: string): Code => ({ text, level: atomLevel })

/** Rules by the kind of node that each writes, which is all that it takes. */
type Rules<Result> = Readonly<Record<string, ((w: never, node: never) => Result) | undefined>>

/** What a translation is told of its languages. */
export interface Translation {
  readonly page: Page
  readonly expressions: Rules<Code>
  readonly statements: Rules<void>
  /** The language that is written, as it is said. */
  readonly language: string
  /** How tightly code between commas must bind. */
  readonly itemLevel: number
}

export abstract class TreeWriter<Expression, Statement> {
  readonly page: Page
  readonly #translation: Translation

  constructor(translation: Translation) {
    this.page = translation.page
    this.#translation = translation
  }

  /** Says that a node has no counterpart, and what to write instead. */
  abstract refuse(node: Expression | Statement, message: string, instead?: string): never

  /** What the parser calls a node. */
  protected abstract kindOf(node: Expression | Statement): string

  expression(node: Expression): Code {
    const kind = this.kindOf(node)
    const rule = this.#translation.expressions[kind]
    if (rule === undefined) return this.#refused(node, kind)
    return rule(this as never, node as never)
  }

  statement(node: Statement): void {
    const kind = this.kindOf(node)
    const rule = this.#translation.statements[kind]
    if (rule === undefined) return this.#refused(node, kind)
    rule(this as never, node as never)
  }

  #refused(node: Expression | Statement, kind: string): never {
    return this.refuse(node, `${kind} has no counterpart in ${this.#translation.language}`)
  }

  /** Code that binds at least as tightly as its place needs. */
  at(node: Expression, needed: number): string {
    return this.fit(this.expression(node), needed)
  }

  fit({ text, level: own }: Code, needed: number): string {
    return own < needed ? `(${text})` : text
  }

  /** Code for a place between commas. */
  item(node: Expression): string {
    return this.at(node, this.#translation.itemLevel)
  }
}
