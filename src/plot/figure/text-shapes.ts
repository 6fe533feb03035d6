// Shapes drawn with characters: curves and points in braille or in marks, areas in blocks, pictures in half blocks or
// shades. Where a terminal has no colours, series are told apart by marks.
import { visibleName } from '../../base/visible.js'
import { widthOf } from '../../terminal/width.js'
import { clipped } from '../field.js'
import type { Cells, Ink } from './cells.js'
import { type Color, over } from './colors.js'
import { withFormulas } from './math-text.js'
import type { AreaShape, Dash, ImageShape, MarksShape, PathShape, TextShape } from './shapes.js'

/** How a series looks where characters draw it. */
export interface SeriesStyle {
  /** The character for its points and its curve, where these are not in braille. */
  readonly mark: string
  readonly isBraille: boolean
  /** What its areas are filled with. */
  readonly block: string
}

/** The inside of axes, in cells. */
export interface Inner {
  readonly column: number
  readonly row: number
  readonly width: number
  readonly height: number
}

/** So many dots are drawn, then so many left out. */
const rhythms: Readonly<Record<Dash, readonly boolean[]>> = {
  solid: [true],
  dashed: [true, true, true, true, false, false, false],
  dotted: [true, false, false],
  dashdot: [true, true, true, true, false, false, true, false, false],
}

export function drawPath(cells: Cells, inner: Inner, shape: PathShape, style: SeriesStyle): void {
  const { column, row, width, height } = inner
  const scale = style.isBraille ? [2, 4] : [1, 1]
  const [right, bottom] = [width * scale[0] - 1, height * scale[1] - 1]
  const places = shape.x.map((x, i) => [x * right, (1 - shape.y[i]) * bottom] as const)
  const rhythm = rhythms[shape.dash]
  const isThick = style.isBraille && shape.width >= 3
  let drawn = 0
  let last = ''
  const dot = (x: number, y: number): void => {
    // Where lines meet, a dot counts once.
    const key = `${x},${y}`
    if (key === last) return
    last = key
    if (!rhythm[drawn++ % rhythm.length]) return
    if (!style.isBraille) return cells.put(column + x, row + y, style.mark, { color: shape.color })
    cells.dot(column * 2 + x, row * 4 + y, shape.color)
    if (isThick && y < bottom) cells.dot(column * 2 + x, row * 4 + y + 1, shape.color)
  }
  for (let i = 1; i < places.length; i++) {
    const ends = clipped(places[i - 1], places[i], right, bottom)
    if (!ends) continue
    const [[fromX, fromY], [toX, toY]] = ends
    const count = Math.max(1, Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY))))
    for (let k = 0; k <= count; k++)
      dot(Math.round(fromX + ((toX - fromX) * k) / count), Math.round(fromY + ((toY - fromY) * k) / count))
  }
}

export function drawMarks(cells: Cells, inner: Inner, shape: MarksShape, style: SeriesStyle): void {
  const { column, row, width, height } = inner
  const colorAt = (i: number): Color =>
    typeof shape.color[0] === 'number' ? (shape.color as Color) : (shape.color as readonly Color[])[i]
  const isSmall = typeof shape.size === 'number' && shape.size < 4
  // Dots that are easy to see, where there are not too many of them.
  const size = !isSmall && shape.x.length * 6 <= width * height ? 2 : 1
  shape.x.forEach((x, i) => {
    const y = shape.y[i]
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return
    if (!style.isBraille) {
      const [right, down] = [Math.round(x * (width - 1)), Math.round((1 - y) * (height - 1))]
      return cells.put(column + right, row + down, style.mark, {
        color: colorAt(i),
        back: cells.filling(column + right, row + down),
      })
    }
    const left = Math.round(x * (width * 2 - 1) - (size - 1) / 2)
    const top = Math.round((1 - y) * (height * 4 - 1) - (size - 1) / 2)
    for (let down = 0; down < size; down++)
      for (let right = 0; right < size; right++) {
        const [dotX, dotY] = [left + right, top + down]
        if (dotX >= 0 && dotY >= 0 && dotX < width * 2 && dotY < height * 4)
          cells.dot(column * 2 + dotX, row * 4 + dotY, colorAt(i))
      }
  })
}

const eighths = ' ▁▂▃▄▅▆▇█'
const eighthsRight = ' ▏▎▍▌▋▊▉█'

/** Puts a piece of an area; what was there shines through it. */
function fill(cells: Cells, column: number, row: number, text: string, color: Color): void {
  const back = cells.filling(column, row)
  if (back && color[3] < 1 && text === '█') cells.put(column, row, '▒', { color, back })
  else cells.put(column, row, text, { color, back: text === '█' ? null : back })
}

/** A bar along an axis: its end has an eighth of a character for its least step. */
function drawBar(cells: Cells, inner: Inner, shape: AreaShape, style: SeriesStyle): void {
  const { column, row, width, height } = inner
  const isUp = shape.grows === 'up'
  const [across, along] = isUp ? [shape.x, shape.y] : [shape.y, shape.x]
  const [places, length] = isUp ? [width, height] : [height, width]
  const [low, high] = [Math.min(...across), Math.max(...across)]
  const limit = (value: number): number => Math.min(1, Math.max(0, value))
  const [from, to] = [Math.min(...along), Math.max(...along)].map(limit)
  if (!(high >= 0 && low <= 1) || !(to > from)) return
  // The cells whose middle it covers, at least one.
  const first = Math.max(0, Math.min(places - 1, Math.round(low * places)))
  const last = Math.max(first, Math.min(places - 1, Math.round(high * places) - 1))
  const isFine = style.block === '█'
  const steps = isFine ? 8 : 1
  const [start, end] = [from, to].map((value) => value * length)
  const ends = Math.round(end * steps) / steps
  for (let place = first; place <= last; place++) {
    for (let at = Math.floor(start + 0.5); at < Math.max(ends, Math.floor(start + 0.5) + 1 / steps); at++) {
      const part = Math.round(Math.min(1, ends - at) * 8)
      const isWhole = !isFine || part >= 8
      const text = isWhole ? style.block : (isUp ? eighths : eighthsRight)[Math.max(1, part)]
      const [right, down] = isUp ? [place, height - 1 - at] : [at, height - 1 - place]
      fill(cells, column + right, row + down, text, shape.fill)
    }
  }
}

/** The parts of an upright line that are inside of a shape of corners. */
function insideAt(x: number, shape: AreaShape): [number, number][] {
  const crossings: number[] = []
  for (let i = 0; i < shape.x.length; i++) {
    const j = (i + 1) % shape.x.length
    const [x0, x1] = [shape.x[i], shape.x[j]]
    if (x0 <= x === x1 <= x) continue
    crossings.push(shape.y[i] + ((x - x0) / (x1 - x0)) * (shape.y[j] - shape.y[i]))
  }
  crossings.sort((a, b) => a - b)
  return crossings.flatMap((low, i) =>
    i % 2 === 0 && i + 1 < crossings.length ? [[low, crossings[i + 1]]] : [],
  )
}

export function drawArea(
  cells: Cells,
  inner: Inner,
  shape: AreaShape,
  style: SeriesStyle,
  { unicode, level }: Ink,
): void {
  const { column, row, width, height } = inner
  if (shape.fill[3] > 0) {
    if (shape.grows !== undefined) drawBar(cells, inner, shape, style)
    else {
      const shade = !unicode ? style.block : shape.fill[3] < 0.5 ? '░' : shape.fill[3] < 1 ? '▒' : style.block
      const color = level > 1 ? shape.fill : over(shape.fill, [0, 0, 0, 1])
      for (let right = 0; right < width; right++)
        for (const [low, high] of insideAt((right + 0.5) / width, shape)) {
          const top = Math.max(0, Math.round((1 - high) * height))
          const bottom = Math.min(height, Math.round((1 - low) * height))
          for (let down = top; down < bottom; down++)
            fill(
              cells,
              column + right,
              row + down,
              shade,
              level > 1 ? shape.fill : [color[0], color[1], color[2], 1],
            )
        }
    }
  } else if (shape.edge) {
    const outline = { kind: 'path', color: shape.edge, width: shape.edgeWidth, dash: 'solid' } as const
    drawPath(cells, inner, { ...outline, x: [...shape.x, shape.x[0]], y: [...shape.y, shape.y[0]] }, style)
  }
}

export const shadesOf = ({ unicode }: Ink): string => (unicode ? ' ░▒▓█' : ' .:=*#')

export function drawImage(cells: Cells, inner: Inner, shape: ImageShape, ink: Ink): void {
  const { column, row, width, height } = inner
  const { pixels, shades, left, right, bottom, top } = shape
  const [down, across] = [pixels.length, pixels[0]?.length ?? 0]
  if (down === 0 || across === 0 || !(right > left) || !(top > bottom)) return
  const hasHalves = ink.unicode && ink.level > 1
  const lines = hasHalves ? height * 2 : height
  const marks = shadesOf(ink)
  /** The pixels that lie in a cell. */
  const span = (from: number, to: number, count: number): [number, number] | null => {
    const first = Math.floor(from * count + 1e-9)
    const last = Math.max(first + 1, Math.ceil(to * count - 1e-9))
    return last <= 0 || first >= count ? null : [Math.max(0, first), Math.min(count, last)]
  }
  const part = (x: number, y: number): { color: Color; shade: number } | null => {
    const shareX = (at: number): number => (at / width - left) / (right - left)
    const shareY = (at: number): number => (top - (1 - at / lines)) / (top - bottom)
    const columns = span(shareX(x), shareX(x + 1), across)
    const rows = span(shareY(y), shareY(y + 1), down)
    if (!columns || !rows) return null
    let [r, g, b, shade, count] = [0, 0, 0, 0, 0]
    for (let i = rows[0]; i < rows[1]; i++)
      for (let k = columns[0]; k < columns[1]; k++) {
        const color = pixels[i][k]
        if (color[3] === 0 || !Number.isFinite(shades[i][k])) continue
        ;[r, g, b, shade, count] = [r + color[0], g + color[1], b + color[2], shade + shades[i][k], count + 1]
      }
    return count === 0 ? null : { color: [r / count, g / count, b / count, 1], shade: shade / count }
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (hasHalves) {
        const [upper, lower] = [part(x, 2 * y), part(x, 2 * y + 1)]
        if (upper)
          cells.put(column + x, row + y, '▀', { color: notInk(upper.color), back: lower?.color ?? null })
        else if (lower) cells.put(column + x, row + y, '▄', { color: notInk(lower.color) })
        continue
      }
      const one = part(x, y)
      if (one)
        cells.put(
          column + x,
          row + y,
          marks[Math.min(marks.length - 1, Math.floor(one.shade * marks.length))],
        )
    }
}

/** A black pixel is black, not what the terminal writes with. */
const notInk = (color: Color): Color => [
  Math.max(color[0], 0.03),
  Math.max(color[1], 0.03),
  Math.max(color[2], 0.03),
  1,
]

export function drawText(cells: Cells, inner: Inner, shape: TextShape): void {
  const { column, row, width, height } = inner
  if (!Number.isFinite(shape.x) || !Number.isFinite(shape.y)) return
  if (shape.x < -0.2 || shape.x > 1.2 || shape.y < -0.2 || shape.y > 1.2) return
  const lines = withFormulas(shape.text).split('\n').map(visibleName)
  const middle = Math.round(shape.x * (width - 1))
  const line = Math.round((1 - shape.y) * (height - 1))
  const first =
    shape.down === 'top'
      ? line
      : shape.down === 'center'
        ? line - Math.floor((lines.length - 1) / 2)
        : line - lines.length + 1
  lines.forEach((text, i) => {
    const length = widthOf(text)
    const start =
      shape.across === 'left'
        ? middle
        : shape.across === 'right'
          ? middle - length + 1
          : middle - Math.floor(length / 2)
    // What would not be seen moves in.
    const left = Math.max(0, Math.min(start, width - length))
    const down = Math.max(0, Math.min(height - 1, first + i))
    cells.write(column + left, row + down, text, { color: shape.color, isBold: shape.isBold }, width - left)
  })
}
