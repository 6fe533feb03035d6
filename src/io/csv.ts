// Comma-separated values as a stream of rows, and rows back to text. What the cells mean is left to others.
import { Readable } from 'node:stream'
import Papa from 'papaparse'

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

/** The text without a byte order mark, and what was its first piece, for a look at it. */
async function opened(input: Readable): Promise<{ first: string; all: Readable }> {
  input.setEncoding('utf8')
  const pieces = input[Symbol.asyncIterator]() as AsyncIterator<string>
  const start = await pieces.next()
  const first = start.done ? '' : start.value.replace(/^\ufeff/, '')
  async function* whole(): AsyncGenerator<string> {
    yield first
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
  }
  return { first, all: Readable.from(whole()) }
}

/**
 * The rows of a text, in pieces as they are read. The next piece is asked for when the last was used.
 *
 * @throws CsvError for quotes that do not fit, or another encoding than UTF-8
 */
export async function* readCsv(input: Readable): AsyncGenerator<Rows> {
  const { first: start, all } = await opened(input)
  if (start.includes('\0'))
    throw new CsvError('it is not UTF-8 text; if a spreadsheet wrote it, save it as "CSV UTF-8"')
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
