// The built program in a pseudo-terminal, and a terminal emulator that reads what it writes: keys in, screen out.
import { spawn } from '@lydell/node-pty'
import type { IPty } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import assert from 'node:assert/strict'
import { bin, plainEnvironment } from './dltorch.js'

export interface TerminalOptions {
  columns?: number
  rows?: number
  env?: Record<string, string>
  cwd?: string
  /** The program's arguments; none opens the prompt. */
  args?: string[]
}

/** Far more than any answer takes, on any machine: who waits longer waits in vain. */
const patience = 20_000
const scrollback = 5000

/** A person at a prompt. */
export class Terminal {
  readonly #emulator: xterm.Terminal
  readonly #pty: IPty
  #onOutput = (): void => {}
  /** How much has come, read by the emulator or not. */
  #come = 0
  /** Everything that the emulator has read, escape codes too: never ahead of the transcript. */
  written = ''
  bells = 0
  readonly #closed: Promise<number>

  constructor({ columns = 80, rows = 24, env = {}, cwd, args = [] }: TerminalOptions = {}) {
    const settings = { cols: columns, rows, scrollback, allowProposedApi: true }
    this.#emulator = new xterm.Terminal(settings)
    this.#emulator.onBell(() => this.bells++)
    const environment = plainEnvironment({
      NO_COLOR: '1',
      TERM: 'xterm-256color',
      // As the emulator does, VS Code's terminal leaves the cursor's row as it is when it is resized.
      TERM_PROGRAM: 'vscode',
      ...env,
    })
    const options = { cols: columns, rows, name: environment.TERM, env: environment, cwd }
    this.#pty = spawn(process.execPath, [bin, ...args], options)
    this.#emulator.onData((answer) => this.#pty.write(answer))
    this.#pty.onData((text) => {
      this.#come += text.length
      this.#emulator.write(text, () => {
        this.written += text
        this.#onOutput()
      })
    })
    this.#closed = new Promise((resolve) =>
      this.#pty.onExit(({ exitCode }) =>
        this.#whenQuiet(() => this.#emulator.write('', () => resolve(exitCode))),
      ),
    )
  }

  /** What the program wrote last may come after its end: waits until nothing more has come for a while. */
  #whenQuiet(then: () => void, read = -1): void {
    const come = this.#come
    if (come === read) then()
    else setTimeout(() => this.#whenQuiet(then, come), 150)
  }

  /** The exit code, when the program has ended; who asks waits no longer than for anything else. */
  get closed(): Promise<number> {
    const late = new Error(`never ended after\n${this.transcript}`)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(late), patience)
      void this.#closed.then((code) => {
        clearTimeout(timer)
        resolve(code)
      })
    })
  }

  #rows(from: number): string {
    const { active } = this.#emulator.buffer
    const rows: string[] = []
    for (let i = from; i < active.length; i++) rows.push(active.getLine(i)!.translateToString(true).trimEnd())
    return rows.join('\n').trimEnd()
  }

  /** All there was from the start on; of a program's own screen what is there. */
  get transcript(): string {
    return this.#rows(0)
  }

  /** What is to be seen now. */
  get screen(): string {
    return this.#rows(this.#emulator.buffer.active.baseY)
  }

  /** The row and column of the cursor on the screen. */
  get cursor(): [row: number, column: number] {
    const { cursorX, cursorY } = this.#emulator.buffer.active
    return [cursorY, cursorX]
  }

  /** Whether the program draws on a screen of its own. */
  get hasOwnScreen(): boolean {
    return this.#emulator.buffer.active.type === 'alternate'
  }

  /** Waits until something holds of what is to be seen. */
  async until(holds: () => boolean, wanted: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`never saw ${wanted} in\n${this.transcript}`))
      }, patience)
      this.#onOutput = () => {
        if (!holds()) return
        clearTimeout(timer)
        this.#onOutput = () => {}
        resolve()
      }
      this.#onOutput()
    })
  }

  /** Waits until the transcript ends so. */
  shows(end: string): Promise<void> {
    return this.until(() => this.transcript.endsWith(end), `${JSON.stringify(end)} at the end`)
  }

  /** Waits until a text is somewhere on the screen. */
  showsWithin(text: string): Promise<void> {
    return this.until(() => this.screen.includes(text), JSON.stringify(text))
  }

  type(keys: string): void {
    this.#pty.write(keys)
  }

  /** An entry after its prompt, as long lines are cut. */
  #entered(text: string): string {
    const { cols } = this.#emulator
    return `>>> ${text}`
      .match(new RegExp(`.{1,${cols}}`, 'g'))!
      .map((row) => row.trimEnd())
      .join('\n')
  }

  /** Types an entry; its lines, what it prints and the next prompt then end the transcript. */
  async line(text: string, printed: string): Promise<void> {
    this.type(`${text}\r`)
    await this.shows(`${this.#entered(text)}\n${printed && `${printed}\n`}>>>`)
  }

  /** Types an entry that says `busy` when it runs and then does not end, and interrupts it. */
  async interrupted(text: string): Promise<void> {
    this.type(`${text}\r`)
    await this.shows(`${this.#entered(text)}\nbusy`)
    this.type('\x03')
    // What looks for the signal itself raises it, and is shown with its frames.
    await this.until(
      () => /busy\n\^C(?:\n|Traceback [^]*\n)?KeyboardInterrupt\n>>>$/.test(this.transcript),
      'KeyboardInterrupt',
    )
  }

  /** Gives the window another size. */
  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows)
    this.#pty.resize(columns, rows)
  }

  /** Sends the program a signal. */
  end(signal: NodeJS.Signals): void {
    this.#pty.kill(signal)
  }

  /** Closes the terminal, as one closes a window. The program has it no longer. */
  hangUp(): void {
    ;(this.#pty as unknown as { destroy(): void }).destroy()
  }

  /** Whether the program still runs. */
  get isRunning(): boolean {
    try {
      return process.kill(this.#pty.pid, 0)
    } catch {
      return false
    }
  }

  kill(): void {
    try {
      this.#pty.kill('SIGKILL')
    } catch {
      // It has ended by itself.
    }
    this.#emulator.dispose()
  }
}

/** Opens a prompt, talks, and leaves it with Ctrl-D. */
export async function withTerminal(
  options: TerminalOptions,
  talk: (terminal: Terminal) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(options)
  try {
    await terminal.shows('>>>')
    await talk(terminal)
    terminal.type('\x04')
    assert.equal(await terminal.closed, 0)
  } finally {
    terminal.kill()
  }
}
