// `plt.rcParams`: settings by name. Those that change a picture here are the size of figures and their dots an inch; all
// others are kept and read back.
import { flatNumbers, numberOf, entriesOf } from '../figure/values.js'
import { KeyError } from '../../base/errors.js'

const usual: readonly [string, unknown][] = [
  ['figure.figsize', [6.4, 4.8]],
  ['figure.dpi', 100],
  ['savefig.dpi', 'figure'],
  ['font.size', 10],
  ['lines.linewidth', 1.5],
  ['lines.markersize', 6],
  ['image.cmap', 'viridis'],
  ['axes.grid', false],
  ['axes.unicode_minus', true],
  ['font.family', ['sans-serif']],
  ['font.sans-serif', ['DejaVu Sans']],
]

/** A dict in Python, and an object with `__getitem__` in TypeScript. */
export class Parameters extends Map<string, unknown> {
  constructor() {
    super(usual)
  }
  get figureSize(): readonly [number, number] {
    const [width, height] = flatNumbers(this.get('figure.figsize'))
    return [width, height]
  }
  get dpi(): number {
    return numberOf(this.get('figure.dpi'))
  }
  reset(): void {
    this.clear()
    for (const [name, value] of usual) this.set(name, value)
  }
  __getitem__(name: string): unknown {
    if (!this.has(name)) throw new KeyError(`'${name}'`)
    return this.get(name)
  }
  __setitem__(name: string, value: unknown): void {
    this.set(name, value)
  }
  update(values: unknown): null {
    for (const [name, value] of entriesOf(values)) this.set(name, value)
    return null
  }
}

export const rcParams = new Parameters()
