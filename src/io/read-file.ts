// Files read whole or as a stream: what is no file, or has no end, is an error before a byte of it is read.
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import type { ReadStream, Stats } from 'node:fs'
import { statsOf } from './stats.js'
import { FileError, noFile } from './file-error.js'

const mebibyte = 2 ** 20

/** More bytes than anything has that is read as a whole, unless who asks knows better. */
const mostBytes = 64 * mebibyte

const sizeText = (bytes: number): string =>
  bytes < 1000 * mebibyte ? `${Math.ceil(bytes / mebibyte)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`

const tooLarge = (path: string, size: number, most: number): FileError =>
  new FileError(
    path,
    'EFBIG',
    `it has ${size > most ? sizeText(size) : 'no end'}, and at most ${sizeText(most)} are read`,
  )

/** Opens a file. A pipe or a device is not even opened: that alone may wait for ever, or do something. */
function openPlain(path: string): { file: number; stats: Stats } {
  const known = statsOf(path)
  if (!known.isFile()) throw noFile(path, known)
  // It may have become something else meanwhile, on which opening is not to wait.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const stats = fstatSync(file)
  if (stats.isFile()) return { file, stats }
  closeSync(file)
  throw noFile(path, stats)
}

/**
 * Refuses what `readWholeFile` would, before somebody else reads it.
 *
 * @throws the file system's error, or FileError
 */
export function checkFile(path: string, most = mostBytes): void {
  const { file, stats } = openPlain(path)
  closeSync(file)
  if (stats.size > most) throw tooLarge(path, stats.size, most)
}

/**
 * The bytes of a file of at most `most` bytes.
 *
 * @throws the file system's error, or FileError for what is no file or too large
 */
export function readWholeFile(path: string, most = mostBytes): Buffer {
  const { file, stats } = openPlain(path)
  try {
    if (stats.size > most) throw tooLarge(path, stats.size, most)
    // A file may say that it has no bytes and have some, such as those of /proc; one byte more shows whether it goes on.
    let bytes = Buffer.allocUnsafe(Math.max(stats.size + 1, 4096))
    let length = 0
    for (;;) {
      const count = readSync(file, bytes, length, bytes.length - length, null)
      if (count === 0) return bytes.subarray(0, length)
      length += count
      if (length > most) throw tooLarge(path, 0, most)
      if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(length)])
    }
  } finally {
    closeSync(file)
  }
}

/** What a shell hands over in place of a file, as in `<(…)`. */
const handedOver = /^\/(dev|proc\/self)\/fd\/\d+$/

/**
 * A file as a stream, and its size; NaN for what a shell pipes in under a file's name.
 *
 * @throws the file system's error, or FileError for what is no file
 */
export function openFile(path: string): { stream: ReadStream; size: number } {
  const options = { highWaterMark: mebibyte }
  const known = statsOf(path)
  if (known.isFIFO() && handedOver.test(path)) return { stream: createReadStream(path, options), size: NaN }
  if (known.isFIFO())
    throw new FileError(
      path,
      'EFTYPE',
      'it is a pipe, no file: its rows can be piped in, with - for the file',
    )
  const { file, stats } = openPlain(path)
  return { stream: createReadStream(path, { ...options, fd: file }), size: stats.size }
}
