// The prompt where nothing may be drawn: no escape code is written, and the terminal itself edits each line.
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { OutputGuard } from '../../terminal/output-guard.js'

export interface PlainOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Other streams that end in the same terminal. */
  readonly others?: readonly NodeJS.WriteStream[]
  readonly prompt: string
  readonly continuation: string
  readonly isComplete: (text: string) => boolean | Promise<boolean>
  readonly dropped: string
  /** Whether an empty line is an entry too. */
  readonly returnsEmpty?: boolean
}

export class PlainLines {
  readonly #options: PlainOptions
  readonly #lines: Interface
  readonly #guard: OutputGuard
  readonly #queue: string[] = []
  #isClosed = false
  #isReading = false
  #text = ''
  #wake = (): void => {}

  constructor(options: PlainOptions) {
    this.#options = options
    this.#guard = new OutputGuard(options.output, options.others ?? [], () => {})
    this.#lines = createInterface({ input: options.input, output: options.output, terminal: false })
    this.#lines.on('line', (line) => {
      this.#queue.push(line)
      this.#wake()
    })
    this.#lines.on('close', () => {
      this.#isClosed = true
      this.#wake()
    })
    process.on('SIGINT', this.#drop)
  }

  /** The next entry; null at the end of the input. */
  async read(): Promise<string | null> {
    this.#isReading = true
    this.#text = ''
    this.#ask()
    try {
      for (;;) {
        const line = this.#queue.shift()
        if (line === undefined) {
          if (this.#isClosed) {
            this.#guard.write('\n')
            return null
          }
          await new Promise<void>((resolve) => (this.#wake = resolve))
          continue
        }
        this.#text = this.#text === '' ? line : `${this.#text}\n${line}`
        if (this.#text.trim() === '') {
          if (this.#options.returnsEmpty) return ''
          this.#text = ''
        } else if (await this.#options.isComplete(this.#text)) return this.#text
        this.#ask()
      }
    } finally {
      this.#isReading = false
    }
  }

  close(): void {
    process.off('SIGINT', this.#drop)
    this.#lines.close()
    this.#guard.release()
  }

  #ask(): void {
    const { prompt, continuation } = this.#options
    this.#guard.startLine()
    this.#guard.write(this.#text === '' ? prompt : continuation)
  }

  readonly #drop = (): void => {
    if (!this.#isReading) return
    this.#text = ''
    this.#guard.write(`\n${this.#options.dropped}\n`)
    this.#ask()
  }
}
