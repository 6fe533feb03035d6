// A Python text as a tree, or what CPython would say of it.
import { Lexer, parse } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { ScopeError } from './scope.js'
import { lettersIn, Source } from './source.js'
import { wrongNumber, wrongText } from './syntax-literals.js'
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

/** A comma that ends what a `for` goes through: `for x in a,:`. The parser takes the colon for another item. */
interface LastComma {
  readonly lineno: number
  readonly col_offset: number
}

function lastComma(source: Source, { lineno, col_offset = 0 }: ParserError): LastComma | null {
  if (lineno === undefined) return null
  const line = source.line(lineno)
  const at = lettersIn(line, col_offset)
  const before = line.slice(0, at).trimEnd()
  if (line[at] !== ':' || !before.endsWith(',')) return null
  return { lineno, col_offset: col_offset - (at - before.length) - 1 }
}

/** Whether another comma stands before it, in no brackets of their own. */
function endsList(source: Source, { lineno, col_offset }: LastComma): boolean {
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
function restore(node: Node, comma: LastComma, source: Source): boolean {
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
  return childrenOf(node).some((child) => restore(child, comma, source))
}

/** The tree of a text, in which commas may end what a `for` goes through. */
function treeOf(source: Source): Module {
  let { text } = source
  const commas: LastComma[] = []
  for (;;)
    try {
      const program = parse(text)
      for (const comma of commas) if (!restore(program, comma, source)) return parse(source.text)
      return program
    } catch (error) {
      const comma = error instanceof Error ? lastComma(source, error) : null
      if (comma === null || commas.some(({ lineno }) => lineno === comma.lineno)) throw error
      commas.push(comma)
      const at = source.startOf(comma.lineno) + lettersIn(source.line(comma.lineno), comma.col_offset)
      text = `${text.slice(0, at)} ${text.slice(at + 1)}`
    }
}

export function parsePython(text: string): Parsed {
  const source = new Source(text)
  try {
    const program = treeOf(source)
    const complaint = wrongNumber(source, Lexer) ?? wrongText(source, Lexer) ?? misplaced(program, source)
    return complaint ? { kind: 'error', complaint, source } : { kind: 'tree', program, source }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ScopeError) throw error
    if (error instanceof RangeError) return { kind: 'error', complaint: tooDeep, source }
    const { complaint, isOpen } = worded(error as ParserError, source, Lexer)
    return { kind: isOpen ? 'incomplete' : 'error', complaint, source }
  }
}
