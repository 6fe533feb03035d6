// What a screen shows at a moment, as values: rows of text, and where the cursor stands.

export interface Row {
  /** With its colours. */
  readonly text: string
  /** Columns it takes. */
  readonly width: number
}

export interface Frame {
  readonly rows: readonly Row[]
  readonly cursor: { readonly row: number; readonly column: number }
  readonly columns: number
  /** The first row of the entry that is shown, where it is taller than the terminal. */
  readonly top: number
}

/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number
  readonly rows: number
}
