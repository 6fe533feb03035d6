// `savefig`: a figure as a file, whole or not at all; the end of the name says which kind.
import { RuntimeError, ValueError } from '../../base/errors.js'
import { visibleName } from '../../base/visible.js'
import { fileErrorText } from '../../io/file-error.js'
import { writeWholeFile } from '../../io/whole-file.js'
import { repr } from '../../text/repr.js'
import { placed } from '../figure/arguments.js'
import type { FigureData } from '../figure/axes.js'
import { missingCharacters } from '../figure/letters.js'
import { figurePng } from '../figure/raster.js'
import { figureSvg } from '../figure/svg.js'
import { numberOf, textOf } from '../figure/values.js'

/** The kinds of files that matplotlib knows and that are not written here. */
const others = ['eps', 'jpg', 'jpeg', 'pdf', 'pgf', 'ps', 'raw', 'rgba', 'svgz', 'tif', 'tiff', 'webp']

export function saveFigure(figure: FigureData, args: readonly unknown[]): null {
  const { given } = placed(
    'savefig',
    args,
    'fname, *, dpi=, format=, bbox_inches=, pad_inches=, facecolor=, edgecolor=, orientation=, papertype=, transparent=, metadata=',
  )
  const name = textOf(given.fname)
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]
  const format = textOf(given.format ?? ending ?? 'png').toLowerCase()
  if (format !== 'png' && format !== 'svg')
    throw new ValueError(
      `Format ${repr(format)} is not supported (supported formats: png, svg)${others.includes(format) ? '; programs that show SVG write other kinds' : ''}`,
    )
  const path = ending === undefined && given.format === undefined ? `${name}.png` : name
  const dpi = given.dpi === undefined || given.dpi === 'figure' ? figure.dpi : numberOf(given.dpi, 'dpi')
  if (!(dpi > 0)) throw new ValueError('dpi must be positive')
  const bytes = format === 'svg' ? Buffer.from(figureSvg(figure)) : figurePng(figure, dpi)
  for (const character of missingCharacters())
    process.stderr.write(
      `UserWarning: Glyph ${character.codePointAt(0)} (${character}) missing from current font. An .svg file has it.\n`,
    )
  try {
    writeWholeFile(path, [bytes])
  } catch (error) {
    throw new RuntimeError(`cannot write ${visibleName(path)}: ${fileErrorText(error)}`)
  }
  return null
}
