// Cuts a kernel's call into parts for the threads, where that pays. See Note [Threads] in pool.ts.
import { pool, MOST_PARTS } from './pool.js'
import { type Callable } from './thread-code.js'

/**
 * In nanoseconds: what is shorter is not cut, and no part is shorter: waking a thread and waiting for it takes 10 to 40 microseconds. Longer
 * parts than the last would be waited for when Ctrl-C is pressed, and when the system lets one thread wait.
 */
export const nanoseconds = { worth: 100_000, shortest: 15_000, longest: 2_000_000 }
/** Parts for each thread, so that one that is slowed down leaves some to the others. */
const PARTS = 4

/** How many threads may take part in work that one alone would do in so many nanoseconds; 1 where that is not worth it. */
export const threadsFor = (time: number): number => (time < nanoseconds.worth ? 1 : pool.threads())

/** In how many parts to cut `units` units, if one takes so many nanoseconds. */
export function partsOf(units: number, cost: number, threads: number): number {
  const { shortest, longest } = nanoseconds
  const all = units * cost
  const wanted = Math.max(Math.min(threads * PARTS, Math.floor(all / shortest)), Math.ceil(all / longest))
  return Math.max(1, Math.min(wanted, units, MOST_PARTS))
}

/** How the arguments of a call go on from one part to the next. */
export interface Cut {
  /** The argument that says how many units there are. */
  readonly count: number
  /** By how much arguments go on for each unit. */
  readonly steps: readonly (readonly [argument: number, step: number])[]
  /** Nanoseconds for a unit, about. */
  readonly cost: number
  /** How many units are not torn apart. */
  readonly multiple?: number
  /** Arguments that are scratch memory: which, and its bytes, of which each thread has as many. */
  readonly own?: readonly (readonly [argument: number, bytes: number])[]
}

/** What is done with a call: it is made, or written down for the threads, of which each has its own scratch memory. */
export type Call = (
  call: Callable,
  args: readonly number[],
  own: readonly (readonly [argument: number, bytes: number])[],
) => void
export const atOnce: Call = (call, args) => void call(...args)
export const later: Call = (call, args, own) => pool.call(call, args, own)

/** Most calls that one part is made of. */
export const MOST_CALLS = 64

/**
 * Does a call in parts.
 *
 * @param threads how many may take part, as `threadsFor` said when scratch memory was taken
 * @param each is told what each part's call gave, and which units it had
 */
export function inParts(
  call: Callable,
  args: readonly (number | bigint)[],
  { count, steps, cost, multiple = 1, own }: Cut,
  threads = threadsFor((args[count] as number) * cost),
  each?: (from: number, units: number, result: number) => void,
): void {
  const all = args[count] as number
  const groups = Math.ceil(all / multiple)
  const parts = threads === 1 ? 1 : partsOf(groups, cost * multiple, threads)
  if (parts === 1) {
    const result = call(...args)
    each?.(0, all, result)
    return
  }
  pool.begin()
  const unit = (part: number): number => Math.min(all, Math.floor((part * groups) / parts) * multiple)
  for (let part = 0; part < parts; part++) {
    const from = unit(part)
    const own_ = [...args]
    own_[count] = unit(part + 1) - from
    for (const [argument, step] of steps) own_[argument] = (own_[argument] as number) + from * step
    pool.part()
    pool.call(call, own_, own)
  }
  const results = pool.run(threads)
  if (each)
    for (let part = 0; part < parts; part++) each(unit(part), unit(part + 1) - unit(part), results[part])
}

/**
 * Calls `visit` with the numbers of `pieces` pieces of work that do not touch each other: on several threads, unless each is
 * more than a few calls.
 *
 * @param calls most calls that a piece takes
 * @param cost nanoseconds for one, about
 */
export function eachPiece(
  pieces: number,
  calls: number,
  cost: number,
  threads: number,
  visit: (piece: number, call: Call) => void,
): void {
  if (threads === 1 || pieces === 1 || calls > MOST_CALLS) {
    for (let piece = 0; piece < pieces; piece++) visit(piece, atOnce)
    return
  }
  const parts = Math.max(partsOf(pieces, cost, threads), Math.ceil((pieces * calls) / MOST_CALLS))
  pool.begin()
  for (let part = 0; part < parts; part++) {
    if (!pool.hasRoom(MOST_CALLS)) {
      pool.run(threads)
      pool.begin()
    }
    pool.part()
    const end = Math.floor(((part + 1) * pieces) / parts)
    for (let piece = Math.floor((part * pieces) / parts); piece < end; piece++) visit(piece, later)
  }
  pool.run(threads)
}
