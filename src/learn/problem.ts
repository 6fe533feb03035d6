// What is wrong with a chapter: where, and why.
import type { Place } from './chapter.js'

export interface Problem {
  readonly place: Place
  readonly reason: string
}

export const problemText = ({ place, reason }: Problem): string => `${place.file}:${place.line}: ${reason}`

/** A chapter that cannot be played. */
export class MalformedChapter extends Error {
  override readonly name = 'MalformedChapter'

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'))
  }
}
