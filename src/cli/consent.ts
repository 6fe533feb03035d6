// Whether the code of a chapter may run: that of this package may; that of any other when the person has said so.
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { resolve } from 'node:path'
import { visibleName } from '../base/visible.js'
import { isOurs } from '../learn/catalogue.js'
import { type Chapter, codesOf } from '../learn/chapter.js'
import type { Phrases } from '../learn/phrases.js'
import type { Progress } from '../learn/progress.js'
import { textWidth, wrap } from '../terminal/wrap.js'

/** What is typed in answer to a question; '' where the input ends instead. */
async function answerTo(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false })
  const closed = new Promise<string>((done) => lines.once('close', () => done('')))
  const answer = await Promise.race([lines.question(question), closed])
  lines.close()
  return answer
}

/** Asks, where there is somebody to ask, and remembers a yes for this code in this folder; tells where it is a no. */
export async function mayRun(
  chapter: Chapter,
  argument: string,
  progress: Progress,
  phrase: Phrases,
  isAsked: boolean,
): Promise<boolean> {
  const folder = resolve(chapter.folder)
  if (isOurs(folder)) return true
  const codes = codesOf(chapter)
  const digest = createHash('sha256').update(JSON.stringify(codes)).digest('hex')
  if (progress.isAllowed(folder, digest)) return true
  const about = wrap(phrase.stranger(visibleName(folder), codes.length), textWidth())
  const isYes = isAsked && /^\s*(y|yes|是)\s*$/i.test(await answerTo(`${about}\n${phrase.mayItRun}`))
  if (isYes) progress.allow(folder, digest)
  else {
    const text = isAsked ? phrase.notRun : `dltorch: ${about}\n${phrase.howToRun(visibleName(argument))}`
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  }
  return isYes
}
