// Reads the features and the label of a CSV file into typed arrays, row by row as the file comes in: a million rows take
// no more than their numbers.
import { totalmem } from 'node:os'
import type { Readable } from 'node:stream'
import { CsvError, csvText, readCsv } from '../io/csv.js'
import {
  cellComplaint,
  classIn,
  columnOf,
  compareClasses,
  DataError,
  type Decimal,
  type Header,
  headerOf,
  isMissing,
  nameOf,
  numberIn,
} from './table-cells.js'

export interface TableOptions {
  /** Columns to learn from; all but the label unless given. */
  readonly features?: readonly string[]
  /** The column to predict; the last unless given. */
  readonly label?: string
  /** Whether the first row has names; found out unless given. */
  readonly header?: boolean
  /** Leaves out rows with cells that are no numbers, instead of refusing them. */
  readonly dropMissing?: boolean
  /** What stands before the digits behind the point; a point unless given. */
  readonly decimal?: Decimal
  /** Found out unless given. */
  readonly encoding?: string
  /** Whether the label says which of two classes a row belongs to. */
  readonly hasClasses: boolean
  /** The classes, where they are known already. */
  readonly classes?: readonly string[] | null
  /** The class that becomes 1. */
  readonly positive?: string
  /** Bytes that the numbers may take; unless given, half of the memory there is. */
  readonly mostBytes?: number
  /** Called after each piece that was read. */
  readonly onRows?: (rows: number) => void
}

/** Rows of numbers: the features in their order, then the label. */
export interface Table {
  readonly features: readonly string[]
  readonly label: string
  /** What the labels 0 and 1 stand for. */
  readonly classes: readonly [string, string] | null
  readonly rows: number
  /** Rows that `dropMissing` left out. */
  readonly leftOut: number
  readonly blocks: readonly Float64Array[]
  /** Rows of each block. */
  readonly rowsOfBlock: number
}

/** Numbers of one block at the most, unless one row has more. Growing by blocks needs no copy of what is there already. */
const numbersOfBlock = 1 << 21
/** Rows of one block at the most. */
export const mostRowsOfBlock = 1 << 14

/** Features that an advice names. */
const mostNamed = 20

/** Bytes that tables may take: as much again is needed to make samples of them. */
function spaceForTables(): number {
  const all = totalmem()
  const allowed = process.constrainedMemory?.() ?? 0
  return (allowed > 0 && allowed < all ? allowed : all) / 2
}

/** Where the features and the label are. */
interface Places {
  readonly header: Header
  readonly features: readonly number[]
  readonly label: number
}

function findPlaces(header: Header, { features, label }: TableOptions, file: string): Places {
  const labelAt = label === undefined ? header.names.length - 1 : columnOf(header, label, file)
  const chosen = features
    ? features.map((name) => columnOf(header, name, file))
    : header.names.map((_, i) => i).filter((i) => i !== labelAt)
  if (chosen.length === 0)
    throw new DataError(
      `${file} has one column, ${nameOf(header, labelAt)}: there is nothing to predict it from`,
    )
  const seen = new Set<number>()
  for (const at of chosen) {
    if (at === labelAt)
      throw new DataError(
        `the column ${nameOf(header, at)} cannot be the label and a feature${
          label === undefined ? '; say which column is the label with --label' : ''
        }`,
      )
    if (seen.has(at)) throw new DataError(`the feature ${nameOf(header, at)} is named twice`)
    seen.add(at)
  }
  return { header, features: chosen, label: labelAt }
}

class Reader {
  readonly #options: TableOptions
  readonly #file: string
  readonly #blocks: Float64Array[] = []
  /** Classes in the order they were met, and the row where each was. */
  readonly #classes: string[]
  readonly #met = new Map<string, number>()
  #places: Places | undefined
  #rowsOfBlock = mostRowsOfBlock
  #rows = 0
  #leftOut = 0

  constructor(file: string, options: TableOptions) {
    this.#file = file
    this.#options = options
    this.#classes = [...(options.classes ?? [])]
  }

  get rows(): number {
    return this.#rows
  }

  /** Takes a row of the file; `number` is its place there. */
  take(row: readonly string[], number: number): void {
    // An empty line, such as the last of most files.
    if (row.length === 1 && row[0].trim() === '') return
    if (!this.#places) {
      const header = headerOf(row, this.#options.header, this.#options.decimal)
      this.#places = findPlaces(header, this.#options, this.#file)
      const width = this.#places.features.length + 1
      this.#rowsOfBlock = Math.max(1, Math.min(mostRowsOfBlock, Math.floor(numbersOfBlock / width)))
      if (header.isThere) return
    }
    const { header, features, label } = this.#places
    if (row.length > header.names.length) {
      const [cells, columns] = [row.length, header.names.length]
      throw this.#refusal(`row ${number}`, `it has ${cells} cells, and the first row has ${columns}`)
    }
    const width = features.length + 1
    const at = (this.#rows % this.#rowsOfBlock) * width
    if (at === 0) this.#blocks[this.#rows / this.#rowsOfBlock] ??= this.#newBlock(this.#rowsOfBlock * width)
    const block = this.#blocks.at(-1)!
    for (let i = 0; i < features.length; i++) {
      const value = numberIn(row[features[i]], this.#options.decimal)
      if (Number.isNaN(value)) return this.#leaveOut(row, number, features[i])
      block[at + i] = value
    }
    const value = this.#options.hasClasses
      ? this.#classOf(row[label], number)
      : numberIn(row[label], this.#options.decimal)
    if (Number.isNaN(value)) return this.#leaveOut(row, number, label)
    block[at + features.length] = value
    this.#rows++
  }

  /** More memory than there is would end the program without a word. */
  #newBlock(length: number): Float64Array {
    const bytes = (this.#blocks.length + 1) * length * Float64Array.BYTES_PER_ELEMENT
    if (bytes > (this.#options.mostBytes ?? spaceForTables()))
      throw new DataError(
        `${this.#file} has more numbers than there is memory for: the first ${this.#rows} rows take ${(bytes / 2 ** 30).toFixed(1)} GiB`,
      )
    return new Float64Array(length)
  }

  #leaveOut(row: readonly string[], number: number, column: number): void {
    if (!this.#options.dropMissing) {
      const { header, label } = this.#places!
      const isClass = column === label && this.#options.hasClasses
      const complaint = isClass ? 'the class is missing' : cellComplaint(row[column], this.#options.decimal)
      const place = `row ${number}, column ${nameOf(header, column)}`
      throw this.#refusal(place, `${complaint}. ${this.#wayOut(row[column], column)}`)
    }
    this.#leftOut++
  }

  /** What would have the table read. A column of words has one in every row, and no row would be left. */
  #wayOut(cell: string | undefined, column: number): string {
    const dropping = '--drop-missing leaves such rows out'
    const { header, label, features } = this.#places!
    const others = features.filter((at) => at !== column)
    if (isMissing(cell) || column === label || others.length === 0 || others.length > mostNamed)
      return dropping
    const names = csvText([others.map((at) => nameOf(header, at))]).trim()
    return `--features ${/^[\p{L}\p{N}_,.-]+$/u.test(names) ? names : `'${names}'`} leaves the column out; ${dropping}`
  }

  #refusal(place: string, reason: string): DataError {
    return new DataError(`${this.#file}, ${place}: ${reason}`)
  }

  /** The number of a class, NaN where it is missing. */
  #classOf(cell: string | undefined, number: number): number {
    const name = classIn(cell)
    if (name === null) return NaN
    const known = this.#classes.indexOf(name)
    if (known >= 0) {
      if (!this.#met.has(name)) this.#met.set(name, number)
      return known
    }
    const column = nameOf(this.#places!.header, this.#places!.label)
    if (this.#classes.length === 2) {
      const others = this.#classes.map((other) => `${other}${this.#placeOf(other)}`).join(' and ')
      throw this.#refusal(
        `row ${number}, column ${column}`,
        `${name} would be a third class beside ${others}; logistic regression tells two apart`,
      )
    }
    this.#met.set(name, number)
    this.#classes.push(name)
    return this.#classes.length - 1
  }

  #placeOf(name: string): string {
    const row = this.#met.get(name)
    return row === undefined ? '' : ` (row ${row})`
  }

  finish(): Table {
    if (!this.#places) throw new DataError(`${this.#file} is empty`)
    const { header, features, label } = this.#places
    if (this.#rows === 0)
      throw new DataError(
        this.#leftOut > 0
          ? `${this.#file}: every row has a cell that is missing or no number`
          : `${this.#file} has a header and no rows`,
      )
    return {
      features: features.map((at) => nameOf(header, at)),
      label: nameOf(header, label),
      classes: this.#options.hasClasses ? this.#orderedClasses() : null,
      rows: this.#rows,
      leftOut: this.#leftOut,
      blocks: this.#blocks,
      rowsOfBlock: this.#rowsOfBlock,
    }
  }

  /** Puts the classes into an order that does not depend on the rows', and changes the labels with them. */
  #orderedClasses(): readonly [string, string] {
    const { label, header } = this.#places!
    const column = nameOf(header, label)
    if (this.#classes.length < 2)
      throw new DataError(
        `${this.#file}, column ${column}: all rows are of one class, ${this.#classes[0]}; two are needed`,
      )
    const { classes, positive } = this.#options
    if (classes) return [classes[0], classes[1]]
    let [first, second] = [...this.#classes].sort(compareClasses)
    if (positive !== undefined) {
      const one = classIn(positive) ?? positive
      if (one !== first && one !== second)
        throw new DataError(`the classes of column ${column} are ${first} and ${second}, not ${positive}`)
      if (one === first) [first, second] = [second, first]
    }
    if (this.#classes[0] !== first) this.#swapClasses()
    return [first, second]
  }

  #swapClasses(): void {
    const width = this.#places!.features.length + 1
    for (let row = 0; row < this.#rows; row++) {
      const block = this.#blocks[Math.floor(row / this.#rowsOfBlock)]
      const at = (row % this.#rowsOfBlock) * width + width - 1
      block[at] = 1 - block[at]
    }
  }
}

/**
 * Reads a table to its end.
 *
 * @param file its name, for the messages
 * @throws DataError for a column that is not there, a cell that is no number, or classes that are not two
 */
export async function readTable(input: Readable, file: string, options: TableOptions): Promise<Table> {
  const reader = new Reader(file, options)
  try {
    for await (const { rows, first } of readCsv(input, options.encoding)) {
      for (let i = 0; i < rows.length; i++) reader.take(rows[i], first + i)
      options.onRows?.(reader.rows)
    }
  } catch (error) {
    if (error instanceof CsvError) throw new DataError(`${file}: ${error.message}`)
    throw error
  }
  return reader.finish()
}
