// `savefig`: a figure as a file, whole or not at all; the end of the name says which kind.
import { ValueError } from '../../base/errors.js'
import { repr } from '../../text/repr.js'
import { placed } from '../figure/arguments.js'
import type { FigureData } from '../figure/axes.js'
import { textOf } from '../figure/values.js'

export function saveFigure(figure: FigureData, args: readonly unknown[]): null {
  const { given } = placed(
    'savefig',
    args,
    'fname, *, dpi=, format=, bbox_inches=, pad_inches=, facecolor=, edgecolor=, transparent=, metadata=',
  )
  const name = textOf(given.fname)
  const format = textOf(given.format ?? /\.(\w+)$/.exec(name)?.[1] ?? 'png').toLowerCase()
  throw new ValueError(`Format ${repr(format)} is not supported (supported formats: png, svg)`)
}
