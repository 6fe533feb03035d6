// What Python prints of an exception that nobody caught: the functions that were running, each with its line, and the words.
import { stackOf } from '../base/careful.js'
import { findFramesBy, type Frame, tracebackHead } from '../dialect/frames.js'
import { lettersIn } from './source.js'
import type { Expr, Node, Spot } from './tree.js'
import { placeIn } from './units.js'

/** What the runtime knows of an exception. */
export interface Told {
  /** Its class and its words: `ValueError: no`. */
  readonly text: string
  readonly cause: unknown
  readonly context: unknown
  readonly suppressesContext: boolean
  /** The attribute that is not there, of an AttributeError. */
  readonly attribute?: string
}

/** The part of an operation that is pointed at: the operator between its operands, the brackets behind a value. */
function anchorsOf(line: string, spot: Spot): { from: number; to: number } | null {
  const node = spot as Spot & Partial<Node>
  if (node.nodeType === 'BinOp') {
    const { left, right } = node as Expr<'BinOp'>
    if (left.end_lineno !== spot.lineno || right.lineno !== spot.lineno) return null
    const start = lettersIn(line, left.end_col_offset!)
    const between = line.slice(start, lettersIn(line, right.col_offset))
    const from = start + between.length - between.trimStart().length
    return {
      from,
      to:
        line[from + 1] === undefined || line[from + 1].trim() === '' || from + 1 >= start + between.length
          ? from + 1
          : from + 2,
    }
  }
  if (node.nodeType !== 'Subscript') return null
  const { value, slice, ctx } = node as Expr<'Subscript'>
  if (ctx.nodeType !== 'Load' && (value.nodeType === 'Constant' || value.nodeType === 'Tuple')) return null
  if (value.end_lineno !== spot.lineno || slice.end_lineno !== spot.lineno) return null
  return { from: lettersIn(line, value.end_col_offset!), to: lettersIn(line, slice.end_col_offset!) + 1 }
}

/** Carets below the part of the line that failed, unless that is all of it. */
function caretsText(line: string, spot: Spot): string {
  const indent = line.length - line.trimStart().length
  const start = lettersIn(line, spot.col_offset)
  const isWithin = spot.end_lineno === spot.lineno
  const end = isWithin ? lettersIn(line, spot.end_col_offset ?? 0) : line.trimEnd().length
  const anchors = isWithin ? anchorsOf(line, spot) : null
  if (end <= start || (end - start >= line.trim().length && anchors === null)) return ''
  const mark = (at: number): string =>
    anchors === null || (at >= anchors.from && at < anchors.to) ? '^' : '~'
  const marks = Array.from({ length: end - start }, (_, i) => mark(start + i)).join('')
  return `${' '.repeat(start - indent)}${marks}`
}

/** The name of the attribute that the exception being told says is not there. */
let lacking: string | undefined

/** Where a method was called that is not there, the attribute is what failed. */
function failing(spot: Spot): Spot {
  const node = spot as Spot & Partial<Node>
  if (lacking === undefined || node.nodeType !== 'Call') return spot
  const { func } = node as Expr<'Call'>
  return func.nodeType === 'Attribute' && func.attr === lacking ? func : spot
}

/** A function of Python's on V8's account of the stack. */
function frameIn(line: string): Frame | undefined {
  const place = placeIn(line)
  if (!place || place.unit.isOurs) return undefined
  const { unit, name } = place
  const spot = failing(place.spot)
  const text = unit.source.line(spot.lineno)
  const shown = text.trim() === '' ? '' : `${text.trim()}\n${caretsText(text, spot)}`.trimEnd()
  return { file: unit.file, line: spot.lineno, name, text: shown }
}
findFramesBy(frameIn)

/** All that Python says, from the first cause to the last consequence. */
export function tracebackText(error: unknown, tell: (error: unknown) => Told, seen = new Set()): string {
  seen.add(error)
  const { text, cause, context, suppressesContext, attribute } = tell(error)
  lacking = attribute
  const own = `${tracebackHead(stackOf(error))}${text}`
  const before = (from: unknown, words: string): string =>
    seen.has(from) ? own : `${tracebackText(from, tell, seen)}\n\n${words}\n\n${own}`
  if (cause) return before(cause, 'The above exception was the direct cause of the following exception:')
  if (context && !suppressesContext)
    return before(context, 'During handling of the above exception, another exception occurred:')
  return own
}
