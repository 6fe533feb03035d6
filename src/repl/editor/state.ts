// The state of the editor, and how a change is put down so that it can be undone.
import { emptyBuffer } from './buffer.js'
import type { Buffer } from './buffer.js'
import type { Entries } from './history.js'
import type { Command } from '../../terminal/keys.js'
import type { Menu } from './menu.js'
import type { Search } from './search.js'
import type { Settings } from './settings.js'

export interface State {
  readonly buffer: Buffer
  /** What undo goes back to, newest last; what redo goes forth to. */
  readonly past: readonly Buffer[]
  readonly future: readonly Buffer[]
  /** What was cut, newest last. */
  readonly kills: readonly string[]
  /** What the last key did: cuts in a row are one, and so is typing. */
  readonly last?: Command | 'type' | 'drop'
  /** The column that moving up and down keeps to. */
  readonly goal?: number
  /** Where the last yank put what. */
  readonly yanked?: { readonly from: number; readonly index: number }
  /** The way through the history. */
  readonly walk?: { readonly index: number; readonly prefix: string; readonly draft: Buffer }
  readonly search?: Search
  /** What was looked for the last time. */
  readonly lookedFor?: string
  readonly menu?: Menu
  /** A line below the entry, until the next key. */
  readonly notice?: string
}

export interface Context {
  readonly history: Entries
  readonly settings: Settings
}

/**
 * What is left to the terminal: `submit` asks whether the entry is complete, `complete` asks for completions; `interrupt`
 * drops the entry, `leave` ends the session.
 */
export type Effect = 'submit' | 'complete' | 'interrupt' | 'leave' | 'suspend' | 'clear' | 'bell'

export interface Step {
  readonly state: State
  readonly effect?: Effect
  /** What the key did, where its command alone does not tell. */
  readonly did?: State['last']
}

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
