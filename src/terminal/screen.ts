// The screen: the terminal as something to draw on and to take keys from. Alone knows its modes: raw input, a screen of
// its own, resizing, being stopped by Ctrl-Z and woken, and what to put back when the program ends.
import {
  bracketedPasteOff,
  bracketedPasteOn,
  clearScreen,
  draw,
  erase,
  ownScreenOff,
  ownScreenOn,
  reflowed,
} from './draw.js'
import type { Frame, Size } from './frame.js'
import { KeyReader } from './key-reader.js'
import type { Key } from './keys.js'
import { OutputGuard } from './output-guard.js'
import { asPressed } from './waiting-keys.js'

export interface Streams {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Other streams that end in the same terminal. */
  readonly others?: readonly NodeJS.WriteStream[]
  /** Told before each change of who takes the keys: the screen, one by one, or the terminal, which makes lines of them. */
  readonly onRaw?: (isRaw: boolean) => void
  /** The keys that wait in the terminal, read without waiting; null where the terminal is gone. */
  readonly waitingKeys?: () => Uint8Array | null
  /** The keys that somebody else has read meanwhile. They come before all that is read from then on. */
  readonly heldKeys?: () => Uint8Array | undefined
}

/** What draws on a screen. */
export interface Painter {
  press(key: Key): void
  /** A text was pasted. */
  paste?(text: string): void
  /** What was there is gone, or the size is another: all is to be drawn anew. */
  redraw(): void
  /** The program goes on after it was stopped; `redraw` follows. */
  wake?(): void
  /** No key will come any more. */
  end(): void
}

/** Below what is there already; or instead of it, until the screen is closed. */
type Mode = 'lines' | 'own'

/** The terminal of VS Code, and what else is made of xterm.js. */
const keepsCursorRow = process.env.TERM_PROGRAM === 'vscode'
/** They end the program; without a word from it the terminal would stay as it is. */
const endings = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
/** Without a shell that could wake it again the system does not stop a program: milliseconds until that is sure. */
const notStoppedAfter = 100

export class Screen {
  readonly #streams: Streams
  readonly #painter: Painter
  readonly #guard: OutputGuard
  readonly #keys: KeyReader
  readonly #listeners: (() => void)[] = []
  #mode: Mode | undefined
  /** What the terminal shows of the painter's. */
  #frame: Frame | undefined
  /** Whether the screen of its own is away while something else is printed. */
  #isAside = false
  #isSuspended = false

  constructor(streams: Streams, painter: Painter) {
    this.#streams = streams
    this.#painter = painter
    const { input, output, others = [] } = streams
    this.#guard = new OutputGuard(output, others, () => this.#makeWay())
    this.#keys = new KeyReader(painter)
    this.#listen(input, 'data', (bytes: Uint8Array | string) => {
      this.#takeHeld()
      this.#keys.read(bytes)
    })
    this.#listen(input, 'end', () => painter.end())
    this.#listen(output, 'resize', () => this.#resize())
    this.#listen(process, 'SIGCONT', () => this.#resume())
    this.#listen(process, 'exit', () => this.release())
  }

  get size(): Size {
    // A terminal that does not tell its size has the usual one.
    const { columns, rows } = this.#streams.output
    return { columns: Math.max(2, columns || 80), rows: Math.max(1, rows || 24) }
  }

  /** Whether the painter may draw now. */
  get isOpen(): boolean {
    return this.#mode !== undefined && !this.#isSuspended
  }

  /** What is shown; undefined where all is to be drawn anew. */
  get frame(): Frame | undefined {
    return this.#frame
  }

  /** Takes the keys from now on. */
  open(mode: Mode = 'lines'): void {
    this.#mode = mode
    this.#enter()
  }

  /** Leaves the terminal as everybody else expects it. */
  close(): void {
    if (this.#mode === undefined) return
    if (!this.#isSuspended) this.#leave()
    this.#mode = undefined
    this.#isSuspended = false
  }

  /** After V8 has ended what ran here. */
  recover(): void {
    this.#keys.renew()
  }

  /** For good: listens to nothing any more. */
  release(): void {
    this.close()
    for (const forget of this.#listeners) forget()
    this.#listeners.length = 0
    this.#guard.release()
  }

  draw(frame: Frame): void {
    if (!this.isOpen) return
    if (this.#isAside) {
      this.#isAside = false
      this.#guard.write(ownScreenOn)
    }
    this.#guard.write(draw(this.#frame, frame))
    this.#frame = frame
  }

  /** Draws a frame that stays where it is, and goes to a new line. `before` is taken away first where it may not fit. */
  leaveBehind(frame: Frame): void {
    const fits = frame.rows.length <= this.size.rows && this.#frame?.top === 0
    const codes =
      fits || !this.#frame ? draw(this.#frame, frame) : erase(this.#frame) + draw(undefined, frame)
    this.#guard.write(`${codes}\r\n`)
    this.#frame = undefined
  }

  clear(): void {
    this.#guard.write(clearScreen)
    this.#frame = undefined
  }

  bell(): void {
    this.#guard.write('\x07')
  }

  /** Writes as it is. */
  write(text: string): void {
    this.#guard.write(text)
  }

  /** Stops the program as Ctrl-Z does, until the shell wakes it again. */
  async suspend(): Promise<void> {
    if (process.platform === 'win32' || !this.isOpen) return
    this.#leave()
    this.#isSuspended = true
    const { suspendProcess } = await import('./suspend.js')
    if (!this.#isSuspended) return
    suspendProcess()
    setTimeout(() => this.#isSuspended && this.#resume(), notStoppedAfter)
  }

  // ---- the terminal's modes ----

  #enter(): void {
    const { input } = this.#streams
    // Who was woken without having been stopped, as by a terminal that is closed, listens already.
    for (const signal of endings) process.off(signal, this.#end).on(signal, this.#end)
    process.off('SIGTSTP', this.#stop).on('SIGTSTP', this.#stop)
    this.#streams.onRaw?.(true)
    this.#setRaw(true)
    // What was typed while code ran came as lines. Whatever is read after it comes as keys.
    const typedAhead = this.#waiting().map(asPressed)
    // Whoever opens the screen draws first.
    if (typedAhead.length > 0) process.nextTick(() => this.#read(typedAhead))
    input.resume()
    this.#frame = undefined
    this.#isAside = false
    if (this.#mode === 'own') return this.#guard.write(ownScreenOn + clearScreen)
    this.#guard.startLine()
    this.#guard.write(bracketedPasteOn)
  }

  #leave(): void {
    const { input } = this.#streams
    if (this.#mode === 'lines') this.#guard.write(bracketedPasteOff)
    else if (!this.#isAside) this.#guard.write(ownScreenOff)
    this.#frame = undefined
    this.#streams.onRaw?.(false)
    // What was pressed before the terminal makes lines of it again is nobody's line: it stays a key, Ctrl-C too.
    this.#takeHeld()
    this.#read(this.#waiting())
    this.#setRaw(false)
    input.pause()
    this.#read(this.#waiting().map(asPressed))
    // Without a listener the system ends the program, also in the midst of a computation.
    for (const signal of endings) process.off(signal, this.#end)
    process.off('SIGTSTP', this.#stop)
  }

  #waiting(): Uint8Array[] {
    const pieces: Uint8Array[] = []
    for (let keys; (keys = this.#streams.waitingKeys?.())?.length;) pieces.push(keys)
    return pieces
  }

  #takeHeld(): void {
    for (let keys; (keys = this.#streams.heldKeys?.());) this.#keys.read(keys)
  }

  #read(pieces: readonly Uint8Array[]): void {
    for (const keys of pieces) this.#keys.read(keys)
  }

  #setRaw(isRaw: boolean): void {
    try {
      this.#streams.input.setRawMode?.(isRaw)
    } catch {
      // The terminal is gone: no modes are left to set, and an error would keep the program from ending.
    }
  }

  /** Leaving takes the listener on `exit`. Somebody else who listens has something to do first. */
  readonly #end = (signal: NodeJS.Signals, number: number): void => {
    if (process.listenerCount(signal) > 1) return
    // The shell's prompt is to begin a line.
    if (this.#mode === 'lines') this.#guard.write('\r\n')
    process.exit(128 + number)
  }

  /** Somebody else asks for what Ctrl-Z does: whoever has the terminal then finds it in its normal mode. */
  readonly #stop = (): void => void this.suspend()

  #resume(): void {
    if (this.#mode === undefined) return
    this.#isSuspended = false
    this.#enter()
    this.#painter.wake?.()
    this.#painter.redraw()
  }

  #resize(): void {
    if (!this.isOpen || !this.#frame) return
    if (this.#mode === 'own') this.#guard.write(clearScreen)
    else this.#guard.write(erase(reflowed(this.#frame, this.size.columns, keepsCursorRow)))
    this.#frame = undefined
    this.#painter.redraw()
  }

  /** Takes the frame off the screen while something else is printed, and has it drawn again below or above that. */
  #makeWay(): void {
    if (!this.#frame) return
    if (this.#mode === 'own') {
      this.#isAside = true
      this.#guard.write(ownScreenOff)
    } else this.#guard.write(erase(this.#frame))
    this.#frame = undefined
    setImmediate(() => {
      if (!this.isOpen || this.#frame) return
      if (this.#mode === 'lines') this.#guard.startLine()
      this.#painter.redraw()
    })
  }

  #listen(emitter: NodeJS.EventEmitter, event: string, listener: (...parameters: never[]) => void): void {
    emitter.on(event, listener as () => void)
    this.#listeners.push(() => emitter.off(event, listener as () => void))
  }
}
