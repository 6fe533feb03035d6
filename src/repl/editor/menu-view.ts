// The list of completions in columns, a page at a time, with a line on the one chosen.
import type { Row } from '../../terminal/frame.js'
import type { Item, Menu } from './types.js'
import type { Styles } from '../../terminal/styles.js'
import { cutAtBlanks, shorten, widthOf } from '../../terminal/width.js'
import { visible, visibleName } from '../../base/visible.js'

const mostRows = 10
const gap = 2

/** A few very long names among many are cut, so that there is more than one column for the others. */
function usualWidth(items: readonly Item[]): number {
  const widths = items.map((item) => widthOf(labelOf(item))).sort((a, b) => a - b)
  return widths[Math.max(0, Math.ceil(widths.length * 0.9) - 1)]
}

const labelOf = ({ text, label }: Item): string => visibleName(label ?? text)

/** The rows of a list, no more than `room`. */
export function menuRows(menu: Menu, columns: number, room: number, { chosen, faint }: Styles): Row[] {
  const { items, selected, describe } = menu
  const description = selected >= 0 ? visible(describe?.(items[selected]) ?? '') : ''
  const about = description ? aboutRows(description, columns, Math.min(4, room - 2)) : []
  const cell = Math.min(columns, usualWidth(items) + gap)
  const across = Math.max(1, Math.floor((columns + gap) / cell))
  const space = Math.max(1, Math.min(mostRows, room - about.length))
  const isPaged = items.length > space * across
  const down = Math.min(Math.ceil(items.length / across), isPaged ? Math.max(1, space - 1) : space)
  const page = Math.floor(Math.max(0, selected) / (down * across))
  const first = page * down * across
  const shown = items.slice(first, first + down * across)
  const height = isPaged ? down : Math.ceil(shown.length / across)
  const rows: Row[] = []
  for (let y = 0; y < height; y++) {
    let text = ''
    let width = 0
    for (let i = y; i < shown.length; i += height) {
      const isLast = i + height >= shown.length
      const label = shorten(labelOf(shown[i]), isLast ? Math.min(cell, columns - width) : cell - gap)
      const padding = isLast ? 0 : cell - widthOf(label)
      text += (first + i === selected ? chosen(label) : label) + ' '.repeat(padding)
      width += widthOf(label) + padding
    }
    if (width > 0) rows.push({ text, width })
  }
  const rest = items.length - first - shown.length
  if (isPaged && space > 1) {
    const note = shorten(rest > 0 ? `… ${rest} more` : `… ${items.length} in all`, columns)
    rows.push({ text: faint(note), width: widthOf(note) })
  }
  return [...rows, ...about.map(({ text, width }) => ({ text: faint(text), width }))]
}

const described = (line: string, columns: number): Row[] =>
  cutAtBlanks(line, columns).map(({ from, to, width }) => ({ text: line.slice(from, to), width }))

/** A signature and, on the line after it, a sentence. Where there is little room the signature loses its end first. */
function aboutRows(description: string, columns: number, room: number): Row[] {
  const [signature, ...doc] = description.split('\n')
  const sentence = doc.flatMap((line) => described(line, columns))
  const kept = described(signature, columns).slice(0, Math.max(1, room - sentence.length))
  return [...kept, ...sentence].slice(0, Math.max(0, room))
}
