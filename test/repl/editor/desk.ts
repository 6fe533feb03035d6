// An editor at a terminal that is only a screen in memory: keys go in as bytes, what a person would see comes out.
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Assistant, EditorOptions } from '../../../src/repl/editor/terminal.js'
import { Editor } from '../../../src/repl/editor/terminal.js'
import { defaultSettings } from '../../../src/repl/editor/settings.js'
import type { Settings } from '../../../src/repl/editor/settings.js'
import { makeStyles } from '../../../src/terminal/styles.js'
import { Screen } from './screen.js'

export interface DeskOptions {
  columns?: number
  rows?: number
  history?: string[]
  settings?: Partial<Settings>
  level?: 0 | 1
  isComplete?: EditorOptions['isComplete']
  assistant?: Assistant
  returnsEmpty?: boolean
  /** What waits in the terminal: each text for when it is asked, which is before and after it makes lines of keys. */
  waiting?: string[]
  /** What somebody else has read. */
  held?: string[]
}

/** What writes to a screen as if it were a terminal, which begins a row at each line break. */
export class Output extends EventEmitter {
  readonly isTTY = true
  writes: string[] = []
  constructor(readonly screen: Screen) {
    super()
  }
  get columns(): number {
    return this.screen.columns
  }
  get rows(): number {
    return this.screen.rows
  }
  write(text: string): boolean {
    this.writes.push(text)
    this.screen.write(text.replace(/(?<!\r)\n/g, '\r\n'))
    return true
  }
}

/** Brackets that are open want another line. */
const closesAll = (text: string): boolean =>
  (text.match(/[([{]/g)?.length ?? 0) <= (text.match(/[)\]}]/g)?.length ?? 0)

export class Desk {
  readonly screen: Screen
  readonly output: Output
  readonly editor: Editor
  readonly entries: (string | null)[] = []
  isRaw = false
  readonly #input: PassThrough

  constructor(options: DeskOptions = {}) {
    const { columns = 40, rows = 10, history = [], settings = {}, level = 0 } = options
    this.screen = new Screen(columns, rows)
    this.output = new Output(this.screen)
    this.#input = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (raw: boolean) => {
        this.isRaw = raw
      },
    })
    const { assistant } = options
    this.editor = new Editor({
      input: this.#input as unknown as NodeJS.ReadStream,
      output: this.output as unknown as NodeJS.WriteStream,
      prompt: '>>> ',
      continuation: '... ',
      styles: makeStyles(level),
      history: { entries: history },
      settings: () => ({ ...defaultSettings, ...settings }),
      isComplete: options.isComplete ?? closesAll,
      loadAssistant: assistant && (() => Promise.resolve(assistant)),
      dropped: 'KeyboardInterrupt',
      returnsEmpty: options.returnsEmpty,
      waitingKeys: () => Buffer.from(options.waiting?.shift() ?? ''),
      heldKeys: () => (options.held?.length ? Buffer.from(options.held.shift()!) : undefined),
    })
  }

  /** Begins to read an entry; it is put into `entries`. */
  ask(): void {
    void this.editor.read().then((entry) => this.entries.push(entry))
  }

  async type(keys: string): Promise<void> {
    this.#input.write(keys)
    for (let i = 0; i < 5; i++) await setImmediate()
  }

  /** Lets what comes early be taken as typed now. */
  wait(milliseconds: number): Promise<void> {
    return setTimeout(milliseconds)
  }

  async resize(columns: number, rows: number): Promise<void> {
    this.screen.resize(columns, rows)
    this.output.emit('resize')
    await setImmediate()
  }
}
