// The chapters as scripts for PyTorch, as `.save` writes a session: one with all cells of a chapter, and one for each exercise
// with all answers to it. `npx tsx test/convert/lesson-scripts.ts` writes them as JSON for record-scripts.py.
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { sessionAsPython, type SessionEntry } from '../../src/convert/session-script.js'
import { askedBy } from '../../src/learn/answer.js'
import { chapterNames, folderOf, loadChapter } from '../../src/learn/catalogue.js'
import { type Cell, cellsIn, type Chapter, type Exercise, flowOf } from '../../src/learn/chapter.js'
import { inCode } from '../../src/learn/forms.js'
import { runQuietly, startAfresh } from '../../src/learn/run-cell.js'
import { Conversation } from '../../src/repl/commands/conversation.js'
import { readEntry } from '../../src/repl/entry.js'
import { installGlobals } from '../../src/repl/globals.js'

export interface LessonScript {
  readonly id: string
  readonly text: string
  /** What its cells print here. */
  readonly printed: string
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Whether a cell says something of torch, and nothing of the prompt. */
const isForPyTorch = ({ code }: Cell): boolean => readEntry(code).isCode && !/^help\(/.test(code)

const seeded: Cell = {
  code: 'torch.manual_seed(11);',
  language: 'ts',
  output: '',
  fails: false,
  place: { file: '', line: 0 },
  outputLines: { from: 0, to: 0 },
}

/** A cell that fails, as code that goes on and says how. */
const survived = (python: string): string =>
  `try:\n${python.replace(/^(?=.)/gm, '    ')}\nexcept Exception as error:\n    print(f'{type(error).__name__}: {error}')`

class Script {
  readonly #session = new Conversation()
  readonly #entries: SessionEntry[] = []
  #printed = ''

  /** Adds a cell; `python` is its form in Python. */
  async add(cell: Cell, python: Cell): Promise<void> {
    const { outcome, text } = await runQuietly(this.#session, cell)
    if (!isForPyTorch(cell)) return
    if (outcome.kind === 'error') {
      const { name, message } = outcome.error as Error
      this.#entries.push({ source: survived(python.code), language: 'python', isWhole: true })
      this.#printed += `${name}: ${message}\n`
      return
    }
    this.#entries.push({
      source: cell.code,
      language: cell.language === 'ts' ? 'ts' : 'python',
      isWhole: true,
    })
    if (text !== '') this.#printed += `${text}\n`
  }

  async begin(): Promise<void> {
    await startAfresh(this.#session)
  }

  async done(id: string): Promise<LessonScript> {
    await startAfresh(this.#session)
    return { id, text: sessionAsPython(this.#entries, 0), printed: this.#printed }
  }
}

const flow = ({ opening, steps }: Chapter, end = steps.length): Cell[] => [
  ...cellsIn(opening),
  ...steps.slice(0, end).flatMap((step) => flowOf(step)),
]

const answersTo = (exercise: Exercise): Cell[] => [
  exercise.solution,
  ...cellsIn(exercise.others),
  exercise.starter,
  ...exercise.wrong,
]

async function scriptOf(chapter: Chapter, python: Chapter, index: number): Promise<LessonScript> {
  const script = new Script()
  await script.begin()
  const inPython = flow(python, index)
  for (const [i, cell] of flow(chapter, index).entries()) await script.add(cell, inPython[i])
  const [exercise, form] = [chapter, python].map(({ steps }) => steps[index] as Exercise | undefined)
  if (!exercise || !form) return script.done(chapter.name)
  const forms = answersTo(form)
  for (const [i, answer] of answersTo(exercise).entries()) {
    await script.add(seeded, seeded)
    if (exercise.setup) await script.add(exercise.setup, form.setup!)
    await script.add(answer, forms[i])
    const { names } = askedBy(exercise)
    const look: Cell = { ...seeded, code: `print(${names.join(', ')})` }
    if (names.length > 0) await script.add(look, look)
  }
  return script.done(`${chapter.name}/${exercise.id}`)
}

export async function scriptsOf(name: string): Promise<LessonScript[]> {
  const chapter = loadChapter(folderOf(name))
  const { chapter: python } = await inCode(chapter, 'python')
  const scripts = [await scriptOf(chapter, python, chapter.steps.length)]
  for (const [i, step] of chapter.steps.entries())
    if (step.kind === 'exercise') scripts.push(await scriptOf(chapter, python, i))
  return scripts
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installGlobals()
  const scripts: { id: string; digest: string; text: string; printed: string }[] = []
  for (const name of chapterNames())
    for (const script of await scriptsOf(name)) scripts.push({ ...script, digest: digestOf(script.text) })
  process.stdout.write(JSON.stringify(scripts))
}
