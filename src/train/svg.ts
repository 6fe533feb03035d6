// The last picture of a training as an SVG: the data with what was fitted, and beside them the loss.
import { visibleName } from '../base/visible.js'
import { fraction, label, rangeOf } from '../plot/axes.js'
import type { Range, Scene } from './scene.js'

const panel = { width: 460, height: 380 }
const margin = { left: 64, right: 20, top: 44, bottom: 52 }
const inner = {
  width: panel.width - margin.left - margin.right,
  height: panel.height - margin.top - margin.bottom,
}
/** Told apart by all kinds of colour vision (Okabe and Ito). */
const colors = { groups: ['#0072b2', '#e69f00'], curve: '#cc3377', ink: '#333333', grid: '#dddddd' }

/** Not every character may stand in XML, not even by its number. */
const escaped = (text: string): string =>
  visibleName(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[<>&"]/g, (mark) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[mark]!)

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x}" y="${y}" ${attributes}>${escaped(content)}</text>`

/** Numbers at which a range is marked: four or so, round ones. */
export function ticks([low, high]: Range): number[] {
  const raw = (high - low) / 4
  const size = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((digit) => digit * size).find((one) => one >= raw * 0.8)!
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(0, Math.min(count, 20)) }, (_, i) => (first + i) * step)
}

interface Panel {
  readonly title: string
  readonly x: Range
  readonly y: Range
  readonly names: { readonly x: string; readonly y: string }
  /** How to write a tick of the second axis. */
  readonly tickText?: (value: number) => string
  /** What is drawn, given where numbers are. */
  readonly content: (place: (x: number, y: number) => [x: string, y: string]) => string
}

/** One chart, its left upper corner at `left`, 0. */
function drawPanel(
  { title, x, y, names, tickText = label, content }: Panel,
  left: number,
  id: string,
): string {
  const across = (value: number): number => left + margin.left + fraction(value, ...x) * inner.width
  const down = (value: number): number => margin.top + (1 - fraction(value, ...y)) * inner.height
  const [right, bottom] = [left + margin.left + inner.width, margin.top + inner.height]
  const start = left + margin.left
  const round = (value: number): string => value.toFixed(1)
  return [
    text(start, 26, title, 'font-size="15" font-weight="bold"'),
    ...ticks(x).map((value) => {
      const at = round(across(value))
      return `<path d="M${at} ${margin.top}V${bottom}" stroke="${colors.grid}"/>${text(Number(at), bottom + 18, label(value), 'text-anchor="middle"')}`
    }),
    ...ticks(y).map((value) => {
      const at = round(down(value))
      return `<path d="M${start} ${at}H${right}" stroke="${colors.grid}"/>${text(start - 8, Number(at) + 4, tickText(value), 'text-anchor="end"')}`
    }),
    text(start + inner.width / 2, bottom + 40, names.x, 'text-anchor="middle"'),
    text(
      0,
      0,
      names.y,
      `text-anchor="middle" transform="translate(${left + 14} ${margin.top + inner.height / 2}) rotate(-90)"`,
    ),
    `<clipPath id="${id}"><rect x="${start}" y="${margin.top}" width="${inner.width}" height="${inner.height}"/></clipPath>`,
    `<g clip-path="url(#${id})">${content((px, py) => [round(across(px)), round(down(py))])}</g>`,
    `<rect x="${start}" y="${margin.top}" width="${inner.width}" height="${inner.height}" fill="none" stroke="${colors.ink}"/>`,
  ].join('\n')
}

type Place = (x: number, y: number) => [string, string]

/** A line through points; those that are not finite interrupt it. */
function polyline(points: readonly (readonly [number, number])[], place: Place, color: string): string {
  let isPenDown = false
  const steps = points.map(([x, y]) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isPenDown = false
      return ''
    }
    const step = `${isPenDown ? 'L' : 'M'}${place(x, y).join(' ')}`
    isPenDown = true
    return step
  })
  return `<path d="${steps.join('')}" fill="none" stroke="${color}" stroke-width="2"/>`
}

function drawPoints({ x, y, group }: Scene, place: Place): string {
  return x
    .map((value, i) => {
      if (!Number.isFinite(value) || !Number.isFinite(y[i])) return ''
      const [cx, cy] = place(value, y[i])
      return `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${colors.groups[group?.[i] ?? 0]}" fill-opacity="0.7"/>`
    })
    .join('')
}

export interface Drawing {
  readonly title: string
  readonly scene: Scene
  /** One for each iteration, or means of equal shares of them. */
  readonly losses: readonly number[]
  /** The numbers of the first and the last iteration. */
  readonly iterations: Range
  /** The loss by powers of ten. */
  readonly log: boolean
  /** How it ended, below the charts. */
  readonly ending: string
}

/** A complete SVG document. */
export function svgOf({ title, scene, losses, iterations, log, ending }: Drawing): string {
  const heights = losses.map((loss) => (log ? Math.log10(loss) : loss))
  const [low, high] = rangeOf(heights) ?? [0, 1]
  const room = high > low ? (high - low) * 0.04 : 0.5
  const at = (i: number): number =>
    iterations[0] + ((iterations[1] - iterations[0]) * i) / Math.max(1, losses.length - 1)
  const { classes } = scene
  const key = classes ? `${classes[0]} (blue), ${classes[1]} (orange)` : ''
  const width = panel.width * 2
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel.height + 30}" width="${width}" height="${panel.height + 30}" font-family="sans-serif" font-size="12" fill="${colors.ink}">`,
    `<title>${escaped(title)}</title>`,
    '<rect width="100%" height="100%" fill="white"/>',
    drawPanel(
      {
        title: key ? `${title}: ${key}` : title,
        ...scene.ranges,
        names: scene.names,
        content: (place) => drawPoints(scene, place) + polyline(scene.curve, place, colors.curve),
      },
      0,
      'data',
    ),
    drawPanel(
      {
        title: 'loss',
        x: iterations[1] > iterations[0] ? iterations : [iterations[0], iterations[0] + 1],
        y: [low - room, high + room],
        names: { x: 'iteration', y: '' },
        tickText: log ? (value) => label(10 ** value) : label,
        content: (place) =>
          polyline(
            heights.map((value, i) => [at(i), value] as const),
            place,
            colors.groups[0],
          ),
      },
      panel.width,
      'loss',
    ),
    text(margin.left, panel.height + 14, ending),
    '</svg>',
    '',
  ].join('\n')
}
