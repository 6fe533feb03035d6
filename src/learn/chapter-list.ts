// The chapters as a table: which there are, and how far one has come in each.
import type { Table as TableInstance, TableConstructorOptions } from 'cli-table3'
import { type Look, paint } from '../terminal/look.js'
import { widthOf } from '../terminal/width.js'
import { wrap } from '../terminal/wrap.js'
import type { Chapter, Language } from './chapter.js'
import { marksOf } from './lesson-text.js'
import { phrases } from './phrases.js'
import type { Progress } from './progress.js'
import { titleText } from './render.js'
import { loadPackage } from '../base/package-root.js'

type TableClass = new (options: TableConstructorOptions) => TableInstance

/** Lines between cells for terminals that have no others. */
const plainLines = {
  ...{ top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+' },
  ...{ bottom: '-', 'bottom-mid': '+', 'bottom-left': '+', 'bottom-right': '+' },
  ...{ left: '|', 'left-mid': '+', right: '|', 'right-mid': '+', mid: '-', 'mid-mid': '+', middle: '|' },
}

/** Columns of the table save the titles', borders and blanks counted. */
const columnsBeside = (name: number, steps: number, exercises: number): number =>
  name + steps + exercises + 3 * 4 + 1

const narrowestTitle = 12

export function chaptersText(
  chapters: readonly Chapter[],
  progress: Progress,
  language: Language,
  look: Look,
): string {
  const style = paint(look)
  const phrase = phrases[language]
  const rows = chapters.map((chapter) => {
    const total = chapter.steps.length
    const exercises = chapter.steps.filter(({ kind }) => kind === 'exercise').length
    const done = marksOf(chapter, progress.of(chapter.name))
    const isDone = done.steps === total
    const isBegun = progress.of(chapter.name).at !== null
    const sign = isDone ? (look.unicode ? ' ✔' : ' +') : ''
    const count = (n: number, of: number): string => (isBegun ? `${n}/${of}` : `${of}`)
    return {
      name: chapter.name,
      title: titleText(chapter.title[language], look),
      about: titleText(chapter.about[language], look),
      steps: `${count(done.steps, total)}${sign}`,
      exercises: count(done.exercises, exercises),
      isDone,
      isBegun,
    }
  })
  const [nameHead, , stepsHead, exercisesHead] = phrase.heads
  const longest = (head: string, texts: string[]): number => Math.max(...[head, ...texts].map(widthOf))
  const beside = columnsBeside(
    longest(
      nameHead,
      rows.map(({ name }) => name),
    ),
    longest(
      stepsHead,
      rows.map(({ steps }) => steps),
    ),
    longest(
      exercisesHead,
      rows.map(({ exercises }) => exercises),
    ),
  )
  const room = Math.min(look.width, 120) - beside - 2
  const paintRow = (text: string, { isDone, isBegun }: (typeof rows)[number]): string =>
    isDone ? style.green(text) : isBegun ? style.yellow(text) : text

  const lines: string[] = []
  if (room >= narrowestTitle) {
    const Table = loadPackage('cli-table3') as TableClass
    const table = new Table({
      head: [...phrase.heads],
      style: { head: look.colors ? ['bold'] : [], border: look.colors ? ['gray'] : [], compact: true },
      ...(look.unicode ? {} : { chars: plainLines }),
      colAligns: ['left', 'left', 'right', 'right'],
    })
    // What a chapter is about is left out where it would break into lines: the list is to fit a screen.
    const hasRoom = rows.every(({ about }) => widthOf(about) <= room)
    for (const row of rows) {
      const title = hasRoom ? `${row.title}\n${style.dim(row.about)}` : row.title
      table.push([
        style.cyan(row.name),
        wrap(title, room),
        paintRow(row.steps, row),
        paintRow(row.exercises, row),
      ])
    }
    lines.push(table.toString())
  } else {
    // No room for columns: a chapter a paragraph.
    for (const row of rows)
      lines.push(
        wrap(
          `${style.cyan(row.name)}  ${paintRow(`${stepsHead} ${row.steps}, ${exercisesHead} ${row.exercises}`, row)}\n${row.title}`,
          look.width,
        ),
      )
  }
  return [...lines, '', ...wrap(adviceFor(chapters, progress, language), look.width).split('\n')].join('\n')
}

/** What to type next. */
function adviceFor(chapters: readonly Chapter[], progress: Progress, language: Language): string {
  const phrase = phrases[language]
  const isDone = (chapter: Chapter): boolean =>
    marksOf(chapter, progress.of(chapter.name)).steps === chapter.steps.length
  const last = chapters.find(({ name }) => name === progress.last)
  if (last && !isDone(last)) return phrase.goOnWith(last.name)
  const open = chapters.find((chapter) => !isDone(chapter))
  if (!open) return phrase.allDone
  return progress.of(open.name).at === null ? phrase.begin(open.name) : phrase.goOnWith(open.name)
}
