// The tokens of the dialect that TypeScript does not have: `//` and `@=` as operators, `#` before a comment.
import { tokTypes } from 'acorn'
import { goesOnAsCode } from './floor-division.js'
import type { NameKind } from './floor-division.js'
import { isHashComment } from './hash-comments.js'

const blank = /[\s\ufeff]*/y

/** Tokens that may end an operand. A `}` ends one too, but of an object, which nothing divides. */
const operandEnds = new Set<unknown>([
  tokTypes.name,
  tokTypes.num,
  tokTypes.string,
  tokTypes.regexp,
  tokTypes.parenR,
  tokTypes.bracketR,
  tokTypes.backQuote,
  tokTypes.incDec,
  tokTypes._this,
  tokTypes._null,
  tokTypes._true,
  tokTypes._false,
])

// The parser's methods are the plugin's interface, and acorn declares none of them.

export function tokens(Base: any): any {
  return class DialectTokenizer extends Base {
    /** Where a `#` begins a comment. */
    hashComments = new Set<number>()
    /** Where `//` is a comment although an operand follows: in files. */
    operandsInComments = new Set<number>()
    /** What is known of names beside those in this text; null where `//` always begins a comment. */
    kindOf: ((name: string) => NameKind) | null = null
    isFile = false
    /** Names that the text has so far, members left out. */
    names = new Set<string>()
    /** `//` was taken for an operator. */
    hasFloorDivision = false

    // ---- tokens ----

    getTokenFromCode(code: number): unknown {
      // skipSpace leaves `//` only where it divides; see Note [Comment or division].
      if (code === 47 && this.input.charCodeAt(this.pos + 1) === 47) {
        this.hasFloorDivision = true
        const isAssignment = this.input.charCodeAt(this.pos + 2) === 61
        return isAssignment ? this.finishOp(tokTypes.assign, 3) : this.finishOp(tokTypes.slash, 2)
      }
      // `@=`; nowhere in TypeScript does `=` follow `@`.
      if (code === 64 && !this.inType && this.input.charCodeAt(this.pos + 1) === 61)
        return this.finishOp(tokTypes.assign, 2)
      return super.getTokenFromCode(code)
    }

    finishToken(type: unknown, value: unknown): unknown {
      const isMember = this.type === tokTypes.dot || this.type === tokTypes.questionDot
      if (type === tokTypes.name && !isMember) this.names.add(value as string)
      return super.finishToken(type, value)
    }

    /** acorn's own, which knows neither Python's comments nor `//` as an operator. */
    skipSpace(): void {
      for (;;) {
        this.skipBlank()
        const code = this.input.charCodeAt(this.pos)
        const next = this.input.charCodeAt(this.pos + 1)
        if (code === 47 && next === 42) this.skipBlockComment()
        else if (code === 47 && next === 47 && !this.isFloorDivision()) this.skipLineComment(2)
        else if (code === 35 && this.isHashComment()) {
          this.hashComments.add(this.pos)
          this.skipLineComment(1)
        } else return
      }
    }

    skipBlank(): void {
      blank.lastIndex = this.pos
      const [skipped] = blank.exec(this.input)!
      for (const { index, 0: lineBreak } of skipped.matchAll(/\r\n?|[\n\u2028\u2029]/g)) {
        this.curLine++
        this.lineStart = this.pos + index + lineBreak.length
      }
      this.pos += skipped.length
    }

    /** Whether an operand ends right before the place where the next token is looked for. */
    isBehindOperand(): boolean {
      return (
        !this.inType &&
        !this.exprAllowed &&
        operandEnds.has(this.type) &&
        !/[\n\r\u2028\u2029]/.test(this.input.slice(this.end, this.pos))
      )
    }

    isFloorDivision(): boolean {
      if (this.kindOf === null || !this.isBehindOperand()) return false
      const start = this.pos + (this.input[this.pos + 2] === '=' ? 3 : 2)
      const [rest] = /^.*/.exec(this.input.slice(start))!
      const kindOf = (name: string): NameKind => (this.names.has(name) ? 'value' : this.kindOf!(name))
      if (!goesOnAsCode(rest, kindOf)) return false
      if (!this.isFile) return true
      this.operandsInComments.add(this.pos)
      return false
    }

    /** Whether `#` begins a comment; see hash-comments.ts. */
    isHashComment(): boolean {
      const { pos, input, type } = this
      return isHashComment(input, pos, {
        isInClass: this.privateNameStack.length > 0,
        isBehindDot: type === tokTypes.dot || type === tokTypes.questionDot,
        wordBefore: type === tokTypes.name ? (this.value as string) : '',
        isBehindOperand: this.isBehindOperand(),
      })
    }
  }
}
