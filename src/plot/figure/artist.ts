// What all that is drawn on axes has in common, as matplotlib's Artist: a label, an order, whether it is seen.
import { pythonType } from '../../base/type-name.js'
import { repr, reprSymbol } from '../../text/repr.js'
import type { Bounds, Look, Shape, View } from './shapes.js'

/** What an artist knows of the axes it is on. */
export interface Owner {
  drop(artist: Artist): void
  /** Its data changed. */
  touch(): void
}

let count = 0x7f6a10000000

export abstract class Artist {
  label = ''
  zorder = 1
  alpha: number | undefined
  isVisible = true
  owner: Owner | null = null
  /** What it is a part of, as a bar of the bars of one call: parts look alike, and have one line in the legend. */
  series: object = this
  /** Where matplotlib has the class. */
  abstract readonly path: string
  readonly #id = (count += 0x40)

  abstract shapes(view: View): Shape[]
  abstract bounds(): Bounds
  /** What stands for it in the legend, its label left out; null where nothing does. */
  sample(): Look | null {
    return null
  }

  get [pythonType](): string {
    return this.path.slice(this.path.lastIndexOf('.') + 1)
  }
  [reprSymbol](): string {
    return `<${this.path} object at 0x${this.#id.toString(16)}>`
  }

  remove(): null {
    this.owner?.drop(this)
    this.owner = null
    return null
  }
  get_label(): string {
    return this.label
  }
  set_label(label: unknown): null {
    this.label = typeof label === 'string' ? label : repr(label)
    return null
  }
  set_visible(value: unknown): null {
    this.isVisible = Boolean(value)
    return null
  }
  get_visible(): boolean {
    return this.isVisible
  }
  set_alpha(value: number | null): null {
    this.alpha = value ?? undefined
    return null
  }
  get_alpha(): number | null {
    return this.alpha ?? null
  }
  set_zorder(value: number): null {
    this.zorder = value
    return null
  }
  get_zorder(): number {
    return this.zorder
  }
}

export const both = (
  x: readonly number[],
  y: readonly number[],
  view: View,
): { x: number[]; y: number[] } => ({ x: x.map(view.x), y: y.map(view.y) })
