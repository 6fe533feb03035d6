// The built program in a pseudo-terminal whose bytes are looked at as they come: no screen is kept, so that days may pass.
// A shell stands around it, which says how the terminal was before and is afterwards.
import { spawn, type IPty } from '@lydell/node-pty'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { LOOK_MS, Patience, workOf } from '../fuzz/campaign.js'
import { bin, plainEnvironment } from './dltorch.js'

/** Milliseconds between two looks at a program that may rest. */
const restLook = 20

export type Waited = 'holds' | 'rests' | 'ended' | 'hangs'

/** A shell that goes on after Ctrl-C; what it starts does what Ctrl-C says. */
const around = `trap : INT; stty -g; "$@"; code=$?; stty -g; echo "left with $code"`

/** What a program has to undo when it leaves. */
const modes = [
  ['\x1b[?1049h', '\x1b[?1049l', 'its own screen'],
  ['\x1b[?25l', '\x1b[?25h', 'a hidden cursor'],
  ['\x1b[?2004h', '\x1b[?2004l', 'pastes in brackets'],
] as const

export class Wire {
  readonly #pty: IPty
  /** What has come since this was last emptied. */
  since = ''
  /** The end of what has come before, in which an escape code may begin. */
  #before = ''
  readonly #left = new Set<string>()
  /** The terminal's settings, as the shell says them. */
  #settings = { before: '', after: '?' }
  #isClosed = false
  #exit = ''

  constructor(
    args: readonly string[],
    { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {},
  ) {
    this.#pty = spawn('sh', ['-c', around, 'sh', process.execPath, bin, ...args], {
      cols: 100,
      rows: 30,
      name: 'xterm-256color',
      cwd,
      env: plainEnvironment({ NO_COLOR: '1', TERM: 'xterm-256color', ...env }),
    })
    this.#pty.onData((text) => {
      this.since += text
      const whole = this.#before + text
      this.#look(whole)
      this.#before = whole.slice(-500)
    })
    this.#pty.onExit(() => (this.#isClosed = true))
  }

  /** Notes the modes that are on, and what the shell says. */
  #look(text: string): void {
    for (const [on, off, what] of modes) {
      const [began, ended] = [text.lastIndexOf(on), text.lastIndexOf(off)]
      if (began > ended) this.#left.add(what)
      else if (ended > began) this.#left.delete(what)
    }
    if (this.#settings.before === '') this.#settings.before = /^([\da-f:]+)\r\n/.exec(text)?.[1] ?? ''
    const [, after, exit] = /([\da-f:]+)\r\nleft with (\d+)\r/.exec(text) ?? []
    if (exit === undefined) return
    this.#exit = exit
    this.#settings.after = after
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** How the program ended; '' where it did not. */
  get exit(): string {
    return this.#exit
  }

  /** What is wrong with how it ended: with none of these codes, or in a terminal that is not as it was. */
  faultOfEnd(codes: readonly string[]): string | null {
    if (!codes.includes(this.#exit))
      return `ended with ${this.#exit}: ${JSON.stringify(this.since.slice(-400))}`
    if (this.#left.size > 0) return `leaves ${[...this.#left].join(', ')}`
    const { before, after } = this.#settings
    return before === after ? null : `the terminal was ${before} and is ${after}`
  }

  type(keys: string): void {
    if (!this.#isClosed) this.#pty.write(keys)
  }

  /** The program, which the shell has started. */
  get #program(): number {
    try {
      const { pid } = this.#pty
      return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]) || pid
    } catch {
      return this.#pty.pid
    }
  }

  /**
   * Waits until something holds, or the program has ended, or computed or waited for too long. With `looks`, also until it
   * was seen so often in turn with nothing to do.
   */
  async until(holds: () => boolean, looks = Infinity): Promise<Waited> {
    const every = looks < Infinity ? restLook : LOOK_MS
    let patience = new Patience()
    let [length, looked, still, computed] = [0, Date.now(), 0, -1]
    while (!holds()) {
      // What was written last comes after the end.
      if (this.#isClosed) return sleep(100).then(() => (holds() ? 'holds' : 'ended'))
      await sleep(2)
      if (this.since.length !== length) [patience, length, still] = [new Patience(), this.since.length, 0]
      if (Date.now() - looked < every) continue
      looked = Date.now()
      const work = workOf(this.#program)
      if (patience.isOver(work)) return 'hangs'
      still = work?.waits && work.computed === computed ? still + 1 : 0
      if (still >= looks) return 'rests'
      computed = work?.computed ?? -1
    }
    return 'holds'
  }

  end(): void {
    if (this.#isClosed) return
    try {
      // The shell and the program are one group.
      process.kill(-this.#pty.pid, 'SIGKILL')
    } catch {
      // They have just ended.
    }
  }
}
