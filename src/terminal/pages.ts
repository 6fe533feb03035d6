// Pages that one turns over on a screen of their own: which key leads where, and the rows to draw.
import { stripVTControlCharacters } from 'node:util'
import { keyName, typedText } from './keys.js'
import type { Key } from './keys.js'
import type { Style } from './styles.js'
import type { Frame, Row, Size } from './frame.js'
import { cut, paintedWidth, shorten, widthOf } from './width.js'

export interface Pages {
  readonly count: number
  /** The lines of the page with that index, coloured; what does not fit the size is not seen. */
  page(index: number, size: Size): readonly string[]
}

const keys = {
  forth: ['right', 'down', 'pagedown', 'return', 'enter', ' ', 'j', 'n', 'l', 'C-f', 'C-n', 'C-v'],
  back: ['left', 'up', 'pageup', 'backspace', 'k', 'p', 'h', 'C-b', 'C-p', 'M-v'],
  first: ['home', 'g', 'C-a', 'M-<', 'C-home'],
  last: ['end', 'G', 'C-e', 'M->', 'C-end'],
  leave: ['q', 'Q', 'escape', 'C-c', 'C-d', 'C-g'],
} as const satisfies Record<string, readonly string[]>

const meanings = new Map<string, keyof typeof keys>()
for (const [meaning, names] of Object.entries(keys))
  for (const name of names) meanings.set(name, meaning as keyof typeof keys)

/** The page that a key leads to, which may be one there is not; undefined for a key that means nothing here. */
export function turned(index: number, count: number, key: Key): number | 'leave' | undefined {
  const name = typedText(key) ?? keyName(key)
  switch (meanings.get(name) ?? meanings.get(name.replace('S-', ''))) {
    case 'forth':
      return index + 1
    case 'back':
      return index - 1
    case 'first':
      return 0
    case 'last':
      return count - 1
    case 'leave':
      return 'leave'
    default:
      return undefined
  }
}

const keyHelp = ['arrows: back, forth  Home, End  q leaves', 'arrows  q leaves', 'q leaves']

/** Fewer rows are needed for the page itself. */
const leastForHelp = 6

/** A line as a row: one that is too wide loses its colours and its end. */
function rowOf(line: string, columns: number): Row {
  const width = paintedWidth(line)
  if (width <= columns) return { text: line, width }
  const plain = stripVTControlCharacters(line)
  const text = columns > 1 ? shorten(plain, columns) : plain.slice(0, cut(plain, columns)[0].to)
  return { text, width: widthOf(text) }
}

/** All rows of a page; `faint` colours the line that tells the keys, and without it there is none. */
export function pageFrame(pages: Pages, index: number, { columns, rows }: Size, faint?: Style): Frame {
  const help = rows < leastForHelp ? undefined : keyHelp.find((text) => text.length <= columns)
  const isHelped = faint !== undefined && help !== undefined
  const room = isHelped ? rows - 1 : rows
  const shown = pages.page(index, { columns, rows: room }).slice(0, room)
  const lines = shown.map((line) => rowOf(line, columns))
  if (isHelped) {
    while (lines.length < room) lines.push({ text: '', width: 0 })
    lines.push({ text: faint(help), width: help.length })
  }
  return { rows: lines, cursor: { row: 0, column: 0 }, columns, top: 0 }
}
