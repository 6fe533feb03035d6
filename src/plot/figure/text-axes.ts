// Axes as text: title, legend, names of the axes, marks with their labels, and between them what is drawn.
import { visibleName } from '../../base/visible.js'
import { shorten, widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import type { AxesData } from './axes.js'
import type { Cells } from './cells.js'
import { type Ink } from './cells.js'
import { withFormulas } from './math-text.js'
import type { Sample } from './shapes.js'
import {
  drawArea,
  drawImage,
  drawMarks,
  drawPath,
  drawText,
  type Inner,
  type SeriesStyle,
  shadesOf,
} from './text-shapes.js'
import { labelsOf, type Ticks } from './ticks.js'

export interface Box {
  readonly column: number
  readonly row: number
  readonly width: number
  readonly height: number
}

/** Marks for series where there are no colours, and blocks. */
const marks = ['o', 'x', '+', '*', '#', '@', '%', '&']
const blocks = { unicode: ['█', '░', '▒', '▓'], plain: ['#', '=', ':', '%', '+'] }
const ownMarks: Readonly<Record<string, string>> = {
  '.': '.',
  ',': '.',
  '^': '^',
  v: 'v',
  x: 'x',
  X: 'x',
  '+': '+',
  P: '+',
  '*': '*',
  s: '#',
  D: 'd',
  d: 'd',
  '<': '<',
  '>': '>',
  '|': '|',
  _: '_',
}

/** How each series is drawn. Braille tells series apart only by colours; a point on a line has to be seen on it. */
function stylesOf(axes: AxesData, { unicode, level }: Ink): Map<object, SeriesStyle> {
  const styles = new Map<object, SeriesStyle>()
  const taken = new Set<string>()
  let [areas, curves, points] = [0, 0, 0]
  const { unicode: blockList, plain } = blocks
  const kinds = axes.artists.map((artist) => ({ artist, look: artist.sample() }))
  const pointSeries = new Set(
    kinds.filter(({ look }) => look?.marker && !look.line).map(({ artist }) => artist.series),
  )
  for (const { artist, look } of kinds) {
    if (look === null || styles.has(artist.series)) continue
    const list = unicode ? blockList : plain
    const block = level > 0 && unicode ? '█' : list[(look.fill ? areas++ : 0) % list.length]
    const isCurve = look.line !== undefined
    const own = look.marker && ownMarks[look.marker.marker]
    const free = marks.find((mark) => !taken.has(mark)) ?? '*'
    const mark =
      own !== undefined && !taken.has(own)
        ? own
        : isCurve && !look.marker
          ? (marks.slice(2).find((one) => !taken.has(one)) ?? '*')
          : free
    const isFirst = isCurve ? curves++ === 0 : points++ === 0
    const isAlone = isCurve ? isFirst : isFirst && pointSeries.size === 1
    const isBraille = unicode && (level > 0 || isAlone)
    if (!isBraille || look.marker) taken.add(mark)
    styles.set(artist.series, { mark, isBraille, block })
  }
  return styles
}

const otherStyle: SeriesStyle = { mark: '*', isBraille: true, block: '█' }

export class TextAxes {
  readonly #axes: AxesData
  readonly #ink: Ink
  readonly #cells: Cells
  readonly #styles: Map<object, SeriesStyle>

  constructor(axes: AxesData, cells: Cells, ink: Ink) {
    this.#axes = axes
    this.#cells = cells
    this.#ink = ink
    this.#styles = stylesOf(axes, ink)
  }

  #styleOf(series: object): SeriesStyle {
    return (
      this.#styles.get(series) ?? {
        ...otherStyle,
        isBraille: this.#ink.unicode,
        block: this.#ink.unicode ? '█' : '#',
      }
    )
  }

  draw(box: Box): void {
    const axes = this.#axes
    const title = textLines(axes.title, box.width)
    const legend = this.#legendLines(box.width)
    const yName = axes.isFramed ? textLines(axes.y.label, box.width).join(' ') : ''
    const offset = axes.isFramed ? axes.y.marks(axes.limits.y, 5, this.#ink.unicode).offset : ''
    const head = [yName, offset].filter(Boolean).join('  ')
    const isBeside = legend.length === 1 && widthOf(head) + legend[0].width + 4 <= box.width
    const room = box.height - title.length
    // Where there are few rows, the picture is what matters.
    const showsLegend = legend.length > 0 && room - legend.length >= 5
    const showsHead = head !== '' && room - (showsLegend && !isBeside ? legend.length : 0) >= 6
    let row = box.row
    title.forEach((line) => this.#center(line, box, row++, true))
    if (showsLegend && showsHead && isBeside) {
      this.#cells.write(box.column, row, head)
      this.#drawLegend(legend[0], box.column + box.width - legend[0].width, row++)
    } else {
      if (showsLegend)
        for (const line of legend)
          this.#drawLegend(line, box.column + Math.max(0, Math.floor((box.width - line.width) / 2)), row++)
      if (showsHead) this.#cells.write(box.column, row++, head, {}, box.width)
    }
    this.#body({ ...box, row, height: box.row + box.height - row })
  }

  #center(line: string, box: Box, row: number, isBold: boolean): void {
    const column = box.column + Math.max(0, Math.floor((box.width - widthOf(line)) / 2))
    this.#cells.write(column, row, line, { isBold }, box.column + box.width - column)
  }

  #body(box: Box): void {
    const axes = this.#axes
    const { unicode } = this.#ink
    const limits = axes.limits
    const { isFramed } = axes
    const barLine = axes.colorBar ? 1 : 0
    const xTicks = (width: number): Ticks => this.#xMarks(limits.x, width)
    const labelsX = isFramed && axes.x.areLabelsShown && (axes.x.ticks === null || axes.x.ticks.length > 0)
    const xName = isFramed ? [axes.x.label, xTicks(box.width).offset].filter(Boolean).join('  ') : ''
    const names = box.height - 4 - barLine >= 3 ? textLines(xName, box.width) : []
    const below = (isFramed ? 1 : 0) + (labelsX && box.height >= 4 ? 1 : 0) + names.length + barLine
    let height = Math.max(1, box.height - below)
    const yMarks = (): Ticks =>
      axes.y.marks(limits.y, Math.min(9, Math.max(1, Math.floor((height - 1) / 2))), unicode)
    let y = yMarks()
    const labelWidth = (): number =>
      isFramed && axes.y.areLabelsShown
        ? Math.min(Math.floor(box.width / 3), Math.max(0, ...y.labels.map((text) => widthOf(oneLine(text)))))
        : 0
    let margin = isFramed ? labelWidth() + 2 : 0
    let width = Math.max(1, box.width - margin)
    if (axes.aspect !== undefined) {
      const size = fitted(
        Math.abs(limits.x[1] - limits.x[0]),
        Math.abs(limits.y[1] - limits.y[0]) * axes.aspect,
        width,
        height,
      )
      ;({ width, height } = size)
      y = yMarks()
      margin = isFramed ? labelWidth() + 2 : 0
    }
    const spare = axes.aspect === undefined ? 0 : Math.floor((box.width - margin - width) / 2)
    const inner: Inner = { column: box.column + margin + Math.max(0, spare), row: box.row, width, height }
    const x = xTicks(width)
    const placeX = axes.x.shareOf(limits.x)
    const placeY = axes.y.shareOf(limits.y)
    const columns = x.values.map((value) => Math.round(placeX(value) * (width - 1)))
    const rows = y.values.map((value) => Math.round((1 - placeY(value)) * (height - 1)))
    this.#content(inner, limits)
    this.#grid(inner, columns, rows)
    if (isFramed) {
      this.#frame(inner, columns, rows, y.labels, axes.y.areLabelsShown ? margin - 2 : 0)
      if (labelsX && box.height >= 4) this.#labelsBelow(inner, columns, x.labels, box)
    }
    let row = inner.row + inner.height + below - names.length - barLine
    // The name of the axis stands below its middle.
    for (const line of names) {
      const column = Math.max(box.column, inner.column + Math.floor((inner.width - widthOf(line)) / 2))
      this.#cells.write(
        Math.min(column, Math.max(box.column, box.column + box.width - widthOf(line))),
        row++,
        line,
        {},
        box.width,
      )
    }
    if (axes.colorBar) this.#bar(inner, row, box)
  }

  /** As many marks as their labels leave room for. */
  #xMarks(limits: readonly [number, number], width: number): Ticks {
    const { x } = this.#axes
    const { unicode } = this.#ink
    for (let parts = Math.min(9, Math.max(1, Math.floor(width / 6))); ; parts--) {
      const found = x.marks(limits, parts, unicode)
      const place = x.shareOf(limits)
      const isFixed = x.ticks !== null || x.categories.length > 0
      const columns = found.values.map((value) => place(value) * (width - 1))
      const touches = found.labels.some((text, i) => {
        if (i === 0) return false
        const room = Math.abs(columns[i] - columns[i - 1])
        return (widthOf(oneLine(text)) + widthOf(oneLine(found.labels[i - 1]))) / 2 + 1 > room
      })
      if (!touches || isFixed || parts <= 1) return found
    }
  }

  #content(inner: Inner, limits: AxesData['limits']): void {
    const cells = this.#cells
    const ink = this.#ink
    const drawn = this.#axes.drawn(limits)
    const texts: (() => void)[] = []
    for (const { artist, shapes } of drawn) {
      const style = this.#styleOf(artist.series)
      const hasLine = shapes.some(({ kind }) => kind === 'path')
      for (const shape of shapes)
        switch (shape.kind) {
          case 'path':
            drawPath(cells, inner, shape, style)
            break
          case 'marks':
            // On a curve a point has to be seen.
            drawMarks(cells, inner, shape, hasLine ? { ...style, isBraille: false } : style)
            break
          case 'area':
            drawArea(cells, inner, shape, style, ink)
            break
          case 'image':
            drawImage(cells, inner, shape, ink)
            break
          case 'text':
            texts.push(() => drawText(cells, inner, shape))
        }
    }
    for (const draw of texts) draw()
  }

  #grid({ column, row, width, height }: Inner, columns: readonly number[], rows: readonly number[]): void {
    const { x, y } = this.#axes
    const [upright, level] = this.#ink.unicode ? ['┊', '┈'] : [':', '.']
    const put = (right: number, down: number, text: string): void => {
      if (this.#cells.isEmpty(column + right, row + down))
        this.#cells.put(column + right, row + down, text, { isDim: true })
    }
    if (x.hasGrid)
      for (const right of columns) for (let down = 0; down < height; down++) put(right, down, upright)
    if (y.hasGrid)
      for (const down of rows) for (let right = 0; right < width; right++) put(right, down, level)
  }

  #frame(
    inner: Inner,
    columns: readonly number[],
    rows: readonly number[],
    labels: readonly string[],
    room: number,
  ): void {
    const { column, row, width, height } = inner
    const cells = this.#cells
    const [side, tick, corner, bottom, mark] = this.#ink.unicode
      ? ['│', '┤', '└', '─', '┬']
      : ['|', '+', '+', '-', '+']
    for (let down = 0; down < height; down++) cells.put(column - 1, row + down, side)
    const taken = new Set<number>()
    rows.forEach((down, i) => {
      if (down < 0 || down >= height || taken.has(down)) return
      taken.add(down)
      cells.put(column - 1, row + down, tick)
      const text = this.#short(oneLine(labels[i]), room)
      cells.write(column - 2 - widthOf(text), row + down, text)
    })
    cells.put(column - 1, row + height, corner)
    for (let right = 0; right < width; right++) cells.put(column + right, row + height, bottom)
    for (const right of columns)
      if (right >= 0 && right < width) cells.put(column + right, row + height, mark)
  }

  #labelsBelow(inner: Inner, columns: readonly number[], labels: readonly string[], box: Box): void {
    let free = box.column
    const row = inner.row + inner.height + 1
    const end = box.column + box.width
    const gaps = columns.slice(1).map((at, i) => Math.abs(at - columns[i]))
    const room = gaps.length > 0 ? Math.max(3, Math.min(...gaps) - 1) : box.width
    columns.forEach((right, i) => {
      const whole = oneLine(labels[i])
      // Names that are too long for their places are cut; numbers are left out.
      const text = /^[-+\d.e]*$/i.test(whole) ? whole : this.#short(whole, room)
      const length = widthOf(text)
      if (length === 0) return
      const wanted = inner.column + right - Math.floor((length - 1) / 2)
      const start = Math.max(box.column, Math.min(wanted, end - length))
      if (start < free || start < wanted - length || length > box.width) return
      this.#cells.write(start, row, text)
      free = start + length + 1
    })
  }

  #short(text: string, columns: number): string {
    const cut = shorten(text, columns)
    return this.#ink.unicode ? cut : cut.replace(/…$/, '.')
  }

  // ---- the legend ----

  #legendLines(width: number): LegendLine[] {
    const { legendData: legend } = this.#axes
    if (legend === null) return []
    const lines: LegendLine[] = []
    const parts: LegendPart[] = legend.samples.map((sample) => {
      const text = oneLine(sample.label)
      return { sample, text, width: 3 + widthOf(text) }
    })
    for (const part of parts) {
      const last = lines.at(-1)
      if (last && last.width + 3 + part.width <= width) {
        last.parts.push(part)
        last.width += 3 + part.width
      } else lines.push({ parts: [part], width: part.width })
    }
    return lines
  }

  #drawLegend({ parts }: LegendLine, column: number, row: number): void {
    let at = column
    for (const { sample, text, width } of parts) {
      const { line, marker, fill } = sample
      const { mark, isBraille, block } = this.#styleOf(sample.of)
      const color = line?.color ?? marker?.color ?? fill ?? null
      const stroke = isBraille ? (line?.dash === 'solid' ? '⠒⠒' : '⠒⠐') : mark + mark
      const points = marker && (isBraille && !line ? '⠶' : mark)
      const shown = line ? (points ? points + stroke[1] : stroke) : (points ?? block + block)
      this.#cells.write(at, row, shown, { color: color && [color[0], color[1], color[2], 1] })
      this.#cells.write(at + 3, row, text, {}, Math.max(0, this.#cells.width - at - 3))
      at += width + 3
    }
  }

  /** What the colours mean, below the picture. */
  #bar(inner: Inner, row: number, box: Box): void {
    const { of, label } = this.#axes.colorBar!
    if (of.shaded === null) return
    const [low, high] = of.shading.range(of.shaded)
    const [left, right] = [low, high].map((value) => plainLabel(value, Math.abs(high - low)))
    const isColored = this.#ink.level > 1
    const steps = Math.max(5, Math.min(20, box.width - left.length - right.length - widthOf(label) - 6))
    const shades = shadesOf(this.#ink)
    const length = left.length + steps + 1 + widthOf([right, label].filter(Boolean).join('  ')) + 1
    let at = Math.max(box.column, Math.min(inner.column, box.column + box.width - length))
    this.#cells.write(at, row, left)
    at += left.length + 1
    for (let i = 0; i < steps; i++) {
      const share = i / (steps - 1)
      const text = this.#ink.unicode ? '█' : '#'
      if (isColored) this.#cells.put(at + i, row, text, { color: of.shading.map.at(share) })
      else
        this.#cells.put(at + i, row, shades[Math.min(shades.length - 1, Math.floor(share * shades.length))])
    }
    this.#cells.write(
      at + steps + 1,
      row,
      [right, label].filter(Boolean).join('  '),
      {},
      box.column + box.width - at - steps - 1,
    )
  }
}

interface LegendPart {
  readonly sample: Sample
  readonly text: string
  readonly width: number
}
interface LegendLine {
  readonly parts: LegendPart[]
  width: number
}

/** A label in one line. */
const oneLine = (text: string): string => visibleName(withFormulas(text).replace(/\n/g, ' '))

/** A title in the lines it has, those that are too long broken at blanks. */
function textLines(text: string, width: number): string[] {
  if (text.trim() === '') return []
  return withFormulas(text)
    .split('\n')
    .flatMap((line) => wrap(visibleName(line), width).split('\n'))
    .map((line) => shorten(line.trimEnd(), width))
}

const plainLabel = (value: number, size: number): string =>
  labelsOf([value, value + size], 'linear').offset === ''
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1)

/** The largest cells of axes whose units are equally long; a character is twice as high as wide. */
function fitted(
  dataWidth: number,
  dataHeight: number,
  width: number,
  height: number,
): { width: number; height: number } {
  if (!(dataWidth > 0) || !(dataHeight > 0)) return { width, height }
  let scale = Math.min(width / dataWidth, (height * 2) / dataHeight)
  if (scale > 2) scale = Math.floor(scale / 2) * 2
  else if (scale > 1) scale = 1
  return {
    width: Math.max(1, Math.min(width, Math.round(dataWidth * scale))),
    height: Math.max(1, Math.min(height, Math.round((dataHeight * scale) / 2))),
  }
}
