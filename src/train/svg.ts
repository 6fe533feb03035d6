// The last picture of a training as an SVG: the data with what was fitted, and beside them the loss.
import { AxesData, FigureData } from '../plot/figure/axes.js'
import { colorOf } from '../plot/figure/colors.js'
import { Line2D, PathCollection, Shading } from '../plot/figure/lines.js'
import { figureSvg } from '../plot/figure/svg.js'
import { said } from '../terminal/speech.js'
import type { Range, Scene } from './scene.js'

/** Told apart by all kinds of colour vision (Okabe and Ito). */
const groupColors = ['#0072b2', '#e69f00'].map((hex) => colorOf(hex))
const curveColor = colorOf('#cc3377')

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

function axesAt(place: number, title: string, names: { readonly x: string; readonly y: string }): AxesData {
  const axes = new AxesData({ rows: 1, columns: 2, from: place, to: place })
  axes.title = title
  axes.x.label = names.x
  axes.y.label = names.y
  axes.x.hasGrid = true
  axes.y.hasGrid = true
  return axes
}

function dataAxes(title: string, { x, y, group, classes, curve, ranges, names }: Scene): AxesData {
  const axes = axesAt(0, title, names)
  Object.assign(axes.x, { low: ranges.x[0], high: ranges.x[1] })
  Object.assign(axes.y, { low: ranges.y[0], high: ranges.y[1] })
  const series = (classes ?? ['']).map((label, one) => {
    const chosen = x.map((_, i) => i).filter((i) => (group?.[i] ?? 0) === one)
    const at = (values: readonly number[]): number[] => chosen.map((i) => values[i])
    const points = new PathCollection(at(x), at(y), [24], 'o', new Shading(undefined))
    Object.assign(points, { colors: [groupColors[one]], alpha: 0.7, label })
    return axes.add(points)
  })
  const line = new Line2D(
    curve.map(([at]) => at),
    curve.map(([, at]) => at),
    curveColor,
  )
  line.label = said(names.curve)
  axes.add(line)
  const shown = classes === null ? [] : [...series, line]
  const samples = shown.map((artist) => ({ ...artist.sample(), label: artist.label, of: artist.series }))
  axes.legendData = { samples, title: '', location: 'best', columns: 1 }
  return axes
}

function lossAxes(losses: readonly number[], [first, last]: Range, isLog: boolean): AxesData {
  const axes = axesAt(1, said('loss'), { x: said('iteration'), y: '' })
  if (isLog) axes.y.scale = 'log'
  Object.assign(axes.x, { low: first, high: last > first ? last : first + 1 })
  const at = (i: number): number => first + ((last - first) * i) / Math.max(1, losses.length - 1)
  const places = losses.map((_, i) => at(i))
  axes.add(new Line2D(places, losses, groupColors[0]))
  return axes
}

/** A complete SVG document. */
export function svgOf({ title, scene, losses, iterations, log, ending }: Drawing): string {
  const figure = new FigureData([9.6, 4.4])
  figure.caption = ending
  figure.axes = [dataAxes(title, scene), lossAxes(losses, iterations, log)]
  return figureSvg(figure, title)
}
