// What is wrong with a chapter: where, and why.
import type { Place } from './chapter.js'

export interface Fault {
  readonly place: Place
  readonly reason: string
}

export const faultText = ({ place, reason }: Fault): string => `${place.file}:${place.line}: ${reason}`

/** A chapter that cannot be played. */
export class MalformedChapter extends Error {
  override readonly name = 'MalformedChapter'

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(faultText).join('\n'))
  }
}
