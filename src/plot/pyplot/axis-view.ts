// `ax.xaxis` and `ax.yaxis`: one axis by itself.
import { textOf } from '../figure/values.js'
import type { Axis } from '../figure/axis.js'
import { Locator } from './tickers.js'

interface Marked {
  readonly x: Axis
  readonly y: Axis
  setTicks(along: 'x' | 'y', args: readonly unknown[]): unknown
  setTickLabels(along: 'x' | 'y', args: readonly unknown[]): unknown
}

export class AxisView {
  readonly #axes: Marked
  readonly #along: 'x' | 'y'
  constructor(axes: Marked, along: 'x' | 'y') {
    this.#axes = axes
    this.#along = along
  }
  set_label_text(label: unknown): null {
    this.#axes[this.#along].label = textOf(label)
    return null
  }
  set_ticks(...args: unknown[]): unknown {
    return this.#axes.setTicks(this.#along, args)
  }
  set_ticklabels(...args: unknown[]): unknown {
    return this.#axes.setTickLabels(this.#along, args)
  }
  set_major_locator(locator: unknown): null {
    if (!(locator instanceof Locator)) return null
    const axis = this.#axes[this.#along]
    axis.isInteger = locator.isInteger
    if (locator.places !== undefined) this.#axes.setTicks(this.#along, [locator.places])
    return null
  }
  set_visible(value: unknown): null {
    const axis = this.#axes[this.#along]
    axis.areLabelsShown = Boolean(value)
    if (!value) Object.assign(axis, { label: '', ticks: [] })
    return null
  }
  set_ticks_position(): null {
    return null
  }
  set_label_coords(): null {
    return null
  }
  set_label_position(): null {
    return null
  }
  set_tick_params(): null {
    return null
  }
  set_minor_locator(): null {
    return null
  }
  set_major_formatter(): null {
    return null
  }
  set_minor_formatter(): null {
    return null
  }
  tick_top(): null {
    return null
  }
  tick_right(): null {
    return null
  }
  grid(...args: unknown[]): null {
    const axis = this.#axes[this.#along]
    axis.hasGrid = args.length === 0 || args[0] !== false
    return null
  }
}
