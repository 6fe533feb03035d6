// What axes show: their limits, scales, ticks and grid, as programs set and ask them.
import { AttributeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { placed, split } from '../figure/arguments.js'
import { AxesData } from '../figure/axes.js'
import { colorOf } from '../figure/colors.js'
import { fontOf } from '../figure/properties.js'
import { allTicks } from '../figure/ticks.js'
import { flatNumbers, itemsOf, numberOf, textOf, valuesOf } from '../figure/values.js'

type Args = readonly unknown[]
type Along = 'x' | 'y'

const float = (value: number): number | Float => (Number.isInteger(value) ? new Float(value) : value)

export class RangedAxes extends AxesData {
  /** Axes that show the same range. */
  readonly shared: { x: RangedAxes[]; y: RangedAxes[] } = { x: [], y: [] }

  set_xlim(...args: Args): unknown {
    return this.#setLimits('x', args)
  }
  set_ylim(...args: Args): unknown {
    return this.#setLimits('y', args)
  }
  get_xlim(): unknown {
    return Tuple.from(this.limits.x.map(float))
  }
  get_ylim(): unknown {
    return Tuple.from(this.limits.y.map(float))
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
    axis.tickLabels = given.labels === undefined ? null : itemsOf(given.labels).map(textOf)
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
    const labels = itemsOf(given.labels).map(textOf)
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
    return Tuple.from([...x, ...y].map(float))
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
}
