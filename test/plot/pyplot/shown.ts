// Shows figures as text, as a pipe of 80 columns gets them, or any other ink and size.
import { pyplot } from '../../../src/plot/pyplot/pyplot.js'
import type { Ink } from '../../../src/plot/figure/cells.js'
import { figureRows } from '../../../src/plot/figure/text-figure.js'

type Any = any
export const plt: Record<string, Any> = pyplot()

export const plainInk: Ink = { unicode: true, level: 0 }
export const asciiInk: Ink = { unicode: false, level: 0 }

/** The current figure as text; it is closed then. */
export function drawn(columns = 80, rows = 24, ink: Ink = plainInk, mustFit = false): string {
  const figure = plt.gcf()
  plt.close('all')
  return figureRows(figure, { columns, rows }, ink, mustFit).join('\n')
}
