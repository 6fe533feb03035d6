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
  #isBusy = false
  #text = ''
  #finish: ((text: string | null) => void) | undefined

  constructor(options: PlainOptions) {
    this.#options = options
    this.#guard = new OutputGuard(options.output, options.others ?? [], () => {})
    this.#lines = createInterface({ input: options.input, output: options.output, terminal: false })
    this.#lines.on('line', (line) => {
      this.#queue.push(line)
      void this.#work()
    })
    this.#lines.on('close', () => {
      this.#isClosed = true
      void this.#work()
    })
  }

  /** The next entry; null at the end of the input. */
  read(): Promise<string | null> {
    return new Promise((resolve) => {
      this.#finish = (text) => {
        this.#finish = undefined
        resolve(text)
      }
      this.#text = ''
      this.#ask()
      void this.#work()
    })
  }

  get #isReading(): boolean {
    return this.#finish !== undefined
  }

  /** Takes lines until they are an entry. */
  async #work(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    for (let line; this.#isReading && (line = this.#queue.shift()) !== undefined;) {
      this.#text = this.#text === '' ? line : `${this.#text}\n${line}`
      if (this.#text.trim() === '') {
        if (this.#options.returnsEmpty) this.#finish?.('')
        this.#text = ''
      } else if (await this.#options.isComplete(this.#text)) this.#finish?.(this.#text)
      if (this.#isReading) this.#ask()
    }
    this.#isBusy = false
    if (!this.#isReading || !this.#isClosed) return
    this.#guard.write('\n')
    this.#finish?.(null)
  }

  close(): void {
    this.#lines.close()
    this.#guard.release()
  }

  #ask(): void {
    const { prompt, continuation } = this.#options
    this.#guard.startLine()
    this.#guard.write(this.#text === '' ? prompt : continuation)
  }

  /** Nobody leaves by Ctrl-C here. */
  interrupted(): void {}

  /** Drops what was typed, as Ctrl-C wants it; also after V8 has ended what ran here. Whether somebody waits for it. */
  recover(dropped = this.#options.dropped): boolean {
    this.#text = ''
    this.#isBusy = false
    this.#guard.write(`\n${dropped}\n`)
    this.#ask()
    void this.#work()
    return this.#isReading
  }
}
