// Files read and written whole, and what goes wrong with files in words. A file is written whole or not at all: who reads
// it meanwhile, or after a full disk, finds the old one.
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import type { ReadStream, Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** A name beside `path` that nobody else uses. */
const besides = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.part`)

function writeAll(file: number, parts: readonly Uint8Array[]): void {
  for (const part of parts)
    for (let at = 0; at < part.length;) at += writeSync(file, part, at, part.length - at)
}

/**
 * Puts `parts` one after another into the file at `path`, by a file beside it that takes its name when it is complete.
 * A pipe or device is written to as it is: to put a file in its place would remove it.
 *
 * @param mode who may read a file that was not there before
 * @throws the file system's error; the file at `path` is then as it was
 */
export function writeWholeFile(path: string, parts: readonly Uint8Array[], mode = 0o666): void {
  const known = statOf(path)
  const isPlain = known === undefined || known.isFile()
  // A link stays a link: what it leads to is replaced.
  const target = known ? realpathSync(path) : path
  const written = isPlain ? besides(target) : target
  try {
    const file = openSync(written, 'w', known ? known.mode & 0o777 : mode)
    try {
      writeAll(file, parts)
      // Without this a crash of the machine could leave the name with nothing behind it.
      if (isPlain) fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (isPlain) renameSync(written, target)
  } catch (error) {
    if (isPlain) rmSync(written, { force: true })
    throw error
  }
}

const isFolder = (path: string): Error =>
  Object.assign(new Error(`EISDIR: ${path} is a folder`), { code: 'EISDIR', path })

/**
 * The bytes of a file.
 *
 * @throws the file system's error
 */
export const readWholeFile = (path: string): Buffer => readFileSync(path)

/**
 * A file as a stream, and its size; NaN for a pipe, which has none.
 *
 * @throws the file system's error where there is none, or a folder
 */
export function openFile(path: string): { stream: ReadStream; size: number } {
  const known = statSync(path)
  if (known.isDirectory()) throw isFolder(path)
  return {
    stream: createReadStream(path, { highWaterMark: 1 << 20 }),
    size: known.isFile() ? known.size : NaN,
  }
}

/**
 * Finds out, before there is anything to lose, whether a file could be written at `path`.
 *
 * @throws the file system's error where it could not
 */
export function checkWritable(path: string): void {
  const known = statOf(path)
  if (known && !known.isFile() && !known.isDirectory()) return
  if (known?.isDirectory()) throw isFolder(path)
  const trial = besides(known ? realpathSync(path) : path)
  closeSync(openSync(trial, 'w'))
  rmSync(trial)
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EMFILE: 'too many files are open',
  EIO: 'the device reports an error',
}

/** The system's reason in words. */
export function fileErrorReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code !== undefined && reasons[code]) || message
}

/** The same with its code, to search for. */
export function fileErrorText(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  const reason = fileErrorReason(error)
  return code !== undefined && code in reasons ? `${reason} (${code})` : reason
}
