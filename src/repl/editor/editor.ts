// The editor as values: a state and a key give a new state, and what the terminal has to do besides drawing it.
import {
  above,
  below,
  column,
  insert,
  left,
  lineEnd,
  lineStart,
  moved,
  replace,
  right,
  runLeft,
  transposed,
  wordLeft,
  wordRight,
} from './buffer.js'
import { neighbour } from './history.js'
import { blanksToDelete, closingIndent, isInsideText, newLineIndent, tabIndent } from './indent.js'
import { commandOf, typedText } from '../../terminal/keys.js'
import type { Command, Key } from '../../terminal/keys.js'
import { closeMenu, cycle } from './menu.js'
import { dedented, pastedText } from './paste.js'
import { endSearch, searchKey, startSearch } from './search.js'
import { change, nextEntry, withBuffer } from './state.js'
import type { Context, State, Step } from './types.js'

const mostKills = 60

const move = (state: State, cursor: number): Step => ({
  state: { ...state, buffer: moved(state.buffer, cursor) },
})

const edit = (state: State, from: number, to: number, text = ''): Step => ({
  state: change(state, replace(state.buffer, from, to, text)),
})

const bell = (state: State): Step => ({ state, effect: 'bell' })

const isKill = (command: State['last']): boolean => command?.startsWith('kill-') === true

/** Cuts from the cursor to `end`, which may lie before it. */
function kill(state: State, end: number): Step {
  const { buffer, kills } = state
  if (end === buffer.cursor) return { state }
  const from = Math.min(end, buffer.cursor)
  const to = Math.max(end, buffer.cursor)
  const text = buffer.text.slice(from, to)
  const joined = end < buffer.cursor ? text + (kills.at(-1) ?? '') : (kills.at(-1) ?? '') + text
  const next = isKill(state.last) ? [...kills.slice(0, -1), joined] : [...kills, text].slice(-mostKills)
  return { state: { ...change(state, replace(buffer, from, to, '')), kills: next } }
}

function yank(state: State, index: number, from: number, to: number): Step {
  const text = state.kills[index]
  if (text === undefined) return bell(state)
  return { state: { ...change(state, replace(state.buffer, from, to, text)), yanked: { from, index } } }
}

/** Goes to the nearest older or newer entry; beyond the newest waits what was typed. */
function walk(state: State, step: -1 | 1, { history, settings }: Context, byPrefix: boolean): Step {
  const { buffer } = state
  const start = { index: history.length, draft: buffer, prefix: buffer.text.slice(0, buffer.cursor) }
  const from = state.walk ?? { ...start, prefix: settings.prefix_search && byPrefix ? start.prefix : '' }
  const index = neighbour(history, from.index, step, from.prefix, buffer.text)
  if (index === undefined && (step < 0 || !state.walk)) return bell(state)
  const next = index === undefined ? from.draft : { text: history[index], cursor: history[index].length }
  const walked = index === undefined ? undefined : { ...from, index }
  return { state: { ...withBuffer(state, next), walk: walked, goal: undefined } }
}

function vertical(state: State, step: -1 | 1, context: Context): Step {
  const goal = state.goal ?? column(state.buffer)
  const place = step < 0 ? above(state.buffer, goal) : below(state.buffer, goal)
  if (place === undefined) return walk(state, step, context, true)
  return { state: { ...state, buffer: moved(state.buffer, place), goal } }
}

/** Types text at the cursor; letters typed in a row are undone word by word. */
function type(state: State, text: string, { settings }: Context): Step {
  const { buffer } = state
  const isWordStart = text !== ' ' && buffer.text[buffer.cursor - 1] === ' '
  const joins = state.last === 'type' && !isWordStart
  const indent = settings.indent && /^[)\]}]$/.test(text) ? closingIndent(buffer) : undefined
  const from = indent === undefined ? buffer.cursor : lineStart(buffer)
  return { state: change(state, replace(buffer, from, buffer.cursor, (indent ?? '') + text), joins) }
}

export function newline(state: State, { settings }: Context): State {
  const { buffer } = state
  const { text, cursor } = buffer
  if (!settings.indent || isInsideText(text.slice(0, cursor))) return change(state, insert(buffer, '\n'))
  // Blanks at the end of the line, and those that the cursor stood before, fall away.
  const from = cursor - /[ \t]*$/.exec(text.slice(0, cursor))![0].length
  const to = cursor + /^[ \t]*/.exec(text.slice(cursor))![0].length
  return change(state, replace(buffer, from, to, `\n${newLineIndent(buffer)}`))
}

function recase(state: State, convert: (word: string) => string): Step {
  const end = wordRight(state.buffer)
  return edit(state, state.buffer.cursor, end, convert(state.buffer.text.slice(state.buffer.cursor, end)))
}

const capital = (word: string): string =>
  word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase())

function killLineEnd(state: State): Step {
  const end = lineEnd(state.buffer)
  const takesBreak = end === state.buffer.cursor && end < state.buffer.text.length
  return kill(state, takesBreak ? end + 1 : end)
}

function killLineStart(state: State): Step {
  const start = lineStart(state.buffer)
  const takesBreak = start === state.buffer.cursor && start > 0
  return kill(state, takesBreak ? start - 1 : start)
}

function deleteLeft(state: State, { settings }: Context): Step {
  const { buffer } = state
  if (buffer.cursor === 0) return { state }
  const blanks = settings.indent ? blanksToDelete(buffer) : 1
  return edit(state, blanks > 1 ? buffer.cursor - blanks : left(buffer), buffer.cursor)
}

function undo(state: State): Step {
  const buffer = state.past.at(-1)
  if (!buffer) return bell(state)
  const future = [...state.future, state.buffer]
  return { state: { ...state, buffer, past: state.past.slice(0, -1), future, walk: undefined } }
}

function redo(state: State): Step {
  const buffer = state.future.at(-1)
  if (!buffer) return bell(state)
  const past = [...state.past, state.buffer]
  return { state: { ...state, buffer, past, future: state.future.slice(0, -1), walk: undefined } }
}

/** Drops what was typed. On an empty line it takes two in a row to leave, so that one too many does no harm. */
function interrupt(state: State, { settings, isHasty }: Context, previous: State['last']): Step {
  const dropped = nextEntry(state)
  const withNotice = (notice: string): State => (settings.hints ? { ...dropped, notice } : dropped)
  if (state.buffer.text !== '') return { state: dropped, effect: 'interrupt', did: 'drop' }
  if (isHasty) return { state: withNotice('Ctrl-D leaves.'), did: 'drop' }
  if (previous === 'interrupt') return { state, effect: 'leave' }
  return { state: withNotice('Ctrl-C once more leaves.') }
}

function complete(state: State): Step {
  const indent = tabIndent(state.buffer)
  if (indent !== undefined) return { state: change(state, insert(state.buffer, indent)) }
  return { state, effect: 'complete' }
}

const run: Record<Command, (state: State, context: Context, previous: State['last']) => Step> = {
  accept: (state) => ({ state, effect: 'submit' }),
  newline: (state, context) => ({ state: newline(state, context) }),
  'line-start': (state) => move(state, lineStart(state.buffer)),
  'line-end': (state) => move(state, lineEnd(state.buffer)),
  left: (state) => move(state, left(state.buffer)),
  right: (state) => move(state, right(state.buffer)),
  'word-left': (state) => move(state, wordLeft(state.buffer)),
  'word-right': (state) => move(state, wordRight(state.buffer)),
  up: (state, context) => vertical(state, -1, context),
  down: (state, context) => vertical(state, 1, context),
  older: (state, context) => walk(state, -1, context, false),
  newer: (state, context) => walk(state, 1, context, false),
  'text-start': (state) => move(state, 0),
  'text-end': (state) => move(state, state.buffer.text.length),
  'delete-left': deleteLeft,
  'delete-right': (state) => edit(state, state.buffer.cursor, right(state.buffer)),
  'delete-or-leave': (state) =>
    state.buffer.text === ''
      ? { state, effect: 'leave' }
      : edit(state, state.buffer.cursor, right(state.buffer)),
  'kill-line-end': killLineEnd,
  'kill-line-start': killLineStart,
  'kill-run': (state) => kill(state, runLeft(state.buffer)),
  'kill-word-left': (state) => kill(state, wordLeft(state.buffer)),
  'kill-word-right': (state) => kill(state, wordRight(state.buffer)),
  yank: (state) => yank(state, state.kills.length - 1, state.buffer.cursor, state.buffer.cursor),
  'yank-older': (state, _context, previous) => {
    if (!state.yanked || (previous !== 'yank' && previous !== 'yank-older')) return bell(state)
    const { from, index } = state.yanked
    return yank(state, (index || state.kills.length) - 1, from, state.buffer.cursor)
  },
  transpose: (state) => {
    const buffer = transposed(state.buffer)
    return buffer ? { state: change(state, buffer) } : bell(state)
  },
  upper: (state) => recase(state, (word) => word.toUpperCase()),
  lower: (state) => recase(state, (word) => word.toLowerCase()),
  capital: (state) => recase(state, capital),
  undo,
  redo,
  search: (state, context) => ({ state: startSearch(state, context, -1) }),
  'search-newer': (state, context) => ({ state: startSearch(state, context, 1) }),
  complete,
  'complete-back': (state) => ({ state }),
  clear: (state) => ({ state, effect: 'clear' }),
  interrupt,
  cancel: (state) => ({ state }),
  suspend: (state) => ({ state, effect: 'suspend' }),
}

/** Columns kept from one move to the next, and cuts joined, by these alone. */
const keepsGoal = (command: Command): boolean => command === 'up' || command === 'down'

/** What a key does. */
export function press(state: State, key: Key, context: Context): Step {
  const command = commandOf(key)
  if (state.search) {
    const step = searchKey(state, state.search, key, context)
    if (step) return step
    return press(endSearch(state, state.search, context), key, context)
  }
  if (state.menu) {
    if (command === 'complete' || command === 'complete-back')
      return { state: cycle(state, state.menu, command === 'complete' ? 1 : -1) }
    if (command === 'cancel') return { state: closeMenu(state, state.menu) }
    const closed = { ...state, menu: undefined }
    // Enter on a chosen item takes it; once more enters the entry.
    return command === 'accept' && state.menu.selected >= 0 ? { state: closed } : press(closed, key, context)
  }
  const { goal, notice, last: previous, ...rest } = state
  void notice
  const next: State = command && keepsGoal(command) && goal !== undefined ? { ...rest, goal } : rest
  if (command) {
    // A command compares itself with the one before: a run of cuts is one cut.
    const step = run[command]({ ...next, last: previous }, context, previous)
    return { ...step, state: { ...step.state, last: step.did ?? command } }
  }
  const text = typedText(key)
  if (text === undefined) return { state: next }
  const step = type({ ...next, last: previous }, text, context)
  return { ...step, state: { ...step.state, last: 'type' } }
}

/** Puts pasted text in at the cursor, as one change. */
export function paste(state: State, text: string): State {
  const { menu, search, notice, goal, last, ...rest } = state
  void [menu, search, notice, goal, last]
  const pasted = pastedText(text)
  return change(rest, insert(state.buffer, state.buffer.text === '' ? dedented(pasted) : pasted))
}
