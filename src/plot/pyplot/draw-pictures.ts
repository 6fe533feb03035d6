// Pictures, texts, contours and wedges.
import { MemoryError, NotImplementedError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { type Options, placed, refuseOthers } from '../figure/arguments.js'
import { Polygon } from '../figure/areas.js'
import { colorIn, colorOf, type Color } from '../figure/colors.js'
import { contourLines } from '../figure/contours.js'
import { LineCollection, Shading } from '../figure/lines.js'
import { Annotation, AxesImage, type Extent, Text } from '../figure/pictures.js'
import { fontOf, longNames, optionNumber } from '../figure/properties.js'
import type { Across, Down } from '../figure/shapes.js'
import { linearTicks } from '../figure/ticks.js'
import {
  flatNumbers,
  itemsOf,
  numberOf,
  rowsOf,
  shapeText,
  textOf,
  type Values,
  valuesOf,
} from '../figure/values.js'
import { type AxesData, shareOfAxes } from '../figure/axes.js'
import { shadingOf } from './draw-points.js'

export function imshow(axes: AxesData, args: readonly unknown[]): AxesImage {
  const { given, others } = placed(
    'imshow',
    args,
    'X, cmap=, norm=, aspect=, interpolation=, alpha=, vmin=, vmax=, origin=, extent=, *, interpolation_stage=, filternorm=, filterrad=, resample=, url=',
  )
  const { label, zorder, ...left } = longNames(others)
  for (const ignored of ['clip_on', 'picker', 'rasterized', 'transform', 'animated', 'data'])
    delete left[ignored]
  refuseOthers('AxesImage', left)
  const { origin = 'upper', aspect = 'equal' } = given
  if (origin !== 'upper' && origin !== 'lower')
    throw new ValueError(
      `${textOf(origin)} is not a valid value for origin; supported values are 'upper', 'lower'`,
    )
  const extent = given.extent === undefined ? undefined : (flatNumbers(given.extent) as unknown as Extent)
  const image = new AxesImage(
    'matplotlib.image.AxesImage',
    given.X,
    shadingOf(given),
    origin === 'upper',
    extent,
  )
  image.alpha = optionNumber(given, 'alpha')
  image.label = textOf(label)
  if (zorder !== undefined) image.zorder = numberOf(zorder)
  axes.aspect = aspect === 'auto' ? undefined : aspect === 'equal' ? 1 : numberOf(aspect, 'aspect')
  const [left0, right0, bottom0, top0] = image.extent
  axes.x.isInverted = left0 > right0
  axes.y.isInverted = bottom0 > top0
  axes.lastShaded = image
  return axes.add(image)
}

/** The ends of cells along an axis, of their ends or of their middles. */
function endsOf(values: readonly number[], cells: number): [number, number] {
  const [first, last] = [values[0], values[values.length - 1]]
  if (values.length === cells + 1 || cells < 2) return [first, last]
  const half = (last - first) / (values.length - 1) / 2
  return [first - half, last + half]
}

/** The numbers along the two axes of a grid: lists, or the matrices that meshgrid makes of them. */
function gridOf(x: unknown, y: unknown, [rows, columns]: readonly number[]): [number[], number[]] {
  const along = (value: unknown, isX: boolean): number[] => {
    const count = isX ? columns : rows
    if (value === undefined) return Array.from({ length: count }, (_, i) => i)
    const given = valuesOf(value)
    if (given.shape.length < 2) return [...given.numbers]
    const matrix = rowsOf(given)
    return isX ? matrix[0] : matrix.map((row) => row[0])
  }
  return [along(x, true), along(y, false)]
}

export function pcolormesh(axes: AxesData, args: readonly unknown[]): AxesImage {
  const name = 'pcolormesh'
  const count = args.filter(
    (value) =>
      typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype,
  ).length
  const { given, others } = placed(
    name,
    args,
    `${count >= 3 ? 'X, Y, ' : ''}C, *, cmap=, norm=, vmin=, vmax=, shading=, alpha=`,
  )
  for (const ignored of [
    'edgecolors',
    'edgecolor',
    'linewidth',
    'linewidths',
    'antialiased',
    'rasterized',
    'lw',
  ])
    delete others[ignored]
  refuseOthers('QuadMesh', others)
  const matrix = matrixOf(given.C, name)
  const [x, y] = gridOf(given.X, given.Y, matrix.shape)
  const [rows, columns] = matrix.shape
  const isPlain = given.X === undefined
  const [left, right] = isPlain ? [0, columns] : endsOf(x, columns)
  const [bottom, top] = isPlain ? [0, rows] : endsOf(y, rows)
  const mesh = new AxesImage('matplotlib.collections.QuadMesh', given.C, shadingOf(given), false, [
    left,
    right,
    bottom,
    top,
  ])
  mesh.alpha = optionNumber(given, 'alpha')
  axes.lastShaded = mesh
  return axes.add(mesh)
}

function matrixOf(value: unknown, name: string): Values {
  const matrix = valuesOf(value)
  if (matrix.shape.length !== 2)
    throw new TypeError(
      name === 'pcolormesh'
        ? `Incompatible shapes: C must be 2-D, not ${shapeText(matrix.shape)}`
        : `Input z must be 2D, not ${matrix.shape.length}D`,
    )
  return matrix
}

/** How many levels a contour plot has at most. */
const mostLevels = 1000

/** `contour` draws the lines of equal height, `contourf` the bands between them. */
export function contour(
  axes: AxesData,
  args: readonly unknown[],
  isFilled: boolean,
): LineCollection | AxesImage {
  const name = isFilled ? 'contourf' : 'contour'
  const isOptions = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  const values = args.filter((value) => !isOptions(value))
  const signature = values.length >= 3 ? 'X, Y, Z, levels=' : 'Z, levels='
  const { given, others } = placed(
    name,
    args,
    `${signature}, *, cmap=, colors=, alpha=, vmin=, vmax=, norm=, linewidths=, linestyles=`,
  )
  for (const ignored of ['extend', 'antialiased', 'origin', 'zorder', 'label', 'hatches'])
    delete others[ignored]
  refuseOthers('QuadContourSet', others)
  const matrix = matrixOf(given.Z, name)
  const [x, y] = gridOf(given.X, given.Y, matrix.shape)
  const [rows, columns] = matrix.shape
  if (x.length !== columns || y.length !== rows)
    throw new TypeError(`Length of x (${x.length}) must match number of columns in z (${columns})`)
  const finite = matrix.numbers.filter(Number.isFinite)
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity)
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity)
  const wanted = given.levels === undefined ? undefined : valuesOf(given.levels)
  const count = wanted?.numbers[0] ?? 7
  if (wanted?.shape.length === 0 && count > mostLevels)
    throw new MemoryError(
      `${count} levels are more than a contour plot can hold: ask for up to ${mostLevels}`,
    )
  const levels =
    wanted && wanted.shape.length > 0
      ? [...wanted.numbers]
      : linearTicks([low, high], count + 1).filter((one) => isFilled || (one >= low && one <= high))
  if (levels.some((level, i) => i > 0 && level <= levels[i - 1]))
    throw new ValueError('Contour levels must be increasing')
  const chosen: readonly Color[] | null =
    given.colors === undefined
      ? null
      : colorIn(given.colors) !== undefined
        ? [colorOf(given.colors)]
        : itemsOf(given.colors).map((one) => colorOf(one))
  const shading = shadingOf(given)
  if (isFilled) {
    if (levels.length < 2) throw new ValueError('Filled contours require at least 2 levels.')
    // Each value is the middle of its band, so that bands have one colour each.
    const bands = finerGrid(rowsOf(matrix)).map((row) =>
      row.map((value) => {
        const band = levels.findIndex(
          (level, i) => i + 1 < levels.length && value >= level && value <= levels[i + 1],
        )
        return band < 0 ? NaN : chosen ? band : (levels[band] + levels[band + 1]) / 2
      }),
    )
    const own = chosen
      ? bands.map((row) =>
          row.map((band): Color => (Number.isNaN(band) ? [0, 0, 0, 0] : chosen[band % chosen.length])),
        )
      : null
    const image = new AxesImage(
      'matplotlib.contour.QuadContourSet',
      bands,
      new Shading(shading.map, shading.low ?? levels[0], shading.high ?? levels[levels.length - 1]),
      false,
      [x[0], x[columns - 1], y[0], y[rows - 1]],
    )
    if (own) image.pixels = own
    image.alpha = optionNumber(given, 'alpha')
    axes.lastShaded = image
    return axes.add(image)
  }
  const shares = new Shading(shading.map, shading.low ?? low, shading.high ?? high).shares(levels)
  const segments = levels.flatMap((level, i) =>
    contourLines(x, y, rowsOf(matrix), level).map((line) => ({
      ...line,
      color: chosen ? chosen[i % chosen.length] : shading.map.at(shares[i]),
    })),
  )
  const lines = new LineCollection(
    segments,
    given.linewidths === undefined ? 1.5 : flatNumbers(given.linewidths)[0],
    'solid',
  )
  lines.alpha = optionNumber(given, 'alpha')
  return axes.add(lines)
}

/** More values between those of a coarse grid, for smooth bands. */
function finerGrid(rows: readonly (readonly number[])[]): number[][] {
  const [height, width] = [rows.length, rows[0].length]
  const by = Math.max(1, Math.min(8, Math.floor(160 / Math.max(height, width))))
  const at = (r: number, c: number): number => {
    const [r0, c0] = [Math.min(height - 2, Math.floor(r)), Math.min(width - 2, Math.floor(c))].map((one) =>
      Math.max(0, one),
    )
    const [r1, c1] = [Math.min(height - 1, r0 + 1), Math.min(width - 1, c0 + 1)]
    const [down, right] = [r - r0, c - c0]
    return (
      (rows[r0][c0] * (1 - right) + rows[r0][c1] * right) * (1 - down) +
      (rows[r1][c0] * (1 - right) + rows[r1][c1] * right) * down
    )
  }
  return Array.from({ length: (height - 1) * by + 1 }, (_, r) =>
    Array.from({ length: (width - 1) * by + 1 }, (_, c) => at(r / by, c / by)),
  )
}

export function text(axes: AxesData, args: readonly unknown[]): Text {
  const { given, others } = placed('text', args, 'x, y, s, fontdict=')
  const {
    transform,
    bbox: _bbox,
    zorder,
    wrap: _wrap,
    clip_on: _clip,
    style: _style,
    fontstyle: _fontstyle,
    ...options
  } = others
  const made = new Text(numberOf(given.x, 'x'), numberOf(given.y, 'y'), textOf(given.s))
  dress(made, given.fontdict === undefined ? options : { ...options, fontdict: given.fontdict })
  made.isShare = transform === shareOfAxes
  if (zorder !== undefined) made.zorder = numberOf(zorder)
  return axes.add(made)
}

function dress(made: Text, options: Options): void {
  const font = fontOf(options, 10)
  made.size = font.size
  made.isBold = font.isBold
  made.rotation = font.rotation
  if (font.color) made.color = font.color
  if (font.across) made.across = font.across as Across
  if (font.down) made.down = font.down as Down
  made.alpha = optionNumber(longNames(options), 'alpha')
}

export function annotate(axes: AxesData, args: readonly unknown[]): Annotation {
  const { given, others } = placed(
    'annotate',
    args,
    'text, xy, xytext=, xycoords=, textcoords=, arrowprops=, annotation_clip=',
  )
  const [x, y] = itemsOf(given.xy).map((one) => numberOf(one, 'xy'))
  const isOffset = /^offset (points|pixels)$/.test(textOf(given.textcoords))
  const place =
    given.xytext === undefined ? [x, y] : itemsOf(given.xytext).map((one) => numberOf(one, 'xytext'))
  const made = new Annotation(isOffset ? x : place[0], isOffset ? y : place[1], textOf(given.text))
  if (isOffset) made.offset = [place[0], place[1]]
  const { bbox: _bbox, zorder: _zorder, ...options } = others
  dress(made, options)
  if (given.arrowprops !== undefined && given.xytext !== undefined) {
    const entries =
      given.arrowprops instanceof Map
        ? Object.fromEntries(given.arrowprops as Map<string, unknown>)
        : (given.arrowprops as Options)
    const color = entries.color ?? entries.facecolor ?? entries.fc ?? 'k'
    made.arrow = { x, y, color: colorOf(color) }
  }
  return axes.add(made)
}

export function pie(axes: AxesData, args: readonly unknown[]): unknown {
  const { given, others } = placed(
    'pie',
    args,
    'x, explode=, labels=, colors=, autopct=, pctdistance=, shadow=, labeldistance=, startangle=, radius=, counterclock=',
  )
  const { textprops: _text, wedgeprops: _wedge, normalize: _normalize, ...left } = others
  refuseOthers('Wedge', left)
  if (typeof given.autopct === 'function')
    throw new NotImplementedError("autopct as a function is not drawn here; write it as '%1.1f%%'")
  const x = flatNumbers(given.x)
  if (x.some((value) => value < 0)) throw new ValueError("Wedge sizes 'x' must be non negative values")
  const labels = given.labels === undefined ? undefined : itemsOf(given.labels).map(textOf)
  if (labels && labels.length !== x.length) throw new ValueError("'label' must be of length 'x'")
  const explode = given.explode === undefined ? x.map(() => 0) : flatNumbers(given.explode)
  if (explode.length !== x.length) throw new ValueError("'explode' must be of length 'x'")
  const colors = given.colors === undefined ? null : itemsOf(given.colors).map((one) => colorOf(one))
  const total = x.reduce((a, b) => a + b, 0) || 1
  const turn = given.counterclock === false ? -1 : 1
  const radius = given.radius === undefined ? 1 : numberOf(given.radius)
  let angle = given.startangle === undefined ? 0 : numberOf(given.startangle) / 360
  const wedges: Polygon[] = []
  const texts: Text[] = []
  const percents: Text[] = []
  x.forEach((value, i) => {
    const share = value / total
    const middle = 2 * Math.PI * (angle + (turn * share) / 2)
    const [centerX, centerY] = [explode[i] * Math.cos(middle), explode[i] * Math.sin(middle)]
    const steps = Math.max(2, Math.ceil(share * 120))
    const rim = Array.from(
      { length: steps + 1 },
      (_, k) => 2 * Math.PI * (angle + (turn * share * k) / steps),
    )
    const part = {
      x: [centerX, ...rim.map((one) => centerX + radius * Math.cos(one))],
      y: [centerY, ...rim.map((one) => centerY + radius * Math.sin(one))],
    }
    const wedge = new Polygon(
      'matplotlib.patches.Wedge',
      [part],
      colors ? colors[i % colors.length] : axes.nextColor('patches'),
    )
    wedge.label = labels?.[i] ?? ''
    wedges.push(axes.add(wedge))
    const write = (distance: number, words: string, isInside: boolean): Text => {
      const made = new Text(
        centerX + distance * radius * Math.cos(middle),
        centerY + distance * radius * Math.sin(middle),
        words,
      )
      made.across = isInside ? 'center' : Math.cos(middle) >= 0 ? 'left' : 'right'
      made.down = 'center'
      return axes.add(made)
    }
    if (labels)
      texts.push(
        write(given.labeldistance === undefined ? 1.1 : numberOf(given.labeldistance), labels[i], false),
      )
    if (given.autopct !== undefined)
      percents.push(
        write(
          given.pctdistance === undefined ? 0.6 : numberOf(given.pctdistance),
          percentText(textOf(given.autopct), share * 100),
          true,
        ),
      )
    angle += turn * share
  })
  axes.aspect = 1
  axes.isFramed = false
  Object.assign(axes.x, { low: -1.25 * radius, high: 1.25 * radius })
  Object.assign(axes.y, { low: -1.25 * radius, high: 1.25 * radius })
  return given.autopct === undefined
    ? Tuple.of<unknown>(wedges, texts)
    : Tuple.of<unknown>(wedges, texts, percents)
}

/** `'%1.1f%%' % value`. */
const percentText = (format: string, value: number): string =>
  format
    .replace(/%\d*(?:\.(\d+))?[fd]/, (whole, digits?: string) =>
      whole.endsWith('d')
        ? String(Math.trunc(value))
        : value.toFixed(digits === undefined ? 6 : Number(digits)),
    )
    .replaceAll('%%', '%')
