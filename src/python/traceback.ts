// What Python prints of an exception that nobody caught: the functions that were running, each with its line, and the words.
import { stackOf } from '../base/careful.js'
import { findFramesBy, type Frame, framesOf, framesText } from '../dialect/frames.js'
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
  /** Whether it was raised; one that was only made has been nowhere. */
  readonly wasRaised: boolean
  /** Whether it says that the stack ran over. */
  readonly ranOver: boolean
  /** Those that are in a group. */
  readonly members: readonly unknown[] | null
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
  // Of the innermost function alone: a method that is there may call one that is not.
  lacking = undefined
  // CPython does not keep the text of what was evaluated.
  const text = unit.file === '<string>' ? '' : unit.source.line(spot.lineno)
  const shown = text.trim() === '' ? '' : `${text.trim()}\n${caretsText(text, spot)}`.trimEnd()
  return { file: unit.file, line: spot.lineno, name, text: shown }
}
findFramesBy(frameIn)

/** CPython's recursion ends at a thousand functions: where the stack ran over, those beyond are not told. */
const deepest = 1000

/** The functions that were running when an exception was raised, outermost first. */
function framesIn(error: unknown, { attribute, ranOver }: Told): readonly Frame[] {
  lacking = attribute
  const frames = framesOf(stackOf(error))
  return ranOver ? frames.slice(0, deepest) : frames
}

/**
 * The frames from the function that caught an exception on. Those around it were running, too, when `later` was raised, each
 * at the same line; the function itself stood elsewhere.
 */
function fromWhereCaught(frames: readonly Frame[], later: readonly Frame[]): readonly Frame[] {
  const same = (a: Frame, b: Frame | undefined): boolean =>
    a.file === b?.file && a.line === b.line && a.name === b.name
  const start = frames.findIndex((frame, i) => !same(frame, later[i]))
  return start < 0 ? [] : frames.slice(start)
}

const afterCause = 'The above exception was the direct cause of the following exception:'
const meanwhile = 'During handling of the above exception, another exception occurred:'

/** Groups in groups, and members of one group, that are told; of the others, how many they are. */
const deepestGroup = 10
const widestGroup = 15

interface Telling {
  readonly tell: (error: unknown) => Told
  readonly seen: Set<unknown>
  /** How many groups are around. */
  readonly depth: number
}

const within = (text: string, depth: number, margin = '| '): string =>
  depth === 0 ? text : text.replace(/^/gm, `${'  '.repeat(depth)}${margin}`)

/** One exception with what it came of; `around` are the functions that were running when it was told of or raised again. */
function chainText(error: unknown, around: readonly Frame[], telling: Telling): string {
  const { tell, seen, depth } = telling
  seen.add(error)
  const told = tell(error)
  const { cause, context, suppressesContext, members } = told
  const frames = told.wasRaised ? framesIn(error, told) : []
  const shown = fromWhereCaught(frames, around)
  const [from, words] = cause ? [cause, afterCause] : [suppressesContext ? null : context, meanwhile]
  const before =
    from && !seen.has(from)
      ? `${chainText(from, frames, telling)}\n${within(`\n${words}\n\n`, depth).replace(/[^\n]*$/, '')}`
      : ''
  if (members !== null) return before + groupText(told, shown, frames, members, telling)
  const head = shown.length === 0 ? '' : `Traceback (most recent call last):\n${framesText(shown, true)}`
  return before + within(`${head}${told.text}`, depth)
}

/** A group, and its members in a column of their own each. */
function groupText(
  { text }: Told,
  shown: readonly Frame[],
  frames: readonly Frame[],
  members: readonly unknown[],
  telling: Telling,
): string {
  if (telling.depth > deepestGroup) return within(`... (max_group_depth is ${deepestGroup})`, telling.depth)
  const isOutermost = telling.depth === 0
  const depth = Math.max(telling.depth, 1)
  const lines: string[] = []
  if (shown.length > 0)
    lines.push(
      within('Exception Group Traceback (most recent call last):', depth, isOutermost ? '+ ' : '| '),
      within(framesText(shown, true).trimEnd(), depth),
    )
  lines.push(within(text, depth))
  const rule = '-'.repeat(16)
  const told = members.slice(0, widestGroup)
  const more = members.length - told.length
  const indent = '  '.repeat(depth)
  let last = ''
  for (const [i, member] of told.entries()) {
    last = chainText(member, frames, { ...telling, depth: depth + 1 })
    lines.push(`${indent}${i === 0 ? '+-' : '  '}+${rule} ${i + 1} ${rule}`, last)
  }
  if (more > 0) {
    last = within(`and ${more} more exception${more === 1 ? '' : 's'}`, depth + 1)
    lines.push(`${indent}  +${rule} ... ${rule}`, last)
  }
  // A group that stands last has ended the column already.
  const end = `+${'-'.repeat(36)}`
  if (!last.endsWith(end)) lines.push(`${indent}  ${end}`)
  return lines.join('\n')
}

/** All that Python says, from the first cause to the last consequence. `here` is a stack of where that is asked for. */
export const tracebackText = (error: unknown, tell: (error: unknown) => Told, here = ''): string =>
  chainText(error, framesOf(here), { tell, seen: new Set(), depth: 0 })
