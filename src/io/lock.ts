// Work on a file that several programs do in turn. Who works holds a file `….lock` with its number in it; that of a program
// that was ended is taken away.
import {
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename } from 'node:path'
import { FileError } from './file-error.js'
import { isRunning } from './running.js'
import { partOf } from './whole-file.js'

/** Milliseconds between two tries. */
const pause = 3
/** The work takes a few milliseconds. Who holds the lock for so many was stopped, or its number is another's now. */
const patience = 3000

const sleeper = new Int32Array(new SharedArrayBuffer(4))

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** More bytes than a number has. */
const longest = 32

/**
 * The number in a lock; NaN in one that was made this moment, null where there is none.
 *
 * @throws FileError for what nobody made to be one, such as a folder or a link: to wait for it would be to wait for ever
 */
function holderOf(lock: string): number | null {
  const stats = lstatSync(lock, { throwIfNoEntry: false })
  if (!stats) return null
  if (!stats.isFile() || stats.size > longest)
    throw new FileError(lock, 'EEXIST', `something else has the name ${basename(lock)}`)
  try {
    return parseInt(readFileSync(lock, 'latin1'), 10)
  } catch (error) {
    // One that may not be read is another person's.
    return codeOf(error) === 'ENOENT' ? null : NaN
  }
}

/** Makes the lock; false where another holds it. */
function take(lock: string): boolean {
  let file: number
  try {
    file = openSync(lock, 'wx', 0o600)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(file, String(process.pid))
  } catch {
    // The disk is full: the lock holds without its number, only longer where this program is ended now.
  } finally {
    closeSync(file)
  }
  return true
}

/** Takes away the lock of `holder`, who is gone. Another may have done so first, and taken it: then it stays. */
function breakLock(lock: string, holder: number, aside: string): void {
  try {
    renameSync(lock, aside)
    if (!Object.is(holderOf(aside), holder)) linkSync(aside, lock)
  } catch {
    // It is gone, or taken anew.
  }
  rmSync(aside, { force: true })
}

/** Which lock it is, to tell the next one from it. */
function identity(lock: string): string {
  const stats = lstatSync(lock, { throwIfNoEntry: false })
  return stats ? `${stats.ino} ${stats.mtimeMs}` : ''
}

function acquire(lock: string, aside: string): void {
  let seen = ''
  let since = 0
  while (!take(lock)) {
    const holder = holderOf(lock)
    if (holder === null) continue
    const current = identity(lock)
    if (current !== seen) {
      seen = current
      since = performance.now()
    }
    const isGone = !Number.isNaN(holder) && !isRunning(holder)
    if (isGone || performance.now() - since > patience) breakLock(lock, holder, aside)
    else Atomics.wait(sleeper, 0, 0, pause)
  }
}

/** Where no file can be made beside it, nobody else can replace the file either. */
const needsNone = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'ENOTDIR',
  'ENOSPC',
  'EDQUOT',
  'ENAMETOOLONG',
])

/** Does `work` on the file at `path` while nobody else works on it. */
export function withLock<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`
  try {
    acquire(lock, partOf(path, process.pid))
  } catch (error) {
    if (needsNone.has(codeOf(error) ?? '')) return work()
    throw error
  }
  try {
    return work()
  } finally {
    const holder = holderOf(lock)
    // Not the lock of another, who took this one for forgotten.
    if (holder === process.pid || Number.isNaN(holder)) rmSync(lock, { force: true })
  }
}
