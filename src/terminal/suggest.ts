// What to say when a name is not known.

/** Number of letters to insert, delete, replace or swap with their neighbour to get from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 1; j <= b.length; j++) table[0][j] = j
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      table[i][j] = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (isSame ? 0 : 1))
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwap) table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1)
    }
  }
  return table[a.length][b.length]
}

/** The known name that `name` is probably a slip of; undefined where none is near. */
export function nearestTo(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  let nearest: string | undefined
  let least = Infinity
  for (const other of known) {
    if (Math.abs(other.length - name.length) > 2 || other === name) continue
    const distance = editDistance(lower, other.toLowerCase())
    if (distance < least) [nearest, least] = [other, distance]
  }
  return nearest !== undefined && least <= Math.min(2, Math.max(name.length, nearest.length) / 3)
    ? nearest
    : undefined
}

/** `. Did you mean linear?` where a name is close, otherwise `. There are linear and logistic.` */
export function suggestion(name: string, known: readonly string[]): string {
  // What is much longer or shorter is not near, and a name may be a page long.
  const distances = known
    .filter((other) => Math.abs(other.length - name.length) <= Math.max(2, other.length / 3))
    .map((other) => ({ other, distance: editDistance(name.toLowerCase(), other) }))
  const [nearest] = distances.sort((a, b) => a.distance - b.distance)
  const longer = known.find((other) => name !== '' && other.startsWith(name.toLowerCase()))
  if (longer) return `. Did you mean ${longer}?`
  if (nearest && nearest.distance <= Math.max(2, nearest.other.length / 3))
    return `. Did you mean ${nearest.other}?`
  return `. There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`
}
