// The functions that are running, with their variables: kept for programs that ask for these, `frame.f_locals`.
import { whenEnded } from '../../base/whole.js'

type Any = any

/** A call of one of the program's functions. */
export interface Running {
  readonly name: string
  /** The variables that it has at the moment, those without a value too. */
  readonly locals: () => Record<string, Any>
  readonly parameters: Parameters
}

export interface Parameters {
  /** By place or by name, and after these by name alone. */
  readonly names: readonly string[]
  readonly posOnlyCount: number
  readonly kwOnlyCount: number
  readonly vararg: string | null
  readonly kwarg: string | null
}

/** The outermost first. */
const calls: Running[] = []
// What is interrupted ends without its `finally`.
whenEnded(() => (calls.length = 0))

/** Notes a call; `callEnds` takes it away. */
export function callBegins(name: string, parameters: Parameters, locals: Running['locals']): number {
  return calls.push({ name, parameters, locals }) - 1
}

export function callEnds(place: number): void {
  calls.length = place
}

/** The noted calls among functions that run, given by their names, the outermost first. */
export function runningAmong(names: readonly string[]): (Running | undefined)[] {
  const found = new Array<Running | undefined>(names.length)
  let last = calls.length - 1
  for (let i = names.length - 1; i >= 0 && last >= 0; i--)
    if (calls[last].name === names[i]) found[i] = calls[last--]
  return found
}

let isWatched = false

/** Whether the functions of a text are to be noted: once one asks for variables of those that run, of all that follow. */
export const isToBeNoted = (text: string): boolean =>
  (isWatched ||= /\b(?:f_locals|getargvalues)\b/.test(text))
