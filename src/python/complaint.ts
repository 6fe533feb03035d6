// What is wrong with a text that is no program; and what the parser throws.

/** What is wrong with a text; columns count from 0, in letters. */
export interface Complaint {
  readonly kind: 'SyntaxError' | 'IndentationError' | 'TabError'
  readonly message: string
  readonly lineno: number
  readonly column: number
  readonly endColumn?: number
  /** The line that is shown, where it is not the text's own: the expression of an f-string's field. */
  readonly shown?: string
  /** Whether it is missing at the end of the text, where more lines may bring it. */
  readonly isOpen?: boolean
  /** How far the parser came, where that is further. */
  readonly reached?: { readonly lineno: number; readonly column: number }
}

/** What the parser throws. */
export interface ParserError extends Error {
  readonly lineno?: number
  readonly col_offset?: number
  readonly end_lineno?: number
  readonly end_col_offset?: number
}
