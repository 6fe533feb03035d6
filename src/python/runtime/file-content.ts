// All that a file, a pipe or a device has, for Python's `open`: waited for so that Ctrl-C is heard, and never more than
// there is memory for.
import { constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { waitForKeyboard } from '../../base/keyboard.js'
import { MemoryError } from '../../base/errors.js'
import { interrupted } from './exceptions.js'

/** Bytes that are read at most of what does not tell its size, such as `/dev/zero`, and of a file. */
const most = { endless: 2 ** 28, file: 2 ** 31 - 1 }
const atOnce = 2 ** 16
/** Milliseconds between two looks into a pipe. */
const every = 20

/** What a shell hands over has a writer, or had one. */
const handedOver = /^\/(dev\/(stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/

/** Opens; a pipe to which nobody writes yet does not hold the program. */
export function openWith(name: string, flags: string): number {
  const isPipe = flags === 'r' && statSync(name, { throwIfNoEntry: false })?.isFIFO() === true
  return openSync(name, isPipe ? constants.O_RDONLY | constants.O_NONBLOCK : flags)
}

/** How many bytes came; null where none are there yet. */
function readSome(file: number, bytes: Uint8Array): number | null {
  try {
    return readSync(file, bytes, 0, bytes.length, null)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null
    throw error
  }
}

/**
 * All bytes, from the first on.
 *
 * @throws MemoryError where they are too many, or have no end
 */
export function contentOf(file: number, name: string): Buffer {
  const stats = fstatSync(file)
  const isFile = stats.isFile()
  if (isFile && stats.size > most.file) throw new MemoryError('')
  const parts: Buffer[] = []
  let length = 0
  // A pipe without a writer is at its end, unless one is still to come.
  let hasBegun = !stats.isFIFO() || handedOver.test(name)
  for (;;) {
    const room = isFile ? Math.max(atOnce, stats.size + 1 - length) : atOnce
    const part = Buffer.allocUnsafe(room)
    const count = isFile ? readSync(file, part, 0, room, length) : readSome(file, part)
    if (count === null) hasBegun = true
    if (count === 0 && hasBegun) return Buffer.concat(parts, length)
    if (!count) {
      waitForKeyboard(every)
      interrupted()
      continue
    }
    hasBegun = true
    parts.push(part.subarray(0, count))
    length += count
    if (length > (isFile ? most.file : most.endless)) throw new MemoryError('')
  }
}
