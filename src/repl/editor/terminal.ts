// The editor at a terminal: takes keys from the screen, draws frames on it, and leaves everything else to the values in
// between.
import type { Size } from '../../terminal/frame.js'
import { commandOf, type Key, keyName } from '../../terminal/keys.js'
import { pageFrame, turned } from '../../terminal/pages.js'
import type { Pages } from '../../terminal/pages.js'
import { Screen, type Streams } from '../../terminal/screen.js'
import type { Styles } from '../../terminal/styles.js'
import type { Buffer } from './buffer.js'
import { newline, paste, press } from './editor.js'
import type { History } from './history-file.js'
import { offer } from './menu.js'
import type { Settings } from './settings.js'
import { initialState, nextEntry } from './state.js'
import type { Completion, Effect, State } from './types.js'
import { finishedFrame, frameOf } from './view.js'
import type { Hint, View } from './view.js'

/** What knows of names and functions; it loads when first needed. */
export interface Assistant {
  complete(text: string, cursor: number): Completion
  hints(text: string, cursor: number): readonly Hint[]
}

export interface EditorOptions extends Streams {
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

/** Pages being turned over, and which of them is open. */
interface Turning {
  readonly pages: Pages
  index: number
  readonly close: () => void
}

/** Milliseconds from the first prompt on. */
const loadAfter = 150
/** Milliseconds after which Ctrl-C is no more pressed for what ran. */
const hasteEnds = 1000
/** A text that was pasted is longer; nobody is told there which argument comes next. */
const longestHinted = 50_000

export class Editor {
  readonly #options: EditorOptions
  readonly #screen: Screen
  #state: State = initialState
  #top = 0
  #queue: Input[] = []
  /** When Ctrl-C was meant for what ran, if no other key has come since. */
  #interruptedAt = -Infinity
  #isBusy = false
  #isDrawPlanned = false
  #isEnded = false
  #finish: ((text: string | null) => void) | undefined
  #turning: Turning | undefined
  #assistant: Assistant | undefined
  #assistantLoads: Promise<void> | undefined

  constructor(options: EditorOptions) {
    this.#options = options
    this.#screen = new Screen(options, {
      press: (key) => this.#receive({ key }),
      paste: (pasted) => this.#receive({ pasted }),
      redraw: () => this.#draw(),
      wake: () => {
        this.#top = 0
        void this.#work()
      },
      end: () => {
        this.#isEnded = true
        this.#leave()
      },
    })
  }

  /** The next entry; null when the person leaves. Between calls the terminal is in its normal mode. */
  read(): Promise<string | null> {
    if (this.#isEnded) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#finish = (text) => {
        this.#screen.close()
        if (text !== null && this.#isGivenUp()) return this.#dropEntered()
        this.#finish = undefined
        resolve(text)
      }
      this.#open()
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
        const { index } = this.#turning!
        this.#turning = undefined
        this.#screen.close()
        resolve(index)
      }
      this.#turning = { pages, index: 0, close }
      this.#screen.open('own')
      this.#draw()
      void this.#work()
    })
  }

  /** After V8 has ended what ran here: drops what was typed and takes keys again. Whether somebody waits for them. */
  recover(dropped = this.#options.dropped): boolean {
    this.#isBusy = false
    this.#isDrawPlanned = false
    this.#screen.recover()
    if (this.#isReading && !this.#screen.isOpen) this.#screen.open()
    if (this.#finish) this.#drop(this.#state.buffer, dropped)
    this.#state = nextEntry(this.#state)
    this.#draw()
    void this.#work()
    return this.#isReading
  }

  /** Ctrl-C was meant for what ran, pages that it shows too. Pressed again in haste, it does not leave. */
  interrupted(): void {
    this.#turning?.close()
    this.#interruptedAt = performance.now()
  }

  close(): void {
    this.#screen.release()
  }

  get #isReading(): boolean {
    return this.#finish !== undefined || this.#turning !== undefined
  }

  /** What comes while the program is being stopped is for later. */
  get #takesInput(): boolean {
    return this.#isReading && this.#screen.isOpen
  }

  get #size(): Size {
    return this.#screen.size
  }

  get #view(): View {
    const { prompt, continuation, styles, settings } = this.#options
    return { ...this.#size, prompt, continuation, styles, settings: settings(), top: this.#top }
  }

  // ---- drawing ----

  #open(): void {
    this.#state = nextEntry(this.#state)
    this.#screen.open()
    // An entry begins at the top of what is shown.
    this.#top = 0
    this.#draw()
  }

  #draw(): void {
    if (this.#turning) return this.#drawPage(this.#turning)
    if (!this.#finish || !this.#screen.isOpen) return
    const frame = frameOf(this.#state, { ...this.#view, hints: this.#hints() })
    this.#screen.draw(frame)
    this.#top = frame.top
  }

  #drawPage({ pages, index }: Turning): void {
    const { settings, styles } = this.#options
    this.#screen.draw(pageFrame(pages, index, this.#size, settings().hints ? styles.faint : undefined))
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

  /** Leaves an entry as it stands, without what was below it, and goes to a new line. */
  #leaveBehind(buffer = this.#state.buffer): void {
    this.#screen.leaveBehind(finishedFrame(buffer, this.#view))
    this.#top = 0
  }

  // ---- keys ----

  #receive(input: Input): void {
    this.#queue.push(input)
    // Keys that came together are known together: Ctrl-C may be among those behind Enter.
    queueMicrotask(() => void this.#work())
  }

  /** Whether Ctrl-C came after the entry and before it runs; what was typed ahead then falls away. */
  #isGivenUp(): boolean {
    const at = this.#queue.findIndex((input) => 'key' in input && commandOf(input.key) === 'interrupt')
    this.#queue.splice(0, at + 1)
    return at >= 0
  }

  #dropEntered(): void {
    this.interrupted()
    const { dropped } = this.#options
    if (dropped) this.#screen.write(`${dropped}\r\n`)
    this.#open()
  }

  /** Whether Ctrl-C comes in haste, after one that was meant for what ran. */
  #isHasty({ key }: { readonly key: Key }): boolean {
    const now = performance.now()
    const isHasty = commandOf(key) === 'interrupt' && now - this.#interruptedAt < hasteEnds
    this.#interruptedAt = isHasty ? now : -Infinity
    return isHasty
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      for (let next: Input | undefined; this.#takesInput && (next = this.#queue.shift());) {
        if (this.#turning) await this.#turnPage(this.#turning, next)
        else if ('pasted' in next) this.#state = paste(this.#state, next.pasted)
        else {
          const { history, settings } = this.#options
          const context = { history: history.entries, settings: settings(), isHasty: this.#isHasty(next) }
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

  async #turnPage(turning: Turning, input: Input): Promise<void> {
    if ('key' in input && keyName(input.key) === 'C-z') return this.#screen.suspend()
    const { count } = turning.pages
    const to = 'key' in input ? turned(turning.index, count, input.key) : undefined
    if (to === 'leave') turning.close()
    else if (to !== undefined && to >= 0 && to < count) turning.index = to
    else this.#ring()
  }

  #ring(): void {
    if (this.#options.settings().bell) this.#screen.bell()
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
        this.#leaveBehind()
        return this.#screen.suspend()
      case 'clear':
        return this.#screen.clear()
      case 'bell':
        return this.#ring()
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

  #drop(buffer: Buffer, dropped = this.#options.dropped): void {
    this.#leaveBehind(buffer)
    if (dropped) this.#screen.write(`${dropped}\r\n`)
  }

  #leave(): void {
    this.#turning?.close()
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
    if (
      !this.#options.settings().signatures ||
      cursor > longestHinted ||
      !text.slice(0, cursor).includes('(')
    )
      return []
    if (this.#assistant) return this.#assistant.hints(text, cursor)
    if (!this.#assistantLoads) void this.#load().then(() => this.#assistant && this.#planDraw())
    return []
  }
}
