// Lines as shapes: as wide as they are drawn, round at their corners, cut into dashes.
import type { Point } from './canvas.js'

export type Polygon = readonly Point[]

/** All of the same turn, so that where two overlap nothing is left out. */
function turned(polygon: Point[]): Point[] {
  const area = polygon.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = polygon[(i + 1) % polygon.length]
    return sum + x * nextY - nextX * y
  }, 0)
  return area < 0 ? polygon.reverse() : polygon
}

/** The corners of a circle. */
export function disc([x, y]: Point, radius: number): Point[] {
  const corners = Math.max(8, Math.min(32, Math.ceil(radius * 6)))
  return Array.from({ length: corners }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / corners
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
  })
}

function bar([x0, y0]: Point, [x1, y1]: Point, half: number): Point[] {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1
  const [right, down] = [(-(y1 - y0) / length) * half, ((x1 - x0) / length) * half]
  return [
    [x0 + right, y0 + down],
    [x1 + right, y1 + down],
    [x1 - right, y1 - down],
    [x0 - right, y0 - down],
  ]
}

/** Cuts a line into its dashes. */
function dashed(line: readonly Point[], dash: readonly number[]): Point[][] {
  const parts: Point[][] = []
  let at = 0
  let left = dash[0]
  let part: Point[] = [line[0]]
  for (let i = 1; i < line.length; i++) {
    let [x, y] = line[i - 1]
    const [toX, toY] = line[i]
    let length = Math.hypot(toX - x, toY - y)
    // A line that goes far out of the picture has no dashes that anybody sees.
    if (!(length < 1e5)) return [[...line]]
    while (length > left) {
      const share = left / length
      ;[x, y] = [x + (toX - x) * share, y + (toY - y) * share]
      length -= left
      if (at % 2 === 0) parts.push([...part, [x, y]])
      part = [[x, y]]
      left = dash[++at % dash.length]
    }
    left -= length
    part.push([toX, toY])
  }
  if (at % 2 === 0 && part.length > 1) parts.push(part)
  return parts
}

/** The shapes that lines cover. */
export function outlineOf(
  lines: readonly (readonly Point[])[],
  width: number,
  dash?: readonly number[],
  isClosed = false,
): Polygon[] {
  const half = width / 2
  return lines.flatMap((given): Polygon[] => {
    if (given.length === 0) return []
    const whole = isClosed ? [...given, given[0]] : given
    if (whole.length === 1) return [turned(disc(whole[0], half))]
    const parts = dash && dash.some((length) => length > 0) ? dashed(whole, dash) : [whole]
    return parts.flatMap((line) =>
      line.slice(1).flatMap((end, i): Polygon[] => {
        const piece = turned(bar(line[i], end, half))
        const isCorner = i > 0 || isClosed
        return isCorner ? [piece, turned(disc(line[i], half))] : [piece]
      }),
    )
  })
}
