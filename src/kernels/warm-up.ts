// When a scalar formula's loop starts vectors: from which sizes on, and once it has had so much to do that it pays.

export type Formula = (...values: any[]) => unknown

/** From how many elements on vectors are asked: what it takes to start them is then no longer felt. */
export const VECTORS_FROM = 4096

/** From how many elements on vectors may be quicker, once they are there. */
export const SHORT_FROM = 65
/** How many elements a loop has computed in JavaScript before vectors are started for it. */
const WARM = 1 << 17

/** Does a call of a loop, of `n` elements, on vectors; false where it did nothing. */
export type LargeLoop = (n: number, ...call: any[]) => boolean

/** What stands for the short way until it is worth having: `start` is then given the call, and may leave it to another way. */
export function countUp(start: LargeLoop): LargeLoop {
  let count = 0
  return (n, ...call) => {
    count += n >= VECTORS_FROM ? WARM : n
    return count >= WARM && start(n, ...call)
  }
}

/** Whether so many elements are worth vectors: from `few` on once there were so many that starting vectors pays. */
export function countElements(few: number): (n: number) => boolean {
  let from = VECTORS_FROM
  let count = 0
  return (n) => {
    if (n < few) return false
    if (n < from && (count += n) >= WARM) from = few
    return n >= from
  }
}
