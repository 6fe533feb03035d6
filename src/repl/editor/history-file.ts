// The entries of earlier sessions in a file, one JSON string a line, that several sessions write at once.
//
// Note [History without locks]. An entry is one write at the end of the file, which the system does not mix with others.
// The file is shortened by writing a new one beside it and renaming; the new one is made exclusively, so only one session
// shortens at a time. An entry written meanwhile to the old file is not lost: its writer sees that the name now means
// another file and writes again, and who shortens looks once more at the old file after renaming. Entries that come twice
// this way fall together when the file is read.
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { withEntry } from './history.js'
import { makePrivateFolder } from '../../private-folder.js'

/** As many entries are kept; the file may hold twice as many lines before it is shortened. */
const limit = 2000
/** A longer entry is remembered for this session only. */
const longestEntry = 64 * 1024
/** A new file left by a session that died is in nobody's way after so many milliseconds. */
const staleAfter = 60_000

/** `DLTORCH_HISTORY`, or `history.jsonl` in the folder that the XDG specification has for such files. */
export function historyPath(environment: NodeJS.ProcessEnv = process.env): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return environment.DLTORCH_HISTORY || join(state, 'dltorch', 'history.jsonl')
}

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

/** Adds lines to the file that `path` means when they are written. */
function append(path: string, text: string): void {
  for (let tries = 0; tries < 10; tries++) {
    const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600)
    try {
      const stats = fstatSync(file)
      if (stats.mode & 0o077) fchmodSync(file, 0o600)
      writeAll(file, endsTorn(file) ? `\n${text}` : text)
      const named = statSync(path, { throwIfNoEntry: false })
      if (named?.ino === stats.ino) return
    } finally {
      closeSync(file)
    }
  }
}

/** Replaces the file by one with its newest entries; does nothing while another session does so. */
function shorten(path: string, most: number): void {
  const replacement = `${path}.new`
  const age = Date.now() - (statSync(replacement, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  if (age > staleAfter) unlinkSync(replacement)
  const target = openSync(replacement, 'wx', 0o600)
  try {
    const source = openSync(path, 'r')
    try {
      const text = readFileSync(source, 'utf8')
      writeAll(target, format(parseHistory(text, most)))
      renameSync(replacement, path)
      const later = readFileSync(source, 'utf8')
      if (later !== '') append(path, later)
    } finally {
      closeSync(source)
    }
  } finally {
    closeSync(target)
  }
}

export class History {
  #entries: string[] = []
  #complaint: string | undefined

  constructor(
    readonly path: string = historyPath(),
    readonly most: number = limit,
  ) {
    this.#try(() => {
      const text = readFileSync(path, 'utf8')
      this.#entries = parseHistory(text, most)
      if (text.split('\n').length > 2 * most) this.#try(() => shorten(path, most), 'EEXIST')
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
      if (code !== expected)
        this.#complaint ??= `This session's history is not kept: ${this.path} cannot be used (${code}).`
    }
  }
}
