// Letters as lines, from the Hershey fonts: a picture in pixels needs no font of the machine's. They have the letters of
// English, digits and signs, and raised digits are made of them; of any other character a box is drawn, as matplotlib draws
// it where its font has none.
import type { stringToPaths } from 'hershey'
import { characters, widthOf } from '../../terminal/width.js'
import type { Point } from './canvas.js'
import { loadPackage } from '../../base/package-root.js'

/** Units of the font: how high a capital letter is, and how far its foot lies below the middle. */
const capital = 21
const foot = 9
/** A capital is so high, in sizes of the text; and so much narrower than the font has it. */
const height = 0.72
const narrow = 0.82

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'
const lowered = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'
const plain = '0123456789+-=()n'

const simple: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '×': 'x',
  '·': '.',
  '…': '...',
  '\u00a0': ' ',
}

let hershey: typeof stringToPaths | undefined

const missing = new Set<string>()
/** Characters that boxes were drawn for since this was last asked. */
export function missingCharacters(): string[] {
  const all = [...missing]
  missing.clear()
  return all
}

interface Letters {
  readonly lines: Point[][]
  readonly width: number
}

/** The lines of a text that begins at 0, 0 on its foot line, downwards positive. */
export function lettersOf(text: string, size: number): Letters {
  hershey ??= (loadPackage('hershey') as { stringToPaths: typeof stringToPaths }).stringToPaths
  const lines: Point[][] = []
  let at = 0
  const add = (words: string, scale: number, lift: number): void => {
    const { bounds, paths } = hershey!(words)
    const unit = (size * height * scale) / capital
    for (const path of paths)
      lines.push(
        path.map(([x, y]): Point => [
          at + (x - bounds.minX) * unit * narrow,
          -(y + foot) * unit - lift * size,
        ]),
      )
    at += (bounds.maxX - bounds.minX) * unit * narrow
  }
  for (const character of characters(text)) {
    const known = simple[character] ?? character
    if (raised.includes(known)) add(plain[raised.indexOf(known)], 0.65, 0.35)
    else if (lowered.includes(known)) add(plain[lowered.indexOf(known)], 0.65, -0.1)
    else if (/^[\x20-\x7e]+$/.test(known)) add(known, 1, 0)
    else {
      const width = Math.max(1, widthOf(known)) * size * 0.5
      missing.add(known)
      const [left, right, top] = [at + size * 0.08, at + width - size * 0.08, -size * height]
      lines.push([
        [left, 0],
        [right, 0],
        [right, top],
        [left, top],
        [left, 0],
      ])
      at += width
    }
  }
  return { lines, width: at }
}
