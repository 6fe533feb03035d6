// Walking through the entries of earlier, and looking for one.

/** Oldest first. */
export type Entries = readonly string[]

/**
 * The nearest entry older (`step` -1) or newer (1) than `index` that starts with `prefix` and is not `current`;
 * undefined where there is none.
 */
export function neighbour(
  entries: Entries,
  index: number,
  step: -1 | 1,
  prefix: string,
  current: string,
): number | undefined {
  for (let i = index + step; i >= 0 && i < entries.length; i += step)
    if (entries[i].startsWith(prefix) && entries[i] !== current) return i
  return undefined
}

export interface Found {
  readonly index: number
  /** Where in the entry the words begin. */
  readonly at: number
}

/** Whether capitals count: only where some were typed. */
const folded = (query: string): ((text: string) => string) =>
  query === query.toLowerCase() ? (text) => text.toLowerCase() : (text) => text

/** The nearest entry from `index` on that holds `query`; `skip` is a text to pass over. */
export function find(
  entries: Entries,
  query: string,
  index: number,
  step: -1 | 1,
  skip?: string,
): Found | undefined {
  const fold = folded(query)
  for (let i = index; i >= 0 && i < entries.length; i += step) {
    if (entries[i] === skip) continue
    const at = fold(entries[i]).lastIndexOf(query)
    if (at >= 0) return { index: i, at }
  }
  return undefined
}

/** `entries` with `text` as the newest, each text once. */
export function withEntry(entries: Entries, text: string, limit: number): string[] {
  return [...entries.filter((entry) => entry !== text), text].slice(-limit)
}
