// An error as a person sees it: the line with a caret where the place is known, PyTorch's class and message, and shapes that
// do not fit as a drawing.
import { careful, isError, messageOf, nameOf } from '../../base/careful.js'
import { withSaidNames } from '../../dialect/own-names.js'
import { meaningOf, said, tongue } from '../../terminal/speech.js'
import { RuntimeError } from '../../base/errors.js'
import { showError } from '../show.js'
import { type Look, paint, plainLook } from '../../terminal/look.js'
import { shorten, widthOf } from '../../terminal/width.js'
import { wrap } from '../../terminal/wrap.js'
import { drawMismatch, mismatchIn } from './shapes.js'
import { visible } from '../../base/visible.js'

export interface Failure {
  readonly error: unknown
  /** Both count from 1 within `source`. */
  readonly line?: number
  readonly column?: number
  /** What may have been meant. */
  readonly hint?: string
  /** All that Python says of it: the place is in it. */
  readonly traceback?: string
  /** What a traceback tells before the error's words. */
  readonly frames?: string
}

/** The shapes of an error that do not fit, drawn; '' for any other error. */
export function shapesText(error: unknown, look: Look = plainLook): string {
  if (!isError(error)) return ''
  const shapes = careful(() => (error instanceof RuntimeError ? error.shapes : undefined), undefined)
  const mismatch = mismatchIn(messageOf(error), shapes)
  return mismatch ? drawMismatch(mismatch, look) : ''
}

/** A line with a caret below its character number `at`; of a line that is too wide what is near the caret. */
function markedLine(lead: string, text: string, at: number | undefined, width: number): string {
  const room = Math.max(8, width - lead.length)
  const from = at !== undefined && widthOf(text) > room ? Math.max(0, at - Math.floor(room / 2)) : 0
  const shown = shorten(from > 0 ? `…${text.slice(from + 1)}` : text, room)
  if (at === undefined) return lead + shown
  return `${lead}${shown}\n${' '.repeat(lead.length + widthOf(shown.slice(0, at - from)))}^`
}

/** The line with a caret below the column. A line by itself is shown only where it says more than what was just typed. */
function placeText({ line, column }: Failure, source: string, width: number): string {
  const lines = visible(source).split('\n')
  const text = line === undefined ? undefined : lines[line - 1]
  if (text === undefined || (column === undefined && lines.length === 1)) return ''
  const indent = text.length - text.trimStart().length
  const lead = `  ${lines.length > 1 ? `${line}  ` : ''}`
  const isMarked = column !== undefined && column > indent && column <= text.length + 1
  return markedLine(lead, text.trim(), isMarked ? column - 1 - indent : undefined, width)
}

/** All that is said of an input that failed. */
export function errorText(failure: Failure, source: string, look: Look): string {
  const style = paint(look)
  const shapes = shapesText(failure.error, look)
  if (failure.traceback !== undefined)
    return [
      style.red(wrap(visible(failure.traceback), look.width)),
      ...(shapes === '' ? [] : [shapes]),
      ...hintLines(failure, look),
    ].join('\n')
  const place = failure.frames
    ? wrap(visible(failure.frames.trimEnd()), look.width)
    : placeText(failure, source, look.width)
  return [
    ...(place === '' ? [] : [style.dim(place)]),
    style.red(wrap(showError(failure.error), look.width)),
    ...(shapes === '' ? [] : [shapes]),
    ...hintLines(failure, look),
  ].join('\n')
}

/** What the error means, where its own words are not in the language that is spoken, and what may have been meant. */
const hintLines = ({ error, hint }: Failure, look: Look): string[] =>
  [meaningText(error), hint ? said(hint) : '']
    .filter((line) => line !== '')
    .map((line) => paint(look).dim(wrap(visible(line), look.width)))

/** A sentence below an error; '' in English, and where it is said in the language that is spoken. */
export function meaningText(error: unknown): string {
  if (tongue() === 'en' || !isError(error)) return ''
  const [name, message] = [nameOf(error), withSaidNames(messageOf(error))]
  return said(message) === message ? meaningOf(name, message) : ''
}
