// A Python text as a tree, or what CPython would say of it.
import { Lexer, parse } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { ScopeError } from './scope.js'
import { Source } from './source.js'
import { wrongNumber, wrongText } from './syntax-literals.js'
import { worded } from './syntax-words.js'
import { misplaced } from './misplaced.js'
import type { Module } from './tree.js'

/** What is nested deeper than the stack is high cannot be read, nor could it be run. */
export const tooDeep: Complaint = { kind: 'SyntaxError', message: 'too deeply nested', lineno: 1, column: 0 }

export type Parsed =
  | { readonly kind: 'tree'; readonly program: Module; readonly source: Source }
  /** More lines may complete it. */
  | { readonly kind: 'incomplete'; readonly complaint: Complaint; readonly source: Source }
  | { readonly kind: 'error'; readonly complaint: Complaint; readonly source: Source }

export function parsePython(text: string): Parsed {
  const source = new Source(text)
  try {
    const program = parse(source.text)
    const complaint = wrongNumber(source, Lexer) ?? wrongText(source, Lexer) ?? misplaced(program, source)
    return complaint ? { kind: 'error', complaint, source } : { kind: 'tree', program, source }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ScopeError) throw error
    if (error instanceof RangeError) return { kind: 'error', complaint: tooDeep, source }
    const { complaint, isOpen } = worded(error as ParserError, source, Lexer)
    return { kind: isOpen ? 'incomplete' : 'error', complaint, source }
  }
}
