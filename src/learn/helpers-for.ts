// Which of the learner's earlier entries an answer needs: those that define names it uses and the chapter does not.
import type { Record } from '../repl/commands/record.js'
import type { Entry } from '../repl/entry.js'
import type { Chapter } from './chapter.js'
import { namesBefore } from './chapter-names.js'

/** Entries in the order they were typed. */
export async function helpersFor(
  chapter: Chapter,
  index: number,
  entries: readonly Entry[],
  record: Pick<Record, 'definitionOf' | 'entries'>,
): Promise<Entry[]> {
  const known = new Set(namesBefore(chapter, index + 1))
  for (const entry of entries) for (const name of (await entry.parsed()).assigned) known.add(name)
  const found = new Set<Entry>()
  const queue = [...entries]
  for (let entry: Entry | undefined; (entry = queue.pop()) !== undefined;) {
    for (const name of (await entry.parsed()).names) {
      if (known.has(name)) continue
      known.add(name)
      const definition = record.definitionOf(name)
      if (definition === undefined || found.has(definition)) continue
      found.add(definition)
      queue.push(definition)
    }
  }
  return record.entries.map(({ entry }) => entry).filter((entry) => found.has(entry))
}
