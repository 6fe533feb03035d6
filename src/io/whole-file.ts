// Files written whole or not at all: who reads one meanwhile, or after a full disk or an end by force, finds the old one.
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FileError, noFile } from './file-error.js'
import { isRunning } from './running.js'
import { statsAt } from './stats.js'

function statOf(path: string): Stats | undefined {
  if (path === '') throw new FileError(path, 'ENOENT', 'the name of a file is needed')
  const known = statsAt(path)
  if (!known && path.endsWith('/')) throw new FileError(path, 'EISDIR', 'it is the name of a folder')
  return known
}

/** A name beside `path` that no other program uses. The end of a long one is left out: a name may not have many more bytes. */
export const partOf = (path: string, id: number | string): string =>
  join(dirname(path), `.${basename(path).slice(0, 50)}.${id}.part`)

/** Takes away a file. A folder, or what may not be taken away, is left: no program of ours made it. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // Whoever needs its name will be told.
  }
}

/** Takes away what programs left beside `path` that were ended while they wrote. */
export function clearParts(path: string): void {
  const [start, end] = basename(partOf(path, '\n')).split('\n')
  let names: string[]
  try {
    names = readdirSync(dirname(path))
  } catch {
    // Some folders take files and do not tell of them.
    return
  }
  for (const name of names) {
    if (!name.startsWith(start) || !name.endsWith(end)) continue
    const id = name.slice(start.length, -end.length)
    if (/^\d+$/.test(id) && !isRunning(Number(id))) remove(join(dirname(path), name))
  }
}

function writeAll(file: number, parts: readonly Uint8Array[]): void {
  for (const part of parts)
    for (let at = 0; at < part.length;) at += writeSync(file, part, at, part.length - at)
}

/** Makes a file that was not there: never what a link leads to, which another may have put in its place. */
function makeFile(path: string, parts: readonly Uint8Array[], mode: number): void {
  const file = openSync(path, 'wx', mode)
  try {
    writeAll(file, parts)
    // Without this a crash of the machine could leave the name with nothing behind it.
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Opens what is no file and can be written to all the same: a device of characters, or a pipe that somebody reads. */
function openOther(path: string, known: Stats): number {
  if (!known.isCharacterDevice() && !known.isFIFO()) throw noFile(path, known)
  // Opening a pipe would wait for its reader.
  const probe = openSync(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0))
  try {
    return openSync(path, constants.O_WRONLY)
  } finally {
    closeSync(probe)
  }
}

/** Makes a file with these parts beside `target`, and has `place` put it there. */
function putFile(
  target: string,
  parts: readonly Uint8Array[],
  mode: number,
  place: (part: string) => void,
): void {
  clearParts(target)
  const part = partOf(target, process.pid)
  try {
    makeFile(part, parts, mode)
    place(part)
  } catch (error) {
    remove(part)
    throw error
  }
}

export interface Rights {
  /** Who may read a file that was not there before. */
  readonly mode?: number
  /** Whether a file that was there keeps its own. */
  readonly isKept?: boolean
}

/**
 * Puts `parts` one after another into the file at `path`, by a file beside it that takes its name when it is complete.
 * A pipe or device is written to as it is: to put a file in its place would remove it.
 *
 * @throws the file system's error; the file at `path` is then as it was
 */
export function writeWholeFile(
  path: string,
  parts: readonly Uint8Array[],
  { mode = 0o666, isKept = true }: Rights = {},
): void {
  const known = statOf(path)
  if (known && !known.isFile()) {
    const file = openOther(path, known)
    try {
      return writeAll(file, parts)
    } finally {
      closeSync(file)
    }
  }
  // A link stays a link: what it leads to is replaced.
  const target = known ? realpathSync(path) : path
  putFile(target, parts, known && isKept ? known.mode & 0o777 : mode, (part) => renameSync(part, target))
}

/**
 * The same for a name that no file has yet.
 *
 * @throws the file system's error, EEXIST where something has this name
 */
export function writeNewFile(path: string, parts: readonly Uint8Array[], mode = 0o666): void {
  if (statOf(path)) throw new FileError(path, 'EEXIST', 'it is there already')
  putFile(path, parts, mode, (part) => {
    try {
      // A second name for the same file: unlike renaming it replaces nothing.
      linkSync(part, path)
      rmSync(part)
    } catch (error) {
      const isUnknownHere = ['EPERM', 'ENOSYS', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code!)
      if (!isUnknownHere || statOf(path)) throw error
      renameSync(part, path)
    }
  })
}

/**
 * Finds out, before there is anything to lose, whether `size` bytes could be written at `path`.
 *
 * @throws the file system's error where they could not
 */
export function checkWritable(path: string, size = 0): void {
  const known = statOf(path)
  if (known && !known.isFile()) {
    const file = openOther(path, known)
    // A pipe stays open until the program ends: to leave it would be the end of the text for who reads it.
    if (known.isFIFO()) return
    try {
      // A device that is full says so of no bytes, too.
      writeSync(file, new Uint8Array())
    } finally {
      closeSync(file)
    }
    return
  }
  const target = known ? realpathSync(path) : path
  const zeros = new Uint8Array(Math.min(size, 1 << 20))
  const parts = Array.from({ length: Math.ceil(size / (1 << 20)) }, () => zeros)
  putFile(target, parts, 0o600, (part) => rmSync(part))
}
