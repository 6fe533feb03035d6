// Which of the learner's earlier entries an answer needs: those that define names it uses and the chapter does not.
import { mentionedNames, type Record } from '../repl/commands/record.js'
import { assignedNames } from './answer.js'
import type { Chapter } from './chapter.js'
import { namesBefore } from './chapter-names.js'

/** Entries in the order they were typed. */
export function helpersFor(
  chapter: Chapter,
  index: number,
  entries: readonly string[],
  record: Pick<Record, 'definitionOf' | 'entries'>,
): string[] {
  const own = entries.flatMap((code) => [...assignedNames(code)])
  const known = new Set([...namesBefore(chapter, index + 1), ...own])
  const found = new Set<string>()
  const queue = [...entries]
  for (let code: string | undefined; (code = queue.pop()) !== undefined;) {
    for (const name of mentionedNames(code)) {
      if (known.has(name)) continue
      known.add(name)
      const definition = record.definitionOf(name)
      if (definition === undefined || found.has(definition)) continue
      found.add(definition)
      queue.push(definition)
    }
  }
  const order = record.entries.map(({ source }) => source.trim())
  return [...found].sort((a, b) => order.lastIndexOf(a) - order.lastIndexOf(b))
}
