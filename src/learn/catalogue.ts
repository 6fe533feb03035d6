// Which chapters there are, and how one is read from its folder.
import { existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../base/package-root.js'
import { fileErrorText } from '../io/file-error.js'
import { readWholeFile } from '../io/read-file.js'
import type { Chapter } from './chapter.js'
import { partNames } from './front-matter.js'
import { parseChapter, type Parsed } from './parse-chapter.js'
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

/** Where a path really leads. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

/** Whether a folder is that of a chapter of this package, whose code may run unasked. */
export const isOurs = (folder: string): boolean => dirname(realPath(folder)) === realPath(lessonsFolder)

/** More bytes than a file of a chapter can have. */
const mostBytes = 1 << 24

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
  const isWithin = (path: string, outer: string): boolean => path.startsWith(`${outer}${sep}`)
  // What lies elsewhere is not the chapter's to show, nor to write into.
  const read = (path: string): string => {
    if (!isWithin(realPath(path), realPath(folder)))
      refuse(`${basename(path)} is a link that leads out of the chapter's folder`)
    try {
      return readWholeFile(path, mostBytes)
        .toString('utf8')
        .replace(/\r\n/g, '\n')
        .replace(/^\ufeff/, '')
    } catch (error) {
      return refuse(`it cannot be read: ${fileErrorText(error)}`, displayName(path))
    }
  }
  const text = read(first)
  const files = [{ name: place.file, text }]
  for (const name of partNames(text)) {
    const path = resolve(folder, name)
    if (!isWithin(path, resolve(folder))) refuse(`parts names ${name}, which is not in the chapter's folder`)
    if (!existsSync(path)) refuse(`parts names ${name}, and there is no such file`)
    files.push({ name: displayName(path), text: read(path) })
  }
  const parsed = parseChapter(files, resolve(folder), isOurs(folder))
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
