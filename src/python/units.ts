// The programs that have been translated, by the names under which V8 runs them: how one finds back from its places.
import { noFrame, type Origin, type Written } from './code.js'
import type { Source } from './source.js'

/** A text that runs: a file, or an entry at the prompt. */
export interface Unit {
  /** As a traceback says it: a path, or `<stdin>`. */
  readonly file: string
  readonly source: Source
  readonly written: Written
  /** Whether it is of Python's library, which tracebacks do not go through. */
  readonly isOurs?: boolean
}

/** So many functions of V8's stack an error remembers: all that fit there, as Python's do. */
export const deepestStack = 20_000

const prefix = 'dltorch-python-'
const units: Unit[] = []

/** Makes a unit known; gives the name that V8 is to run it under. */
export function register(unit: Unit): string {
  units.push(unit)
  return `${prefix}${units.length}`
}

/** A function that was running. */
export interface Running extends Origin {
  readonly unit: Unit
}

const place = new RegExp(String.raw`\b${prefix}(\d+):(\d+):(\d+)`)

/** The function of Python's on a line of the account that V8 gave of its stack. */
export function placeIn(line: string): Running | undefined {
  const match = place.exec(line)
  const unit = match && units[Number(match[1]) - 1]
  const origin = unit?.written.origin(Number(match![2]), Number(match![3]))
  return unit && origin && origin.name !== noFrame ? { unit, ...origin } : undefined
}
