// `plt`: matplotlib's pyplot, which draws on the figure and the axes that are the current ones.
import { AttributeError, NotImplementedError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { pythonType, typeName } from '../../base/type-name.js'
import { repr, reprSymbol } from '../../text/repr.js'
import { placed, split } from '../figure/arguments.js'
import { colorOf, hexOf } from '../figure/colors.js'
import { Colormap, colormapNamed, colormapNames } from '../figure/colormaps.js'
import type { Shaded } from '../figure/lines.js'
import { numberOf, textOf, valuesOf } from '../figure/values.js'
import { callable as callableClass } from '../../nn/callable.js'
import { Axes, refusedNames } from './axes.js'
import * as tickers from './tickers.js'
import { checkedSize, Figure, gridPlace, GridSpec } from './figure.js'
import { helpOfFunction, helpSymbol, pyplotHelp } from './help.js'
import { rcParams } from './parameters.js'
import { saveFigure } from './save.js'
import { pauseWith, showFigures } from './show.js'

type Args = readonly unknown[]
type Any = any

/** All figures that are open, the current one last. */
let open: Figure[] = []

const gcf = (): Figure => open.at(-1) ?? figure()
const gca = (): Axes => gcf().gca()

function makeCurrent(one: Figure): Figure {
  open = [...open.filter((other) => other !== one), one]
  return one
}

function figure(...args: Args): Figure {
  const { given } = placed(
    'figure',
    args,
    'num=, figsize=, dpi=, *, facecolor=, edgecolor=, frameon=, FigureClass=, clear=, tight_layout=, constrained_layout=, layout=',
  )
  if (given.num instanceof Figure) return makeCurrent(given.num)
  const free = open.reduce((most, one) => Math.max(most, one.number), 0) + 1
  const number = typeof given.num === 'number' ? given.num : free
  const known = typeof given.num === 'number' ? open.find((one) => one.number === number) : undefined
  if (known) return makeCurrent(known)
  const made = new Figure(number, given.figsize === undefined ? undefined : checkedSize(given.figsize))
  if (given.dpi !== undefined) made.set_dpi(given.dpi)
  if (given.facecolor !== undefined) made.set_facecolor(given.facecolor)
  return makeCurrent(made)
}

function close(...args: Args): null {
  const [which] = args
  if (which === 'all') open = []
  else if (which instanceof Figure) open = open.filter((one) => one !== which)
  else if (typeof which === 'number') open = open.filter((one) => one.number !== which)
  else open = open.slice(0, -1)
  return null
}

/** Shows all figures that are open, in the order in which they were made, and closes them. */
function show(): null {
  const figures = [...open].sort((a, b) => a.number - b.number)
  open = []
  showFigures(figures)
  return null
}

function pause(interval: unknown): null {
  const seconds = numberOf(interval, 'interval')
  pauseWith(open.at(-1) ?? null, seconds)
  return null
}

function subplot(...args: Args): Axes {
  const { values, options } = split(args)
  const [first] = values
  if (first instanceof Axes) return gcf().sca(first)
  if (options.projection !== undefined || options.polar !== undefined || typeof first === 'object')
    return gcf().add_subplot(...args)
  const axes = gcf().at(gridPlace(values))
  if (options.title !== undefined) axes.title = textOf(options.title)
  return axes
}

function subplots(...args: Args): Tuple {
  const { values, options } = split(args)
  const {
    figsize,
    dpi,
    num,
    facecolor,
    tight_layout: _tight,
    constrained_layout: _constrained,
    layout: _layout,
    ...others
  } = options
  const made = figure({ figsize, dpi, num, facecolor })
  return Tuple.of<unknown>(made, made.subplots(...values, others))
}

/** `plt.subplot2grid((3, 3), (0, 0), colspan=2)`. */
function subplot2grid(...args: Args): Axes {
  const { given } = placed('subplot2grid', args, 'shape, loc, rowspan=, colspan=, fig=')
  const [rows, columns] = valuesOf(given.shape).numbers
  const [row, column] = valuesOf(given.loc).numbers
  const [down, across] = [given.rowspan ?? 1, given.colspan ?? 1].map((one) => numberOf(one))
  return gcf().at({
    rows,
    columns,
    from: row * columns + column,
    to: (row + down - 1) * columns + column + across - 1,
  })
}

/** `plt.xticks()`, `plt.xticks(places)`, `plt.xticks(places, labels, rotation=45)`, `plt.xticks(rotation=45)`. */
function ticksOf(along: 'x' | 'y', args: Args): unknown {
  const { values, options } = split(args)
  const axes = gca()
  const places = values[0] ?? options.ticks
  const { ticks: _ticks, labels, ...others } = options
  const names = values[1] ?? labels
  if (places !== undefined && places !== null)
    axes.setTicks(along, [places, { ...others, ...(names === undefined ? {} : { labels: names }) }])
  else if (names !== undefined) axes.setTickLabels(along, [names, others])
  else if (Object.keys(others).length > 0) axes.tick_params(along, { rotation: others.rotation })
  const now = along === 'x' ? axes.get_xticks() : axes.get_yticks()
  return Tuple.of<unknown>(now, [])
}

function limitsOf(along: 'x' | 'y', args: Args): unknown {
  const axes = gca()
  if (along === 'x') return args.length === 0 ? axes.get_xlim() : axes.set_xlim(...args)
  return args.length === 0 ? axes.get_ylim() : axes.set_ylim(...args)
}

/** The picture or the points that a colour bar, `clim` or `sci` is about. */
const mappable = (): Shaded | null => gca().lastShaded

function colorbar(...args: Args): unknown {
  const axes = gca()
  const found =
    axes.lastShaded ??
    (axes.artists.find((one) => 'shaded' in one && one.shaded !== null) as Shaded | undefined)
  const { values, options } = split(args)
  return gcf().colorbar(values[0] ?? options.mappable ?? found, { ...options, mappable: undefined })
}

function colormap(name: unknown = null): Colormap {
  if (name instanceof Colormap) return name
  return colormapNamed(name === null ? 'viridis' : textOf(name))
}

/** The parts of a colour, floats in Python. */
const floats = (parts: readonly number[]): Tuple =>
  Tuple.from<unknown>(parts.map((one) => (Number.isInteger(one) ? new Float(one) : one)))

/** A colour map as a function: numbers from 0 to 1 are shares, whole numbers places in its table. */
function callable(map: Colormap): (value: unknown) => unknown {
  const call = (value: unknown): unknown => {
    const { shape, numbers } = valuesOf(value)
    const isWhole =
      typeof value === 'number'
        ? Number.isInteger(value)
        : numbers.every(Number.isInteger) && numbers.some((one) => one > 1)
    const colors = numbers.map((one) => floats(isWhole ? map.atIndex(one) : map.at(one)))
    return shape.length === 0 ? colors[0] : colors
  }
  return Object.assign(call, { N: map.N, colormap: map })
}

const styles = [
  'default',
  'ggplot',
  'seaborn',
  'seaborn-v0_8',
  'seaborn-whitegrid',
  'seaborn-v0_8-whitegrid',
  'seaborn-darkgrid',
  'seaborn-v0_8-darkgrid',
  'bmh',
  'classic',
  'dark_background',
  'fivethirtyeight',
  'grayscale',
  'fast',
  'tableau-colorblind10',
]

const style = {
  available: styles,
  /** Named looks are matplotlib's; here a terminal has one, so that a known name is taken and changes nothing. */
  use(name: unknown): null {
    if (typeof name === 'string' && !styles.includes(name) && !name.startsWith('seaborn'))
      throw new ValueError(
        `${repr(name)} is not a valid package style, path of style file, URL of style file, or library style name (library styles are listed in \`style.available\`)`,
      )
    return null
  },
}

/** Methods of the current axes that pyplot has under the same name. */
const onAxes =
  'plot scatter bar barh hist imshow matshow pcolormesh pcolor fill_between fill_betweenx axhline axvline axhspan axvspan hlines vlines errorbar text annotate ' +
  'legend grid semilogy semilogx loglog step stem pie contour contourf clabel margins axis cla tick_params autoscale'
/** Methods of the current figure. */
const onFigure = 'suptitle tight_layout subplots_adjust delaxes'
/** What sets a thing of the current axes. */
const setters = {
  title: 'set_title',
  xlabel: 'set_xlabel',
  ylabel: 'set_ylabel',
  xscale: 'set_xscale',
  yscale: 'set_yscale',
}

const named = (name: string, run: (...args: Any[]) => unknown): ((...args: Any[]) => unknown) =>
  Object.defineProperties(run, {
    name: { value: name, configurable: true },
    [helpSymbol]: { value: () => helpOfFunction(name), configurable: true },
  })

const forwarded = (names: string, to: () => Any): Record<string, (...args: Any[]) => unknown> =>
  Object.fromEntries(names.split(' ').map((name) => [name, named(name, (...args) => to()[name](...args))]))

/** Names that are a module in both languages. */
class Names {
  [name: string]: Any
  get [pythonType](): string {
    return 'module'
  }
  [reprSymbol](): string {
    return `<module 'matplotlib${'show' in this ? '.pyplot' : ''}'>`
  }
}
const names = (all: Record<string, Any>): Names => Object.assign(new Names(), all)

class Pyplot extends Names {
  [helpSymbol](): string {
    return pyplotHelp
  }
}

function makePyplot(): Record<string, Any> {
  const own: Record<string, (...args: Any[]) => unknown> = {
    figure,
    close,
    show,
    pause,
    subplot,
    subplots,
    subplot2grid,
    colorbar,
    gcf,
    gca,
    sca: (axes: Axes) => {
      if (!((axes as unknown) instanceof Axes))
        throw new AttributeError(`'${typeName(axes)}' object has no attribute 'figure'`)
      makeCurrent(axes.figure as Figure).sca(axes)
      return null
    },
    axes: (...args) => {
      const { values, options } = split(args)
      if (options.projection !== undefined) return gcf().add_subplot(...args)
      return values.length === 0 ? gcf().addAt(gridPlace([])) : gcf().add_axes(values[0])
    },
    clf: () => gcf().clf(),
    xlim: (...args) => limitsOf('x', args),
    ylim: (...args) => limitsOf('y', args),
    xticks: (...args) => ticksOf('x', args),
    yticks: (...args) => ticksOf('y', args),
    savefig: (...args) => saveFigure(gcf(), args),
    clim: (...args) => {
      const { given } = placed('clim', args, 'vmin=, vmax=')
      const one = mappable()
      if (one)
        Object.assign(one.shading, {
          low: given.vmin === undefined ? one.shading.low : numberOf(given.vmin),
          high: given.vmax === undefined ? one.shading.high : numberOf(given.vmax),
        })
      return null
    },
    set_cmap: (map) => {
      const one = mappable()
      if (one) one.shading.map = colormap(map)
      return null
    },
    get_cmap: (name) => callable(colormap(name)),
    colormaps: () => [...colormapNames],
    get_fignums: () => open.map((one) => one.number).sort((a, b) => a - b),
    fignum_exists: (number) => open.some((one) => one.number === number),
    figtext: (...args) => gcf().text(...args),
    figlegend: (...args) => gcf().legend(...args),
    draw: () => null,
    ion: () => null,
    ioff: () => null,
    isinteractive: () => false,
    switch_backend: () => null,
    rc: () => null,
    rcdefaults: () => {
      rcParams.reset()
      return null
    },
    setp: (artists, ...args) => {
      const { options } = split(args)
      for (const artist of Array.isArray(artists) ? (artists as Any[]) : [artists])
        for (const [name, value] of Object.entries(options)) {
          const set: unknown = (artist as Any)?.[`set_${name}`]
          if (typeof set !== 'function')
            throw new AttributeError(`'${typeName(artist)}' object has no property '${name}'`)
          set.call(artist, value)
        }
      return null
    },
    polar: () => {
      throw new NotImplementedError('polar: polar axes are not drawn here.')
    },
  }
  for (const [name, setter] of Object.entries(setters))
    own[name] = (...args) =>
      (gca() as unknown as Record<string, (...args: Any[]) => unknown>)[setter](...args)
  for (const [name, run] of Object.entries(own)) named(name, run)
  return {
    ...forwarded(onAxes, gca),
    ...forwarded(onFigure, gcf),
    ...forwarded(refusedNames.filter((name) => !/^(plot_surface|secondary)/.test(name)).join(' '), gca),
    ...own,
    style: names(style),
    rcParams,
    cm: names(
      Object.fromEntries([
        ['get_cmap', own.get_cmap],
        ...colormapNames.flatMap((name) => [
          [name, callable(colormapNamed(name))],
          [`${name}_r`, callable(colormapNamed(`${name}_r`))],
        ]),
      ]) as Record<string, Any>,
    ),
    colors: names({
      ListedColormap: (...args: Any[]) => {
        const { given } = placed('ListedColormap', args, 'colors, name=, N=')
        const list = (given.colors as unknown[]).map((one) => colorOf(one))
        return new Colormap(textOf(given.name ?? 'from_list'), list, true)
      },
      Normalize: (...args: Any[]) => {
        const { given } = placed('Normalize', args, 'vmin=, vmax=, clip=')
        return { vmin: given.vmin ?? null, vmax: given.vmax ?? null }
      },
      to_rgba: (color: unknown, alpha?: unknown) =>
        floats(colorOf(color, alpha === undefined || alpha === null ? undefined : numberOf(alpha))),
      to_hex: (color: unknown) => hexOf(colorOf(color)),
      to_rgb: (color: unknown) => floats(colorOf(color).slice(0, 3)),
    }),
    Figure,
    Axes,
    GridSpec: callableClass(GridSpec, 'GridSpec'),
    ticker: names({ ...tickers }),
  }
}

let made: Pyplot | undefined
/** The names of pyplot. */
export const pyplot = (): Record<string, Any> => (made ??= Object.assign(new Pyplot(), makePyplot()))

/** Closes all figures, for a program that begins. */
export const closeAll = (): void => void (open = [])
