// Colours as matplotlib takes them: names, `C0`, hex, greys as texts, tuples; and what is said of what is none.
import named from 'color-name'
import { ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { repr } from '../../text/repr.js'

/** Red, green, blue and opacity, from 0 to 1. */
export type Color = readonly [r: number, g: number, b: number, a: number]

/** The colours that series get in turn: `tab:blue`, `tab:orange` … */
export const cycle = '1f77b4 ff7f0e 2ca02c d62728 9467bd 8c564b e377c2 7f7f7f bcbd22 17becf'
  .split(' ')
  .map((hex) => fromHex(hex)!)

const tableau = 'blue orange green red purple brown pink gray olive cyan'.split(' ')
/** The one-letter names, which are not those of CSS. */
const letters: Readonly<Record<string, Color>> = {
  b: [0, 0, 1, 1],
  g: [0, 0.5, 0, 1],
  r: [1, 0, 0, 1],
  c: [0, 0.75, 0.75, 1],
  m: [0.75, 0, 0.75, 1],
  y: [0.75, 0.75, 0, 1],
  k: [0, 0, 0, 1],
  w: [1, 1, 1, 1],
}

export const black: Color = [0, 0, 0, 1]
export const white: Color = [1, 1, 1, 1]
export const transparent: Color = [0, 0, 0, 0]

function fromHex(hex: string): Color | undefined {
  if (!/^([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(hex)) return undefined
  const long = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex
  const [r, g, b, a = 255] = long.match(/../g)!.map((pair) => parseInt(pair, 16))
  return [r / 255, g / 255, b / 255, a / 255]
}

function fromName(text: string): Color | undefined {
  if (Object.hasOwn(letters, text)) return letters[text]
  if (/^C\d+$/.test(text)) return cycle[Number(text.slice(1)) % cycle.length]
  if (text.startsWith('#')) return fromHex(text.slice(1))
  const lower = text.toLowerCase()
  if (lower.startsWith('tab:')) {
    const at = tableau.indexOf(lower.slice(4).replace('grey', 'gray'))
    return at < 0 ? undefined : cycle[at]
  }
  if (lower === 'none') return transparent
  if (Object.hasOwn(named, lower)) {
    const [r, g, b] = named[lower]
    return [r / 255, g / 255, b / 255, 1]
  }
  const grey = /^\d*\.?\d+$|^\d+\.$/.test(text) ? Number(text) : NaN
  return grey >= 0 && grey <= 1 ? [grey, grey, grey, 1] : undefined
}

const plain = (value: unknown): unknown => (value instanceof Float ? value.value : value)

function fromTuple(items: readonly unknown[]): Color | undefined {
  const numbers = items.map(plain)
  if (items.length === 2 && typeof items[0] === 'string' && typeof numbers[1] === 'number') {
    const of = fromName(items[0])
    return of && [of[0], of[1], of[2], numbers[1]]
  }
  if (numbers.length !== 3 && numbers.length !== 4) return undefined
  if (!numbers.every((one): one is number => typeof one === 'number')) return undefined
  const [r, g, b, a = 1] = numbers
  if (numbers.some((one) => one < 0 || one > 1))
    throw new ValueError('RGBA values should be within 0-1 range')
  return [r, g, b, a]
}

/** The colour that a value is; undefined where it is none. */
export function colorIn(value: unknown): Color | undefined {
  if (typeof value === 'string') return fromName(value)
  return Array.isArray(value) ? fromTuple(value) : undefined
}

/** @throws ValueError in matplotlib's words where it is no colour */
export function colorOf(value: unknown, alpha?: number): Color {
  const color = colorIn(value)
  if (color === undefined)
    throw new ValueError(
      typeof value === 'string'
        ? `${repr(value)} is not a valid value for color: supported inputs are (r, g, b) and (r, g, b, a) 0-1 float tuples; ` +
            "'#rrggbb', '#rrggbbaa', '#rgb', '#rgba' strings; named color strings; string reprs of 0-1 floats for grayscale " +
            "values; 'C0', 'C1', ... strings for colors of the color cycle; and pairs combining one of the above with an alpha value"
        : `Invalid RGBA argument: ${repr(value)}`,
    )
  return withAlpha(color, alpha)
}

export const withAlpha = (color: Color, alpha: number | undefined): Color =>
  alpha === undefined || color[3] === 0 ? color : [color[0], color[1], color[2], alpha]

/** `#1f77b4`. */
export const hexOf = ([r, g, b]: Color): string =>
  `#${[r, g, b]
    .map((part) =>
      Math.round(Math.min(1, Math.max(0, part)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** How bright a colour is seen, from 0 to 1. */
export const brightness = ([r, g, b]: Color): number => 0.299 * r + 0.587 * g + 0.114 * b

/** A colour over another. */
export function over(front: Color, back: Color): Color {
  const a = front[3]
  const mixed = [0, 1, 2].map((i) => front[i] * a + back[i] * (1 - a))
  return [mixed[0], mixed[1], mixed[2], a + back[3] * (1 - a)]
}
