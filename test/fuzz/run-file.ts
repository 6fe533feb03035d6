// Hands a broken file to whatever in the program reads files of its kind, and says what is wrong with the answer: only the
// library's own errors may come, in its own words.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import torch from '../../src/index.js'
import { programOf, asCells, inLanguage } from '../../src/convert/convert.js'
import { NotANotebook, writeNotebook } from '../../src/convert/notebook.js'
import { Refusal } from '../../src/convert/refusal.js'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'
import { chaptersText } from '../../src/learn/chapter-list.js'
import { chapterIn } from '../../src/learn/edition.js'
import { inCode } from '../../src/learn/forms.js'
import { MalformedChapter } from '../../src/learn/fault.js'
import { readChapter } from '../../src/learn/catalogue.js'
import { Progress } from '../../src/learn/progress.js'
import { History } from '../../src/repl/editor/history-file.js'
import { changeSettings, loadSettings } from '../../src/repl/editor/settings.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { plainLook } from '../../src/terminal/look.js'
import { loadModel } from '../../src/train/model-file.js'
import { predictRows } from '../../src/train/predict.js'
import { readTable } from '../../src/train/table.js'
import { DataError } from '../../src/train/table-cells.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { builtInRun } from '../train/training.js'
import { brokenFile, chapterName, type FileKind, wholeFile } from './random-file.js'
import { faultOf, speaksJavaScript } from './verdict.js'

installGlobals()
const folder = mkdtempSync(join(tmpdir(), 'broken-files-'))
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
})

const streamed = (bytes: Uint8Array): Readable => Readable.from([bytes])
const python = new Session()
python.language = 'python'

/** Has Python read the file, by an expression of its `path`. */
async function inPython(path: string, ...expressions: readonly string[]): Promise<void> {
  for (const expression of expressions) {
    const outcome = await python.evaluate(
      `import csv, json, pickle, zipfile; path = ${JSON.stringify(path)}; ${expression}`,
    )
    if (outcome.kind === 'error') checkPythons(outcome.error)
    else if (outcome.kind === 'value') outcome.text?.()
  }
}

/** Python's exceptions are Python's; their words may not be those of JavaScript. */
function checkPythons(error: unknown): void {
  const { message, stack } = error as Error
  if (speaksJavaScript(message) && !/JSON/.test(message))
    throw Object.assign(new Error(message), { name: 'Python', stack })
}

async function readModel(path: string, kind: typeof linear | typeof logistic): Promise<void> {
  const saved = await loadModel(path)
  saved.makeModel()
  const names = saved.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join()
  const rows = `${names}\n${saved.columns.map(() => '1').join()}\n`
  for await (const text of predictRows(saved, streamed(Buffer.from(rows)), 'rows', {})) void text
  if (saved.kind.name !== kind.name) return
  const { trainer } = builtInRun(kind, { optimizer: saved.settings.optimizer })
  saved.resume(trainer)
}

async function readTableOf(bytes: Buffer, path: string): Promise<void> {
  for (const [hasClasses, options] of [
    [false, { features: ['id'], label: 'price', dropMissing: true }],
    [true, { categories: ['kind'] }],
    [true, { header: false, features: ['1'] }],
  ] as const)
    await readTable(streamed(bytes), 'broken.csv', { hasClasses, ...options } as never).catch(
      (error: unknown) => {
        if (!(error instanceof DataError)) throw error
      },
    )
  await inPython(
    path,
    'list(csv.reader(open(path, encoding="utf-8", errors="replace", newline="")))',
    'list(csv.DictReader(open(path, newline="")))',
    'np.genfromtxt(path, delimiter=",")',
    'np.loadtxt(path, delimiter=",")',
  )
}

async function readChapterOf(bytes: Buffer): Promise<void> {
  const place = join(folder, chapterName)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'chapter.md'), bytes)
  const { chapter, faults } = readChapter(place)
  for (const language of ['ts', 'python'] as const) await inCode(chapter, language)
  const progress = new Progress(join(folder, 'lessons.json'))
  chaptersText([chapter], progress, 'en', plainLook)
  if (faults.length > 0) return
  for (const language of ['ts', 'python'] as const) await chapterIn(chapter, language)
}

function readProgram(bytes: Buffer): void {
  const program = programOf('broken.ipynb', bytes.toString())
  for (const make of [
    () => inLanguage(program, 'ts'),
    () => inLanguage(program, 'py'),
    () => writeNotebook(asCells(program), 'py'),
  ])
    try {
      make()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
}

/** What reads a file of each kind, at a path or as bytes. */
const readers: Record<FileKind, (path: string, bytes: Buffer) => unknown> = {
  csv: (path, bytes) => readTableOf(bytes, path),
  linear: (path) => readModel(path, linear),
  logistic: (path) => readModel(path, logistic),
  torch: (path, bytes) => {
    torch.repr(torch.load(bytes))
    return inPython(
      path,
      'zipfile.ZipFile(path).testzip()',
      '[zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()]',
    )
  },
  'old torch': (_, bytes) => torch.repr(torch.load(bytes)),
  safetensors: (path) => torch.repr(torch.load(path)),
  npy: (path) => torch.repr((loadNumpy() as Record<string, (path: string) => unknown>).load(path)),
  npz: (path) => inPython(path, 'f = np.load(path); [f[n] for n in f.files]'),
  pickle: (path) => inPython(path, 'pickle.loads(open(path, "rb").read())', 'pickle.load(open(path, "rb"))'),
  settings: (path) => changeSettings(loadSettings(path), []).text,
  history: (path) => {
    const history = new History(path)
    history.add('1 + 1')
    return history.entries.join('').length
  },
  progress: (path) => {
    const progress = new Progress(path)
    progress.setAt('intro', 'two')
    progress.setMark('intro', 'one', 'done')
    progress.addTry('intro', 'one', (known) => ({ ...known, wrong: known.wrong + 1 }))
    progress.allow('/c', 'd')
    return inPython(path, 'json.load(open(path))')
  },
  chapter: (_, bytes) => readChapterOf(bytes),
  notebook: (_, bytes) => {
    readProgram(bytes)
  },
}

/** Errors that are the answer to a broken file, and not the library's for callers. */
const isAnswer = (error: unknown): boolean =>
  error instanceof DataError || error instanceof MalformedChapter || error instanceof NotANotebook

/** The kind of fault that a broken file shows, null for none. */
export async function faultOfFile(written: string): Promise<string | null> {
  const { kind, bytes } = brokenFile(written)
  const path = join(
    folder,
    kind === 'safetensors' ? 'broken.safetensors' : `broken-${kind.replace(' ', '-')}`,
  )
  writeFileSync(path, bytes)
  try {
    await readers[kind](path, bytes)
    return null
  } catch (error) {
    const { message } = error as Error
    if (isAnswer(error) && !speaksJavaScript(message)) return null
    const fault = faultOf(error)
    return fault === null ? null : `${kind}: ${fault}`
  }
}

/** Whether the file of a kind can be read before it is broken. */
export async function readWhole(kind: FileKind): Promise<void> {
  const bytes = wholeFile(kind)
  const path = join(folder, kind === 'safetensors' ? 'whole.safetensors' : `whole-${kind.replace(' ', '-')}`)
  writeFileSync(path, bytes)
  await readers[kind](path, bytes)
}
