// The live screen: what is known of a training at one moment, as rows that fit a terminal. A pure function of both; who
// reads keys and writes to the terminal is live.ts.
import { stripVTControlCharacters } from 'node:util'
import { framed, label } from '../plot/axes.js'
import { Field, type LayerStyle } from '../plot/field.js'
import { lineChart } from '../plot/line.js'
import { type Look, paint } from '../terminal/look.js'
import type { Row, Size } from '../terminal/frame.js'
import { said } from '../terminal/speech.js'
import { paintedWidth, shorten, widthOf } from '../terminal/width.js'
import type { Step } from './trainer.js'
import { numberText, type Stage, stages } from './report.js'
import type { Scene } from './scene.js'

/** What the picture is of. */
export interface Moment {
  readonly title: string
  readonly formula: string
  /** The step of the five that is under way, and what it is about; null when all are over. */
  readonly stage: Stage | null
  readonly about: string
  readonly scene: Scene
  /** Whether there is a curve yet: the data come before the model. */
  readonly hasCurve: boolean
  readonly losses: readonly number[]
  /** Whether the losses ran away, and are drawn by their powers of ten. */
  readonly isDiverged: boolean
  /** What the last step looks like; null before the first. */
  readonly step: Step | null
  readonly lr: number
  /** Iterations a second, measured; NaN where it is not known yet. */
  readonly speed: number
  readonly isPaused: boolean
  readonly hasChart: boolean
}

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - paintedWidth(text)))

/** A row of text with colours, cut to the width without them where it would not fit. */
function row(text: string, columns: number, { unicode }: Look): Row {
  const width = paintedWidth(text)
  if (width <= columns) return { text, width }
  const cut = shorten(stripVTControlCharacters(text), columns)
  return { text: unicode ? cut : cut.replace(/…$/, '.'), width: widthOf(cut) }
}

function stageRow({ stage }: Moment, look: Look): string {
  const style = paint(look)
  const at = stage === null ? stages.length : stages.indexOf(stage)
  return stages
    .map((name, i) =>
      i < at
        ? style.green(said(name))
        : i > at
          ? style.dim(said(name))
          : style.bold.inverse(`[${said(name)}]`),
    )
    .join('  ')
}

/** The scene in a box of characters, its axes and their names included. */
function drawScene({ scene, hasCurve }: Moment, width: number, height: number, look: Look): string[] {
  const style = paint(look)
  const { x, y, group, classes, curve, ranges, names } = scene
  const { unicode, colors } = look
  // Braille tells classes apart only by colours.
  const areDots = unicode && (colors || group === null)
  const groupStyles: LayerStyle[] = [
    { mark: 'o', isBraille: areDots, paint: (text) => style.cyan(text) },
    { mark: 'x', isBraille: areDots, paint: (text) => style.yellow(text) },
  ]
  const curveStyle = {
    mark: unicode ? '*' : '#',
    isBraille: unicode,
    paint: (text: string) => style.bold.magenta(text),
  }
  // A mark hides what is below it, dots do not.
  const layers = areDots ? [curveStyle, ...groupStyles] : [...groupStyles, curveStyle]
  const frame = height >= 7 && width >= 24
  const legend = height >= 4
  // Labels of the axis take up to eight columns, the frame three rows with the names below.
  const inner = { width: frame ? width - 10 : width, height: height - (frame ? 2 : 0) - (legend ? 1 : 0) }
  if (inner.width < 4 || inner.height < 1) return []
  const field = new Field(inner.width, inner.height, ranges)
  // Dots that are easy to see, where there are not too many of them.
  const size = areDots && x.length * 6 <= inner.width * inner.height ? 2 : 1
  for (const one of [0, 1] as const) {
    const chosen = x.map((_, i) => i).filter((i) => (group?.[i] ?? 0) === one)
    field.points(
      layers.indexOf(groupStyles[one]),
      chosen.map((i) => x[i]),
      chosen.map((i) => y[i]),
      size,
    )
  }
  if (hasCurve) field.path(layers.indexOf(curveStyle), curve)
  const rows = field.rows(layers)
  const sample = ({ mark, isBraille, paint: color }: LayerStyle, dots: string, name: string): string =>
    `${color(isBraille ? dots : mark)} ${name}`
  const [first, second] = groupStyles
  const axes = said(`${names.y} over ${names.x}`)
  const groups = classes
    ? [sample(first, '⠶', classes[0]), sample(second, '⠶', classes[1])]
    : [sample(first, '⠶', axes)]
  const legendParts = [
    ...groups,
    ...(hasCurve ? [sample(curveStyle, '⠒⠒', said(names.curve))] : []),
    ...(classes ? [style.dim(axes)] : []),
  ]
  const legendRow = legendParts.reduce((line, part) =>
    paintedWidth(line) + 3 + paintedWidth(part) <= width ? `${line}   ${part}` : line,
  )
  const lines = frame ? framed(rows, ranges, unicode, inner.width).split('\n') : rows
  return [...(legend ? [legendRow] : []), ...lines].map((line) => row(line, width, look).text)
}

function drawLosses({ losses, isDiverged }: Moment, width: number, height: number, look: Look): string[] {
  const title = said(`loss${isDiverged ? ', by powers of ten' : ''}`)
  if (losses.length === 0) return [paint(look).dim(title)]
  // The labels and the axis take up to twelve columns.
  const options = { width: Math.max(4, width - 12), height: Math.max(1, height - 2) }
  const chart = lineChart(losses, { ...options, unicode: look.unicode, log: isDiverged }).split('\n')
  return [paint(look).dim(title), ...chart].slice(0, height).map((line) => row(line, width, look).text)
}

/** Numbers in as few rows as they fit. */
function numberRows({ step, lr, speed }: Moment, columns: number, look: Look): string[] {
  const style = paint(look)
  const short = (value: number): string => {
    const text = numberText(value)
    return columns < 60 || text.includes('e') ? label(value) : text.slice(0, 10)
  }
  const parameters = Object.entries(step?.parameters ?? {})
  const values: [string, string][] = [
    ['iteration', step ? String(step.iteration) : '-'],
    ['loss', step && Number.isFinite(step.loss) ? short(step.loss) : step ? String(step.loss) : '-'],
    ...(step?.accuracy === undefined
      ? []
      : [['accuracy', `${Number((step.accuracy * 100).toFixed(2))}%`] as [string, string]]),
    ...parameters.slice(0, 8).map(([name, value]): [string, string] => [name, short(value)]),
    ['lr', String(Number(lr.toPrecision(3)))],
    ...(Number.isFinite(speed)
      ? [['speed', `${speed >= 10 ? Math.round(speed) : speed.toFixed(1)}/s`] as [string, string]]
      : []),
  ]
  const rows: string[] = []
  for (const [name, value] of values) {
    const piece = `${style.dim(said(name))} ${style.bold(value)}`
    const last = rows.at(-1)
    if (last !== undefined && paintedWidth(last) + 3 + paintedWidth(piece) <= columns)
      rows[rows.length - 1] += `   ${piece}`
    else rows.push(piece)
  }
  return rows
}

function keysFor(isPaused: boolean, columns: number): string {
  const space = `space ${isPaused ? 'goes on' : 'pauses'}`
  const all = [
    said(`${space}   s one step   up/down learning rate   left/right speed   q stops`),
    `${space}  s step  arrows lr, speed  q stop`,
    `space ${isPaused ? 'go' : 'pause'}  s step  arrows lr  q stop`,
  ]
  return all.find((text) => widthOf(text) <= columns) ?? 'q stops'
}

/** Side by side from this width on. */
const wide = 72

/**
 * The rows of the picture, no more and no wider than `size`.
 *
 * @param withKeys whether the keys are told below it, which the last picture, that stays, does without
 */
export function pictureOf(moment: Moment, size: Size, look: Look, withKeys = true): Row[] {
  const { columns, rows } = size
  const style = paint(look)
  const { formula, stage, isPaused } = moment
  const [title, about] = [said(moment.title), said(moment.about)]
  const paused = isPaused ? `   ${style.inverse(said('[paused]'))}` : ''
  const fullTitle = `${style.bold(title)}   ${formula}${paused}`
  const head = [
    paintedWidth(fullTitle) <= columns ? fullTitle : `${style.bold(title)}${paused}`,
    stageRow(moment, look),
  ]
  if (rows >= 16 && stage !== null) head.push(style.dim(about))
  const foot = numberRows(moment, columns, look)
  if (withKeys) foot.push(style.dim(keysFor(isPaused, columns)))
  const room = rows - head.length - foot.length - (rows >= 20 ? 2 : 0)
  const gap = rows >= 20 ? [''] : []
  let body: string[] = []
  if (room >= 2) {
    if (!moment.hasChart) body = drawScene(moment, columns, room, look)
    else if (columns >= wide) {
      const left = Math.floor(columns * 0.56)
      const right = columns - left - 2
      const [points, losses] = [drawScene(moment, left, room, look), drawLosses(moment, right, room, look)]
      body = Array.from({ length: Math.max(points.length, losses.length) }, (_, i) =>
        `${padded(points[i] ?? '', left)}  ${losses[i] ?? ''}`.trimEnd(),
      )
    } else if (room >= 16) {
      const lower = Math.floor(room * 0.4)
      body = [...drawScene(moment, columns, room - lower, look), ...drawLosses(moment, columns, lower, look)]
    } else body = drawScene(moment, columns, room, look)
  }
  // Where there is no room for all, the numbers are what matters.
  const all = [...head, ...gap, ...body, ...gap, ...foot]
  const shown = all.length > rows ? [...foot].slice(0, rows) : all
  return shown.map((line) => row(line, columns, look))
}
