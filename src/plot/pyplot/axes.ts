// Axes as programs have them: matplotlib's `ax.plot`, `ax.set_title`, `ax.set_xlim` and their like on the data of axes.
import { AttributeError, TypeError } from '../../base/errors.js'
import { isKeywords } from '../../base/keywords.js'
import { Tuple } from '../../base/tuple.js'
import { pythonType } from '../../base/type-name.js'
import { reprSymbol } from '../../text/repr.js'
import { type Options, placed, split } from '../figure/arguments.js'
import type { Artist } from '../figure/artist.js'
import type { BarContainer } from '../figure/areas.js'
import { AxesData, dataOfAxes, type Place, shareOfAxes } from '../figure/axes.js'
import type { Line2D } from '../figure/lines.js'
import { fontOf } from '../figure/properties.js'
import type { Sample } from '../figure/shapes.js'
import { itemsOf, textOf } from '../figure/values.js'
import { AxisView } from './axis-view.js'
import { RangedAxes } from './ranged-axes.js'
import { bar, hist } from './draw-bars.js'
import * as lines from './draw-lines.js'
import * as pictures from './draw-pictures.js'
import { scatter } from './draw-points.js'
import { errorbar, stem } from './draw-stems.js'
import { sayUndrawn, undrawn } from './undrawn.js'
import { Spines } from './spines.js'

type Args = readonly unknown[]
type Along = 'x' | 'y'

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

export class Axes extends RangedAxes {
  readonly figure: Owner
  readonly transAxes = shareOfAxes
  readonly transData = dataOfAxes
  readonly spines = new Spines()
  readonly xaxis: AxisView
  readonly yaxis: AxisView

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
    return errorbar(this, args)
  }
  stem(...args: Args): unknown {
    return stem(this, args)
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
      ? itemsOf(handles).map((one) => (Array.isArray(one) ? (one as Artist[])[0] : (one as Artist)))
      : this.#seriesFirsts()
    const names = labels === undefined ? undefined : itemsOf(labels)
    return chosen.flatMap((artist, i): Sample[] => {
      const look = artist?.sample?.() ?? null
      const label = names === undefined ? artist.label : names[i]
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

  /** `ax.set(title='…', xlim=(0, 1))`: each by its setter. */
  set(options: Options = {}): unknown[] {
    if (!isKeywords(options)) throw new TypeError(`Axes.set() takes 1 positional argument but 2 were given`)
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
      [name](this: Axes) {
        sayUndrawn(`${name}: ${why}.`)
        // Another axis is one whose picture nobody shows.
        return /^(twin|secondary)/.test(name) ? new Axes(this.figure, this.place) : undrawn()
      },
    }[name],
    writable: true,
    configurable: true,
  })

export const refusedNames = Object.keys(refused)
