// A figure on a canvas: where its axes lie, so that nothing of one lies over another, and their frames, marks and texts.
import { widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import { visibleName } from '../../base/visible.js'
import { type AxesData, cellOf, type FigureData } from './axes.js'
import { type Canvas, type Point, type Rect, rectPath } from './canvas.js'
import { black, type Color } from './colors.js'
import { drawShape, lineHeight } from './draw-shapes.js'
import { drawLegend } from './draw-legend.js'
import { withFormulas } from './math-text.js'
import type { Ticks } from './ticks.js'

/** Sizes in points, as matplotlib's defaults. */
const tick = { length: 3.5, width: 0.8, pad: 3.5, size: 10 }
const labelSize = 10
/** Between the foot line of an axis's name and the numbers beside it, in sizes of the text: letters hang below it. */
const labelGap = 0.65
const gridColor: Color = [0.69, 0.69, 0.69, 1]

const linesOf = (text: string): string[] =>
  text.trim() === '' ? [] : withFormulas(text).split('\n').map(visibleName)
const oneLine = (text: string): string => visibleName(withFormulas(text).replace(/\n/g, ' '))

/** About how wide a text is: a character is six tenths of its size, a Chinese one twice that. */
export const textWidth = (text: string, size: number): number => widthOf(text) * size * 0.64

interface Margins {
  left: number
  right: number
  top: number
  bottom: number
}

interface Placed {
  readonly axes: AxesData
  readonly cell: Rect
  margins: Margins
}

/** Draws all of a figure; `unit` is how many pixels a point has. */
export function drawFigure(figure: FigureData, canvas: Canvas, unit: number): void {
  const [width, height] = figure.size.map((inches) => inches * 72 * unit)
  canvas.path([rectPath({ left: 0, top: 0, width, height })], { fill: figure.faceColor })
  const title = linesOf(figure.title)
  const titleSize = figure.titleSize * unit
  title.forEach((line, i) =>
    canvas.text(width / 2, titleSize * (1.4 + i * lineHeight), line, {
      size: titleSize,
      color: black,
      anchor: 'middle',
    }),
  )
  const head = title.length === 0 ? 0 : titleSize * (0.8 + title.length * lineHeight)
  const columns = Math.floor((width - 24 * unit) / textWidth('x', labelSize * unit))
  const caption = linesOf(figure.caption).flatMap((line) => wrap(line, columns).split('\n'))
  const captionHeight = caption.length * labelSize * lineHeight * unit
  caption.forEach((line, i) =>
    canvas.text(12 * unit, height - captionHeight + labelSize * unit * (0.7 + i * lineHeight), line, {
      size: labelSize * unit,
      color: black,
      anchor: 'start',
    }),
  )
  const body = height - head - captionHeight
  const placed = figure.axes.map((axes): Placed => {
    const { left, right, top, bottom } = cellOf(axes.place)
    const cell = {
      left: left * width,
      top: head + top * body,
      width: (right - left) * width,
      height: (bottom - top) * body,
    }
    return { axes, cell, margins: marginsOf(axes, cell, unit) }
  })
  // Axes that begin in one line have their frames in one line too.
  for (const one of placed)
    for (const side of ['left', 'right', 'top', 'bottom'] as const)
      one.margins[side] = Math.max(
        ...placed.filter((other) => sameEdge(one.cell, other.cell, side)).map((other) => other.margins[side]),
      )
  for (const { axes, cell, margins } of placed) {
    const frame = fitted(axes, {
      left: cell.left + margins.left,
      top: cell.top + margins.top,
      width: Math.max(10, cell.width - margins.left - margins.right),
      height: Math.max(10, cell.height - margins.top - margins.bottom),
    })
    new AxesDrawing(axes, frame, canvas, unit).draw()
  }
}

function sameEdge(a: Rect, b: Rect, side: keyof Margins): boolean {
  const edge = ({ left, top, width, height }: Rect): number =>
    ({ left, top, right: left + width, bottom: top + height })[side]
  return Math.abs(edge(a) - edge(b)) < 0.5
}

/** matplotlib's counts of the parts that an axis of a length has room for. */
const partsAcross = (length: number, unit: number): number =>
  Math.min(9, Math.max(1, Math.floor(length / unit / 30)))
const partsUp = (length: number, unit: number): number =>
  Math.min(9, Math.max(1, Math.floor(length / unit / 20)))

function marginsOf(axes: AxesData, cell: Rect, unit: number): Margins {
  const { limits } = axes
  const title = linesOf(axes.title).length * axes.titleSize * lineHeight
  const margins = { left: 12, right: 14, top: 10 + (title > 0 ? title + 6 : 0), bottom: 10 }
  if (axes.isFramed) {
    const outside = tick.length + tick.pad
    const y = axes.y.marks(limits.y, partsUp(cell.height * 0.75, unit))
    const widest = axes.y.areLabelsShown
      ? Math.max(0, ...y.labels.map((text) => textWidth(oneLine(text), tick.size)))
      : 0
    const names = linesOf(axes.y.label).length
    margins.left += outside + widest + (names > 0 ? (names * lineHeight + labelGap - 0.4) * labelSize : 0)
    if (y.offset !== '') margins.top += title > 0 ? 4 : 8
    const x = axes.x.marks(limits.x, partsAcross(cell.width * 0.75, unit))
    const turned = Math.abs(Math.sin((axes.x.tickRotation * Math.PI) / 180))
    const tallest = axes.x.areLabelsShown
      ? Math.max(
          tick.size * 1.2,
          turned * Math.max(0, ...x.labels.map((text) => textWidth(oneLine(text), tick.size))),
        )
      : 0
    margins.bottom +=
      outside + tallest + linesOf(axes.x.label).length * labelSize * lineHeight + (x.offset === '' ? 0 : 12)
  }
  if (axes.colorBar) margins.right += 52 + (axes.colorBar.label === '' ? 0 : 14)
  return Object.fromEntries(
    Object.entries(margins).map(([side, size]) => [side, size * unit]),
  ) as unknown as Margins
}

/** The largest frame whose units are as long as `aspect` says, in the middle of its room. */
function fitted(axes: AxesData, room: Rect): Rect {
  if (axes.aspect === undefined) return room
  const { x, y } = axes.limits
  const [wide, high] = [Math.abs(x[1] - x[0]), Math.abs(y[1] - y[0]) * axes.aspect]
  if (!(wide > 0) || !(high > 0)) return room
  const scale = Math.min(room.width / wide, room.height / high)
  const [width, height] = [wide * scale, high * scale]
  return {
    left: room.left + (room.width - width) / 2,
    top: room.top + (room.height - height) / 2,
    width,
    height,
  }
}

class AxesDrawing {
  readonly #axes: AxesData
  readonly #frame: Rect
  readonly #canvas: Canvas
  readonly #unit: number

  constructor(axes: AxesData, frame: Rect, canvas: Canvas, unit: number) {
    this.#axes = axes
    this.#frame = frame
    this.#canvas = canvas
    this.#unit = unit
  }

  draw(): void {
    const axes = this.#axes
    const { limits } = axes
    const { left, top, width, height } = this.#frame
    const unit = this.#unit
    const canvas = this.#canvas
    const x = axes.x.marks(limits.x, partsAcross(width, unit))
    const y = axes.y.marks(limits.y, partsUp(height, unit))
    const placeX = axes.x.shareOf(limits.x)
    const placeY = axes.y.shareOf(limits.y)
    const across = x.values.map((value) => left + placeX(value) * width)
    const down = y.values.map((value) => top + (1 - placeY(value)) * height)
    if (axes.isFramed) canvas.path([rectPath(this.#frame)], { fill: axes.faceColor })
    const line = { stroke: gridColor, width: 0.8 * unit }
    if (axes.isFramed && axes.x.hasGrid)
      canvas.path(
        across.map((at): Point[] => [
          [at, top],
          [at, top + height],
        ]),
        line,
      )
    if (axes.isFramed && axes.y.hasGrid)
      canvas.path(
        down.map((at): Point[] => [
          [left, at],
          [left + width, at],
        ]),
        line,
      )
    const shapes = axes.drawn(limits).flatMap((one) => one.shapes)
    canvas.clip(this.#frame)
    for (const shape of shapes) if (shape.kind !== 'text') drawShape(canvas, shape, this.#frame, unit)
    canvas.clip(null)
    if (axes.isFramed) {
      canvas.path([rectPath(this.#frame)], { stroke: black, width: 0.8 * unit, isClosed: true })
      this.#marks(x, y, across, down)
    }
    for (const shape of shapes) if (shape.kind === 'text') drawShape(canvas, shape, this.#frame, unit)
    const titleSize = axes.titleSize * unit
    const title = linesOf(axes.title)
    const lift = y.offset !== '' && axes.isFramed ? 12 * unit : 6 * unit
    title.forEach((words, i) =>
      canvas.text(left + width / 2, top - lift - (title.length - 1 - i) * titleSize * lineHeight, words, {
        size: titleSize,
        color: axes.titleColor ?? black,
        anchor: 'middle',
      }),
    )
    if (axes.legendData) drawLegend(canvas, axes.legendData, shapes, this.#frame, unit)
    if (axes.colorBar) this.#colorBar()
  }

  #marks(x: Ticks, y: Ticks, across: readonly number[], down: readonly number[]): void {
    const { left, top, width, height } = this.#frame
    const axes = this.#axes
    const unit = this.#unit
    const canvas = this.#canvas
    const bottom = top + height
    const stroke = { stroke: black, width: tick.width * unit }
    const length = tick.length * unit
    const gap = (tick.length + tick.pad) * unit
    const size = tick.size * unit
    canvas.path(
      across.map((at): Point[] => [
        [at, bottom],
        [at, bottom + length],
      ]),
      stroke,
    )
    canvas.path(
      down.map((at): Point[] => [
        [left, at],
        [left - length, at],
      ]),
      stroke,
    )
    let below = bottom + gap
    if (axes.x.areLabelsShown) {
      const rotation = axes.x.tickRotation
      let tallest = size * 1.2
      x.labels.forEach((label, i) => {
        const text = oneLine(label)
        if (rotation === 0)
          return canvas.text(across[i], below + size * 0.8, text, { size, color: black, anchor: 'middle' })
        const reach = textWidth(text, size) * Math.abs(Math.sin((rotation * Math.PI) / 180))
        tallest = Math.max(tallest, reach)
        // Turned labels end below their marks.
        canvas.text(across[i] + size * 0.3, below + size * 0.5, text, {
          size,
          color: black,
          anchor: rotation > 0 ? 'end' : 'start',
          rotation,
        })
      })
      below += tallest
    }
    if (x.offset !== '')
      canvas.text(left + width, below + size * 0.7, x.offset, { size, color: black, anchor: 'end' })
    linesOf(axes.x.label).forEach((text, i) =>
      canvas.text(left + width / 2, below + labelSize * unit * (1 + i * lineHeight), text, {
        size: labelSize * unit,
        color: black,
        anchor: 'middle',
      }),
    )
    let widest = 0
    if (axes.y.areLabelsShown)
      y.labels.forEach((label, i) => {
        const text = oneLine(label)
        widest = Math.max(widest, textWidth(text, size))
        canvas.text(left - gap, down[i] + size * 0.35, text, { size, color: black, anchor: 'end' })
      })
    if (y.offset !== '') canvas.text(left, top - 3 * unit, y.offset, { size, color: black, anchor: 'start' })
    const names = linesOf(axes.y.label)
    names.forEach((text, i) =>
      canvas.text(
        left - gap - widest - labelSize * unit * (labelGap + (names.length - 1 - i) * lineHeight),
        top + height / 2,
        text,
        {
          size: labelSize * unit,
          color: black,
          anchor: 'middle',
          rotation: 90,
        },
      ),
    )
  }

  #colorBar(): void {
    const { of, label } = this.#axes.colorBar!
    if (of.shaded === null) return
    const unit = this.#unit
    const { left, top, width, height } = this.#frame
    const bar = { left: left + width + 10 * unit, top, width: 12 * unit, height }
    const [low, high] = of.shading.range(of.shaded)
    const canvas = this.#canvas
    const steps = 64
    canvas.image(
      bar,
      Array.from({ length: steps }, (_, i) => [of.shading.map.at((steps - 1 - i) / (steps - 1))]),
    )
    canvas.path([rectPath(bar)], { stroke: black, width: 0.8 * unit, isClosed: true })
    const { y } = this.#axes
    const scale = new (y.constructor as new () => typeof y)()
    const marks = scale.marks([low, high], partsUp(height, unit))
    const place = scale.shareOf([low, high])
    const right = bar.left + bar.width
    const size = tick.size * unit
    marks.values.forEach((value, i) => {
      const at = top + (1 - place(value)) * height
      canvas.path(
        [
          [
            [right, at],
            [right + tick.length * unit, at],
          ],
        ],
        { stroke: black, width: tick.width * unit },
      )
      canvas.text(right + (tick.length + 3) * unit, at + size * 0.35, oneLine(marks.labels[i]), {
        size,
        color: black,
        anchor: 'start',
      })
    })
    if (label !== '')
      canvas.text(right + 44 * unit, top + height / 2, oneLine(label), {
        size,
        color: black,
        anchor: 'middle',
        rotation: 90,
      })
  }
}
