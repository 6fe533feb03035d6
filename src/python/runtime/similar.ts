// Which name was meant: CPython's `Did you mean: 'append'?`.

const MOVE = 2
const CASE = 1

const cost = (a: string, b: string): number =>
  a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? CASE : MOVE

/** Levenshtein's distance, in the units of Python/suggestions.c; more than `most` is as good as any more. */
function distance(a: string, b: string, most: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) * MOVE > most) return most + 1
  let row = Array.from({ length: a.length + 1 }, (_, i) => i * MOVE)
  for (let j = 0; j < b.length; j++) {
    const next = [(j + 1) * MOVE]
    let least = next[0]
    for (let i = 0; i < a.length; i++) {
      const value = Math.min(row[i] + cost(a[i], b[j]), next[i] + MOVE, row[i + 1] + MOVE)
      next.push(value)
      least = Math.min(least, value)
    }
    if (least > most) return most + 1
    row = next
  }
  return row[a.length]
}

/** The name that is nearest to `name`, if one is near enough. */
export function similar(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Infinity
  const all = [...names].sort()
  if (all.length > 750) return undefined
  for (const other of all) {
    if (other === name) continue
    const most = Math.min(Math.floor(((name.length + other.length + 3) * MOVE) / 6), bestDistance - 1)
    const found = distance(name, other, most)
    if (found > most) continue
    best = other
    bestDistance = found
  }
  return best
}
