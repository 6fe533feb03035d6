// What the terminal shows of a state: rows of text that fit its width and height, and where the cursor stands.
import { said } from '../../terminal/speech.js'
import type { Frame, Row, Size } from '../../terminal/frame.js'
import type { Buffer } from './buffer.js'
import { menuRows } from './menu-view.js'
import { searchLine } from './search.js'
import type { Settings } from './settings.js'
import type { State } from './types.js'
import type { Style, Styles } from '../../terminal/styles.js'
import { matchBrackets, tokenize } from './tokens.js'
import type { Token } from './tokens.js'
import { characters, cut, cutAtBlanks, glyphOf, widthOf } from '../../terminal/width.js'

/** A function's parameters below the entry. */
export interface Hint {
  readonly text: string
  /** Offsets of the parameter being typed. */
  readonly active?: readonly [from: number, to: number]
}

export interface View extends Size {
  readonly prompt: string
  readonly continuation: string
  readonly styles: Styles
  readonly settings: Settings
  readonly hints?: readonly Hint[]
  /** `top` of the frame before. */
  readonly top?: number
}

/** A row of the entry before it is coloured: offsets in the text. */
interface Span {
  readonly prompt: string
  readonly from: number
  readonly to: number
  readonly width: number
}

const noPrompt = ''

/** The entry cut into rows, and the cursor among them. */
function spread(
  { text, cursor }: Buffer,
  view: Pick<View, 'columns' | 'prompt' | 'continuation'>,
): { spans: Span[]; row: number; column: number } {
  const { columns } = view
  const spans: Span[] = []
  let row = 0
  let place = 0
  let start = 0
  for (const line of text.split('\n')) {
    const wanted = start === 0 ? view.prompt : view.continuation
    const prompt = columns > widthOf(wanted) + 3 ? wanted : noPrompt
    const first = columns - widthOf(prompt)
    const pieces = cut(line, columns, first)
    const last = pieces.length - 1
    pieces.forEach(({ from, to, width }, i) => {
      const before = i === 0 ? prompt : noPrompt
      const at = cursor - start
      if (at >= from && (at < to || (i === last && at === to))) {
        row = spans.length
        place = widthOf(before) + widthOf(line.slice(from, at))
      }
      spans.push({ prompt: before, from: start + from, to: start + to, width: widthOf(before) + width })
    })
    if (cursor === start + line.length && place >= columns) {
      // The cursor stands behind a row that is full.
      row = spans.length
      place = 0
      spans.push({ prompt: noPrompt, from: start + line.length, to: start + line.length, width: 0 })
    }
    start += line.length + 1
  }
  return { spans, row, column: place }
}

const drawn = (text: string): string => characters(text).map(glyphOf).join('')

/** The offsets of the bracket at the cursor, or before it, and of its partner. */
function bracketsAt({ text, cursor }: Buffer, pairs: ReadonlyMap<number, number>): number[] {
  for (const at of [cursor - 1, cursor, cursor - 2]) {
    // `${` is a bracket of two characters.
    if (at === cursor - 2 && text.slice(at, cursor) !== '${') continue
    const partner = pairs.get(at)
    if (partner !== undefined) return [at, partner]
  }
  return []
}

/** Where the token that holds `offset` stands in the list. */
function tokenAt(tokens: readonly Token[], offset: number): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle].to <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** Colours rows of an entry. */
function painter(buffer: Buffer, { settings, styles }: View): (span: Span) => string {
  const { text } = buffer
  if (!settings.highlight && !settings.brackets)
    return ({ prompt, from, to }) => styles.prompt(prompt) + drawn(text.slice(from, to))
  const tokens = tokenize(text)
  const { pairs, stray } = matchBrackets(text)
  const matching = settings.brackets ? bracketsAt(buffer, pairs) : []
  const styleOf = ({ kind, from }: Token): Style => {
    if (matching.includes(from)) return styles.match
    if (!settings.highlight) return styles.tokens.blank
    return stray.has(from) ? styles.stray : styles.tokens[kind]
  }
  return ({ prompt, from, to }) => {
    let row = styles.prompt(prompt)
    for (let i = tokenAt(tokens, from); i < tokens.length && tokens[i].from < to; i++) {
      const token = tokens[i]
      const part = text.slice(Math.max(token.from, from), Math.min(token.to, to))
      if (part !== '') row += styleOf(token)(drawn(part))
    }
    return row
  }
}

/** As many rows as a hint may take. */
const mostHintRows = 3

/** A hint in rows, the active parameter in its own style. */
function hintRows({ text, active = [0, 0] }: Hint, columns: number, { faint, active: bold }: Styles): Row[] {
  const pieces = cutAtBlanks(text, columns)
  return pieces.slice(0, mostHintRows).map(({ from, to, width }) => {
    const middle = Math.max(from, Math.min(active[0], to))
    const end = Math.max(middle, Math.min(active[1], to))
    const parts = [text.slice(from, middle), text.slice(middle, end), text.slice(end, to)]
    const painted = parts.map((part, i) => part && (i === 1 ? bold : faint)(part))
    return { text: painted.join(''), width }
  })
}

const faintRows = (text: string, { columns, styles }: View): Row[] =>
  text.split('\n').flatMap((line) => hintRows({ text: line }, columns, styles))

/** What stands below the entry, in at most `room` rows. */
function panel({ search, menu, notice }: State, view: View, room: number): Row[] {
  const rows: Row[] = []
  if (search) rows.push(...faintRows(searchLine(search), view))
  else if (menu) {
    if (view.settings.completions) rows.push(...menuRows(menu, view.columns, room, view.styles))
  } else if (notice) rows.push(...faintRows(said(notice), view))
  else if (view.settings.signatures)
    rows.push(...(view.hints ?? []).flatMap((hint) => hintRows(hint, view.columns, view.styles)))
  return rows.slice(0, room)
}

/** The rows for a state, no more than the terminal has. */
export function frameOf(state: State, view: View): Frame {
  const { columns } = view
  const { spans, row, column } = spread(state.buffer, view)
  const paint = painter(state.buffer, view)
  const least = Math.min(spans.length, Math.ceil(view.rows / 2))
  const below = panel(state, view, Math.max(0, view.rows - least))
  const room = Math.max(1, view.rows - below.length)
  const lowest = Math.max(0, spans.length - room)
  const top = Math.min(lowest, row, Math.max(view.top ?? 0, row - room + 1))
  const shown = spans.slice(top, top + room)
  const rows = shown.map((span): Row => ({ text: paint(span), width: span.width }))
  return { rows: [...rows, ...below], cursor: { row: row - top, column }, columns, top }
}

/** All rows of an entry and nothing else, with the cursor at its end: what stays behind when it is entered. */
export function finishedFrame({ text }: Buffer, view: View): Frame {
  const buffer = { text, cursor: text.length }
  const { spans } = spread(buffer, view)
  // No bracket is marked in what is entered, and no row kept for the cursor alone.
  const kept = spans.length > 1 && spans[spans.length - 1].width === 0 ? spans.slice(0, -1) : spans
  const paint = painter(buffer, { ...view, settings: { ...view.settings, brackets: false } })
  const rows = kept.map((span): Row => ({ text: paint(span), width: span.width }))
  const row = rows.length - 1
  return { rows, cursor: { row, column: rows[row].width }, columns: view.columns, top: 0 }
}
