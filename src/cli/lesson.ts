// `dltorch lesson`: lists the chapters; with a name or a folder, plays one in a terminal, or prints it whole into a pipe.
import chalk from 'chalk'
import { chapterNames, folderOf, isPath, loadChapter, readChapter } from '../learn/catalogue.js'
import { type Chapter, type Language, languages } from '../learn/chapter.js'
import { MalformedChapter, problemText } from '../learn/problem.js'
import { currentLook } from '../repl/cards/look.js'
import { installGlobals } from '../repl/globals.js'
import { suggestion } from '../repl/suggest.js'

export interface LessonOptions {
  lang?: Language
  answers?: boolean
  check?: boolean
}

/** The language of the terminal: Chinese where the locale says so. */
function preferredLanguage(): Language {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`)
  process.exitCode = 1
}

/** The folder of a chapter by name, or of one's own by path; undefined where there is none. */
function findFolder(argument: string): string | undefined {
  if (isPath(argument)) return argument
  if (chapterNames().includes(argument)) return folderOf(argument)
  fail(`dltorch: there is no chapter ${argument}${suggestion(argument, chapterNames())}`)
  return undefined
}

/** Runs all of a chapter, and says what is wrong with it. */
async function check(folder: string): Promise<void> {
  const { chapter, problems } = readChapter(folder)
  const { checkChapter } = await import('../learn/check-chapter.js')
  installGlobals()
  const all = [...problems, ...(await checkChapter(chapter))]
  for (const problem of all) fail(problemText(problem))
  const exercises = chapter.steps.filter(({ kind }) => kind === 'exercise').length
  if (all.length === 0)
    console.log(`${chapter.name} is whole: ${chapter.steps.length} steps, ${exercises} exercises.`)
}

export async function lesson(argument: string | undefined, options: LessonOptions): Promise<void> {
  const language = options.lang ?? preferredLanguage()
  if (argument === undefined) {
    for (const name of chapterNames())
      console.log(`${name}  ${readChapter(folderOf(name)).chapter.title[language]}`)
    return
  }
  const folder = findFolder(argument)
  if (folder === undefined) return
  let chapter: Chapter
  try {
    if (options.check) return await check(folder)
    chapter = loadChapter(folder)
  } catch (error) {
    if (!(error instanceof MalformedChapter)) throw error
    for (const problem of error.problems) fail(problemText(problem))
    return
  }
  installGlobals()
  const { printChapter } = await import('../learn/print-chapter.js')
  await printChapter(chapter, language, currentLook(chalk.level > 0), (text) => console.log(text))
}

export { languages }
