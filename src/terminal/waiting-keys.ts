// The keys that wait in the terminal, read without waiting for any.
import { openSync, readSync } from 'node:fs'

/** The program's own terminal; null where one cannot be read so. */
export const terminalPath = process.platform === 'win32' ? null : '/dev/tty'

export class WaitingKeys {
  readonly #file: number | null

  /** Reads from the terminal at `path`; without one there are never any. */
  constructor(path: string | null) {
    try {
      // With O_NONBLOCK, which Windows does not have.
      this.#file = path === null ? null : openSync(path, 0o4000)
    } catch {
      this.#file = null
    }
  }

  get canRead(): boolean {
    return this.#file !== null
  }

  /** '' where there are none, null where the terminal is gone. */
  read(): string | null {
    if (this.#file === null) return ''
    try {
      const bytes = Buffer.alloc(4096)
      const length = readSync(this.#file, bytes)
      return length === 0 ? null : bytes.toString('utf8', 0, length)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EIO' ? null : ''
    }
  }
}
