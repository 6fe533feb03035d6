// The keys that wait in the terminal, read without waiting for any.
import { constants, openSync, readSync } from 'node:fs'

/** The program's own terminal; null where one cannot be read so. */
export const terminalPath = process.platform === 'win32' ? null : '/dev/tty'

const none = new Uint8Array()
const [lineFeed, carriageReturn] = [10, 13]

/** Keys that came while the terminal made lines of them, as they were pressed: it turns Enter into a line feed. */
export function asPressed(keys: Uint8Array): Uint8Array {
  return keys.map((byte) => (byte === lineFeed ? carriageReturn : byte))
}

export class WaitingKeys {
  readonly #file: number | null

  /** Reads from the terminal at `path`; without one there are never any. */
  constructor(path: string | null) {
    try {
      this.#file = path === null ? null : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    } catch {
      this.#file = null
    }
  }

  get canRead(): boolean {
    return this.#file !== null
  }

  /** Nothing where there are none, null where the terminal is gone. */
  read(): Uint8Array | null {
    if (this.#file === null) return none
    try {
      const bytes = Buffer.alloc(4096)
      const length = readSync(this.#file, bytes)
      return length === 0 ? null : bytes.subarray(0, length)
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EIO' ? null : none
    }
  }
}
