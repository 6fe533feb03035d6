// Draws a graph in text: labels in layers with lines between them, or, where that is too wide, as an indented list.
import type { Graph, GraphKind } from './graph.js'
import { layOut, type Placed } from './layers.js'
import { type Look, paint } from '../../terminal/look.js'

/** The directions that lines leave a cell in, as bits. */
const up = 1
const down = 2
const left = 4
const right = 8

const boxes = ' ╵╷│╴╯╮┤╶╰╭├─┴┬┼'
const plain = ' |||-++|-++|-+++'

/** A sheet of cells with lines, on which labels are written. */
class Sheet {
  readonly #cells: number[][] = []
  line(row: number, column: number, bits: number): void {
    const cells = (this.#cells[row] ??= [])
    cells[column] = (cells[column] ?? 0) | bits
  }
  vertical(column: number, from: number, to: number): void {
    for (let row = from; row <= to; row++) this.line(row, column, up | down)
  }
  horizontal(row: number, a: number, b: number): void {
    const [from, to] = a < b ? [a, b] : [b, a]
    this.line(row, from, right)
    for (let column = from + 1; column < to; column++) this.line(row, column, left | right)
    this.line(row, to, left)
  }
  text(row: number, glyphs: string): string {
    return Array.from(this.#cells[row] ?? [], (bits = 0) => glyphs[bits]).join('')
  }
}

interface Wire {
  readonly from: number
  readonly to: number
}

/** Edges between two layers with columns of their own: no two arrive in the same one, none arrives below another's start. */
function wiresBelow(layer: readonly Placed[], next: readonly Placed[]): Wire[] {
  const starts = new Set(layer.filter(({ below }) => below.length > 0).map(({ x }) => x))
  const taken = new Set<number>()
  const wires: Wire[] = []
  for (const item of next) {
    const sources = [...item.above].sort((a, b) => a.x - b.x)
    // Several edges into one node arrive side by side; a passing edge has one, which goes on in its own column.
    sources.forEach((source, i) => {
      const wish = item.x + 2 * i - (sources.length - 1)
      const isFree = (column: number): boolean =>
        column >= 0 && !taken.has(column) && (column === source.x || !starts.has(column))
      let to = wish
      for (let step = 1; !isFree(to); step++) to = wish + (step % 2 ? 1 : -1) * Math.ceil(step / 2)
      taken.add(to)
      wires.push({ from: source.x, to })
    })
  }
  return wires
}

/** Rows for the horizontal parts: those of one start share a row, those that would touch have rows of their own. */
function rowsFor(wires: readonly Wire[]): Map<number, number> {
  const spans = new Map<number, [number, number]>()
  for (const { from, to } of wires) {
    const [low, high] = spans.get(from) ?? [from, from]
    spans.set(from, [Math.min(low, to), Math.max(high, to)])
  }
  const rows: [number, number][][] = []
  const result = new Map<number, number>()
  for (const [from, span] of [...spans].sort((a, b) => a[1][0] - b[1][0])) {
    if (span[0] === span[1]) continue
    let row = rows.findIndex((taken) => taken.every(([low, high]) => span[1] < low || high < span[0]))
    if (row < 0) row = rows.push([]) - 1
    rows[row].push(span)
    result.set(from, row)
  }
  return result
}

const paints = (look: Look): { [kind in GraphKind]: (text: string) => string } => {
  const style = paint(look)
  return { leaf: style.green, op: style.cyan, fold: style.dim, here: style.bold.inverse }
}

function layered(graph: Graph, look: Look): string[] | undefined {
  const layers = layOut(graph)
  const styles = paints(look)
  const glyphs = look.unicode ? boxes : plain
  const lines: string[] = []
  let bends = new Map<Placed, number>()
  layers.forEach((layer, depth) => {
    // The labels, with passing edges between them.
    let line = ''
    let width = 0
    for (const item of layer) {
      const start = item.node < 0 ? (bends.get(item) ?? item.x) : item.x - Math.floor(item.width / 2)
      line += ' '.repeat(Math.max(0, start - width))
      width = Math.max(width, start)
      const label = item.node < 0 ? glyphs[up | down] : graph[item.node].label
      line += item.node < 0 ? label : styles[graph[item.node].kind](label)
      width += label.length
      if (item.node < 0) item.x = start
    }
    lines.push(line)
    const next = layers[depth + 1]
    if (!next) return
    const wires = wiresBelow(layer, next)
    bends = new Map()
    let at = 0
    for (const item of next)
      for (let i = 0; i < item.above.length; i++) {
        if (item.node < 0) bends.set(item, wires[at].to)
        at++
      }
    const rows = rowsFor(wires)
    const height = Math.max(0, ...[...rows.values()].map((row) => row + 1)) || 1
    const sheet = new Sheet()
    for (const { from, to } of wires) {
      const row = rows.get(from)
      if (row === undefined) {
        sheet.vertical(from, 0, height - 1)
        continue
      }
      sheet.vertical(from, 0, row - 1)
      sheet.line(row, from, up)
      if (to !== from) sheet.horizontal(row, from, to)
      sheet.line(row, to, down)
      sheet.vertical(to, row + 1, height - 1)
    }
    for (let row = 0; row < height; row++) lines.push(sheet.text(row, glyphs))
  })
  const widths = layers.flat().map(({ x, width }) => x + width - Math.floor(width / 2))
  return Math.max(...widths) <= look.width ? lines : undefined
}

/** One line a node, its inputs below it: the longest branch straight on, the others indented. A number marks what is met again. */
function indented(graph: Graph, look: Look): string[] {
  const styles = paints(look)
  const style = paint(look)
  const uses = graph.map(() => 0)
  for (const { inputs } of graph) for (const input of inputs) uses[input]++
  const numbers = new Map<number, number>()
  const lines: string[] = []
  const [branch, through] = look.unicode ? ['├─', '│ '] : ['|-', '| ']
  const heights = graph.map(() => 0)
  for (let i = graph.length - 1; i >= 0; i--)
    heights[i] =
      (graph[i].kind === 'fold' ? 2 : 1) + Math.max(0, ...graph[i].inputs.map((input) => heights[input]))
  const walk = (i: number, indent: string, below: string): void => {
    const { label, kind, inputs } = graph[i]
    const known = numbers.get(i)
    if (known === undefined && uses[i] > 1) numbers.set(i, numbers.size + 1)
    const mark = uses[i] > 1 ? style.yellow(` [${numbers.get(i)}]`) : ''
    lines.push(
      `${style.dim(indent)}${styles[kind](label)}${mark}${known && inputs.length > 0 ? ' above' : ''}`,
    )
    if (known !== undefined) return
    // The longest branch goes straight on, so that a deep graph stays narrow; the others are indented.
    const sorted = [...inputs].sort((a, b) => heights[a] - heights[b])
    const main = sorted.pop()
    for (const input of sorted) walk(input, `${below}${branch}`, `${below}${through}`)
    if (main === undefined) return
    walk(main, below, below)
  }
  walk(0, '', '')
  return lines
}

/** The picture of a graph. Results stand above what they were computed from. */
export function drawGraph(graph: Graph, look: Look): string {
  const ascii = (text: string): string => (look.unicode ? text : text.replaceAll('…', '...'))
  const ready = graph.map((node) => ({ ...node, label: ascii(node.label) }))
  const lines = layered(ready, look) ?? indented(ready, look)
  return lines.map((line) => line.trimEnd()).join('\n')
}
