// `dltorch lesson`: lists the chapters; with a name or a folder, plays one in a terminal, or prints it whole into a pipe.
import { resolve } from 'node:path'
import chalk from 'chalk'
import { chapterNames, folderOf, isPath, loadChapter, readChapter } from '../learn/catalogue.js'
import { type Chapter, type CodeLanguage, codeLanguages, type Language, languages } from '../learn/chapter.js'
import type { LessonOptions as LessonOptionsOfPlay } from '../learn/lesson.js'
import { type Fault, MalformedChapter, faultText } from '../learn/fault.js'
import { phrases } from '../learn/phrases.js'
import { Progress } from '../learn/progress.js'
import { currentLook } from '../terminal/look.js'
import { installGlobals } from '../repl/globals.js'
import { said } from '../terminal/speech.js'
import { suggestion } from '../terminal/suggest.js'
import { plural } from '../terminal/words.js'
import { visible, visibleName } from '../base/visible.js'
import { exitCodes } from './failure.js'
import { mayRun } from './consent.js'
import { tongue } from '../terminal/speech.js'

export interface LessonOptions {
  /** Of the text, of the code, or of each. */
  lang?: readonly (Language | CodeLanguage)[]
  answers?: boolean
  check?: boolean
  write?: boolean
  run?: boolean
  yes?: boolean
  restart?: boolean
}

function fail(text: string): void {
  process.stderr.write(`${visible(text)}\n`)
  process.exitCode = 1
}

/** The language asked for, which is remembered; else the one remembered; else the terminal's. */
function chooseLanguage(asked: Language | undefined, progress: Progress): Language {
  if (asked && progress.language !== asked) progress.setLanguage(asked)
  return asked ?? progress.language ?? tongue()
}

interface Choice {
  readonly language: Language
  readonly code: CodeLanguage
}

/** What code is shown in: what is asked for, which is remembered; else what is remembered; else TypeScript. */
function chooseCode(asked: CodeLanguage | undefined, progress: Progress): CodeLanguage {
  if (asked && progress.code !== asked) progress.setCode(asked)
  return asked ?? progress.code ?? 'ts'
}

/** The last of each kind that was asked for. */
function choose({ lang = [] }: LessonOptions, progress: Progress): Choice {
  const isText = (one: string): one is Language => (languages as readonly string[]).includes(one)
  const isCode = (one: string): one is CodeLanguage => (codeLanguages as readonly string[]).includes(one)
  return {
    language: chooseLanguage(lang.findLast(isText), progress),
    code: chooseCode(lang.findLast(isCode), progress),
  }
}

async function list(language: Language, progress: Progress): Promise<void> {
  const { chaptersText } = await import('../learn/chapter-list.js')
  const chapters = chapterNames().map((name) => loadChapter(folderOf(name)))
  console.log(chaptersText(chapters, progress, language, currentLook(chalk.level > 0)))
}

/** What a chapter's code has no form for in the other language, or prints otherwise there; without running, only the first. */
async function formFaults(chapter: Chapter, isRun: boolean): Promise<Fault[]> {
  const [{ inCode }, { chapterIn }] = await Promise.all([
    import('../learn/forms.js'),
    import('../learn/edition.js'),
  ])
  const found: Fault[] = []
  for (const language of codeLanguages) {
    const { faults } = await inCode(chapter, language)
    if (!isRun) found.push(...faults)
    else if (faults.length > 0 || (await chapterIn(chapter, language)) !== chapter) {
      const { checkForm } = await import('../learn/check-chapter.js')
      found.push(...(await checkForm(chapter, language)))
    }
  }
  return found
}

/** Everything that a chapter says and does not run is looked at; on request it is also run, and its outputs written. */
async function check({ folder, isRun, isWriting }: Checking): Promise<void> {
  if (isWriting) {
    installGlobals()
    const { writeOutputs } = await import('../learn/write-outputs.js')
    const count = await writeOutputs(folder)
    console.log(count === 0 ? 'All outputs were right.' : `${plural(count, 'output')} written.`)
  }
  const { chapter, faults, advice } = readChapter(folder)
  const all = [...faults]
  if (isRun) {
    installGlobals()
    const { checkChapter } = await import('../learn/check-chapter.js')
    all.push(...(await checkChapter(chapter)))
  }
  for (const fault of all) fail(faultText(fault))
  // Where code fails in its own language, what it does in the other says nothing new.
  const wishes = [...advice, ...(all.length === 0 ? await formFaults(chapter, isRun) : [])]
  if (wishes.length > 0)
    console.log(visible(`What would make it better:\n${wishes.map(faultText).join('\n')}\n`))
  if (all.length > 0) return
  const exercises = chapter.steps.filter(({ kind }) => kind === 'exercise').length
  const about = `${plural(chapter.steps.length, 'step')}, ${plural(exercises, 'exercise')}`
  console.log(
    isRun
      ? `${visibleName(chapter.name)} is whole: ${about}.`
      : `${visibleName(chapter.name)} is well written: ${about}. Nothing was run; --run runs its code, too.`,
  )
}

interface Checking {
  readonly folder: string
  readonly isRun: boolean
  readonly isWriting: boolean
}

async function play(chapter: Chapter, choice: Choice, progress: Progress, argument: string): Promise<void> {
  const [{ Lesson }, { Grader }, { runPrompt }] = await Promise.all([
    import('../learn/lesson.js'),
    import('../learn/grader.js'),
    import('../repl/prompt.js'),
  ])
  const key = keyOf(chapter)
  const again = await missedBefore(key, progress)
  const lesson = new Lesson({
    ...choice,
    ...{ chapter, key, progress },
    ...(again ? { again } : {}),
    graderOf: (form) => new Grader(form),
    command: `dltorch lesson ${argument}`,
  })
  await runPrompt(lesson)
}

/** So many steps of a chapter are asked once more where the next begins. */
const mostAgain = 3

/** What went wrong in the chapter before one of ours. */
async function missedBefore(key: string, progress: Progress): Promise<LessonOptionsOfPlay['again']> {
  const before = chapterNames()[chapterNames().indexOf(key) - 1]
  if (before === undefined || progress.of(before).at === null) return undefined
  const { stepsThatWere } = await import('../learn/summary.js')
  const chapter = loadChapter(folderOf(before))
  const steps = stepsThatWere('again', chapter, progress.of(before)).slice(0, mostAgain)
  return steps.length > 0 ? { key: before, chapter, steps } : undefined
}

/** What progress calls a chapter: by name where it is one of ours, else by its place. */
const keyOf = ({ name, folder }: Chapter): string =>
  resolve(folder) === resolve(folderOf(name)) ? name : resolve(folder)

/** The chapter that `next` means: where one is, or the one behind the last that was begun. */
function chapterAfter(names: readonly string[], progress: Progress): string {
  const at = names.findLastIndex((name) => progress.of(name).at !== null)
  if (at < 0) return names[0]
  const { steps } = loadChapter(folderOf(names[at]))
  const { marks } = progress.of(names[at])
  const isDone = steps.every(({ id }) => marks[id] !== undefined)
  return names[Math.min(names.length - 1, isDone ? at + 1 : at)]
}

/** The folder of a chapter by name, by its number in the list, or of one's own by path; undefined where there is none. */
function findFolder(argument: string, progress: Progress): string | undefined {
  if (isPath(argument)) return argument
  const names = chapterNames()
  if (argument === 'next') return folderOf(chapterAfter(names, progress))
  if (/^\d+$/.test(argument) && names[Number(argument) - 1]) return folderOf(names[Number(argument) - 1])
  if (chapterNames().includes(argument)) return folderOf(argument)
  fail(`dltorch: ${said(`there is no chapter ${argument}${suggestion(argument, names)}`)}`)
  process.exitCode = exitCodes.misused
  return undefined
}

export async function lesson(argument: string | undefined, options: LessonOptions): Promise<void> {
  const progress = new Progress()
  const choice = choose(options, progress)
  const { language } = choice
  const isPlayed = argument !== undefined && process.stdin.isTTY && process.stdout.isTTY
  if (progress.setAsideAs && !isPlayed)
    process.stderr.write(`${visible(phrases[language].damaged(progress.setAsideAs))}\n`)
  if (argument === undefined) return list(language, progress)
  const folder = findFolder(argument, progress)
  if (folder === undefined) return
  const { answers, yes = false, check: isChecked = false, write: isWriting = false, run = false } = options
  try {
    const isRun = isWriting || run
    if (isChecked && !isWriting) return await check({ folder, isRun, isWriting })
    const { chapter, faults } = readChapter(folder)
    if (faults.length > 0 && !isWriting) throw new MalformedChapter(faults)
    if (!yes && !(await mayRun(chapter, argument, progress, phrases[language], isPlayed))) return
    if (isWriting) return await check({ folder, isRun, isWriting })
    if (options.restart) progress.forget(keyOf(chapter))
    installGlobals()
    if (isPlayed && !answers) return await play(chapter, choice, progress, argument)
    const { printChapter } = await import('../learn/print-chapter.js')
    const { chapterIn } = await import('../learn/edition.js')
    await printChapter(await chapterIn(chapter, choice.code), choice, currentLook(chalk.level > 0), (text) =>
      console.log(text),
    )
  } catch (error) {
    if (!(error instanceof MalformedChapter)) throw error
    for (const fault of error.faults) fail(faultText(fault))
  }
}
