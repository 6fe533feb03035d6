// How far a learner has come, in a small file: the language, and for every chapter where one is and what is done.
//
// Two sessions may write: each reads the file again before it writes, and keeps of both what is further. A file that cannot
// be read is set aside under another name.
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { writeWhole } from '../whole-file.js'
import { type Language, languages } from './chapter.js'

/** What became of a step; the later ones outdo those before. */
const markOrder = ['skipped', 'shown', 'done', 'solved'] as const
/** `done`: read, or predicted. `shown`: the solution was shown. */
export type Mark = (typeof markOrder)[number]

export interface ChapterProgress {
  /** The id of the step where one is. */
  readonly at: string | null
  readonly marks: Readonly<Record<string, Mark>>
}

interface Content {
  language?: Language
  /** The chapter that was open last. */
  last?: string
  chapters: Record<string, ChapterProgress>
}

/** `lessons.json` in the folder that the XDG specification has for such files. */
export function progressPath(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'dltorch', 'lessons.json')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMark = (value: unknown): value is Mark => (markOrder as readonly unknown[]).includes(value)
const isLanguage = (value: unknown): value is Language => (languages as readonly unknown[]).includes(value)

function readMarks(saved: unknown): Record<string, Mark> {
  if (!isObject(saved)) return {}
  return Object.fromEntries(
    Object.entries(saved).filter((entry): entry is [string, Mark] => isMark(entry[1])),
  )
}

/** undefined where the text is none of ours. */
function parseContent(text: string): Content | undefined {
  let saved: unknown
  try {
    saved = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(saved) || !isObject(saved.chapters)) return undefined
  const chapters = Object.entries(saved.chapters).flatMap(([key, value]) => {
    if (!isObject(value)) return []
    const at = typeof value.at === 'string' ? value.at : null
    return [[key, { at, marks: readMarks(value.marks) }] as const]
  })
  return {
    ...(isLanguage(saved.language) ? { language: saved.language } : {}),
    ...(typeof saved.last === 'string' ? { last: saved.last } : {}),
    chapters: Object.fromEntries(chapters),
  }
}

const further = (a: Mark | undefined, b: Mark): Mark =>
  a !== undefined && markOrder.indexOf(a) > markOrder.indexOf(b) ? a : b

const none: ChapterProgress = { at: null, marks: {} }

export class Progress {
  #content: Content = { chapters: {} }
  /** Chapters that were begun anew: what the file says of them does not count. */
  readonly #forgotten = new Set<string>()
  /** Where a file that could not be read was put; undefined where there was none. */
  readonly setAsideAs: string | undefined
  #failure: string | undefined

  constructor(readonly path: string = progressPath()) {
    try {
      const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined
      const content = text === undefined ? this.#content : parseContent(text)
      if (content) this.#content = content
      else this.setAsideAs = this.#setAside()
    } catch (error) {
      this.#failure = (error as Error).message
    }
  }

  /** Under a name that no file has. */
  #setAside(): string {
    let name = `${this.path}.damaged`
    for (let i = 2; existsSync(name); i++) name = `${this.path}.damaged-${i}`
    renameSync(this.path, name)
    return name
  }

  /** Why nothing is kept, once; undefined where it is. */
  takeFailure(): string | undefined {
    const failure = this.#failure
    this.#failure = failure && ''
    return failure || undefined
  }

  get language(): Language | undefined {
    return this.#content.language
  }

  /** The chapter that was open last. */
  get last(): string | undefined {
    return this.#content.last
  }

  of(chapter: string): ChapterProgress {
    return this.#content.chapters[chapter] ?? none
  }

  setLanguage(language: Language): void {
    this.#save((content) => void (content.language = language))
  }

  /** Notes where one is in a chapter. */
  setAt(chapter: string, at: string): void {
    this.#save((content) => {
      content.last = chapter
      content.chapters[chapter] = { ...(content.chapters[chapter] ?? none), at }
    })
  }

  setMark(chapter: string, step: string, mark: Mark): void {
    this.#save((content) => {
      const { at, marks } = content.chapters[chapter] ?? none
      content.chapters[chapter] = { at, marks: { ...marks, [step]: further(marks[step], mark) } }
    })
  }

  /** Begins a chapter anew. */
  forget(chapter: string): void {
    this.#forgotten.add(chapter)
    this.#save((content) => void delete content.chapters[chapter])
  }

  #save(change: (content: Content) => void): void {
    change(this.#content)
    if (this.#failure !== undefined) return
    try {
      if (existsSync(this.path)) {
        const saved = parseContent(readFileSync(this.path, 'utf8'))
        if (saved) this.#mergeFrom(saved)
        else this.#setAside()
      }
      change(this.#content)
      writeWhole(this.path, `${JSON.stringify(this.#content, null, 2)}\n`)
    } catch (error) {
      this.#failure = (error as Error).message
    }
  }

  /** Takes over what another session has noted meanwhile. */
  #mergeFrom(saved: Content): void {
    const { chapters } = this.#content
    for (const [key, { at, marks }] of Object.entries(saved.chapters)) {
      if (this.#forgotten.has(key)) continue
      const own = chapters[key] ?? none
      const merged: Record<string, Mark> = { ...marks }
      for (const [step, mark] of Object.entries(own.marks)) merged[step] = further(merged[step], mark)
      chapters[key] = { at: own.at ?? at, marks: merged }
    }
    this.#content.language ??= saved.language
    this.#content.last ??= saved.last
  }
}
