// Parses the dialect: TypeScript by acorn and its TypeScript plugin, and on top of them what only the dialect has.
// What the tree looks like is said in Note [Nodes of the dialect], syntax.ts.
import { tsPlugin } from '@sveltejs/acorn-typescript'
import { Parser, tokTypes } from 'acorn'
import { stackless } from '../base/stackless.js'
import { readFString } from './f-string.js'
import type { NameKind } from './floor-division.js'
import type { FStringPart, Node, PythonImport } from './syntax.js'
import { tokens } from './tokenizer.js'

/** How tightly `*` binds in acorn, and so `@`. */
const productPrecedence = 10
const relationPrecedence = 7

const aliased = String.raw`[A-Za-z_][\w.]*(?:[ \t]+as[ \t]+[\w\u200d]+)?`
const lineEnd = String.raw`[ \t]*(?=;|#|\/\/|\r?\n|$)`
/** A line of Python that imports modules; `import torch from …` and `import 'x'` are TypeScript's. */
const pythonImport = new RegExp(
  String.raw`import[ \t]+(${aliased}(?:[ \t]*,[ \t]*${aliased})*)${lineEnd}(?!\r?\n[ \t]*from\b)`,
  'y',
)
const pythonFrom = new RegExp(
  String.raw`from[ \t]+([A-Za-z_][\w.]*)[ \t]+import[ \t]+(?:(${aliased}(?:[ \t]*,[ \t]*${aliased})*)|\(([\w\u200d\s,]+)\))${lineEnd}`,
  'y',
)

const wholeNumber = /^(?:[1-9]\d*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/

/** Places between parentheses. */
const isTupleTarget = (node: Node): boolean =>
  node.type === 'DialectTuple' ||
  (node.type === 'ParenthesizedExpression' && node.expression.type === 'SequenceExpression')

/** All expressions of an f-string, those of its specs too. */
const fields = (parts: readonly FStringPart[]): Node[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression, ...fields(part.spec)]))

/** acorn's list of doubts about what may still turn out to be a pattern; its class is not exported. */
const noDoubts = (): object => ({
  shorthandAssign: -1,
  trailingComma: -1,
  parenthesizedAssign: -1,
  parenthesizedBind: -1,
  doubleProto: -1,
})

// The parser's methods are the plugin's interface, and acorn declares none of them.

function dialect(Base: any): any {
  const { at } = Base.acornTypeScript.tokTypes

  return class DialectParser extends Base {
    // ---- operators ----

    parseExprOp(left: Node, start: number, loc: unknown, minPrec: number, forInit: unknown): Node {
      if (this.isNotIn() && minPrec < relationPrecedence && !forInit) {
        this.next()
        const relation = this.parseRight(left, start, loc, 'in', relationPrecedence, forInit)
        return this.parseExprOp(Object.assign(relation, { isNegated: true }), start, loc, minPrec, forInit)
      }
      if (this.type !== at || productPrecedence <= minPrec || this.hasPrecedingLineBreak())
        return super.parseExprOp(left, start, loc, minPrec, forInit)
      const product = this.parseRight(left, start, loc, '@', productPrecedence, forInit)
      return this.parseExprOp(product, start, loc, minPrec, forInit)
    }

    /** `not` before `in`, which nothing else can follow an operand as. */
    isNotIn(): boolean {
      return (
        this.type === tokTypes.name && this.value === 'not' && /^\s+in\b/.test(this.input.slice(this.end))
      )
    }

    /** The operation of `left` with what is behind the operator. */
    parseRight(
      left: Node,
      start: number,
      loc: unknown,
      operator: string,
      precedence: number,
      forInit: unknown,
    ): Node {
      this.next()
      const rightStart = this.start
      const rightLoc = this.startLoc
      const operand = this.parseMaybeUnary(null, false, false, forInit)
      const right = this.parseExprOp(operand, rightStart, rightLoc, precedence, forInit)
      return this.buildBinary(start, loc, left, right, operator, false)
    }

    /** As in Python, `-x ** 2` is `-(x ** 2)`; TypeScript refuses it. */
    parseMaybeUnary(doubts: unknown, sawUnary: boolean, incDec: boolean, forInit: unknown): Node {
      const isSign = this.type === tokTypes.plusMin || (this.type === tokTypes.prefix && this.value === '~')
      if (!isSign) return super.parseMaybeUnary(doubts, sawUnary, incDec, forInit)
      const node = this.startNode()
      node.operator = this.value
      node.prefix = true
      this.next()
      node.argument = this.parseMaybeUnary(null, false, false, forInit)
      this.checkExpressionErrors(doubts, true)
      return this.finishNode(node, 'UnaryExpression')
    }

    /** An int of more digits than a number holds is exact, as Python's are: `123456789123456789` is a bigint. */
    parseLiteral(value: unknown): Node {
      const node = super.parseLiteral(value)
      const digits = String(node.raw).replaceAll('_', '')
      if (typeof value !== 'number' || !wholeNumber.test(digits) || Number.isSafeInteger(value)) return node
      if (Number.isFinite(value) && BigInt(digits) === BigInt(value)) return node
      node.value = BigInt(digits)
      node.bigint = digits
      return node
    }

    // ---- lists ----

    /** `*a` and `**a`, which no expression of TypeScript begins with. */
    parseMaybeAssign(forInit?: unknown, doubts?: unknown, afterLeft?: unknown): Node {
      if (this.type !== tokTypes.star && this.type !== tokTypes.starstar)
        return super.parseMaybeAssign(forInit, doubts, afterLeft)
      const { start, startLoc } = this
      const node = this.startNode()
      node.stars = this.type === tokTypes.star ? 1 : 2
      this.next()
      node.argument = this.parseExprOps(forInit, noDoubts())
      this.finishNode(node, 'SpreadElement')
      if (this.type !== tokTypes.eq || node.stars === 2) return node
      const assignment = this.startNodeAt(start, startLoc)
      assignment.operator = '='
      assignment.left = node
      this.next()
      assignment.right = this.parseMaybeAssign(forInit)
      return this.finishNode(assignment, 'AssignmentExpression')
    }

    /** `a, b`; behind the last comma nothing need follow: `g, = f(x)`, `t = 1,`. */
    parseExpression(forInit?: unknown, doubts?: unknown): Node {
      const { start, startLoc } = this
      const first = this.parseMaybeAssign(forInit, doubts)
      if (this.type !== tokTypes.comma) return first
      const node = this.startNodeAt(start, startLoc)
      const items = (node.expressions = [first])
      while (this.eat(tokTypes.comma)) {
        if (this.type === tokTypes.eq) return this.parseTupleAssignment(items, start, startLoc)
        node.isTuple =
          this.type === tokTypes.semi || this.type === tokTypes.eof || this.type === tokTypes.braceR
        if (node.isTuple) break
        items.push(this.parseMaybeAssign(forInit, doubts))
      }
      return this.finishNode(node, 'SequenceExpression')
    }

    /** `g, = f(x)` */
    parseTupleAssignment(items: Node[], start: number, loc: unknown): Node {
      const target = this.startNodeAt(start, loc)
      target.items = items
      this.finishNode(target, 'DialectTuple')
      const node = this.startNodeAt(start, loc)
      node.operator = '='
      node.left = target
      this.next()
      node.right = this.parseMaybeAssign()
      this.finishNode(node, 'AssignmentExpression')
      if (this.type !== tokTypes.comma) return node
      const list = this.startNodeAt(start, loc)
      list.expressions = [node]
      while (this.eat(tokTypes.comma)) {
        list.isTuple =
          this.type === tokTypes.semi || this.type === tokTypes.eof || this.type === tokTypes.braceR
        if (list.isTuple) break
        list.expressions.push(this.parseMaybeAssign())
      }
      return this.finishNode(list, 'SequenceExpression')
    }

    /** `{ **a, b: 1 }` */
    parseProperty(isPattern: boolean, doubts: unknown): Node {
      return this.type === tokTypes.starstar && !isPattern
        ? this.parseMaybeAssign(false, doubts)
        : super.parseProperty(isPattern, doubts)
    }

    /** `(a, b) = v` and `(g,) = v` stay what they are. */
    toAssignable(node: Node, ...rest: unknown[]): Node {
      return isTupleTarget(node) ? node : super.toAssignable(node, ...rest)
    }
    checkLValPattern(node: Node, ...rest: unknown[]): void {
      if (!isTupleTarget(node)) super.checkLValPattern(node, ...rest)
    }

    // ---- texts ----

    parseExprAtom(doubts: unknown, forInit: unknown, forNew: unknown): Node {
      const isPrefix = this.type === tokTypes.name && /^[fF]$/.test(this.value) && !this.containsEsc
      if (!isPrefix || !/['"]/.test(this.input[this.end] ?? ''))
        return super.parseExprAtom(doubts, forInit, forNew)
      const node = this.startNode()
      const { parts, end } = readFString(this.input, this.end, {
        fail: (message, at) => this.raise(at, message) as never,
        parse: (from, to) => this.parsePart(from, to),
      })
      node.parts = parts
      node.expressions = fields(parts)
      // The token ends behind the text.
      this.pos = this.end = end
      this.endLoc = this.curPosition()
      this.next()
      return this.finishNode(node, 'DialectFString')
    }

    /** The expression in a part of the text. */
    parsePart(from: number, to: number): Node {
      const inner = new (this.constructor as any)(this.options, this.input.slice(0, to), from)
      // TypeScript knows no f-strings: nothing in one is its comment.
      inner.kindOf = this.kindOf
      inner.names = this.names
      inner.nextToken()
      const expression = inner.parseExpression()
      if (inner.type !== tokTypes.eof) inner.unexpected()
      return expression
    }

    // ---- between brackets ----

    parseSubscript(
      base: Node,
      start: number,
      loc: unknown,
      noCalls: boolean,
      maybeAsyncArrow: boolean,
      optionalChained: boolean,
      forInit: unknown,
    ): Node {
      const isOptional = this.type === tokTypes.questionDot && this.lookaheadCharCode() === 91
      if (this.type !== tokTypes.bracketL && !isOptional)
        return super.parseSubscript(base, start, loc, noCalls, maybeAsyncArrow, optionalChained, forInit)
      if (isOptional) {
        if (noCalls)
          this.raise(this.start, 'Optional chaining cannot appear in the callee of new expressions')
        this.next()
      }
      this.next()
      const wasInArrowParameters = this.maybeInArrowParameters
      this.maybeInArrowParameters = false
      const node = this.startNodeAt(start, loc)
      node.object = base
      node.property = this.parseSubscripts_()
      node.computed = true
      node.optional = isOptional
      this.maybeInArrowParameters = wasInArrowParameters
      this.expect(tokTypes.bracketR)
      return this.finishNode(node, 'MemberExpression')
    }

    /** All between the brackets. */
    parseSubscripts_(): Node {
      const list = this.startNode()
      const items = [this.parseSubscriptItem()]
      let isList = false
      while (this.eat(tokTypes.comma)) {
        isList = true
        if (this.type === tokTypes.bracketR) break
        items.push(this.parseSubscriptItem())
      }
      if (!isList && !items[0].stars) return items[0]
      list.items = items
      return this.finishNode(list, 'DialectSubscripts')
    }

    parseSubscriptItem(): Node {
      const node = this.startNode()
      if (this.eat(tokTypes.ellipsis)) return this.finishNode(node, 'DialectEllipsis')
      const lower = this.type === tokTypes.colon ? null : this.parseMaybeAssign()
      if (!this.eat(tokTypes.colon)) return lower ?? this.unexpected()
      node.lower = lower
      node.upper = this.parseSlicePart()
      node.step = this.eat(tokTypes.colon) ? this.parseSlicePart() : null
      return this.finishNode(node, 'DialectSlice')
    }

    parseSlicePart(): Node | null {
      const isAbsent =
        this.type === tokTypes.colon || this.type === tokTypes.comma || this.type === tokTypes.bracketR
      return isAbsent ? null : this.parseMaybeAssign()
    }

    // ---- between parentheses ----

    /** acorn's own, which refuses `(1,)` and `()`. */
    parseParenAndDistinguishExpression(canBeArrow: boolean, forInit: unknown): Node {
      const { start, startLoc, maybeInArrowParameters, yieldPos, awaitPos } = this
      this.maybeInArrowParameters = true
      this.next()
      const innerStart = this.start
      const innerLoc = this.startLoc
      const doubts = noDoubts()
      const items: Node[] = []
      let hasTrailingComma = false
      let spreadStart = 0
      this.yieldPos = 0
      this.awaitPos = 0
      while (this.type !== tokTypes.parenR) {
        if (items.length > 0) this.expect(tokTypes.comma)
        if (items.length > 0 && this.afterTrailingComma(tokTypes.parenR, true)) {
          hasTrailingComma = true
          break
        }
        if (this.type === tokTypes.ellipsis) {
          spreadStart = this.start
          items.push(this.parseParenItem(this.parseRestBinding()))
          if (this.type === tokTypes.comma)
            this.raise(this.start, 'Comma is not permitted after the rest element')
          break
        }
        items.push(this.parseMaybeAssign(false, doubts, this.parseParenItem))
      }
      const innerEnd = this.lastTokEnd
      const innerEndLoc = this.lastTokEndLoc
      this.expect(tokTypes.parenR)
      this.maybeInArrowParameters = maybeInArrowParameters
      if (canBeArrow && this.shouldParseArrow(items) && this.eat(tokTypes.arrow)) {
        this.checkPatternErrors(doubts, false)
        this.checkYieldAwaitInDefaultParams()
        this.yieldPos = yieldPos
        this.awaitPos = awaitPos
        return this.parseParenArrowList(start, startLoc, items, forInit)
      }
      if (spreadStart) this.unexpected(spreadStart)
      this.checkExpressionErrors(doubts, true)
      this.yieldPos = yieldPos || this.yieldPos
      this.awaitPos = awaitPos || this.awaitPos
      const outer = this.startNodeAt(start, startLoc)
      if (items.length === 0 || hasTrailingComma) {
        outer.items = items
        return this.finishNode(outer, 'DialectTuple')
      }
      outer.expression = items[0]
      if (items.length > 1) {
        outer.expression = this.startNodeAt(innerStart, innerLoc)
        outer.expression.expressions = items
        this.finishNodeAt(outer.expression, 'SequenceExpression', innerEnd, innerEndLoc)
      }
      return this.finishNode(outer, 'ParenthesizedExpression')
    }

    // ---- statements ----

    parseStatement(context: unknown, topLevel: boolean, exports: unknown): Node {
      if (this.isDeletion()) return this.parseDeletion()
      const imports = this.readPythonImport()
      if (imports === null) return super.parseStatement(context, topLevel, exports)
      const node = this.startNode()
      node.imports = imports.list
      this.pos = imports.end
      this.next()
      node.end = imports.end
      node.type = 'DialectImport'
      this.eat(tokTypes.semi)
      return node
    }

    /** `del d[k]`, `del m.weight`; `del x` of a name alone is no statement here. */
    isDeletion(): boolean {
      if (this.type !== tokTypes.name || this.value !== 'del') return false
      return /^del[ \t]+[\p{ID_Start}$_][\p{ID_Continue}$]*[ \t]*[.[(]/u.test(
        this.input.slice(this.start, this.start + 200),
      )
    }

    parseDeletion(): Node {
      const node = this.startNode()
      const deletion = this.startNode()
      this.next()
      Object.assign(deletion, { operator: 'delete', prefix: true, isDel: true })
      deletion.argument = this.parseExprSubscripts(null, false)
      if ((deletion.argument as Node).type !== 'MemberExpression')
        this.raise(node.start, 'cannot delete function call')
      node.expression = this.finishNode(deletion, 'UnaryExpression')
      this.semicolon()
      return this.finishNode(node, 'ExpressionStatement')
    }

    readPythonImport(): { list: PythonImport[]; end: number } | null {
      const isFrom = this.type === tokTypes.name && this.value === 'from'
      if (this.type !== tokTypes._import && !isFrom) return null
      const pattern = isFrom ? pythonFrom : pythonImport
      pattern.lastIndex = this.start
      const match = pattern.exec(this.input)
      if (!match) return null
      const [, first, names, wrapped] = match
      const parts = (isFrom ? (names ?? wrapped) : first).split(',').filter((part) => part.trim() !== '')
      const list = parts.map((part): PythonImport => {
        const [path, name] = part.trim().split(/\s+as\s+/)
        return isFrom
          ? { module: first, member: path, name: name ?? path }
          : { module: path, member: null, name: name ?? path.split('.')[0], isRoot: name === undefined }
      })
      return { list, end: pattern.lastIndex }
    }
  }
}

const DialectParser = Parser.extend(tsPlugin(), tokens, dialect) as any

/** A text that does not parse. */
export interface SyntaxFailure {
  message: string
  /** The offset where the parser stopped. */
  at: number
  /** More text might mend it. */
  isIncomplete: boolean
  /** The text holds what only the dialect can read: to any other reader it means something else. */
  isCertain: boolean
}

/** A comment without its signs, and where it stands with them. */
export interface Comment {
  text: string
  start: number
  end: number
}

export type ParseResult =
  | {
      program: Node
      hashComments: number[]
      operandsInComments: number[]
      comments: Comment[]
      failure: null
    }
  | { program: null; failure: SyntaxFailure }

const stopsTooEarly = /^Unterminated (template|comment)/

/** Parses a whole input; `isModule` says whether it is a file, which runs in strict mode. */
export function parseDialect(
  source: string,
  isModule: boolean,
  kindOf: (name: string) => NameKind = () => 'unknown',
): ParseResult {
  // The parser may come by a comment twice, where it tries one reading and then another.
  const comments = new Map<number, Comment>()
  const options = {
    onComment: (_isBlock: boolean, text: string, start: number, end: number) =>
      comments.set(start, { text, start, end }),
    ecmaVersion: 'latest',
    sourceType: isModule ? 'module' : 'script',
    locations: true,
    preserveParens: true,
    allowAwaitOutsideFunction: true,
    allowImportExportEverywhere: true,
    allowHashBang: true,
  }
  const parser = new DialectParser(options, source)
  parser.kindOf = kindOf
  parser.isFile = isModule
  try {
    const program = stackless(() => parser.parse())
    const { hashComments, operandsInComments } = parser
    return {
      program,
      hashComments: [...(hashComments as Set<number>)],
      operandsInComments: [...(operandsInComments as Set<number>)],
      comments: [...comments.values()].sort((a, b) => a.start - b.start),
      failure: null,
    }
  } catch (error) {
    // The parser of types looks into what it could not read, and stumbles.
    const stumbles = error instanceof TypeError
    if (!(error instanceof SyntaxError || stumbles)) throw error
    const { pos = 0 } = stumbles ? { pos: parser.start as number } : (error as { pos?: number })
    const told = (error as Error).message
    if (told.startsWith('Not enough stack space')) throw new RangeError(told)
    const message = stumbles ? 'Unexpected token' : told.replace(/ \(\d+:\d+\)$/, '')
    const isIncomplete = pos >= source.trimEnd().length || stopsTooEarly.test(message)
    return { program: null, failure: { message, at: pos, isIncomplete, isCertain: parser.hasFloorDivision } }
  }
}
