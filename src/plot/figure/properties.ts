// The properties of what is drawn, under their short names and their long ones: colours, widths, line styles, markers, and
// the format texts of `plot`, as `'ro--'`.
import { ValueError } from '../../base/errors.js'
import { repr } from '../../text/repr.js'
import { type Color, colorIn, colorOf } from './colors.js'
import { type Dash, markers } from './shapes.js'
import type { Options } from './arguments.js'
import { entriesOf, numberOf } from './values.js'

const aliases: Readonly<Record<string, string>> = {
  c: 'color',
  lw: 'linewidth',
  linewidths: 'linewidth',
  ls: 'linestyle',
  linestyles: 'linestyle',
  ms: 'markersize',
  mec: 'markeredgecolor',
  mew: 'markeredgewidth',
  mfc: 'markerfacecolor',
  ec: 'edgecolor',
  edgecolors: 'edgecolor',
  fc: 'facecolor',
  facecolors: 'facecolor',
  colors: 'color',
}

const fontAliases: Readonly<Record<string, string>> = {
  ...aliases,
  ha: 'horizontalalignment',
  va: 'verticalalignment',
  size: 'fontsize',
  weight: 'fontweight',
  family: 'fontfamily',
  name: 'fontfamily',
}

/** The options under their long names. */
export const longNames = (options: Options, names = aliases): Options =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [names[name] ?? name, value]))

const dashes: Readonly<Record<string, Dash | 'none'>> = {
  '-': 'solid',
  '--': 'dashed',
  ':': 'dotted',
  '-.': 'dashdot',
  solid: 'solid',
  dashed: 'dashed',
  dotted: 'dotted',
  dashdot: 'dashdot',
  None: 'none',
  none: 'none',
  ' ': 'none',
  '': 'none',
}

export function dashOf(value: unknown): Dash | 'none' {
  if (typeof value === 'string' && Object.hasOwn(dashes, value)) return dashes[value]
  // `(0, (5, 10))`: lengths of dashes and gaps.
  if (Array.isArray(value)) return 'dashed'
  throw new ValueError(
    `${repr(value)} is not a valid value for ls; supported values are '-', '--', '-.', ':', 'None', ' ', '', 'solid', 'dashed', 'dashdot', 'dotted'`,
  )
}

export function markerOf(value: unknown): string {
  if (value === 'None' || value === 'none' || value === '' || value === ' ') return ''
  if (typeof value === 'string' && (markers.includes(value) || /^\$.*\$$/.test(value))) return value
  throw new ValueError(`Unrecognized marker style ${repr(value)}`)
}

export interface Format {
  readonly color?: Color | undefined
  readonly dash?: Dash | 'none' | undefined
  readonly marker?: string | undefined
}

const wrong = (format: string, why: string): ValueError =>
  new ValueError(`${repr(format)} is not a valid format string (${why})`)

/** Reads `'ro--'`: a colour, a marker and a line style, in any order; a marker alone means no line. */
export function formatOf(format: string): Format {
  const whole = colorIn(format)
  // '1' is a grey as well as a marker; a format means the marker.
  if (whole !== undefined && !markers.includes(format)) return { color: whole }
  let color: Color | undefined
  let dash: Dash | 'none' | undefined
  let marker: string | undefined
  for (let i = 0; i < format.length;) {
    const two = format.slice(i, i + 2)
    const one = format[i]
    if (two === '--' || two === '-.') {
      if (dash !== undefined) throw wrong(format, 'two linestyle symbols')
      dash = dashes[two]
      i += 2
    } else if (one === '-' || one === ':') {
      if (dash !== undefined) throw wrong(format, 'two linestyle symbols')
      dash = dashes[one]
      i++
    } else if ('bgrcmykw'.includes(one)) {
      if (color !== undefined) throw wrong(format, 'two color symbols')
      color = colorOf(one)
      i++
    } else if (/^C\d/.test(format.slice(i))) {
      const [text] = /^C\d/.exec(format.slice(i))!
      color = colorOf(text)
      i += text.length
    } else if (markers.includes(one)) {
      if (marker !== undefined) throw wrong(format, 'two marker symbols')
      marker = one
      i++
    } else if (one === ' ') i++
    else throw wrong(format, `unrecognized character ${repr(one)}`)
  }
  return { color, marker, dash: dash ?? (marker === undefined ? undefined : 'none') }
}

/** Whether a text among the values of `plot` is a format, not a list of names. */
export const optionNumber = (options: Options, name: string): number | undefined =>
  options[name] === undefined ? undefined : numberOf(options[name], name)

const sizes: Readonly<Record<string, number>> = {
  'xx-small': 5.8,
  'x-small': 6.9,
  small: 8.3,
  medium: 10,
  large: 12,
  'x-large': 14.4,
  'xx-large': 17.3,
}

export interface Font {
  readonly size: number
  readonly color?: Color | undefined
  readonly isBold: boolean
  readonly across?: string | undefined
  readonly down?: string | undefined
  readonly rotation: number
}

/** Options of a text; `fontdict` comes first. */
export function fontOf(given: Options, size: number): Font {
  const { fontdict, ...own } = given
  const options = {
    ...(fontdict === undefined ? {} : longNames(Object.fromEntries(entriesOf(fontdict)), fontAliases)),
    ...longNames(own, fontAliases),
  }
  const wanted = options.fontsize
  return {
    size:
      typeof wanted === 'string'
        ? (sizes[wanted] ?? size)
        : wanted === undefined
          ? size
          : numberOf(wanted, 'fontsize'),
    color: options.color === undefined ? undefined : colorOf(options.color, optionNumber(options, 'alpha')),
    isBold: /^(bold|heavy|black|semibold|demibold|extra bold)$/.test(String(options.fontweight ?? '')),
    across: options.horizontalalignment as string | undefined,
    down: options.verticalalignment as string | undefined,
    rotation:
      options.rotation === 'vertical'
        ? 90
        : options.rotation === undefined || options.rotation === 'horizontal'
          ? 0
          : numberOf(options.rotation, 'rotation'),
  }
}
