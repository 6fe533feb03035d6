// `savefig`: a figure as a file, whole or not at all; the end of the name says which kind.
import { RuntimeError, ValueError } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
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

/** The kinds of files that matplotlib writes and this does not, and what is written in their place. */
const inPlaceOf: Record<string, 'png' | 'svg'> = {
  ...{ eps: 'svg', pdf: 'svg', pgf: 'svg', ps: 'svg', svgz: 'svg' },
  ...{ jpg: 'png', jpeg: 'png', raw: 'png', rgba: 'png', tif: 'png', tiff: 'png', webp: 'png' },
}

export function saveFigure(figure: FigureData, args: readonly unknown[]): null {
  const { given } = placed(
    'savefig',
    args,
    'fname, *, dpi=, format=, bbox_inches=, pad_inches=, facecolor=, edgecolor=, orientation=, papertype=, transparent=, metadata=',
  )
  const name = textOf(given.fname)
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]
  const asked = textOf(given.format ?? ending ?? 'png').toLowerCase()
  const format = inPlaceOf[asked] ?? asked
  if (format !== 'png' && format !== 'svg')
    throw new ValueError(`Format ${repr(asked)} is not supported (supported formats: png, svg)`)
  const isComplete = ending !== undefined || given.format !== undefined
  const path = !isComplete ? `${name}.png` : asked === format ? name : withEnding(name, asked, format)
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

/** The name of the file that is written in place of another. */
function withEnding(name: string, asked: string, format: string): string {
  const path = name.toLowerCase().endsWith(`.${asked}`)
    ? `${name.slice(0, -asked.length)}${format}`
    : `${name}.${format}`
  warn(
    `figures are saved as PNG and SVG: ${visibleName(path)} is written in place of a file of kind ${repr(asked)}`,
  )
  return path
}
