// Which chapters there are, and how one is read from its folder.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../base/package-root.js'
import type { Chapter } from './chapter.js'
import { parseChapter, type Parsed, partNames } from './parse-chapter.js'
import { MalformedChapter } from './fault.js'

/** The chapters of this package, in the order they are read. */
export const chapterOrder: readonly string[] = [
  'intro',
  'tensor-basics',
  'tensor-creation',
  'tensor-ops',
  'tensor-math',
  'linear-regression',
  'computational-graph',
  'autograd',
  'logistic-regression',
]

export const lessonsFolder = fileURLToPath(new URL('lessons/', packageRoot))

export const folderOf = (name: string): string => join(lessonsFolder, name)

/** The chapters that are there, in the order they are read. */
export const chapterNames = (): string[] => chapterOrder.filter((name) => existsSync(folderOf(name)))

/** As short as it is clear from where one is. */
function displayName(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') || isAbsolute(short) ? path : short
}

/** Whether an argument means a folder of the learner's own, and no name. */
export const isPath = (argument: string): boolean =>
  /[/\\]/.test(argument) || argument === '.' || argument === '..'

/** Reads a chapter's files; what is wrong with them is among the result. */
export function readChapter(folder: string): Parsed {
  const first = join(folder, 'chapter.md')
  const place = { file: displayName(first), line: 1 }
  const refuse = (reason: string, file = place.file): never => {
    throw new MalformedChapter([{ place: { file, line: 1 }, reason }])
  }
  if (!existsSync(folder)) refuse('there is no such folder', displayName(folder))
  if (!statSync(folder).isDirectory())
    refuse('a chapter is a folder with a file chapter.md', displayName(folder))
  if (!existsSync(first)) refuse('a chapter begins with a file of this name, and there is none')
  const read = (path: string): string =>
    readFileSync(path, 'utf8')
      .replace(/\r\n/g, '\n')
      .replace(/^\ufeff/, '')
  const text = read(first)
  const files = [{ name: place.file, text }]
  for (const name of partNames(text)) {
    const path = resolve(folder, name)
    if (!existsSync(path)) refuse(`parts names ${name}, and there is no such file`)
    files.push({ name: displayName(path), text: read(path) })
  }
  const isOurs = resolve(folder, '..') === resolve(lessonsFolder)
  const parsed = parseChapter(files, resolve(folder), isOurs)
  const { name } = parsed.chapter
  if (name !== '' && name !== basename(resolve(folder))) {
    const reason = `the name is ${name}, and the folder's is ${basename(resolve(folder))}: they must be the same`
    return { ...parsed, faults: [...parsed.faults, { place: { ...place, line: 2 }, reason }] }
  }
  return parsed
}

/**
 * A chapter that can be played.
 *
 * @throws MalformedChapter where it cannot
 */
export function loadChapter(folder: string): Chapter {
  const { chapter, faults } = readChapter(folder)
  if (faults.length > 0) throw new MalformedChapter(faults)
  return chapter
}
