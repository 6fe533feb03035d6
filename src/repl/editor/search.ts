// Looking backwards through the history while typing what to look for: Ctrl-R.
import { find } from './history.js'
import { commandOf, typedText } from '../../terminal/keys.js'
import type { Key } from '../../terminal/keys.js'
import { withBuffer } from './state.js'
import type { Context, Search, State, Step } from './types.js'
import { previousCharacter } from '../../terminal/width.js'

export function startSearch(state: State, { history }: Context, step: -1 | 1): State {
  const index = state.walk?.index ?? history.length
  const search = { query: '', step, index, failed: false, origin: state.buffer }
  return { ...state, search, notice: undefined, goal: undefined }
}

/** Looks for `query` from `index` on; `skip` is the text not to find again. */
function look(
  state: State,
  search: Search,
  query: string,
  index: number,
  context: Context,
  skip?: string,
): State {
  if (query === '')
    return { ...state, search: { ...search, query, failed: false, index: context.history.length } }
  const found = find(context.history, query, index, search.step, skip)
  if (!found) return { ...state, lookedFor: query, search: { ...search, query, failed: true } }
  const buffer = { text: context.history[found.index], cursor: found.at }
  return {
    ...state,
    buffer,
    lookedFor: query,
    search: { ...search, query, index: found.index, failed: false },
  }
}

/** Ends the search with what it found, from where one can walk on. */
export function endSearch(state: State, { origin, index }: Search, { history }: Context): State {
  const ended = { ...state, search: undefined, last: undefined }
  if (index >= history.length) return ended
  const walk = { index, prefix: '', draft: origin }
  return { ...withBuffer({ ...ended, buffer: origin }, state.buffer), walk }
}

/** What a key does while looking; undefined for a key that ends the search and then does what it always does. */
export function searchKey(state: State, search: Search, key: Key, context: Context): Step | undefined {
  const { query, index } = search
  const command = commandOf(key)
  const text = typedText(key)
  if (text !== undefined)
    return { state: look(state, search, query + text, Math.min(index, context.history.length - 1), context) }
  switch (command) {
    case 'search':
    case 'search-newer': {
      const step = command === 'search' ? -1 : 1
      const towards = { ...search, step } as const
      const wanted = query || (state.lookedFor ?? '')
      const from = query === '' ? Math.min(index, context.history.length - 1) : index + step
      return {
        state: look(state, towards, wanted, from, context, query === '' ? undefined : state.buffer.text),
      }
    }
    case 'delete-left': {
      const shorter = query.slice(0, previousCharacter(query, query.length))
      return { state: look(state, search, shorter, context.history.length - 1, context) }
    }
    case 'cancel':
      if (key.name === 'escape') return { state: endSearch(state, search, context) }
      return { state: { ...state, buffer: search.origin, search: undefined, last: undefined } }
    case 'interrupt':
      return { state: { ...state, buffer: search.origin, search: undefined, last: undefined } }
    case 'clear':
      return { state, effect: 'clear' }
    case 'accept':
      return { state: endSearch(state, search, context), effect: 'submit' }
    default:
      return undefined
  }
}

/** The line that shows the search. */
export const searchLine = ({ query, step, failed }: Search): string =>
  `(${failed ? 'failed ' : ''}${step < 0 ? 'reverse' : 'forward'}-i-search) ${query}`
