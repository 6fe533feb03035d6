// Axes as programs have them: matplotlib's `ax.plot`, `ax.set_title`, `ax.set_xlim` and their like on the data of axes.
import { AttributeError, NotImplementedError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { pythonType } from '../../base/type-name.js'
import { reprSymbol } from '../../text/repr.js'
import { type Options, placed, split } from '../figure/arguments.js'
import type { Artist } from '../figure/artist.js'
import type { BarContainer } from '../figure/areas.js'
import { AxesData, dataOfAxes, type Place, shareOfAxes } from '../figure/axes.js'
import { colorOf } from '../figure/colors.js'
import type { Line2D } from '../figure/lines.js'
import { fontOf } from '../figure/properties.js'
import type { Sample } from '../figure/shapes.js'
import { allTicks } from '../figure/ticks.js'
import { flatNumbers, numberOf, textOf, valuesOf } from '../figure/values.js'
import { AxisView } from './axis-view.js'
import { bar, hist } from './draw-bars.js'
import * as lines from './draw-lines.js'
import * as pictures from './draw-pictures.js'
import { scatter } from './draw-points.js'
import { Spines } from './spines.js'

type Args = readonly unknown[]
type Along = 'x' | 'y'

const float = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value)

/** The figure that axes are on. */
interface Owner {
  dropAxes(axes: Axes): void
}

/** What has no drawing here: the name, and what serves. */
const refused: Readonly<Record<string, string>> = {
  twinx: 'a second y axis is not drawn here; two subplots below each other show both',
  twiny: 'a second x axis is not drawn here; two subplots show both',
  boxplot: 'boxes are not drawn here; hist shows how values are spread',
  violinplot: 'violins are not drawn here; hist shows how values are spread',
  quiver: 'arrows are not drawn here',
  streamplot: 'streams are not drawn here',
  hexbin: 'hexagons are not drawn here; imshow shows a matrix of counts',
  plot_surface: 'surfaces are not drawn here; imshow and contour show heights',
  tricontourf: 'triangles are not drawn here; contourf takes a grid',
  secondary_xaxis: 'a second axis is not drawn here',
}

export class Axes extends AxesData {
  readonly figure: Owner
  readonly transAxes = shareOfAxes
  readonly transData = dataOfAxes
  readonly spines = new Spines()
  readonly xaxis: AxisView
  readonly yaxis: AxisView
  /** Axes that show the same range. */
  readonly shared: { x: Axes[]; y: Axes[] } = { x: [], y: [] }

  constructor(figure: Owner, place: Place) {
    super(place)
    this.figure = figure
    this.xaxis = new AxisView(this, 'x')
    this.yaxis = new AxisView(this, 'y')
  }
  get [pythonType](): string {
    return 'AxesSubplot'
  }
  [reprSymbol](): string {
    return this.title === '' ? '<AxesSubplot: >' : `<AxesSubplot: title={'center': '${this.title}'}>`
  }

  // ---- drawing ----

  plot(...args: Args): Line2D[] {
    return lines.plot(this, args)
  }
  step(...args: Args): Line2D[] {
    return lines.step(this, args)
  }
  semilogy(...args: Args): Line2D[] {
    return lines.logPlot(this, args, ['y'])
  }
  semilogx(...args: Args): Line2D[] {
    return lines.logPlot(this, args, ['x'])
  }
  loglog(...args: Args): Line2D[] {
    return lines.logPlot(this, args, ['x', 'y'])
  }
  errorbar(...args: Args): unknown {
    return lines.errorbar(this, args)
  }
  stem(...args: Args): unknown {
    return lines.stem(this, args)
  }
  fill_between(...args: Args): unknown {
    return lines.fillBetween(this, args)
  }
  fill_betweenx(...args: Args): unknown {
    return lines.fillBetween(this, args, 'y')
  }
  axhline(...args: Args): unknown {
    return lines.axisLine(this, 'x', args)
  }
  axvline(...args: Args): unknown {
    return lines.axisLine(this, 'y', args)
  }
  axhspan(...args: Args): unknown {
    return lines.axisBand(this, 'x', args)
  }
  axvspan(...args: Args): unknown {
    return lines.axisBand(this, 'y', args)
  }
  hlines(...args: Args): unknown {
    return lines.straightLines(this, 'x', args)
  }
  vlines(...args: Args): unknown {
    return lines.straightLines(this, 'y', args)
  }
  scatter(...args: Args): unknown {
    return scatter(this, args)
  }
  bar(...args: Args): BarContainer {
    return bar(this, args)
  }
  barh(...args: Args): BarContainer {
    return bar(this, args, 'y')
  }
  hist(...args: Args): unknown {
    return hist(this, args)
  }
  imshow(...args: Args): unknown {
    return pictures.imshow(this, args)
  }
  matshow(...args: Args): unknown {
    return pictures.imshow(this, args)
  }
  pcolormesh(...args: Args): unknown {
    return pictures.pcolormesh(this, args)
  }
  pcolor(...args: Args): unknown {
    return pictures.pcolormesh(this, args)
  }
  contour(...args: Args): unknown {
    return pictures.contour(this, args, false)
  }
  contourf(...args: Args): unknown {
    return pictures.contour(this, args, true)
  }
  pie(...args: Args): unknown {
    return pictures.pie(this, args)
  }
  text(...args: Args): unknown {
    return pictures.text(this, args)
  }
  annotate(...args: Args): unknown {
    return pictures.annotate(this, args)
  }
  clabel(): unknown[] {
    return []
  }

  // ---- what is written around it ----

  set_title(...args: Args): unknown {
    const { given, others } = placed('set_title', args, 'label, fontdict=, loc=, pad=, *, y=')
    const font = fontOf(given.fontdict === undefined ? others : { ...others, fontdict: given.fontdict }, 12)
    this.title = textOf(given.label)
    this.titleSize = font.size
    this.titleColor = font.color
    return this.#named(this.title)
  }
  set_xlabel(...args: Args): unknown {
    return this.#setLabel('x', args)
  }
  set_ylabel(...args: Args): unknown {
    return this.#setLabel('y', args)
  }
  #setLabel(along: Along, args: Args): unknown {
    const name = `${along}label`
    const { given, others } = placed(`set_${name}`, args, `${name}, fontdict=, labelpad=, *, loc=`)
    fontOf(others, 10)
    this[along].label = textOf(given[name])
    return this.#named(this[along].label)
  }
  /** The text that a setter gives back. */
  #named(text: string): { get_text: () => string; [reprSymbol]: () => string } {
    return { get_text: () => text, [reprSymbol]: () => `Text(0.5, 1.0, '${text.replaceAll('\n', '\\n')}')` }
  }
  get_title(): string {
    return this.title
  }
  get_xlabel(): string {
    return this.x.label
  }
  get_ylabel(): string {
    return this.y.label
  }

  legend(...args: Args): unknown {
    const { values, options } = split(args)
    const { handles, labels, title, loc, ncol, ncols } = options
    const given = values.length > 1 ? values : values.length === 1 ? [undefined, values[0]] : []
    const samples = this.#samples(
      (handles ?? given[0]) as unknown[] | undefined,
      (labels ?? given[1]) as unknown[] | undefined,
    )
    if (samples.length === 0 && values.length === 0 && handles === undefined)
      process.stderr.write(
        'No artists with labels found to put in legend.  Note that artists whose label start with an underscore are ignored when legend() is called with no argument.\n',
      )
    this.legendData = {
      samples,
      title: textOf(title),
      location: textOf(loc ?? 'best'),
      columns: Number(ncols ?? ncol ?? 1),
    }
    return this.#named('Legend')
  }
  get_legend(): unknown {
    return this.legendData
  }
  /** All that may stand in the legend, with what it is called. */
  labelled(): Sample[] {
    const seen = new Set<object>()
    return this.artists.flatMap((artist): Sample[] => {
      const look = artist.sample()
      if (look === null || artist.label === '' || artist.label.startsWith('_') || seen.has(artist)) return []
      seen.add(artist)
      return [{ ...look, label: artist.label, of: artist.series }]
    })
  }
  #samples(handles: unknown[] | undefined, labels: unknown[] | undefined): Sample[] {
    if (handles === undefined && labels === undefined) return this.labelled()
    const chosen: Artist[] = handles
      ? handles.map((one) => (Array.isArray(one) ? (one as Artist[])[0] : (one as Artist)))
      : this.#seriesFirsts()
    return chosen.flatMap((artist, i): Sample[] => {
      const look = artist?.sample?.() ?? null
      const label = labels === undefined ? artist.label : labels[i]
      return look === null || label === undefined
        ? []
        : [{ ...look, label: textOf(label), of: artist.series }]
    })
  }
  /** One artist of each series. */
  #seriesFirsts(): Artist[] {
    const seen = new Set<object>()
    return this.artists.filter((artist) => {
      if (artist.sample() === null || seen.has(artist.series)) return false
      seen.add(artist.series)
      return true
    })
  }
  get_legend_handles_labels(): unknown {
    const all = this.artists.filter((artist) => artist.label !== '' && !artist.label.startsWith('_'))
    return Tuple.of<unknown>(
      all,
      all.map(({ label }) => label),
    )
  }

  // ---- the axes ----

  set_xlim(...args: Args): unknown {
    return this.#setLimits('x', args)
  }
  set_ylim(...args: Args): unknown {
    return this.#setLimits('y', args)
  }
  get_xlim(): unknown {
    return Tuple.of(...this.limits.x.map(float))
  }
  get_ylim(): unknown {
    return Tuple.of(...this.limits.y.map(float))
  }
  #setLimits(along: Along, args: Args): unknown {
    const [low, high] = along === 'x' ? ['left', 'right'] : ['bottom', 'top']
    const { given } = placed(
      `set_${along}lim`,
      args,
      `${low}=, ${high}=, *, emit=, auto=, ${along}min=, ${along}max=`,
    )
    let [from, to]: unknown[] = [given[low] ?? given[`${along}min`], given[high] ?? given[`${along}max`]]
    if (to === undefined && from !== undefined && valuesOf(from).shape.length > 0) {
      const [first, second] = from as unknown[]
      ;[from, to] = [first, second]
    }
    const read = (value: unknown): number | undefined => {
      if (value === undefined || value === null) return undefined
      const number = numberOf(value, `set_${along}lim`)
      if (!Number.isFinite(number)) throw new ValueError('Axis limits cannot be NaN or Inf')
      return number
    }
    const ends = [read(from), read(to)]
    if (ends[0] !== undefined && ends[0] === ends[1])
      process.stderr.write(
        `UserWarning: Attempting to set identical low and high ${along}lims makes transformation singular; automatically expanding.\n`,
      )
    for (const axes of [this, ...this.shared[along]]) {
      const axis = axes[along]
      if (ends[0] !== undefined) axis.low = ends[0]
      if (ends[1] !== undefined) axis.high = ends[1]
      if (axis.low !== undefined && axis.low === axis.high) {
        const room = Math.abs(axis.low) * 0.05 || 0.05
        ;[axis.low, axis.high] = [axis.low - room, axis.low + room]
      }
      if (ends[0] !== undefined && ends[1] !== undefined) axis.isInverted = false
    }
    return along === 'x' ? this.get_xlim() : this.get_ylim()
  }
  invert_xaxis(): null {
    return this.#invert('x')
  }
  invert_yaxis(): null {
    return this.#invert('y')
  }
  #invert(along: Along): null {
    this[along].isInverted = !this[along].isInverted
    return null
  }
  set_xscale(scale: unknown): null {
    this.x.setScale(scale)
    return null
  }
  set_yscale(scale: unknown): null {
    this.y.setScale(scale)
    return null
  }
  set_xticks(...args: Args): unknown {
    return this.setTicks('x', args)
  }
  set_yticks(...args: Args): unknown {
    return this.setTicks('y', args)
  }
  setTicks(along: Along, args: Args): unknown {
    const { given, others } = placed(`set_${along}ticks`, args, 'ticks, labels=, *, minor=')
    if (given.minor === true) return []
    const axis = this[along]
    axis.ticks = flatNumbers(given.ticks)
    axis.tickLabels = given.labels === undefined ? null : (given.labels as unknown[]).map(textOf)
    if (axis.tickLabels && axis.tickLabels.length !== axis.ticks.length)
      throw new ValueError(
        `The number of FixedLocator locations (${axis.ticks.length}), usually from a call to set_ticks, does not match the number of labels (${axis.tickLabels.length}).`,
      )
    if (others.rotation !== undefined) axis.tickRotation = fontOf(others, 10).rotation
    // Marks that lie outside of what is shown widen it.
    const [low, high] = this.limits[along]
    if (axis.ticks.length > 0 && low <= high) {
      const [least, most] = [Math.min(...axis.ticks), Math.max(...axis.ticks)]
      if (least < low) axis.low = least
      if (most > high) axis.high = most
    }
    return []
  }
  set_xticklabels(...args: Args): unknown {
    return this.setTickLabels('x', args)
  }
  set_yticklabels(...args: Args): unknown {
    return this.setTickLabels('y', args)
  }
  setTickLabels(along: Along, args: Args): unknown {
    const { given, others } = placed(`set_${along}ticklabels`, args, 'labels, fontdict=')
    const labels = (given.labels as unknown[]).map(textOf)
    const axis = this[along]
    if (axis.ticks && labels.length > 0 && axis.ticks.length !== labels.length)
      throw new ValueError(
        `The number of FixedLocator locations (${axis.ticks.length}), usually from a call to set_ticks, does not match the number of labels (${labels.length}).`,
      )
    if (labels.length === 0) axis.areLabelsShown = false
    axis.tickLabels = labels
    if (others.rotation !== undefined) axis.tickRotation = fontOf(others, 10).rotation
    return []
  }
  get_xticks(): unknown {
    return (this.x.ticks ?? allTicks(this.limits.x, this.x.scale)).map(float)
  }
  get_yticks(): unknown {
    return (this.y.ticks ?? allTicks(this.limits.y, this.y.scale)).map(float)
  }
  tick_params(...args: Args): null {
    const { given, others } = placed('tick_params', args, 'axis=')
    const axes: Along[] = given.axis === 'x' ? ['x'] : given.axis === 'y' ? ['y'] : ['x', 'y']
    for (const along of axes) {
      if (others.rotation !== undefined || others.labelrotation !== undefined)
        this[along].tickRotation = numberOf(others.rotation ?? others.labelrotation)
      const shown = along === 'x' ? others.labelbottom : others.labelleft
      if (shown !== undefined) this[along].areLabelsShown = Boolean(shown)
    }
    return null
  }
  grid(...args: Args): null {
    const { given } = placed('grid', args, 'visible=, which=, axis=')
    const axes: Along[] = given.axis === 'x' ? ['x'] : given.axis === 'y' ? ['y'] : ['x', 'y']
    const isOptions =
      split(args).values.length === 0 &&
      given.visible === undefined &&
      Object.keys(split(args).options).length > 0
    for (const along of axes)
      this[along].hasGrid =
        given.visible === undefined ? isOptions || !this[along].hasGrid : Boolean(given.visible)
    return null
  }
  margins(...args: Args): unknown {
    const { values, options } = split(args)
    const [x, y] = [options.x ?? values[0], options.y ?? values[1] ?? values[0]]
    if (x !== undefined) this.x.margin = numberOf(x)
    if (y !== undefined) this.y.margin = numberOf(y)
    return Tuple.of(float(this.x.margin), float(this.y.margin))
  }
  axis(...args: Args): unknown {
    const { values, options } = split(args)
    const [first] = values
    if (typeof first === 'boolean') this.isFramed = first
    else if (typeof first === 'string') this.#axisByName(first)
    else if (first !== undefined && first !== null) {
      const ends = flatNumbers(first)
      if (ends.length !== 4)
        throw new AttributeError(
          'The first argument to axis() must be an iterable of the form [xmin, xmax, ymin, ymax]',
        )
      this.set_xlim(ends[0], ends[1])
      this.set_ylim(ends[2], ends[3])
    }
    const { xmin, xmax, ymin, ymax } = options
    if (xmin !== undefined || xmax !== undefined) this.set_xlim(xmin, xmax)
    if (ymin !== undefined || ymax !== undefined) this.set_ylim(ymin, ymax)
    const { x, y } = this.limits
    return Tuple.of(...[...x, ...y].map(float))
  }
  #axisByName(name: string): void {
    switch (name) {
      case 'off':
      case 'on':
        this.isFramed = name === 'on'
        return
      case 'equal':
      case 'scaled':
      case 'image':
        this.aspect = 1
        return
      case 'square':
        this.aspect = 1
        return
      case 'auto':
        this.aspect = undefined
        return
      case 'tight':
        this.x.margin = this.y.margin = 0
        return
      default:
        throw new ValueError(`Unrecognized string '${name}' to axis; try 'on' or 'off'`)
    }
  }
  set_axis_off(): null {
    this.isFramed = false
    return null
  }
  set_axis_on(): null {
    this.isFramed = true
    return null
  }
  set_aspect(aspect: unknown): null {
    this.aspect = aspect === 'auto' ? undefined : aspect === 'equal' ? 1 : numberOf(aspect, 'aspect')
    return null
  }
  set_facecolor(color: unknown): null {
    this.faceColor = colorOf(color)
    return null
  }
  relim(): null {
    return null
  }
  autoscale_view(): null {
    return this.autoscale()
  }
  autoscale(): null {
    for (const along of ['x', 'y'] as const) Object.assign(this[along], { low: undefined, high: undefined })
    return null
  }
  set_axisbelow(): null {
    return null
  }

  /** `ax.set(title='…', xlim=(0, 1))`: each by its setter. */
  set(options: Options): unknown[] {
    const setters = this as unknown as Record<string, ((value: unknown) => unknown) | undefined>
    return Object.entries(options).map(([name, value]) => {
      const setter = setters[`set_${name}`]
      if (setter === undefined)
        throw new AttributeError(`Axes.set() got an unexpected keyword argument '${name}'`)
      return setter.call(this, value)
    })
  }

  /** Everything that was drawn and written is gone. */
  cla(): null {
    const fresh = new AxesData(this.place)
    for (const along of ['x', 'y'] as const) {
      const { others } = this[along]
      Object.assign(this[along], fresh[along], { others, categories: [] })
    }
    Object.assign(this, {
      artists: [],
      title: '',
      titleColor: undefined,
      legendData: null,
      colorBar: null,
      isFramed: true,
      aspect: undefined,
      lastShaded: null,
    })
    Object.assign(this.taken, { lines: 0, patches: 0 })
    return null
  }
  clear(): null {
    return this.cla()
  }
  remove(): null {
    this.figure.dropAxes(this)
    return null
  }
  get_figure(): Owner {
    return this.figure
  }
  get lines(): Artist[] {
    return this.artists.filter((artist) => artist.path === 'matplotlib.lines.Line2D')
  }
  get patches(): Artist[] {
    return this.artists.filter((artist) => artist.path.startsWith('matplotlib.patches.'))
  }
  get images(): Artist[] {
    return this.artists.filter((artist) => artist.path === 'matplotlib.image.AxesImage')
  }
  get collections(): Artist[] {
    return this.artists.filter((artist) => artist.path.startsWith('matplotlib.collections.'))
  }
  get texts(): Artist[] {
    return this.artists.filter((artist) => artist.path.startsWith('matplotlib.text.'))
  }
}

for (const [name, why] of Object.entries(refused))
  Object.defineProperty(Axes.prototype, name, {
    value: {
      [name]: () => {
        throw new NotImplementedError(`${name}: ${why}.`)
      },
    }[name],
    writable: true,
    configurable: true,
  })

export const refusedNames = Object.keys(refused)
