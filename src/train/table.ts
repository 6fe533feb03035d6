// Reads the features and the label of a CSV file into typed arrays, row by row as the file comes in: a million rows take
// no more than their numbers.
import { totalmem } from 'node:os'
import type { Readable } from 'node:stream'
import { CsvError, csvText, readCsv } from '../io/csv.js'
import { Categories, type Column, mostCategories } from './columns.js'
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
  isWord,
  nameOf,
  numberIn,
  someOf,
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
  /** Features whose cells are words, each of which becomes an input of its own. */
  readonly categories?: readonly string[]
  /** The categories of such columns, where they are known already. */
  readonly knownCategories?: ReadonlyMap<string, readonly string[]>
  /** The class that becomes 1. */
  readonly positive?: string
  /** Bytes that the numbers may take; unless given, half of the memory there is. */
  readonly mostBytes?: number
  /** Called after each piece that was read. */
  readonly onRows?: (rows: number) => void
}

/** Rows of numbers: the features in their order, then the label. A category is its number. */
export interface Table {
  readonly columns: readonly Column[]
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
export function spaceForTables(): number {
  const all = totalmem()
  const allowed = process.constrainedMemory?.() ?? 0
  return (allowed > 0 && allowed < all ? allowed : all) / 2
}

/** Where the features and the label are. */
interface Places {
  readonly header: Header
  readonly features: readonly number[]
  /** For each feature its categories; null where it has numbers. */
  readonly categories: readonly (Categories | null)[]
  readonly label: number
}

function findPlaces(header: Header, options: TableOptions, file: string): Places {
  const { features, label, knownCategories } = options
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
  const named = new Set((options.categories ?? []).map((name) => columnOf(header, name, file)))
  for (const at of named)
    if (!seen.has(at))
      throw new DataError(
        at === labelAt
          ? `the column ${nameOf(header, at)} is the label, and --categories is for columns to learn from`
          : `--categories names ${nameOf(header, at)}, which is not among the --features`,
      )
  const categories = chosen.map((at) =>
    named.has(at) ? new Categories(knownCategories?.get(nameOf(header, at))) : null,
  )
  return { header, features: chosen, categories, label: labelAt }
}

type Cells = readonly string[]

/** The first row without columns at its end that are empty, in the next rows too: what once was cleared in a table. */
function withoutEmptyEnd(row: Cells, rest: readonly Cells[]): Cells {
  let width = row.length
  while (width > 1 && row[width - 1].trim() === '') width--
  const isEmpty = (cells: Cells): boolean => cells.slice(width).every((cell) => cell.trim() === '')
  return width < row.length && rest.every(isEmpty) ? row.slice(0, width) : row
}

/** Names of columns as a shell takes them. */
function listed(columns: readonly string[]): string {
  const names = csvText([columns]).trim()
  return /^[\p{L}\p{N}_,.-]+$/u.test(names) ? names : `'${names.replaceAll("'", "'\\''")}'`
}

/** What is said of a category that a model was not trained on. */
export const unknownCategory = (cell: string, known: readonly string[]): string =>
  `the model was trained on ${someOf(known)}, not on ${cell.trim()}`

class Reader {
  readonly #options: TableOptions
  readonly #file: string
  readonly #blocks: Float64Array[] = []
  /** Classes in the order they were met, and the row where each was. */
  readonly #classes: string[]
  readonly #met = new Map<string, number>()
  readonly #leftOutFor = new Map<number, number>()
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

  /** Takes a row of the file; `number` is its place there, `rest` are rows that come after it. */
  take(row: readonly string[], number: number, rest: () => readonly Cells[]): void {
    // An empty line, such as the last of most files; a table's program writes its marks between nothing.
    if (row[0].trim() === '' && row.every((cell) => cell.trim() === '')) return
    if (!this.#places) {
      const names = withoutEmptyEnd(row, rest())
      const header = headerOf(names, this.#options.header, this.#options.decimal)
      this.#places = findPlaces(header, this.#options, this.#file)
      const width = this.#places.features.length + 1
      this.#rowsOfBlock = Math.max(1, Math.min(mostRowsOfBlock, Math.floor(numbersOfBlock / width)))
      if (header.isThere) return
    }
    const { header, features, categories, label } = this.#places
    if (
      row.length > header.names.length &&
      row.slice(header.names.length).some((cell) => cell.trim() !== '')
    ) {
      const [cells, columns] = [row.length, header.names.length]
      throw this.#refusal(`row ${number}`, `it has ${cells} cells, and the first row has ${columns}`)
    }
    const width = features.length + 1
    const at = (this.#rows % this.#rowsOfBlock) * width
    if (at === 0) this.#blocks[this.#rows / this.#rowsOfBlock] ??= this.#newBlock(this.#rowsOfBlock * width)
    const block = this.#blocks.at(-1)!
    for (let i = 0; i < features.length; i++) {
      const own = categories[i]
      const value = own ? own.numberOf(row[features[i]]) : numberIn(row[features[i]], this.#options.decimal)
      if (!(value === value) || (own !== null && value < 0))
        return this.#leaveOut(row, number, features[i], rest)
      block[at + i] = value
    }
    const value = this.#options.hasClasses
      ? this.#classOf(row[label], number)
      : numberIn(row[label], this.#options.decimal)
    if (Number.isNaN(value)) return this.#leaveOut(row, number, label, rest)
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

  #leaveOut(row: Cells, number: number, column: number, rest: () => readonly Cells[]): void {
    if (this.#options.dropMissing) {
      this.#leftOut++
      this.#leftOutFor.set(column, (this.#leftOutFor.get(column) ?? 0) + 1)
      return
    }
    const { header } = this.#places!
    const complaint = this.#complaint(row, column)
    // Where the numbers are only written otherwise, nothing needs to be left out.
    const ways = complaint.includes('--decimal') ? [] : this.#waysOut(row, column, rest())
    const place = `row ${number}, column ${nameOf(header, column)}`
    throw this.#refusal(place, [complaint, ways.join('; ')].filter(Boolean).join('. '))
  }

  #complaint(row: Cells, column: number): string {
    const { features, categories, label } = this.#places!
    const cell = row[column]
    if (column === label)
      return this.#options.hasClasses ? 'the class is missing' : cellComplaint(cell, this.#options.decimal)
    const own = categories[features.indexOf(column)]
    if (own === null) return cellComplaint(cell, this.#options.decimal)
    if (classIn(cell) === null) return 'the category is missing'
    return own.isClosed
      ? unknownCategory(cell!, own.names)
      : `there are more than ${mostCategories} categories, which tell little about each other`
  }

  /** What would have the table read: only what comes to something, as far as the next rows show. */
  #waysOut(row: Cells, column: number, rest: readonly Cells[]): string[] {
    const { header, label, features, categories } = this.#places!
    const { decimal, hasClasses } = this.#options
    const ways: string[] = []
    const isLess = (at: number): boolean => Number.isNaN(numberIn(row[at], decimal))
    /** No number, with another mark for the point either. */
    const isBad = (at: number): boolean =>
      isLess(at) && !isMissing(row[at]) && Number.isNaN(numberIn(row[at], ','))
    const hasComma = (at: number): boolean => isLess(at) && !isMissing(row[at]) && !isBad(at)
    const mark = decimal === undefined && [...features, label].some(hasComma) ? ' --decimal ,' : ''
    if (column === label) {
      if (isWord(row[column], decimal)) {
        ways.push('dltorch train logistic learns to tell two classes apart')
        const other = features.find((at) => !isLess(at))
        if (other !== undefined)
          ways.push(`--label ${listed([nameOf(header, other)])} predicts another column`)
      }
    } else {
      const numbers = features.filter((_, i) => categories[i] === null)
      // A word of its own in each row is a name, and no category.
      const isOwn = (at: number): boolean =>
        rest.length >= 5 && new Set(rest.map((cells) => cells[at])).size === rest.length
      const words = numbers.filter((at) => isWord(row[at], decimal) && !isOwn(at))
      const known = features.filter((_, i) => categories[i] !== null)
      const isLabelled = hasClasses ? classIn(row[label]) !== null : !isLess(label) || hasComma(label)
      const namesOf = (places: readonly number[]): string => listed(places.map((at) => nameOf(header, at)))
      if (words.includes(column) && words.length <= mostNamed && isLabelled) {
        const useful = features.filter((at) => !numbers.includes(at) || !isBad(at) || words.includes(at))
        const chosen =
          useful.length < features.length && useful.length <= mostNamed
            ? ` --features ${namesOf(useful)}`
            : ''
        ways.push(`--categories ${namesOf([...known, ...words])}${chosen}${mark} takes words as categories`)
      }
      const bad = new Set([column, ...numbers.filter(isBad)])
      const others = features.filter((at) => !bad.has(at))
      const [isGap, canDrop] = [isMissing(row[column]), this.#hasWhole(rest)]
      if (others.length > 0 && others.length <= mostNamed && !(isGap && canDrop))
        ways.push(`--features ${namesOf(others)}${mark} leaves the column${bad.size > 1 ? 's' : ''} out`)
    }
    if (this.#hasWhole(rest)) ways.push('--drop-missing leaves such rows out')
    return ways
  }

  /** Whether some row can be used as it is, and with classes one of each. */
  #hasWhole(rest: readonly Cells[]): boolean {
    const { features, categories, label } = this.#places!
    const { decimal, hasClasses } = this.#options
    const whole = rest.filter(
      (row) =>
        features.every((at, i) =>
          categories[i] ? classIn(row[at]) !== null : !Number.isNaN(numberIn(row[at], decimal)),
        ) && (hasClasses ? classIn(row[label]) !== null : !Number.isNaN(numberIn(row[label], decimal))),
    )
    if (!hasClasses) return this.#rows + whole.length > 0
    return new Set([...this.#met.keys(), ...whole.map((row) => classIn(row[label]))]).size > 1
  }

  /** Which column most of the rows were left out for, and what leaves the column out instead. */
  #mostLeftOut(): string {
    const { header, features } = this.#places!
    const [[column]] = [...this.#leftOutFor].sort(([, a], [, b]) => b - a)
    const others = features.filter((at) => at !== column)
    const way =
      others.length > 0 && others.length <= mostNamed && features.includes(column)
        ? `. --features ${listed(others.map((at) => nameOf(header, at)))} leaves the column out`
        : ''
    return `, most often in column ${nameOf(header, column)}${way}`
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
        `${name} would be a third class beside ${others}; logistic regression tells two apart${
          [...this.#classes, name].every((one) => Number.isFinite(Number(one)))
            ? '; dltorch train linear predicts a number'
            : ''
        }`,
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
    const { header, label } = this.#places
    if (this.#rows === 0)
      throw new DataError(
        this.#leftOut > 0
          ? `${this.#file}: every row has a cell that is missing or no number${this.#mostLeftOut()}`
          : `${this.#file} has a header and no rows`,
      )
    return {
      columns: this.#orderedColumns(),
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
    this.#change(this.#places!.features.length, (value) => 1 - value)
  }

  /** The columns, with their categories in an order that does not depend on the rows'. */
  #orderedColumns(): Column[] {
    const { header, features, categories } = this.#places!
    return features.map((at, i) => {
      const name = nameOf(header, at)
      const own = categories[i]
      if (own === null) return { name }
      const { names, places } = own.ordered()
      if (places.some((place, number) => place !== number)) this.#change(i, (number) => places[number])
      return { name, categories: names }
    })
  }

  /** Puts other numbers into a place of all rows. */
  #change(place: number, changed: (value: number) => number): void {
    const width = this.#places!.features.length + 1
    for (let row = 0; row < this.#rows; row++) {
      const block = this.#blocks[Math.floor(row / this.#rowsOfBlock)]
      const at = (row % this.#rowsOfBlock) * width + place
      block[at] = changed(block[at])
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
      for (let i = 0; i < rows.length; i++) reader.take(rows[i], first + i, () => rows.slice(i + 1))
      options.onRows?.(reader.rows)
    }
  } catch (error) {
    if (error instanceof CsvError) throw new DataError(`${file}: ${error.message}`)
    throw error
  }
  return reader.finish()
}
