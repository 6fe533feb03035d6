// Shapes on a canvas: where their shares of the axes lie in pixels, and how wide their lines are.
import { visibleName } from '../../base/visible.js'
import { type Canvas, type Point, type Rect } from './canvas.js'
import type { Color } from './colors.js'
import { withFormulas } from './math-text.js'
import { type Dash, type MarksShape, markerOutline, type Shape } from './shapes.js'

/** From one line of text to the next, in sizes of the text. */
export const lineHeight = 1.2

/** Lengths of dashes and gaps in widths of the line. */
export const dashPattern = (dash: Dash, width: number): number[] | undefined => {
  const patterns = { solid: undefined, dashed: [3.7, 1.6], dotted: [1, 1.65], dashdot: [6.4, 1.6, 1, 1.6] }
  return patterns[dash]?.map((length) => length * width)
}

export function drawMarker(
  canvas: Canvas,
  [x, y]: Point,
  marker: string,
  size: number,
  color: Color,
  edge: Color | null,
  unit: number,
): void {
  if ('o.,'.includes(marker))
    return canvas.circle([x, y], size / 2, { fill: color, stroke: edge, width: unit })
  const { parts, isFilled } = markerOutline(marker)
  const placed = parts.map((part) => part.map(([right, up]): Point => [x + right * size, y - up * size]))
  if (isFilled) canvas.path(placed, { fill: color, stroke: edge, width: unit, isClosed: true })
  else canvas.path(placed, { stroke: color, width: 1.5 * unit })
}

function drawMarks(
  canvas: Canvas,
  shape: MarksShape,
  place: (x: number, y: number) => Point,
  unit: number,
): void {
  const { x, y, size, color } = shape
  const one = typeof color[0] === 'number' ? (color as Color) : null
  x.forEach((at, i) => {
    if (!Number.isFinite(at) || !Number.isFinite(y[i])) return
    const diameter = (typeof size === 'number' ? size : size[i]) * unit
    drawMarker(
      canvas,
      place(at, y[i]),
      shape.marker,
      diameter,
      one ?? (color as readonly Color[])[i],
      shape.edge,
      unit,
    )
  })
}

/** The parts of a line; numbers that are not finite interrupt it. */
function runs(x: readonly number[], y: readonly number[], place: (x: number, y: number) => Point): Point[][] {
  const parts: Point[][] = [[]]
  x.forEach((at, i) => {
    if (Number.isFinite(at) && Number.isFinite(y[i])) parts[parts.length - 1].push(place(at, y[i]))
    else if (parts[parts.length - 1].length > 0) parts.push([])
  })
  return parts.filter((part) => part.length > 0)
}

export function drawShape(
  canvas: Canvas,
  shape: Shape,
  { left, top, width, height }: Rect,
  unit: number,
): void {
  // What lies far outside is drawn no further than this, where no line of the picture changes.
  const limit = (share: number): number => Math.max(-1000, Math.min(1000, share))
  const place = (x: number, y: number): Point => [left + limit(x) * width, top + (1 - limit(y)) * height]
  switch (shape.kind) {
    case 'path': {
      const stroke = {
        stroke: shape.color,
        width: shape.width * unit,
        dash: dashPattern(shape.dash, shape.width * unit),
      }
      canvas.path(runs(shape.x, shape.y, place), stroke)
      return
    }
    case 'marks':
      return drawMarks(canvas, shape, place, unit)
    case 'area':
      canvas.path([shape.x.map((x, i) => place(x, shape.y[i]))], {
        fill: shape.fill,
        stroke: shape.edge,
        width: shape.edgeWidth * unit,
        isClosed: true,
      })
      return
    case 'image': {
      const [x0, y0] = place(shape.left, shape.top)
      const [x1, y1] = place(shape.right, shape.bottom)
      canvas.image({ left: x0, top: y0, width: x1 - x0, height: y1 - y0 }, shape.pixels)
      return
    }
    case 'text': {
      const [x, y] = place(shape.x, shape.y)
      if (!Number.isFinite(x) || !Number.isFinite(y)) return
      const size = shape.size * unit
      const lines = withFormulas(shape.text).split('\n').map(visibleName)
      const whole = size * lineHeight * (lines.length - 1)
      const first =
        shape.down === 'top'
          ? y + size * 0.9
          : shape.down === 'center'
            ? y + size * 0.35 - whole / 2
            : y - whole - (shape.down === 'bottom' ? size * 0.2 : 0)
      const anchor = ({ left: 'start', center: 'middle', right: 'end' } as const)[shape.across] ?? 'start'
      lines.forEach((text, i) =>
        canvas.text(x, first + i * size * lineHeight, text, {
          size,
          color: shape.color,
          anchor,
          isBold: shape.isBold,
          rotation: shape.rotation,
        }),
      )
    }
  }
}
