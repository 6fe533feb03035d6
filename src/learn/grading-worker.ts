// The thread where answers are graded: its variables and random numbers are its own, and an answer that does not end is
// ended with it.
import { parentPort, workerData } from 'node:worker_threads'
import { installGlobals } from '../repl/globals.js'
import { type Attempt, Bench, type Verdict } from './bench.js'
import type { Chapter } from './chapter.js'

export interface Question {
  readonly number: number
  readonly index: number
  /** null to get ready for the answers to come. */
  readonly attempt: Attempt | null
}

export type Reply =
  | { readonly number: number; readonly verdict: Verdict }
  | { readonly number: number; readonly failure: string }

const port = parentPort!
installGlobals()
// What an answer leaves running in a timer or a promise is not graded.
process.on('uncaughtException', () => {})
process.on('unhandledRejection', () => {})
const bench = new Bench(workerData as Chapter)
let work: Promise<void> = Promise.resolve()

async function answer({ number, index, attempt }: Question): Promise<void> {
  let reply: Reply
  try {
    if (attempt === null) return await bench.prepare(index)
    reply = { number, verdict: await bench.judge(index, attempt) }
  } catch (error) {
    reply = { number, failure: String(error) }
  }
  port.postMessage(reply)
}

port.on('message', (question: Question) => {
  work = work.then(() => answer(question))
})
