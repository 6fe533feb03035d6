// Lines of equal height through a grid of numbers, by marching squares.

type Point = readonly [x: number, y: number]

/** The lines at which the numbers are `level`, each as its corners. */
export function contourLines(
  x: readonly number[],
  y: readonly number[],
  rows: readonly (readonly number[])[],
  level: number,
): { readonly x: number[]; readonly y: number[] }[] {
  const between = (a: number, b: number, from: number, to: number): number =>
    from + ((level - a) / (b - a)) * (to - from)
  const pieces: [Point, Point][] = []
  for (let r = 0; r + 1 < rows.length; r++)
    for (let c = 0; c + 1 < rows[r].length; c++) {
      const [a, b, d, e] = [rows[r][c], rows[r][c + 1], rows[r + 1][c + 1], rows[r + 1][c]]
      if (![a, b, d, e].every(Number.isFinite)) continue
      const crossings: Point[] = []
      if (a < level !== b < level) crossings.push([between(a, b, x[c], x[c + 1]), y[r]])
      if (b < level !== d < level) crossings.push([x[c + 1], between(b, d, y[r], y[r + 1])])
      if (e < level !== d < level) crossings.push([between(e, d, x[c], x[c + 1]), y[r + 1]])
      if (a < level !== e < level) crossings.push([x[c], between(a, e, y[r], y[r + 1])])
      if (crossings.length === 2) pieces.push([crossings[0], crossings[1]])
      else if (crossings.length === 4) {
        // A saddle: its middle says which sides belong together.
        const isHigh = (a + b + d + e) / 4 >= level
        const [first, second, third, fourth] = crossings
        if (isHigh === a >= level) pieces.push([first, second], [third, fourth])
        else pieces.push([first, fourth], [second, third])
      }
    }
  return joined(pieces)
}

/** Pieces whose ends meet, as one line each. */
function joined(pieces: readonly [Point, Point][]): { x: number[]; y: number[] }[] {
  const key = ([x, y]: Point): string => `${x},${y}`
  const at = new Map<string, number[]>()
  pieces.forEach((piece, i) => piece.forEach((end) => at.set(key(end), [...(at.get(key(end)) ?? []), i])))
  const used = new Set<number>()
  const next = (end: Point): Point | null => {
    const i = at.get(key(end))?.find((one) => !used.has(one))
    if (i === undefined) return null
    used.add(i)
    const [from, to] = pieces[i]
    return key(from) === key(end) ? to : from
  }
  const lines: { x: number[]; y: number[] }[] = []
  pieces.forEach(([from, to], i) => {
    if (used.has(i)) return
    used.add(i)
    const points: Point[] = [from, to]
    for (let end = next(to); end; end = next(end)) points.push(end)
    for (let end = next(from); end; end = next(end)) points.unshift(end)
    lines.push({ x: points.map(([x]) => x), y: points.map(([, y]) => y) })
  })
  return lines
}
