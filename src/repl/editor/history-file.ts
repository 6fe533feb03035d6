// The entries of earlier sessions in a file, one JSON string a line, that several sessions write in turn.
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, join } from 'node:path'
import { visibleName } from '../../base/visible.js'
import { FileError, noFile } from '../../io/file-error.js'
import { withLock } from '../../io/lock.js'
import { stateFolder } from '../../io/own-folders.js'
import { statsAt } from '../../io/stats.js'
import { makePrivateFolder, writePrivateFile } from '../../io/private-file.js'
import { readWholeFile } from '../../io/read-file.js'
import { clearParts } from '../../io/whole-file.js'
import { withEntry } from './history.js'

/** As many entries are kept; the file may hold twice as many lines before it is shortened. */
const limit = 2000
/** A longer entry is remembered for this session only. */
const longestEntry = 64 * 1024
/** More than this is not read: something else has the name. */
const mostBytes = 256 * 2 ** 20

/** `DLTORCH_HISTORY`, or `history.jsonl` in the folder for such files. */
export const historyPath = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment.DLTORCH_HISTORY || join(stateFolder(environment), 'history.jsonl')

function parseLine(line: string): string | undefined {
  if (line === '') return undefined
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'string' && value.trim() !== '' ? value : undefined
  } catch {
    return undefined
  }
}

/** The entries that lines hold, oldest first, each once; lines that are none are skipped. */
export function parseHistory(text: string, most = limit): string[] {
  const newest = new Set<string>()
  for (const line of text.split('\n').reverse()) {
    const entry = parseLine(line)
    if (entry !== undefined) newest.add(entry)
  }
  return [...newest].slice(0, most).reverse()
}

const format = (entries: readonly string[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** Whether a file ends within a line: a session died while it wrote. */
function endsTorn(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 10
}

/** Files that this program has made, and nobody else: it may say who reads them. */
const made = new Set<string>()
const identity = ({ dev, ino }: Stats): string => `${dev} ${ino}`

/** Opens the file to read it and to write at its end; makes it where it is missing. */
function openForMore(path: string): number {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0)
  try {
    const file = openSync(path, flags | constants.O_EXCL, 0o600)
    made.add(identity(fstatSync(file)))
    return file
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return openSync(path, flags, 0o600)
  }
}

/** What a link leads to: there the work is done. A pipe or a device is not even opened. */
function targetOf(path: string): string {
  const known = statsAt(path)
  if (known && !known.isFile()) throw noFile(path, known)
  return known ? realpathSync(path) : path
}

/** Adds lines at the end of the file. */
function append(path: string, text: string): void {
  const target = targetOf(path)
  withLock(target, () => {
    const file = openForMore(target)
    try {
      const stats = fstatSync(file)
      if (!stats.isFile()) throw noFile(path, stats)
      if (stats.mode & 0o077 && made.has(identity(stats))) fchmodSync(file, 0o600)
      writeAll(file, endsTorn(file) ? `\n${text}` : text)
    } finally {
      closeSync(file)
    }
  })
}

const isLong = (text: string, most: number): boolean => text.split('\n').length > 2 * most

/** Replaces the file by one with its newest entries. Another session may have done so meanwhile. */
function shorten(path: string, most: number): void {
  const target = targetOf(path)
  withLock(target, () => {
    const text = readWholeFile(target, mostBytes).toString('utf8')
    if (isLong(text, most)) writePrivateFile(target, format(parseHistory(text, most)))
  })
}

export class History {
  #entries: string[] = []
  #complaint: string | undefined

  constructor(
    readonly path: string = historyPath(),
    readonly most: number = limit,
  ) {
    this.#try(() => {
      const text = readWholeFile(path, mostBytes).toString('utf8')
      clearParts(targetOf(path))
      this.#entries = parseHistory(text, most)
      if (isLong(text, most)) this.#try(() => shorten(path, most))
    }, 'ENOENT')
  }

  /** Oldest first; what other sessions add meanwhile is seen by the next. */
  get entries(): readonly string[] {
    return this.#entries
  }

  /** Why entries are not kept, once; undefined where they are. */
  takeComplaint(): string | undefined {
    const complaint = this.#complaint
    this.#complaint = complaint && ''
    return complaint || undefined
  }

  /** Remembers an entry, for later sessions too unless `isKept` is false. */
  add(text: string, isKept = true): void {
    if (text.trim() === '') return
    const isRepeated = this.#entries.at(-1) === text
    this.#entries = withEntry(this.#entries, text, this.most)
    if (!isKept || isRepeated || text.length > longestEntry || this.#complaint !== undefined) return
    this.#try(() => {
      makePrivateFolder(dirname(this.path))
      append(this.path, format([text]))
    })
  }

  #try(work: () => void, expected?: string): void {
    try {
      work()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === expected) return
      const what = `${visibleName(this.path)}${error instanceof FileError ? `: ${error.reason}; it` : ''}`
      this.#complaint ??= `This session's history is not kept: ${what} cannot be used (${code}).`
    }
  }
}
