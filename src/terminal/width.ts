// How many columns of a terminal a text takes, and where its characters begin: what a person sees as one may be several
// code points.
import { stripVTControlCharacters } from 'node:util'
import { visible } from '../base/visible.js'

/** East Asian characters of two columns (EastAsianWidth.txt, W and F) that are no emoji. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u
/** Emoji of two columns: drawn as pictures by themselves, or because U+FE0F asks for it; flags are two letters. */
const emoji = /^\p{Emoji_Presentation}|^\p{Emoji}\ufe0f|^\p{Regional_Indicator}{2}/u
const invisible = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u
/** Each of these is one column. */
const plain = /^[\x20-\x7e]*$/

/** Each of these stands for itself: besides ASCII what Chinese and Japanese texts are mostly made of. */
const single = /^[\x20-\x7e\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]*$/

let segmenter: Intl.Segmenter | undefined

/** The characters of a text as a person counts them. */
export function characters(text: string): string[] {
  if (single.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** Columns of one character. */
function characterWidth(character: string): number {
  const glyph = glyphOf(character)
  if (glyph !== character) return glyph.length
  if (plain.test(character)) return character.length
  if (wide.test(character) || emoji.test(character)) return 2
  return invisible.test(character) ? 0 : 1
}

/** What is drawn for a character: itself, save for those that would move the cursor. */
export function glyphOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code === 9) return '  '
  if (code < 32) return `^${String.fromCharCode(code + 64)}`
  if (code === 127) return '^?'
  if (code > 127 && code < 160) return '?'
  // Marks that turn the letters around.
  return code > 1563 ? visible(character) : character
}

/** Columns of a text in one line. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const character of characters(text)) width += characterWidth(character)
  return width
}

/** Columns of a text in one line that may have colours, which take none. */
export const paintedWidth = (text: string): number =>
  widthOf(text.includes('\x1b') ? stripVTControlCharacters(text) : text)

/** Longer sequences than this are not known to be one character. */
const longest = 40

/** Where the character after `at` begins. */
export function nextCharacter(text: string, at: number): number {
  if (at >= text.length) return text.length
  return at + characters(text.slice(at, at + longest))[0].length
}

/** Where the character before `at` begins. */
export function previousCharacter(text: string, at: number): number {
  if (at <= 0) return 0
  const before = text.slice(Math.max(0, at - longest), at)
  return at - (characters(before).at(-1)?.length ?? 1)
}

/** As many characters of `text` as fit into `columns`, with `…` where some do not. */
export function shorten(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let width = 0
  let kept = ''
  for (const character of characters(text)) {
    width += characterWidth(character)
    if (width > columns - 1) break
    kept += character
  }
  return columns > 0 ? `${kept}…` : ''
}

export interface Piece {
  /** Offsets in the text. */
  readonly from: number
  readonly to: number
  /** Columns it takes. */
  readonly width: number
}

/** Lines with other than plain characters, by their sizes: finding where characters begin takes long. */
const cuts = new Map<string, Piece[]>()
const mostCuts = 2000

/** Cuts one line into pieces that fit, the first into `first` columns, the others into `columns`. */
export function cut(line: string, columns: number, first = columns): readonly Piece[] {
  if (plain.test(line)) {
    const pieces: Piece[] = []
    let at = 0
    let room = first
    for (; line.length - at > room; room = columns) {
      pieces.push({ from: at, to: at + room, width: room })
      at += room
    }
    pieces.push({ from: at, to: line.length, width: line.length - at })
    return pieces
  }
  const key = `${columns},${first} ${line}`
  let pieces = cuts.get(key)
  if (!pieces) {
    pieces = cutCharacters(line, columns, first)
    if (cuts.size >= mostCuts) cuts.clear()
    cuts.set(key, pieces)
  }
  return pieces
}

function cutCharacters(line: string, columns: number, first: number): Piece[] {
  const pieces: Piece[] = []
  let room = first
  let from = 0
  let width = 0
  let at = 0
  for (const character of characters(line)) {
    const next = characterWidth(character)
    if (width + next > room && width > 0) {
      pieces.push({ from, to: at, width })
      from = at
      width = 0
      room = columns
    }
    width += next
    at += character.length
  }
  return [...pieces, { from, to: at, width }]
}

/** Cuts running text into pieces that fit, after a blank where there is one. */
export function cutAtBlanks(line: string, columns: number): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  while (widthOf(line.slice(from)) > columns) {
    const [{ to: most }] = cut(line.slice(from), columns)
    const blank = line.lastIndexOf(' ', from + most)
    const to = blank > from ? blank : from + most
    pieces.push({ from, to, width: widthOf(line.slice(from, to)) })
    from = blank > from ? blank + 1 : to
  }
  return [...pieces, { from, to: line.length, width: widthOf(line.slice(from)) }]
}
