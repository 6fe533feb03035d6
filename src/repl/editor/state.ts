// The state of the editor at the start of an entry, and how a change is put down so that it can be undone.
import { emptyBuffer } from './buffer.js'
import type { Buffer } from './buffer.js'
import type { State } from './types.js'

export const initialState: State = { buffer: emptyBuffer, past: [], future: [], kills: [] }

/** The state for the next entry: what was cut can still be yanked, what was looked for be found. */
export const nextEntry = ({ kills, lookedFor }: State): State => ({ ...initialState, kills, lookedFor })

const mostUndo = 500

/** A change of the text that undo takes back. */
export function change(state: State, buffer: Buffer, joins = false): State {
  if (buffer.text === state.buffer.text) return { ...state, buffer }
  const past = joins ? state.past : [...state.past, state.buffer].slice(-mostUndo)
  return { ...state, buffer, past, future: [], walk: undefined }
}

/** Goes to another text as a whole, which undo takes back. */
export const withBuffer = (state: State, buffer: Buffer): State => ({
  ...state,
  buffer,
  past: [...state.past, state.buffer].slice(-mostUndo),
  future: [],
})
