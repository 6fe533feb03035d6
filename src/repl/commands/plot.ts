// `.plot`: the values of tensors or arrays as a chart, chosen by their shape or by name.
import { heatMap } from '../../plot/heat-map.js'
import { histogram } from '../../plot/histogram.js'
import { lineChart } from '../../plot/line.js'
import { scatterPlot } from '../../plot/scatter.js'
import { Tensor } from '../../tensor/tensor.js'
import type { Look } from '../../terminal/look.js'
import { type Command, CommandError, required } from './command.js'
import { shapeText } from '../../text/shape-text.js'
import { kindOf } from './variables.js'

type Kind = 'line' | 'scatter' | 'hist' | 'heat'
interface Values {
  readonly sizes: readonly number[]
  readonly numbers: readonly number[]
}

/** The numbers of a tensor or of (nested) arrays, in order. */
function valuesOf(value: unknown): Values {
  if (value instanceof Tensor) {
    if (value.dtype.is_complex)
      throw new CommandError('Complex numbers have no chart: plot x.abs() or x.angle().')
    return { sizes: [...value.sizes], numbers: [value.tolist()].flat(Infinity).map(Number) }
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return valuesOf(Array.from(value as Float64Array, Number))
  if (!Array.isArray(value))
    throw new CommandError(`A chart is of tensors or arrays of numbers, and this is: ${kindOf(value)}.`)
  const items = value.map((item: unknown) =>
    typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean'
      ? { sizes: [], numbers: [Number(item)] }
      : valuesOf(item),
  )
  const inner = items[0]?.sizes ?? []
  if (items.some(({ sizes }) => sizes.join() !== inner.join()))
    throw new CommandError('The rows differ in length.')
  return { sizes: [items.length, ...inner], numbers: items.flatMap(({ numbers }) => [...numbers]) }
}

function kindFor(all: readonly Values[]): Kind {
  const [{ sizes }] = all
  if (all.length === 2) return 'scatter'
  if (sizes.length === 1) return 'line'
  if (sizes.length === 2) return sizes[1] === 2 && sizes[0] > 2 ? 'scatter' : 'heat'
  throw new CommandError(
    sizes.length === 0
      ? 'One number makes no chart.'
      : `The shape ${shapeText(sizes)} has too many dimensions: plot a part of it, or .plot hist`,
  )
}

/** The chart of one or two lists of values. */
function plotText(subjects: readonly unknown[], look: Look, wanted?: Kind): string {
  if (subjects.length === 0 || subjects.length > 2) throw new CommandError('A chart is of one or two things.')
  const all = subjects.map(valuesOf)
  const kind = wanted ?? kindFor(all)
  const [{ sizes, numbers }] = all
  // Labels and axes take about a dozen columns.
  const width = Math.max(10, Math.min(60, look.width - 14))
  const { unicode } = look
  if (kind === 'hist')
    return histogram(
      all.flatMap((values) => [...values.numbers]),
      { width: Math.min(40, width), unicode },
    )
  if (kind === 'line') return lineChart(numbers, { width, unicode })
  const isPairs = all.length === 1 && sizes.length === 2 && sizes[1] === 2
  if (kind === 'scatter') {
    if (all.length === 1 && !isPairs)
      throw new CommandError('A scatter plot is of x, y, or of a matrix with two columns.')
    const x = isPairs ? numbers.filter((_, i) => i % 2 === 0) : numbers
    const y = isPairs ? numbers.filter((_, i) => i % 2 === 1) : all[1].numbers
    if (x.length !== y.length)
      throw new CommandError(`There are ${x.length} numbers for x and ${y.length} for y.`)
    return scatterPlot(x, y, { width, unicode })
  }
  if (sizes.length !== 2)
    throw new CommandError(`A heat map is of a matrix, and this is of shape ${shapeText(sizes)}.`)
  const rows = Array.from({ length: sizes[0] }, (_, i) => numbers.slice(i * sizes[1], (i + 1) * sizes[1]))
  return heatMap(rows, { width, unicode })
}

export const plot: Command = {
  name: '.plot',
  argument: '[kind] x',
  takes: { words: ['line', 'scatter', 'hist', 'heat'], kind: 'code' },
  help: 'a chart: line, scatter, hist or heat',
  more: `.plot losses        one dimension: a line
.plot x, y          two things, or two columns: points
.plot hist x        how often each size occurs
.plot net.weight    a matrix: shades`,
  run: async ({ value, look }, argument) => {
    const [, kind, rest] = /^(?:(line|scatter|hist|heat)\s+(?=[^\s=.,([]))?([\s\S]*)$/.exec(
      required(argument, plot),
    )!
    const source = rest.replace(/^([\w$.]+)\s+([\w$.]+)$/, '$1, $2')
    return plotText((await value(`[${source}]`)) as unknown[], look, kind as Kind | undefined)
  },
}
