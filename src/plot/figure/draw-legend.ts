// The legend on a canvas: a box where it hides least, or where it is asked for.
import { visibleName } from '../../base/visible.js'
import { widthOf } from '../../terminal/width.js'
import type { Legend } from './axes.js'
import { type Canvas, type Rect, rectPath } from './canvas.js'
import { black } from './colors.js'
import { dashPattern, drawMarker } from './draw-shapes.js'
import { withFormulas } from './math-text.js'
import type { Shape } from './shapes.js'

const size = 10
const row = 14
const handle = 20

/** Where the box's corner lies, as shares of the room that is left. */
const places: Readonly<Record<string, readonly [x: number, y: number]>> = {
  'upper right': [1, 0],
  'upper left': [0, 0],
  'lower left': [0, 1],
  'lower right': [1, 1],
  right: [1, 0.5],
  'center left': [0, 0.5],
  'center right': [1, 0.5],
  'lower center': [0.5, 1],
  'upper center': [0.5, 0],
  center: [0.5, 0.5],
}
const byNumber = ['best', ...Object.keys(places)]

/** How many points of what is drawn lie in a part of the axes, given by shares. */
function hidden(shapes: readonly Shape[], left: number, right: number, bottom: number, top: number): number {
  let count = 0
  for (const shape of shapes) {
    if (shape.kind === 'text' || shape.kind === 'image') continue
    for (let i = 0; i < shape.x.length; i++) {
      if (shape.x[i] >= left && shape.x[i] <= right && shape.y[i] >= bottom && shape.y[i] <= top) count++
      // Of long lines what lies between their ends, too.
      if (shape.kind !== 'path' || i === 0) continue
      for (let k = 1; k < 10; k++) {
        const x = shape.x[i - 1] + ((shape.x[i] - shape.x[i - 1]) * k) / 10
        const y = shape.y[i - 1] + ((shape.y[i] - shape.y[i - 1]) * k) / 10
        if (x >= left && x <= right && y >= bottom && y <= top) count += 0.1
      }
    }
    if (shape.kind === 'area') {
      const [x0, x1, y0, y1] = [
        Math.min(...shape.x),
        Math.max(...shape.x),
        Math.min(...shape.y),
        Math.max(...shape.y),
      ]
      if (x0 < right && x1 > left && y0 < top && y1 > bottom) count++
    }
  }
  return count
}

export function drawLegend(
  canvas: Canvas,
  legend: Legend,
  shapes: readonly Shape[],
  frame: Rect,
  unit: number,
): void {
  const { samples, title } = legend
  if (samples.length === 0) return
  const columns = Math.max(1, Math.min(legend.columns, samples.length))
  const rows = Math.ceil(samples.length / columns)
  const labels = samples.map(({ label }) => visibleName(withFormulas(label).replace(/\n/g, ' ')))
  const column = (handle + 8 + Math.max(...labels.map((text) => widthOf(text) * size * 0.6)) + 8) * unit
  const width = Math.max(column * columns + 4 * unit, (widthOf(title) * size * 0.6 + 12) * unit)
  const height = (rows * row + (title === '' ? 0 : row) + 8) * unit
  const gap = 6 * unit
  const room = { width: frame.width - width - 2 * gap, height: frame.height - height - 2 * gap }
  const at = ([x, y]: readonly [number, number]): Rect => ({
    left: frame.left + gap + x * room.width,
    top: frame.top + gap + y * room.height,
    width,
    height,
  })
  const wanted = /^\d+$/.test(legend.location) ? byNumber[Number(legend.location)] : legend.location
  const fixed = places[wanted]
  const box = fixed
    ? at(fixed)
    : Object.values(places)
        .map((place, i) => {
          const one = at(place)
          const left = (one.left - frame.left) / frame.width
          const bottom = 1 - (one.top + one.height - frame.top) / frame.height
          return {
            one,
            cost:
              hidden(shapes, left, left + width / frame.width, bottom, bottom + height / frame.height) +
              i * 1e-3,
          }
        })
        .reduce((best, next) => (next.cost < best.cost ? next : best)).one
  canvas.path([rectPath(box)], {
    fill: [1, 1, 1, 0.8],
    stroke: [0.8, 0.8, 0.8, 1],
    width: unit,
    isClosed: true,
  })
  const text = { size: size * unit, color: black, anchor: 'start' } as const
  if (title !== '')
    canvas.text(box.left + box.width / 2, box.top + 13 * unit, visibleName(title), {
      ...text,
      anchor: 'middle',
    })
  samples.forEach((sample, i) => {
    const left = box.left + 6 * unit + Math.floor(i / rows) * column
    const middle = box.top + ((i % rows) * row + 11 + (title === '' ? 0 : row)) * unit
    const { line, marker, fill } = sample
    const right = left + handle * unit
    if (fill)
      canvas.path([rectPath({ left, top: middle - 3.5 * unit, width: handle * unit, height: 7 * unit })], {
        fill,
      })
    if (line) {
      const lineWidth = line.width * unit
      canvas.path(
        [
          [
            [left, middle],
            [right, middle],
          ],
        ],
        { stroke: line.color, width: lineWidth, dash: dashPattern(line.dash, lineWidth) },
      )
    }
    if (marker)
      drawMarker(
        canvas,
        [(left + right) / 2, middle],
        marker.marker,
        Math.min(marker.size, 10) * unit,
        marker.color,
        null,
        unit,
      )
    canvas.text(right + 8 * unit, middle + size * 0.35 * unit, labels[i], text)
  })
}
