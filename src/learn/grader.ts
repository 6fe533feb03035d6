// Has answers graded in a thread of its own, and gives up on one when asked to.
import type { Worker } from 'node:worker_threads'
import { startThread } from '../base/threads.js'
import type { Attempt, Verdict } from './bench.js'
import type { Chapter } from './chapter.js'
import { words } from './words.js'
import type { Question, Reply } from './grading-worker.js'

const endedProgram = words('it ends the program', '它结束了整个程序')

export class Grader {
  readonly #chapter: Chapter
  #worker: Worker | undefined
  #count = 0
  #giveUp = (): void => {}

  constructor(chapter: Chapter) {
    this.#chapter = chapter
  }

  /** Gets ready for answers to an exercise, so that the first one need not wait. */
  prepare(index: number): void {
    this.#start().postMessage({ number: 0, index, attempt: null } satisfies Question)
  }

  #start(): Worker {
    if (this.#worker) return this.#worker
    const worker = startThread('learn/grading-worker', {
      workerData: this.#chapter,
      // What answers print was seen when they were typed.
      stdout: true,
      stderr: true,
    })
    worker.unref()
    // A failure is told to whom asks; here it only must not end the program.
    worker.on('error', () => {})
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    this.#worker = worker
    return worker
  }

  /** Grades an answer to the exercise that is step number `index`, counted from 0. */
  judge(index: number, attempt: Attempt): Promise<Verdict | 'interrupted'> {
    const worker = this.#start()
    const question: Question = { number: ++this.#count, index, attempt }
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void): void => {
        worker.off('message', listen)
        worker.off('error', reject)
        worker.off('exit', ended)
        worker.unref()
        this.#giveUp = () => {}
        finish()
      }
      const listen = (reply: Reply): void => {
        if (reply.number !== question.number) return
        settle(() => ('failure' in reply ? reject(new Error(reply.failure)) : resolve(reply.verdict)))
      }
      const ended = (): void => settle(() => resolve({ complaint: endedProgram }))
      this.#giveUp = () => {
        settle(() => resolve('interrupted'))
        this.close()
      }
      worker.ref()
      worker.on('message', listen)
      worker.on('error', reject)
      worker.on('exit', ended)
      worker.postMessage(question)
    })
  }

  /** Gives up on the answer that is being graded. */
  interrupt(): void {
    this.#giveUp()
  }

  close(): void {
    const worker = this.#worker
    this.#worker = undefined
    void worker?.terminate()
  }
}
