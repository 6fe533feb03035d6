// Completions: what they put in at once, and the list to choose from.
import { replace } from './buffer.js'
import { change } from './state.js'
import type { Completion, Menu, State, Step } from './types.js'

/** The longest text that all begin with. */
function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? ''
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}

const put = (state: State, { from }: Completion, text: string, joins = false): State =>
  change(state, replace(state.buffer, from, state.buffer.cursor, text), joins)

/** Takes what was found: completes what is beyond doubt, and offers the rest. */
export function offer(state: State, completion: Completion): Step {
  const { items, from, describe } = completion
  const { text, cursor } = state.buffer
  const typed = text.slice(from, cursor)
  if (items.length === 0) return { state, effect: 'bell' }
  if (items.length === 1)
    return { state: { ...put(state, completion, items[0].text), notice: describe?.(items[0]) } }
  const prefix = commonPrefix(items.map((item) => item.text))
  if (prefix.length > typed.length) return { state: put(state, completion, prefix) }
  return { state: { ...state, menu: { ...completion, typed, selected: -1 } } }
}

/** Chooses the next item, or the one before. */
export function cycle(state: State, menu: Menu, step: 1 | -1): State {
  const count = menu.items.length
  const selected = menu.selected < 0 ? (step > 0 ? 0 : count - 1) : (menu.selected + step + count) % count
  const next = put(state, menu, menu.items[selected].text, menu.selected >= 0)
  return { ...next, menu: { ...menu, selected } }
}

/** Goes back to what was typed. */
export const closeMenu = (state: State, menu: Menu): State => ({
  ...(menu.selected < 0 ? state : put(state, menu, menu.typed, true)),
  menu: undefined,
})
