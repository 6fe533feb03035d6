// What may have been meant by a name that is not there, as CPython finds it: the nearest by edits, where it is near enough.

/** CPython's costs: a letter moved, taken or added is 2, one that differs in case alone 1. */
const whole = 2
const ofCase = 1

function cost(a: string, b: string): number {
  if (a === b) return 0
  return a.toLowerCase() === b.toLowerCase() ? ofCase : whole
}

/** How far two names are apart; beyond `most` it does not matter how far. */
function distance(a: string, b: string, most: number): number {
  if (whole * Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i * whole)
  for (let i = 1; i <= a.length; i++) {
    const next = [i * whole]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j - 1] + cost(a[i - 1], b[j - 1]), row[j] + whole, next[j - 1] + whole)
    row = next
  }
  return row[b.length]
}

/** The nearest of `names`, by the rule of CPython 3.11's traceback; undefined where none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Infinity
  for (const other of names) {
    if (other === name) continue
    const most = Math.min(Math.floor(((name.length + other.length + 3) * whole) / 6), least - 1)
    const apart = distance(name, other, most)
    if (apart > most || apart >= least) continue
    best = other
    least = apart
  }
  return best
}
