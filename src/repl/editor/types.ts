// What the parts of the editor hand each other: its state, with the list of completions and the search in it, and what
// comes of a key.
import type { Command } from '../../terminal/keys.js'
import type { Buffer } from './buffer.js'
import type { Entries } from './history.js'
import type { Settings } from './settings.js'

export interface Item {
  /** What goes into the entry. */
  readonly text: string
  /** What the list shows, where it is another. */
  readonly label?: string
}

export interface Completion {
  /** What the chosen text goes in place of, up to the cursor. */
  readonly from: number
  readonly items: readonly Item[]
  /** Signature and doc of an item, looked up when it is shown. */
  readonly describe?: (item: Item) => string | undefined
}

export interface Menu extends Completion {
  /** What was typed before anything was chosen. */
  readonly typed: string
  /** -1 before one is chosen. */
  readonly selected: number
}

export interface Search {
  readonly query: string
  readonly step: -1 | 1
  /** Where the entry shown lies in the history; its length before anything was found. */
  readonly index: number
  readonly failed: boolean
  /** What was there before, to go back to. */
  readonly origin: Buffer
}

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
  /** Whether the key follows in haste on a Ctrl-C that was meant for what ran. */
  readonly isHasty?: boolean
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
