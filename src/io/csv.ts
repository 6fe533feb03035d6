// Comma-separated values as a stream of rows, and rows back to text. What the cells mean is left to others.
import { Readable } from 'node:stream'
import Papa from 'papaparse'
import { decoded } from './decode-text.js'

/** Some rows that follow each other. */
export interface Rows {
  readonly rows: readonly (readonly string[])[]
  /** The number of the first of them, counted as a spreadsheet does: the first row of a file is 1. */
  readonly first: number
  readonly delimiter: string
}

/** What is wrong with the text itself. */
export class CsvError extends Error {}

const delimiters = [',', ';', '\t', '|']

/** The delimiter that is most frequent in the first line, outside of quotes. */
export function delimiterOf(text: string): string {
  const counts = new Map(delimiters.map((mark) => [mark, 0]))
  let isQuoted = false
  for (const mark of text) {
    if (mark === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (mark === '\n' || mark === '\r') break
    else if (counts.has(mark)) counts.set(mark, counts.get(mark)! + 1)
  }
  return delimiters.reduce((best, mark) => (counts.get(mark)! > counts.get(best)! ? mark : best))
}

/** Characters that a row may have. One of a million columns has less. */
const mostInRow = 1 << 25

/** The text as it comes, as far as it is cut into rows. */
class Source {
  readonly #pieces: AsyncIterator<string>
  /** Characters that were handed on. */
  handedOn = 0
  /** The first piece, without a byte order mark, for a look at it. */
  first = ''

  constructor(input: Readable, encoding?: string) {
    this.#pieces = decoded(input, encoding)
  }

  async open(): Promise<Readable> {
    const start = await this.#pieces.next()
    this.first = start.done ? '' : start.value.replace(/^\ufeff/, '')
    return Readable.from(this.#parts(), { highWaterMark: 1 })
  }

  /** Pieces that break no line come with the next that does: the parser would begin their row anew with each. */
  async *#parts(): AsyncGenerator<string> {
    let waiting: string[] = []
    let length = 0
    for (let piece = this.first; ;) {
      waiting.push(piece)
      length += piece.length
      if (length > mostInRow) throw new RowTooLong()
      const next = await this.#pieces.next()
      if (next.done || /[\r\n]/.test(piece)) {
        this.handedOn += length
        yield waiting.join('')
        waiting = []
        length = 0
      }
      if (next.done) return
      piece = next.value
    }
  }
}

class RowTooLong extends Error {}

/**
 * The rows of a text, in pieces as they are read. The next piece is asked for when the last was used.
 *
 * @throws CsvError for quotes that do not fit, a row without an end, or what is no text
 */
export async function* readCsv(input: Readable, encoding?: string): AsyncGenerator<Rows> {
  const source = new Source(input, encoding)
  const all = await source.open()
  const { first: start } = source
  if (start.includes('\0'))
    throw new CsvError(
      'it is no text; if a spreadsheet wrote it, save it as CSV, or name its encoding, as in --encoding utf-16le',
    )
  const delimiter = delimiterOf(start)
  const ready: Papa.ParseResult<string[]>[] = []
  let isDone = false
  let failure: unknown
  let wake = (): void => {}
  let goOn = (): void => {}
  Papa.parse<string[]>(all, {
    delimiter,
    chunk(result: Papa.ParseResult<string[]>, parser: Papa.Parser) {
      ready.push(result)
      // A quote that is not closed has the parser keep all that follows. One more part may be on its way to it.
      if (source.handedOn - result.meta.cursor > 2 * mostInRow) {
        failure = new RowTooLong()
        isDone = true
        parser.abort()
      }
      parser.pause()
      goOn = () => parser.resume()
      wake()
    },
    complete() {
      isDone = true
      wake()
    },
    error(error: Error) {
      failure = error
      isDone = true
      wake()
    },
  })
  let first = 1
  try {
    for (;;) {
      for (let result = ready.shift(); result; result = ready.shift()) {
        const [error] = result.errors
        if (error) {
          const what =
            error.code === 'MissingQuotes' ? 'a quote opens and is never closed' : 'a quote is misplaced'
          throw new CsvError(`row ${first + (error.row ?? 0)}: ${what}`)
        }
        yield { rows: result.data, first, delimiter }
        first += result.data.length
      }
      if (isDone) break
      const next = new Promise<void>((resolve) => (wake = resolve))
      const resume = goOn
      goOn = () => {}
      resume()
      if (ready.length === 0 && !isDone) await next
    }
    if (failure instanceof RowTooLong)
      throw new CsvError(
        `row ${first}: it has more than ${mostInRow} characters; no row of a table is that long`,
      )
    if (failure) throw failure
  } finally {
    input.destroy()
  }
}

/** The cells of one row, such as a list that a person typed. */
export const splitCells = (text: string): string[] =>
  Papa.parse<string[]>(text, { delimiter: ',' }).data[0]?.map((cell) => cell.trim()) ?? []

/** Rows as text, each ended by a line break; cells in quotes where they need it. */
export const csvText = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.length === 0 ? '' : `${Papa.unparse(rows as string[][], { delimiter, newline: '\n' })}\n`
