// A figure as programs have it: matplotlib's `fig.add_subplot`, `fig.suptitle`, `fig.savefig` and their like.
import {
  AttributeError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../../base/errors.js'
import { pythonType, typeName } from '../../base/type-name.js'
import { reprSymbol } from '../../text/repr.js'
import { placed, split } from '../figure/arguments.js'
import { FigureData, type Place } from '../figure/axes.js'
import { colorOf } from '../figure/colors.js'
import type { Shaded } from '../figure/lines.js'
import { fontOf } from '../figure/properties.js'
import { flatNumbers, numberOf, textOf, valuesOf } from '../figure/values.js'
import { Axes3D, sayFlat } from './axes-3d.js'
import { isUndrawn, undrawn } from './undrawn.js'
import { Axes } from './axes.js'
import { AxesArray } from './axes-array.js'
import { rcParams } from './parameters.js'
import { saveFigure } from './save.js'
import { showFigures } from './show.js'

type Args = readonly unknown[]

/** More than this nobody can look at. */
const MOST_AXES = 10_000

/** Where `subplot(2, 2, 1)`, `subplot(221)` or `subplot(2, 2, (1, 2))` lies. */
export function gridPlace(values: Args): Place {
  let numbers = values
  if (values.length === 0) numbers = [1, 1, 1]
  if (values.length === 1) {
    const code = numberOf(values[0], 'subplot')
    if (!Number.isInteger(code) || code < 100 || code > 999)
      throw new ValueError(`Integer subplot specification must be a three-digit number, not ${String(code)}`)
    numbers = String(code).split('').map(Number)
  }
  if (numbers.length !== 3)
    throw new TypeError(`subplot() takes 1 or 3 positional arguments but ${values.length} were given`)
  const [rows, columns] = numbers.slice(0, 2).map((one) => numberOf(one, 'subplot'))
  if (!(rows >= 1)) throw new ValueError(`Number of rows must be a positive integer, not ${rows}`)
  if (!(columns >= 1)) throw new ValueError(`Number of columns must be a positive integer, not ${columns}`)
  const ends = flatNumbers(numbers[2])
  const [first, last] = [ends[0], ends.length > 1 ? ends[1] : ends[0]]
  const count = rows * columns
  if (!(first >= 1 && first <= count && last >= 1 && last <= count))
    throw new ValueError(
      `num must be an integer with 1 <= num <= ${count}, not ${ends.length > 1 ? `(${first}, ${last})` : first}`,
    )
  return { rows, columns, from: first - 1, to: last - 1 }
}

const samePlace = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b)

export class Figure extends FigureData {
  readonly number: number
  current: Axes | null = null
  declare axes: Axes[]

  constructor(number: number, size: readonly [number, number] = rcParams.figureSize) {
    super(size)
    this.number = number
    this.dpi = rcParams.dpi
  }
  get [pythonType](): string {
    return 'Figure'
  }
  [reprSymbol](): string {
    const [width, height] = this.size.map((one) => one * this.dpi)
    return `<Figure size ${width}x${height} with ${this.axes.length} Axes>`
  }

  // ---- its axes ----

  addAt(place: Place): Axes {
    const axes = new Axes(this, place)
    this.axes.push(axes)
    this.current = axes
    return axes
  }
  dropAxes(axes: Axes): void {
    this.axes = this.axes.filter((one) => one !== axes)
    if (this.current === axes) this.current = this.axes.at(-1) ?? null
  }
  gca(...args: Args): Axes {
    if (split(args).options.projection === '3d' && !(this.current instanceof Axes3D))
      return this.flat(gridPlace([]))
    return this.current ?? this.addAt(gridPlace([]))
  }
  sca(axes: Axes): Axes {
    if (!((axes as unknown) instanceof Axes))
      throw new AttributeError(`'${typeName(axes)}' object has no attribute '_subplotspec'`)
    this.current = axes
    return axes
  }
  /** The axes at a place, which are made where there are none. */
  at(place: Place): Axes {
    const known = this.axes.find((axes) => samePlace(axes.place, place))
    if (known) return this.sca(known)
    return this.addAt(place)
  }
  add_subplot(...args: Args): Axes {
    const { values, options } = split(args)
    const projection = options.projection ?? (options.polar === true ? 'polar' : undefined)
    const [first] = values
    const place = first instanceof GridCell ? first.place : gridPlace(values)
    if (projection === '3d') return this.flat(place)
    refuseProjection(projection)
    const axes = this.addAt(place)
    for (const along of ['x', 'y'] as const) {
      const other = options[`share${along}`]
      if (other instanceof Axes) shareRange([other, axes], along)
    }
    if (options.title !== undefined) axes.title = textOf(options.title)
    return axes
  }
  /** Axes of three dimensions, which are no part of the picture. */
  flat(place: Place): Axes {
    sayFlat()
    this.current = new Axes3D(this, place)
    return this.current
  }
  add_axes(rectangle: unknown): Axes {
    const [left, bottom, width, height] = flatNumbers(rectangle)
    if (height === undefined) throw new ValueError('add_axes takes [left, bottom, width, height]')
    return this.addAt({ left, bottom, width, height })
  }
  add_gridspec(...args: Args): GridSpec {
    return new GridSpec(...args)
  }
  subplots(...args: Args): Axes | AxesArray {
    const { given } = placed(
      'subplots',
      args,
      'nrows=, ncols=, *, sharex=, sharey=, squeeze=, width_ratios=, height_ratios=, subplot_kw=, gridspec_kw=',
    )
    const kw =
      given.subplot_kw instanceof Map
        ? Object.fromEntries(given.subplot_kw as Map<string, unknown>)
        : given.subplot_kw
    const projection = (kw as Record<string, unknown> | undefined)?.projection
    if (projection !== '3d') refuseProjection(projection)
    const make = (place: Place): Axes => (projection === '3d' ? this.flat(place) : this.addAt(place))
    const [rows, columns] = [given.nrows ?? 1, given.ncols ?? 1].map((one) => numberOf(one, 'subplots'))
    gridPlace([rows, columns, 1])
    if (rows * columns > MOST_AXES)
      throw new ValueError(`a figure of ${rows} x ${columns} axes is too large: ${MOST_AXES} at most`)
    const all = Array.from({ length: rows * columns }, (_, i) => make({ rows, columns, from: i, to: i }))
    // The first ones are the current ones, as where each is made by `subplot`.
    for (const along of ['x', 'y'] as const) {
      const how = given[`share${along}`] as unknown
      if (how === undefined || how === false || how === 'none') continue
      const groups =
        how === 'row'
          ? Array.from({ length: rows }, (_, r) => all.filter((_one, i) => Math.floor(i / columns) === r))
          : how === 'col'
            ? Array.from({ length: columns }, (_, c) => all.filter((_one, i) => i % columns === c))
            : [all]
      for (const group of groups) shareRange(group, along)
      all.forEach((axes, i) => {
        if (along === 'x' && i < (rows - 1) * columns) axes.x.areLabelsShown = false
        if (along === 'y' && i % columns > 0) axes.y.areLabelsShown = false
      })
    }
    if (given.squeeze === false) return new AxesArray(all, [rows, columns])
    if (all.length === 1) return all[0]
    return new AxesArray(all, rows === 1 || columns === 1 ? [all.length] : [rows, columns])
  }
  get_axes(): Axes[] {
    return this.axes
  }
  delaxes(axes: Axes): null {
    this.dropAxes(axes)
    return null
  }

  // ---- what belongs to it as a whole ----

  suptitle(...args: Args): unknown {
    const { given, others } = placed('suptitle', args, 't')
    this.title = textOf(given.t)
    this.titleSize = fontOf(others, 12).size
    return this.title
  }
  colorbar(...args: Args): unknown {
    const { given } = placed(
      'colorbar',
      args,
      'mappable=, cax=, ax=, *, label=, orientation=, shrink=, fraction=, pad=, aspect=, ticks=, format=, extend=, location=, use_gridspec=, drawedges=',
    )
    if (isUndrawn(given.mappable)) return undrawn()
    const chosen: unknown = Array.isArray(given.ax)
      ? given.ax.at(-1)
      : given.ax instanceof AxesArray
        ? given.ax.flat.at(-1)
        : given.ax
    const axes = chosen instanceof Axes ? chosen : this.#ownerOf(given.mappable)
    const of = (given.mappable ?? axes.lastShaded ?? axes.artists.find((one) => 'shading' in one)) as
      Shaded | undefined
    if (of === undefined)
      throw new RuntimeError(
        'No mappable was found to use for colorbar creation. First define a mappable such as an image (with imshow) or a contour set (with contourf).',
      )
    const bar = { of, label: textOf(given.label), isHorizontal: given.orientation === 'horizontal' }
    axes.colorBar = bar
    return new ColorbarView(bar)
  }
  #ownerOf(mappable: unknown): Axes {
    const owner = (mappable as { owner?: unknown } | undefined)?.owner
    return owner instanceof Axes ? owner : this.gca()
  }
  legend(...args: Args): unknown {
    return this.gca().legend(...args)
  }
  text(...args: Args): unknown {
    const { values, options } = split(args)
    const axes = this.gca()
    return axes.text(...values, { ...options, transform: axes.transAxes })
  }
  /** Shows this figure alone. */
  show(): null {
    showFigures([this])
    return null
  }
  savefig(...args: Args): null {
    return saveFigure(this, args)
  }
  tight_layout(): null {
    return null
  }
  subplots_adjust(): null {
    return null
  }
  autofmt_xdate(): null {
    return null
  }
  set_size_inches(...args: Args): null {
    const [width, height] = args.length === 1 ? flatNumbers(args[0]) : args.map((one) => numberOf(one))
    this.size = checkedSize([width, height])
    return null
  }
  get_size_inches(): unknown {
    return [...this.size]
  }
  set_figwidth(width: unknown): null {
    return this.set_size_inches(numberOf(width), this.size[1])
  }
  set_figheight(height: unknown): null {
    return this.set_size_inches(this.size[0], numberOf(height))
  }
  set_dpi(dpi: unknown): null {
    this.dpi = numberOf(dpi, 'dpi')
    return null
  }
  set_facecolor(color: unknown): null {
    this.faceColor = colorOf(color)
    return null
  }
  clf(): null {
    Object.assign(this, { axes: [], current: null, title: '' })
    return null
  }
  clear(): null {
    return this.clf()
  }
}

/** Sizes in inches as they are given to `figsize`. */
export function checkedSize(value: unknown): readonly [number, number] {
  const [width, height] = valuesOf(value).numbers
  if (!(width > 0 && height > 0 && Number.isFinite(width) && Number.isFinite(height)))
    throw new ValueError(`figure size must be positive finite not (${width}, ${height})`)
  return [width, height]
}

function refuseProjection(projection: unknown): void {
  if (projection === undefined || projection === 'rectilinear') return
  throw new NotImplementedError(`projection='${textOf(projection)}' is not drawn here.`)
}

/** Axes that show one range: their data are all of them's. */
function shareRange(group: readonly Axes[], along: 'x' | 'y'): void {
  for (const axes of group) {
    const others = group.filter((one) => one !== axes)
    axes.shared[along] = others
    axes[along].others = () => others.map((one) => one.data(along))
  }
}

/** What `colorbar` gives. */
class ColorbarView {
  readonly #bar: { label: string }
  constructor(bar: { label: string }) {
    this.#bar = bar
  }
  set_label(label: unknown): null {
    this.#bar.label = textOf(label)
    return null
  }
  set_ticks(): null {
    return null
  }
  get ax(): { set_ylabel: (label: unknown) => null; set_title: (label: unknown) => null } {
    return { set_ylabel: (label) => this.set_label(label), set_title: (label) => this.set_label(label) }
  }
}

/** A part of a grid that `add_subplot` is given. */
export class GridCell {
  constructor(readonly place: Place) {}
}

export class GridSpec {
  readonly #rows: number
  readonly #columns: number
  constructor(...args: Args) {
    const { given } = placed(
      'GridSpec',
      args,
      'nrows=, ncols=, figure=, *, left=, right=, top=, bottom=, wspace=, hspace=, width_ratios=, height_ratios=',
    )
    ;[this.#rows, this.#columns] = [given.nrows ?? 1, given.ncols ?? 1].map((one) => numberOf(one))
  }
  __getitem__(key: unknown): GridCell {
    const keys = Array.isArray(key) ? (key as unknown[]) : [key]
    const span = (one: unknown, count: number): [number, number] => {
      if (typeof one === 'object' && one !== null && 'start' in one) {
        const { start, stop } = one as { start: number | null; stop: number | null }
        const end = (value: number | null, otherwise: number): number =>
          value === null ? otherwise : value < 0 ? value + count : value
        return [end(start, 0), end(stop, count) - 1]
      }
      const at = Number(one)
      return [at < 0 ? at + count : at, at < 0 ? at + count : at]
    }
    const [rows, columns] = [this.#rows, this.#columns]
    if (keys.length === 1 && rows > 1 && columns > 1 && typeof keys[0] === 'number')
      return new GridCell({ rows, columns, from: keys[0], to: keys[0] })
    const [rowKey, columnKey] =
      keys.length === 1
        ? rows === 1
          ? [0, keys[0]]
          : [keys[0], columns === 1 ? 0 : { start: null, stop: null }]
        : keys
    const [top, bottom] = span(rowKey, rows)
    const [left, right] = span(columnKey, columns)
    return new GridCell({ rows, columns, from: top * columns + left, to: bottom * columns + right })
  }
}
