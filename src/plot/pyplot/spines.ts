// `ax.spines`: the four sides of the frame. What is said of them is kept; the frame is drawn as a whole.
import { KeyError } from '../../base/errors.js'

const sides = ['left', 'bottom', 'right', 'top'] as const
type Side = (typeof sides)[number]

class Spine {
  isVisible = true
  set_visible(value: unknown): null {
    this.isVisible = Boolean(value)
    return null
  }
  get_visible(): boolean {
    return this.isVisible
  }
  set_color(): null {
    return null
  }
  set_linewidth(): null {
    return null
  }
  set_position(): null {
    return null
  }
}

/** Several sides at once, as `ax.spines[['top', 'right']]` gives them. */
class SpinesTogether extends Spine {
  constructor(readonly all: readonly Spine[]) {
    super()
  }
  override set_visible(value: unknown): null {
    for (const spine of this.all) spine.set_visible(value)
    return null
  }
}

export class Spines {
  readonly left = new Spine()
  readonly bottom = new Spine()
  readonly right = new Spine()
  readonly top = new Spine()

  __getitem__(key: unknown): Spine {
    const one = (name: unknown): Spine => {
      if (!sides.includes(name as Side)) throw new KeyError(`'${String(name)}'`)
      return this[name as Side]
    }
    return Array.isArray(key) ? new SpinesTogether(key.map(one)) : one(key)
  }
  values(): Spine[] {
    return sides.map((side) => this[side])
  }
  isShown(side: Side): boolean {
    return this[side].isVisible
  }
}
