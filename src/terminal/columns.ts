// Rows of cells as columns of text, by cli-table3 without its borders.
import { stripVTControlCharacters } from 'node:util'
import type { Table as TableInstance, TableConstructorOptions } from 'cli-table3'
import { paintedWidth, shorten } from './width.js'
import { wrap } from './wrap.js'
import { type Look, paint } from './look.js'
import { loadPackage } from '../base/package-root.js'

const gap = 2
/** No column is cut to less. */
const narrowest = 6

const borders = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
]
const noBorders = Object.fromEntries(borders.map((name) => [name, '']))

type TableClass = new (options: TableConstructorOptions) => TableInstance

/** Loaded by the first table, not by the first prompt. */
const loadTable = (): TableClass => loadPackage('cli-table3') as TableClass

/** Columns that a cell takes, colours not counted. */
const cellWidth = (cell: string): number => Math.max(...cell.split('\n').map(paintedWidth))

/** Lays out rows; `head` stands above them. Where they are too wide the widest column is cut with an ellipsis. */
export function inColumns(
  rows: readonly (readonly string[])[],
  look: Look,
  { head, wrap: isWrapped = false }: { head?: readonly string[]; wrap?: boolean } = {},
): string {
  const style = paint(look)
  const all = head ? [head.map((cell) => style.dim(cell)), ...rows] : rows
  if (all.length === 0) return ''
  const widths = all[0].map((_, i) => Math.max(...all.map((row) => cellWidth(row[i] ?? ''))))
  const total = (): number => widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)
  while (total() > look.width) {
    const widest = widths.indexOf(Math.max(...widths))
    if (widths[widest] <= narrowest) break
    widths[widest] = Math.max(narrowest, widths[widest] - (total() - look.width))
  }
  const Table = loadTable()
  const table = new Table({
    chars: noBorders,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths.map((width, i) => width + (i < widths.length - 1 ? gap : 0)),
  })
  const cut = (cell: string, i: number): string => {
    if (cellWidth(cell) <= widths[i]) return cell
    // Not by the table: it breaks at blanks only, and Chinese has none.
    return isWrapped ? wrap(cell, widths[i]) : shorten(stripVTControlCharacters(cell), widths[i])
  }
  table.push(...all.map((row) => row.map(cut)))
  return table.toString().replace(/[ \t]+$/gm, '')
}
