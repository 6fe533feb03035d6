// Which variables a chapter's cells make, and which code needs them.
import { type Code, readCode } from './answer.js'
import { cellsIn, type Chapter, flowOf } from './chapter.js'

const found = new WeakMap<Chapter, Map<number, ReadonlySet<string>>>()

/** The variables that are there when step number `index` begins. */
export function namesBefore(chapter: Chapter, index: number): ReadonlySet<string> {
  const known = found.get(chapter) ?? new Map<number, ReadonlySet<string>>()
  found.set(chapter, known)
  let names = known.get(index)
  if (!names) {
    const cells = [
      ...cellsIn(chapter.opening),
      ...chapter.steps.slice(0, index).flatMap((step) => flowOf(step)),
    ]
    names = new Set(cells.flatMap((cell) => [...readCode(cell).assigned]))
    known.set(index, names)
  }
  return names
}

/** Whether one of these names stands in the code, for whatever. */
export const usesAny = (codes: readonly Code[], names: ReadonlySet<string>): boolean =>
  codes.some((code) => [...readCode(code).names].some((name) => names.has(name)))
