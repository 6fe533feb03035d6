// How far a file was read, in one line of a terminal.
import type { Look } from '../terminal/look.js'
import { shorten } from '../terminal/width.js'
import { visibleName } from '../base/visible.js'

const barWidth = 24

/** `reading points.csv  ████████░░░░  50%  1000 rows`; without a share, which a pipe does not tell, no bar. */
function progressText(name: string, share: number, rows: number, { width, unicode }: Look): string {
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.']
  const filled = Math.round(Math.min(1, share) * barWidth)
  const bar = Number.isFinite(share)
    ? `  ${full.repeat(filled)}${empty.repeat(barWidth - filled)} ${`${Math.floor(Math.min(1, share) * 100)}%`.padStart(4)}`
    : ''
  return shorten(`reading ${name}${bar}  ${rows} rows`, Math.max(10, Math.min(width, 200) - 1))
}

/** Shows progress on a terminal and takes it away again; does nothing on what is no terminal. */
export class Progress {
  readonly #output: NodeJS.WriteStream
  readonly #look: Look
  readonly #name: string
  #last = -Infinity
  #isShown = false

  constructor(name: string, output: NodeJS.WriteStream, look: Look) {
    this.#name = visibleName(name)
    this.#output = output
    this.#look = look
  }

  show(share: number, rows: number): void {
    const now = performance.now()
    if (!this.#output.isTTY || now - this.#last < 100) return
    this.#last = now
    this.#isShown = true
    this.#output.write(`\r${progressText(this.#name, share, rows, this.#look)}\x1b[K`)
  }

  clear(): void {
    if (this.#isShown) this.#output.write('\r\x1b[K')
    this.#isShown = false
  }
}
