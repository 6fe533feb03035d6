// A Python text as a tree, or what CPython would say of it.
import { Lexer, parse } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { ScopeError } from './scope.js'
import { lettersIn, Source } from './source.js'
import { wrongExpression } from './syntax-fields.js'
import { wrongNumber, wrongText } from './syntax-literals.js'
import { wrongIndentation } from './syntax-tabs.js'
import { isCloser, isOpener, tokensOf } from './syntax-tokens.js'
import { worded } from './syntax-words.js'
import { misplaced } from './misplaced.js'
import { childrenOf, type ExprNode, type Module, type Node } from './tree.js'

/** What is nested deeper than the stack is high cannot be read, nor could it be run. */
export const tooDeep: Complaint = { kind: 'SyntaxError', message: 'too deeply nested', lineno: 1, column: 0 }

export type Parsed =
  | { readonly kind: 'tree'; readonly program: Module; readonly source: Source }
  /** More lines may complete it. */
  | { readonly kind: 'incomplete'; readonly complaint: Complaint; readonly source: Source }
  | { readonly kind: 'error'; readonly complaint: Complaint; readonly source: Source }

/**
 * What the parser does not know: a comma that ends what a `for` goes through, `for x in a,:`, and the first `async` of a
 * comprehension in braces. The text is parsed without, and the tree completed.
 */
interface Unknown {
  readonly text: ',' | 'async'
  readonly lineno: number
  readonly col_offset: number
}

function unknownAt(source: Source, { lineno, col_offset = 0 }: ParserError): Unknown | null {
  if (lineno === undefined) return null
  const line = source.line(lineno)
  const at = lettersIn(line, col_offset)
  if (/^async\b/.test(line.slice(at))) return { text: 'async', lineno, col_offset }
  const before = line.slice(0, at).trimEnd()
  if (line[at] !== ':' || !before.endsWith(',')) return null
  return { text: ',', lineno, col_offset: col_offset - (at - before.length) - 1 }
}

/** Whether another comma stands before it, in no brackets of their own. */
function endsList(source: Source, { lineno, col_offset }: Unknown): boolean {
  const { tokens } = tokensOf(source.text, Lexer)
  const before = tokens.filter(
    (token) => token.lineno < lineno || (token.lineno === lineno && token.col_offset < col_offset),
  )
  let depth = 0
  for (const token of before.reverse()) {
    if (depth === 0 && (token.value === ',' || token.value === 'in')) return token.value === ','
    if (isCloser(token)) depth++
    if (isOpener(token)) depth--
  }
  return false
}

/** Puts a comma that was left out where it ends what a `for` goes through; tells whether one does. */
function restoreComma(node: Node, comma: Unknown, source: Source): boolean {
  if (node.nodeType === 'For' || node.nodeType === 'AsyncFor') {
    const { iter } = node
    const { end_lineno, end_col_offset = 0 } = iter
    const line = source.line(comma.lineno)
    const between = line.slice(lettersIn(line, end_col_offset), lettersIn(line, comma.col_offset))
    if (end_lineno === comma.lineno && end_col_offset <= comma.col_offset && /^[\s)]*$/.test(between)) {
      const whole = { ...iter, end_lineno, end_col_offset: comma.col_offset + 1 }
      const isList = iter.nodeType === 'Tuple' && endsList(source, comma)
      node.iter = (
        isList ? whole : { ...whole, nodeType: 'Tuple', elts: [iter], ctx: { nodeType: 'Load' } }
      ) as ExprNode
      return true
    }
  }
  return childrenOf(node).some((child) => restoreComma(child, comma, source))
}

/** Makes the first `for` of a comprehension in braces one that awaits; tells whether there is one at that place. */
function restoreAsync(node: Node, word: Unknown, source: Source): boolean {
  if (node.nodeType === 'SetComp' || node.nodeType === 'DictComp') {
    const [first] = node.generators
    const { lineno, col_offset } = first.target
    const between = source.textAt({ ...word, end_lineno: lineno, end_col_offset: col_offset })
    if (/^async\s+for[\s(]*$/.test(between)) {
      first.is_async = 1
      return true
    }
  }
  return childrenOf(node).some((child) => restoreAsync(child, word, source))
}

/** `await x ** 2` is the square of what is awaited. */
function bindAwaits(node: Node, source: Source): void {
  childrenOf(node).forEach((child) => bindAwaits(child, source))
  if (node.nodeType !== 'Await' || node.value.nodeType !== 'BinOp' || node.value.op.nodeType !== 'Pow') return
  const { lineno: end_lineno, col_offset: end_col_offset, left } = node.value
  if (source.textAt({ ...node, end_lineno, end_col_offset }).includes('(')) return
  const { lineno, col_offset } = node
  const awaited = { ...node, value: left, end_lineno: left.end_lineno, end_col_offset: left.end_col_offset }
  Object.assign(node, { ...node.value, lineno, col_offset, left: awaited })
}

/**
 * Several patterns without brackets, `case 1, x:`, which the parser does not know either: the text with brackets around them,
 * and where on their line these stand. Null where that is not what it stumbled over.
 */
function inBrackets(
  source: Source,
  error: ParserError,
): { source: Source; line: number; at: number[] } | null {
  const { lineno, col_offset = 0 } = error
  if (lineno === undefined || !error.message.startsWith("Expected ':' after case pattern")) return null
  const line = source.line(lineno)
  if (line[lettersIn(line, col_offset)] !== ',') return null
  const { tokens } = tokensOf(source.text, Lexer)
  const own = tokens.filter((token) => token.lineno === lineno)
  const first = own.findIndex((token) => token.value === 'case')
  let depth = 0
  const end = own.find((token, i) => {
    if (isOpener(token)) depth++
    if (isCloser(token)) depth--
    return i > first && depth === 0 && (token.value === ':' || token.value === 'if')
  })
  if (first < 0 || end === undefined) return null
  const [from, to] = [own[first + 1].col_offset, end.col_offset]
  const start = source.startOf(lineno)
  const [left, right] = [start + lettersIn(line, from), start + lettersIn(line, to)]
  const { text } = source
  const bracketed = `${text.slice(0, left)}[${text.slice(left, right)}]${text.slice(right)}`
  return { source: new Source(bracketed), line: lineno, at: [from, to + 1] }
}

/** Takes what was put into a line out of all places in it. */
function shiftBack(node: unknown, line: number, at: readonly number[]): void {
  if (node === null || typeof node !== 'object') return
  const spot = node as Record<string, unknown>
  const back = (lineno: string, column: string): void => {
    const place = spot[column]
    if (spot[lineno] === line && typeof place === 'number')
      spot[column] = place - at.filter((one) => one < place).length
  }
  back('lineno', 'col_offset')
  back('end_lineno', 'end_col_offset')
  for (const value of Object.values(spot)) shiftBack(value, line, at)
}

/** The tree of a text, with what the parser does not know. */
function treeOf(source: Source): Module {
  let { text } = source
  const unknown: Unknown[] = []
  for (;;)
    try {
      const program = parse(text)
      if (source.text.includes('await')) bindAwaits(program, source)
      const isWhole = unknown.every((one) =>
        (one.text === ',' ? restoreComma : restoreAsync)(program, one, source),
      )
      return isWhole ? program : parse(source.text)
    } catch (error) {
      const list = error instanceof Error && unknown.length === 0 ? inBrackets(source, error) : null
      if (list !== null) {
        const program = treeOf(list.source)
        shiftBack(program, list.line, list.at)
        return program
      }
      const one = error instanceof Error ? unknownAt(source, error) : null
      const at = one && source.startOf(one.lineno) + lettersIn(source.line(one.lineno), one.col_offset)
      if (one === null || at === null || text[at] === ' ') throw error
      unknown.push(one)
      text = `${text.slice(0, at)}${' '.repeat(one.text.length)}${text.slice(at + one.text.length)}`
    }
}

export function parsePython(text: string): Parsed {
  const source = new Source(text)
  try {
    const program = treeOf(source)
    const complaint =
      wrongNumber(source, Lexer) ??
      wrongIndentation(source, Lexer) ??
      wrongText(source, Lexer) ??
      misplaced(program, source)
    return complaint ? { kind: 'error', complaint, source } : { kind: 'tree', program, source }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ScopeError) throw error
    if (error instanceof RangeError && error.message.startsWith('Invalid code point')) {
      const complaint = wrongText(source, Lexer)
      if (complaint !== null) return { kind: 'error', complaint, source }
    }
    if (error instanceof RangeError) return { kind: 'error', complaint: tooDeep, source }
    const text = error.message.startsWith('f-string') ? wrongText(source, Lexer) : null
    if (text !== null) return { kind: 'error', complaint: text, source }
    const field = error.message.startsWith('f-string') ? wrongExpression(source, Lexer, worded) : null
    if (field !== null) return { kind: 'error', complaint: field, source }
    const { complaint, isOpen } = worded(error as ParserError, source, Lexer)
    return { kind: isOpen ? 'incomplete' : 'error', complaint, source }
  }
}
