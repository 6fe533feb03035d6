// The editor at a terminal: reads keys, writes what draw.ts says, and leaves everything else to the values in between.
import { emitKeypressEvents } from 'node:readline'
import type { Buffer } from './buffer.js'
import {
  bracketedPasteOff,
  bracketedPasteOn,
  clearScreen,
  draw,
  erase,
  ownScreenOff,
  ownScreenOn,
  reflowed,
} from '../../terminal/draw.js'
import { newline, paste, press } from './editor.js'
import type { History } from './history-file.js'
import type { Key } from '../../terminal/keys.js'
import { offer } from './menu.js'
import type { Completion } from './menu.js'
import { OutputGuard } from '../../terminal/output-guard.js'
import { pageFrame, turned } from '../../terminal/pages.js'
import type { Pages } from '../../terminal/pages.js'
import type { Settings } from './settings.js'
import { initialState, nextEntry } from './state.js'
import type { Effect, State } from './state.js'
import type { Styles } from '../../terminal/styles.js'
import { finishedFrame, frameOf } from './view.js'
import type { Frame, Hint, View } from './view.js'

/** What knows of names and functions; it loads when first needed. */
export interface Assistant {
  complete(text: string, cursor: number): Completion
  hints(text: string, cursor: number): readonly Hint[]
}

export interface EditorOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Other streams that end in the same terminal. */
  readonly others?: readonly NodeJS.WriteStream[]
  readonly prompt: string
  readonly continuation: string
  readonly styles: Styles
  readonly history: Pick<History, 'entries'>
  readonly settings: () => Settings
  readonly isComplete: (text: string) => boolean | Promise<boolean>
  readonly loadAssistant?: () => Promise<Assistant>
  /** Whether an empty line is an entry too. */
  readonly returnsEmpty?: boolean
  /** What is said when an entry is dropped. */
  readonly dropped?: string
}

type Input = { readonly key: Key } | { readonly pasted: string }

/** Pages being turned over. */
interface Book {
  readonly pages: Pages
  index: number
  readonly close: () => void
}

/** A line break that comes this soon was typed while code ran: the terminal then turns Enter into it. */
const typedAhead = 30
/** The terminal of VS Code, and what else is made of xterm.js. */
const keepsCursorRow = process.env.TERM_PROGRAM === 'vscode'
/** Milliseconds from the first prompt on. */
const loadAfter = 150

export class Editor {
  readonly #options: EditorOptions
  readonly #guard: OutputGuard
  #state: State = initialState
  #frame: Frame | undefined
  #top = 0
  #queue: Input[] = []
  #pasting: string | undefined
  #isBusy = false
  #isDrawPlanned = false
  #isSuspended = false
  #isEnded = false
  #startedAt = 0
  #finish: ((text: string | null) => void) | undefined
  #book: Book | undefined
  #assistant: Assistant | undefined
  #assistantLoads: Promise<void> | undefined
  readonly #listeners: (() => void)[] = []

  constructor(options: EditorOptions) {
    this.#options = options
    const { input, output, others = [] } = options
    this.#guard = new OutputGuard(output, others, () => this.#makeWay())
    emitKeypressEvents(input)
    const listen = (
      emitter: NodeJS.EventEmitter,
      event: string,
      listener: (...parameters: never[]) => void,
    ): void => {
      emitter.on(event, listener as () => void)
      this.#listeners.push(() => emitter.off(event, listener as () => void))
    }
    listen(input, 'keypress', (text: string | undefined, key: Key) => this.#receive(key))
    listen(input, 'end', () => {
      this.#isEnded = true
      this.#leave()
    })
    listen(output, 'resize', () => this.#resize())
    listen(process, 'SIGCONT', () => this.#resume())
    listen(process, 'exit', () => this.close())
  }

  /** The next entry; null when the person leaves. Between calls the terminal is in its normal mode. */
  read(): Promise<string | null> {
    if (this.#isEnded) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#finish = (text) => {
        this.#finish = undefined
        this.#stop()
        resolve(text)
      }
      this.#state = nextEntry(this.#state)
      this.#start()
      // Between the first prompt and the first key there is time: loading later would make a key wait.
      if (!this.#assistantLoads) setTimeout(() => void this.#load(), loadAfter).unref()
      void this.#work()
    })
  }

  /** Shows pages from the first on until the person leaves them; gives the index of the last one seen. */
  turnPages(pages: Pages): Promise<number> {
    if (this.#isEnded || pages.count === 0) return Promise.resolve(0)
    return new Promise((resolve) => {
      const close = (): void => {
        const { index } = this.#book!
        this.#closeBook()
        resolve(index)
      }
      this.#book = { pages, index: 0, close }
      this.#options.input.setRawMode?.(true)
      this.#options.input.resume()
      this.#drawPage()
      void this.#work()
    })
  }

  close(): void {
    if (this.#book) this.#closeBook()
    if (this.#finish) this.#stop()
    for (const forget of this.#listeners) forget()
    this.#guard.release()
  }

  get #isReading(): boolean {
    return this.#finish !== undefined || this.#book !== undefined
  }

  get #size(): { columns: number; rows: number } {
    // A terminal that does not tell its size has the usual one.
    const { columns, rows } = this.#options.output
    return { columns: Math.max(2, columns || 80), rows: Math.max(1, rows || 24) }
  }

  get #view(): View {
    const { prompt, continuation, styles, settings } = this.#options
    return { ...this.#size, prompt, continuation, styles, settings: settings(), top: this.#top }
  }

  // ---- the terminal's mode ----

  #start(): void {
    const { input } = this.#options
    input.setRawMode?.(true)
    input.resume()
    this.#startedAt = performance.now()
    this.#guard.startLine()
    this.#guard.write(bracketedPasteOn)
    this.#frame = undefined
    this.#top = 0
    this.#draw()
  }

  #stop(): void {
    const { input } = this.#options
    this.#guard.write(bracketedPasteOff)
    this.#frame = undefined
    input.setRawMode?.(false)
    input.pause()
  }

  #closeBook(): void {
    const { input } = this.#options
    this.#book = undefined
    this.#frame = undefined
    this.#guard.write(ownScreenOff)
    input.setRawMode?.(false)
    input.pause()
  }

  async #suspend(): Promise<void> {
    if (process.platform === 'win32') return
    const { suspendProcess } = await import('../../terminal/suspend.js')
    this.#leaveBehind()
    this.#guard.write(bracketedPasteOff)
    this.#options.input.setRawMode?.(false)
    this.#isSuspended = true
    suspendProcess()
    // Without a shell that could wake it again the system does not stop a program.
    setTimeout(() => this.#isSuspended && this.#resume(), 100)
  }

  #resume(): void {
    this.#isSuspended = false
    if (this.#finish) this.#start()
  }

  // ---- drawing ----

  #draw(): void {
    if (this.#book) return this.#drawPage()
    if (!this.#finish || this.#isSuspended) return
    const frame = frameOf(this.#state, { ...this.#view, hints: this.#hints() })
    this.#guard.write(draw(this.#frame, frame))
    this.#frame = frame
    this.#top = frame.top
  }

  #drawPage(): void {
    const { pages, index } = this.#book!
    const { settings, styles } = this.#options
    const frame = pageFrame(pages, index, this.#size, settings().hints ? styles.faint : undefined)
    this.#guard.write((this.#frame ? '' : ownScreenOn) + draw(this.#frame, frame))
    this.#frame = frame
  }

  /** Draws once for all keys that came together. */
  #planDraw(): void {
    if (this.#isDrawPlanned) return
    this.#isDrawPlanned = true
    queueMicrotask(() => {
      this.#isDrawPlanned = false
      this.#draw()
    })
  }

  /** Takes the entry off the screen while something else is printed, and puts it back below. */
  #makeWay(): void {
    if (!this.#frame) return
    this.#guard.write(this.#book ? ownScreenOff : erase(this.#frame))
    this.#frame = undefined
    setImmediate(() => {
      if (this.#book && !this.#frame) return this.#drawPage()
      if (!this.#finish || this.#isSuspended || this.#frame) return
      this.#guard.startLine()
      this.#draw()
    })
  }

  /** Leaves an entry as it stands, without what was below it, and goes to a new line. */
  #leaveBehind(buffer = this.#state.buffer): void {
    const frame = finishedFrame(buffer, this.#view)
    const fits = frame.rows.length <= this.#size.rows && this.#frame?.top === 0
    const codes =
      fits || !this.#frame ? draw(this.#frame, frame) : erase(this.#frame) + draw(undefined, frame)
    this.#guard.write(`${codes}\r\n`)
    this.#frame = undefined
    this.#top = 0
  }

  #resize(): void {
    if (!this.#frame) return
    this.#frame = reflowed(this.#frame, this.#size.columns, keepsCursorRow)
    if (!this.#book) this.#guard.write(erase(this.#frame))
    this.#frame = undefined
    this.#draw()
  }

  // ---- keys ----

  #receive(key: Key): void {
    if (key.name === 'paste-start') this.#pasting = ''
    else if (key.name === 'paste-end') {
      this.#queue.push({ pasted: this.#pasting ?? '' })
      this.#pasting = undefined
    } else if (this.#pasting !== undefined) {
      this.#pasting += key.sequence
      return
    } else this.#queue.push({ key: this.#meant(key) })
    void this.#work()
  }

  #meant(key: Key): Key {
    const isEarly = key.name === 'enter' && performance.now() - this.#startedAt < typedAhead
    return isEarly && !key.meta ? { ...key, name: 'return' } : key
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      for (let next: Input | undefined; this.#isReading && (next = this.#queue.shift());) {
        if (this.#book) this.#turnPage(this.#book, next)
        else if ('pasted' in next) this.#state = paste(this.#state, next.pasted)
        else {
          const context = { history: this.#options.history.entries, settings: this.#options.settings() }
          const { buffer } = this.#state
          const { state, effect } = press(this.#state, next.key, context)
          this.#state = state
          if (effect) await this.#perform(effect, buffer)
        }
        this.#planDraw()
      }
    } finally {
      this.#isBusy = false
    }
  }

  #turnPage(book: Book, input: Input): void {
    const { count } = book.pages
    const to = 'key' in input ? turned(book.index, count, input.key) : undefined
    if (to === 'leave') book.close()
    else if (to !== undefined && to >= 0 && to < count) book.index = to
    else if (this.#options.settings().bell) this.#guard.write('\x07')
  }

  async #perform(effect: Effect, before: Buffer): Promise<void> {
    switch (effect) {
      case 'submit':
        return this.#submit()
      case 'complete':
        return this.#complete()
      case 'interrupt':
        return this.#drop(before)
      case 'leave':
        return this.#leave()
      case 'suspend':
        return this.#suspend()
      case 'clear':
        this.#guard.write(clearScreen)
        this.#frame = undefined
        return
      case 'bell':
        if (this.#options.settings().bell) this.#guard.write('\x07')
    }
  }

  async #submit(): Promise<void> {
    const { text } = this.#state.buffer
    const { isComplete, settings, history, returnsEmpty } = this.#options
    if (text.trim() !== '' && !(await isComplete(text))) {
      this.#state = newline(this.#state, { history: history.entries, settings: settings() })
      return
    }
    this.#leaveBehind()
    if (text.trim() === '' && !returnsEmpty) this.#state = nextEntry(this.#state)
    else this.#finish?.(text)
  }

  #drop(buffer: Buffer): void {
    this.#leaveBehind(buffer)
    const { dropped } = this.#options
    if (dropped) this.#guard.write(`${dropped}\r\n`)
  }

  #leave(): void {
    this.#book?.close()
    if (!this.#finish) return
    this.#leaveBehind()
    this.#finish(null)
  }

  // ---- help while typing ----

  #load(): Promise<void> {
    const { loadAssistant } = this.#options
    this.#assistantLoads ??= Promise.resolve(loadAssistant?.()).then(
      (assistant) => void (this.#assistant = assistant),
      () => {},
    )
    return this.#assistantLoads
  }

  async #complete(): Promise<void> {
    await this.#load()
    const { text, cursor } = this.#state.buffer
    const completion = this.#assistant?.complete(text, cursor) ?? { from: cursor, items: [] }
    const { state, effect } = offer(this.#state, completion)
    this.#state = state
    if (effect) await this.#perform(effect, state.buffer)
  }

  #hints(): readonly Hint[] {
    const { text, cursor } = this.#state.buffer
    if (!this.#options.settings().signatures || !text.slice(0, cursor).includes('(')) return []
    if (this.#assistant) return this.#assistant.hints(text, cursor)
    if (!this.#assistantLoads) void this.#load().then(() => this.#assistant && this.#planDraw())
    return []
  }
}
