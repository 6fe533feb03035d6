// Which of the learner's earlier entries an answer needs: those that define names it uses and the chapter does not.
import { mentionedNames, type Record } from '../repl/commands/record.js'
import { assignedNames } from './answer.js'
import { cellsIn, type Chapter, flowOf } from './chapter.js'

/** Entries in the order they were typed. */
export function helpersFor(
  chapter: Chapter,
  index: number,
  entries: readonly string[],
  record: Pick<Record, 'definitionOf' | 'entries'>,
): string[] {
  const cells = [
    ...cellsIn(chapter.opening),
    ...chapter.steps.slice(0, index + 1).flatMap((step) => flowOf(step)),
  ]
  const known = new Set(
    [...cells.map(({ code }) => code), ...entries].flatMap((code) => [...assignedNames(code)]),
  )
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
