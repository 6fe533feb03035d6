// How far a learner has come, in a small file: the languages, and for every chapter where one is, what is done, and how hard
// it was.
//
// Two sessions may write, in turn: each changes what the file says at that moment, so that of two places in a chapter the
// later counts, and no mark is lost. A file that cannot be understood is set aside under another name.
import { existsSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { visibleName } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'
import { withLock } from '../io/lock.js'
import { dataFolder } from '../io/own-folders.js'
import { makePrivateFolder, writePrivateFile } from '../io/private-file.js'
import { readWholeFile } from '../io/read-file.js'
import { clearParts } from '../io/whole-file.js'
import { type CodeLanguage, codeLanguages, isLanguage, type Language } from './chapter.js'

/** What became of a step; the later ones outdo those before. */
const markOrder = ['skipped', 'shown', 'done', 'solved'] as const
/** `done`: read, or predicted. `shown`: the solution was shown. */
export type Mark = (typeof markOrder)[number]

export interface ChapterProgress {
  /** The id of the step where one is. */
  readonly at: string | null
  readonly marks: Readonly<Record<string, Mark>>
  /** By step: what it took to answer it. Missing where nothing was answered. */
  readonly tries?: Readonly<Record<string, Tries>>
}

/** What a prediction or an exercise took. */
export interface Tries {
  readonly wrong: number
  readonly hints: number
  readonly isRight: boolean
}

export const noTries: Tries = { wrong: 0, hints: 0, isRight: false }

interface Content {
  language?: Language
  /** What code is shown in. */
  code?: CodeLanguage
  /** The chapter that was open last. */
  last?: string
  /** Folders of chapters from elsewhere whose code may run, with the digest of what they held when it was allowed. */
  allowed?: Record<string, string>
  chapters: Record<string, ChapterProgress>
}

/** `lessons.json` in the folder for such files. */
export const progressPath = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(dataFolder(environment), 'lessons.json')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMark = (value: unknown): value is Mark => (markOrder as readonly unknown[]).includes(value)
const isCodeLanguage = (value: unknown): value is CodeLanguage =>
  (codeLanguages as readonly unknown[]).includes(value)

function readMarks(saved: unknown): Record<string, Mark> {
  if (!isObject(saved)) return {}
  return Object.fromEntries(
    Object.entries(saved).filter((entry): entry is [string, Mark] => isMark(entry[1])),
  )
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

function readTries(saved: unknown): Record<string, Tries> | undefined {
  if (!isObject(saved)) return undefined
  const tries = Object.entries(saved).flatMap(([step, value]) => {
    if (!isObject(value) || !isCount(value.wrong) || !isCount(value.hints)) return []
    return [[step, { wrong: value.wrong, hints: value.hints, isRight: value.isRight === true }] as const]
  })
  return Object.fromEntries(tries)
}

const readTexts = (saved: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(saved).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

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
    const tries = readTries(value.tries)
    return [[key, { at, marks: readMarks(value.marks), ...(tries ? { tries } : {}) }] as const]
  })
  return {
    ...(isLanguage(saved.language) ? { language: saved.language } : {}),
    ...(isCodeLanguage(saved.code) ? { code: saved.code } : {}),
    ...(typeof saved.last === 'string' ? { last: saved.last } : {}),
    ...(isObject(saved.allowed) ? { allowed: readTexts(saved.allowed) } : {}),
    chapters: Object.fromEntries(chapters),
  }
}

const further = (a: Mark | undefined, b: Mark): Mark =>
  a !== undefined && markOrder.indexOf(a) > markOrder.indexOf(b) ? a : b

const none: ChapterProgress = { at: null, marks: {} }

export class Progress {
  #content: Content = { chapters: {} }
  /** Where a file that could not be read was put; undefined where there was none. */
  readonly setAsideAs: string | undefined
  #failure: string | undefined

  constructor(readonly path: string = progressPath()) {
    try {
      const content = this.#read()
      clearParts(path)
      if (content) this.#content = content
      else if (content === undefined) this.setAsideAs = this.#setAside()
    } catch (error) {
      this.#failure = this.#failureText(error)
    }
  }

  /** What the file says; null where there is none, undefined where it is damaged. */
  #read(): Content | null | undefined {
    try {
      return parseContent(readWholeFile(this.path).toString('utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  #failureText(error: unknown): string {
    return `${visibleName(this.path)}: ${fileErrorText(error)}`
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

  /** What code is shown in. */
  get code(): CodeLanguage | undefined {
    return this.#content.code
  }

  /** The chapter that was open last. */
  get last(): string | undefined {
    return this.#content.last
  }

  of(chapter: string): ChapterProgress {
    return this.#content.chapters[chapter] ?? none
  }

  /** Whether the person has allowed the code of a chapter from elsewhere to run, as it is now. */
  isAllowed(folder: string, digest: string): boolean {
    return this.#content.allowed?.[folder] === digest
  }

  allow(folder: string, digest: string): void {
    this.#save((content) => void (content.allowed = { ...content.allowed, [folder]: digest }))
  }

  setLanguage(language: Language): void {
    this.#save((content) => void (content.language = language))
  }

  setCode(code: CodeLanguage): void {
    this.#save((content) => void (content.code = code))
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
      const known = content.chapters[chapter] ?? none
      const marks = { ...known.marks, [step]: further(known.marks[step], mark) }
      content.chapters[chapter] = { ...known, marks }
    })
  }

  /** Notes what came of an answer, or that a hint was asked for. */
  addTry(chapter: string, step: string, change: (known: Tries) => Tries): void {
    this.#save((content) => {
      const known = content.chapters[chapter] ?? none
      const tries = { ...known.tries, [step]: change(known.tries?.[step] ?? noTries) }
      content.chapters[chapter] = { ...known, tries }
    })
  }

  /** Begins a chapter anew. */
  forget(chapter: string): void {
    this.#save((content) => void delete content.chapters[chapter])
  }

  /** Makes a change to what the file says now: another session may have written it meanwhile. */
  #save(change: (content: Content) => void): void {
    if (this.#failure !== undefined) return change(this.#content)
    try {
      makePrivateFolder(dirname(this.path))
      withLock(this.path, () => {
        const saved = this.#read()
        if (saved) this.#content = saved
        else if (saved === undefined) this.#setAside()
        change(this.#content)
        writePrivateFile(this.path, `${JSON.stringify(this.#content, null, 2)}\n`)
      })
    } catch (error) {
      this.#failure = this.#failureText(error)
      change(this.#content)
    }
  }
}
