// What the cells of a person's table mean: which row is the header, which column is meant, which text is a number.
import { suggestion } from '../terminal/suggest.js'

/** Something about the data or the model that the person can put right; the message is complete. */
export class DataError extends Error {}

/** Options that make no sense, or none together. */
export class MisuseError extends DataError {}

/** Spellings of "nothing here". */
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?'])
/** A class may well be called "none". */
const missingClass = new Set(['', 'na', 'n/a', 'nan', 'null'])

export const isMissing = (cell: string | undefined): boolean =>
  cell === undefined || missing.has(cell.trim().toLowerCase())

/** JavaScript's own notation for other bases, `0x1f`, which is no number in a table. */
const otherBase = /^\s*0[xob]/i

/** What stands before the digits behind the point. */
export type Decimal = '.' | ','

/** Thousands apart by the mark, and digits behind the other one. */
const grouped = { '.': /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, ',': /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/ }
/** Which of the two marks it is, the number does not tell. */
const isEither = /^[+-]?\d{1,3},\d{3}$/

/** A number as people write it: with marks or blanks between thousands, a percent sign, a comma for the point. */
function dressedNumber(cell: string, decimal: Decimal | undefined): number {
  let text = cell.trim()
  const isShare = text.endsWith('%')
  if (isShare) text = text.slice(0, -1).trimEnd()
  text = text.replace(/(?<=\d)[\u0020\u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, '')
  if (decimal === undefined && isEither.test(text)) return NaN
  const mark = decimal ?? '.'
  if (grouped[mark].test(text)) text = text.replaceAll(mark === '.' ? ',' : '.', '')
  // A point is no mark of thousands elsewhere: `1.5` is not 15.
  else if (mark === ',' && text.includes('.')) return NaN
  if (mark === ',') text = text.replace(',', '.')
  return text === '' ? NaN : isShare ? Number(text) / 100 : Number(text)
}

/** The number in a cell; NaN where there is none, or none that float32 can hold. */
export function numberIn(cell: string | undefined, decimal?: Decimal): number {
  if (cell === undefined) return NaN
  const plain = decimal === ',' ? NaN : Number(cell)
  const value = Number.isNaN(plain) ? dressedNumber(cell, decimal) : plain
  // JavaScript reads '' as 0.
  if (value === 0 && cell.trim() === '') return NaN
  // Asked of millions of cells: the letter of another base can only be where digits and points usually are.
  if (cell.length > 2 && !(cell.charCodeAt(1) <= 57) && otherBase.test(cell)) return NaN
  if (cell.charCodeAt(0) <= 32 && otherBase.test(cell)) return NaN
  return Math.abs(value) < 3.4028235677973366e38 ? value : NaN
}

/** `2024-01-31`, `31.1.2024`, `1/31/24 10:00`, `2024年1月31日`. */
const date =
  /^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ]\d{1,2}:\d{2}.*)?$/

/** Whether a cell has a word where a number is looked for, such as a category has. */
export const isWord = (cell: string | undefined, decimal?: Decimal): boolean =>
  cell !== undefined &&
  /\p{L}/u.test(cell) &&
  !isMissing(cell) &&
  !otherBase.test(cell) &&
  !date.test(cell.trim()) &&
  Number.isNaN(numberIn(cell, decimal)) &&
  Number.isNaN(Number(cell))

/** Why `numberIn` found no number. */
export function cellComplaint(cell: string | undefined, decimal?: Decimal): string {
  if (isMissing(cell))
    return cell?.trim() ? `the number is missing (${cell.trim()})` : 'the number is missing'
  const shown = cell!.length > 40 ? `${cell!.slice(0, 40)}…` : cell
  const text = cell!.trim().replace(/\s*%$/, '')
  if (decimal === undefined && isEither.test(text))
    return `"${shown}" is ${text.replace(',', '')} or ${text.replace(',', '.')}: --decimal . or --decimal , says which`
  if (decimal !== ',' && !Number.isNaN(dressedNumber(text, ',')) && text.includes(','))
    return `"${shown}" has a comma for a point: --decimal , reads it`
  if (decimal === ',' && !Number.isNaN(Number(text)))
    return `"${shown}" has a point where --decimal , expects a comma`
  if (date.test(text)) return `"${shown}" is a date, and no number`
  return Number.isNaN(Number(cell)) || otherBase.test(cell!)
    ? `"${shown}" is no number`
    : `${shown} is not a number that float32 can hold`
}

/** A class as it is compared: 1 and 1.0 are one class. Null where it is missing. */
export function classIn(cell: string | undefined): string | null {
  const text = cell?.trim() ?? ''
  if (missingClass.has(text.toLowerCase())) return null
  const value = numberIn(text)
  return Number.isNaN(value) ? text : String(value)
}

/** Numbers by size, everything else by letters. */
export const compareClasses = (a: string, b: string): number =>
  Number(a) - Number(b) || (a < b ? -1 : a > b ? 1 : 0)

export interface Header {
  readonly names: readonly string[]
  /** Where the first column of each name is; a table may have a million of them. */
  readonly places: ReadonlyMap<string, number>
  /** Names that more than one column has. */
  readonly repeated: ReadonlySet<string>
  /** Whether the first row is no data. */
  readonly isThere: boolean
}

/**
 * The columns' names. Without `wanted`, a first row in which some cell is a number is taken for data; columns without
 * names are called 1, 2, 3 ….
 */
export function headerOf(row: readonly string[], wanted?: boolean, decimal?: Decimal): Header {
  const isThere = wanted ?? !row.some((cell) => !Number.isNaN(numberIn(cell, decimal)))
  const names = row.map((cell, i) => (isThere ? cell.trim() : String(i + 1)))
  const places = new Map<string, number>()
  const repeated = new Set<string>()
  for (const [i, name] of names.entries())
    if (places.has(name)) repeated.add(name)
    else places.set(name, i)
  return { isThere, names, places, repeated }
}

/** The place that a text means as a number, counted from 1; undefined where it is none. */
function numberedPlace({ names }: Header, wanted: string): number | undefined {
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0
  return number >= 1 && number <= names.length ? number - 1 : undefined
}

/** Whether `columnOf` would find a column. */
export const hasColumn = (header: Header, wanted: string): boolean =>
  header.places.has(wanted) || numberedPlace(header, wanted) !== undefined

/** Names for a message, the first of them where they are many. */
export function someOf(names: readonly string[]): string {
  const most = 20
  const rest = names.length - most
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** Where the column of this name is; a name that is none may be a number, counted from 1. */
export function columnOf(header: Header, wanted: string, file: string): number {
  const at = header.places.get(wanted)
  if (at !== undefined) {
    if (header.repeated.has(wanted))
      throw new DataError(
        `${file} has more than one column ${wanted}; name it by its number, such as ${at + 1}`,
      )
    return at
  }
  const numbered = numberedPlace(header, wanted)
  if (numbered !== undefined) return numbered
  const known = header.names.slice(0, 30).map((name, i) => name || String(i + 1))
  throw new DataError(`${file} has no column ${wanted}${suggestion(wanted, known)}`)
}

/** The name of a column in a message and in reports: its number where it has no name. */
export const nameOf = ({ names }: Header, column: number): string => names[column] || String(column + 1)
