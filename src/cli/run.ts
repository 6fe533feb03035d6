// `dltorch run file.ts`: runs a person's file as an ES module, with the prompt's globals at hand.
import { relative, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isError, messageOf, stackOf } from '../base/careful.js'
import { guardedHeap } from '../base/heap-guard.js'
import { keyboardCells, looking, startLate } from '../base/keyboard.js'
import { packageRoot } from '../base/package-root.js'
import { startThread } from '../base/threads.js'
import { visible } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'
import { checkFile, readWholeFile } from '../io/read-file.js'
import { installRuntime } from '../dialect/runtime/runtime.js'
import { installGlobals, installHelp } from '../repl/globals.js'
import { findFramesBy, type Frame, framesOf, functionIn, lineText, tracebackHead } from '../dialect/frames.js'
import { registerModuleHooks } from '../dialect/modules.js'
import { parse } from '../dialect/parse.js'
import { Conversation } from '../repl/commands/conversation.js'
import { runScript } from '../repl/script.js'
import { guardText, startHeapThread } from './guard.js'
import { exitCodes, failOnUncaught, refuse, reportFailure, reportTraceback } from './failure.js'
import type { Place } from './failure.js'

/** How a file is named in a message: as short as it is clear. */
function displayName(path: string): string {
  const short = relative(process.cwd(), path)
  return short.startsWith('..') ? path : short
}

function placeAt(path: string, line: number): Place | undefined {
  try {
    return { file: displayName(path), line, text: readWholeFile(path).toString('utf8') }
  } catch {
    // An error may name whatever it likes.
    return undefined
  }
}

const ownFolder = fileURLToPath(packageRoot)

function isOwnOrNode(path: string): boolean {
  const ours = ['dist/', 'src/', 'node_modules/'].map((folder) => resolve(ownFolder, folder))
  return (
    path.startsWith('node:') ||
    /[\\/]node_modules[\\/]/.test(path) ||
    ours.some((folder) => path.startsWith(folder))
  )
}

/** A line of the person's own file on V8's account of the stack. */
function frameIn(line: string): Frame | undefined {
  const [, location, number] = /((?:file:\/\/)?\/[^\n():]+):(\d+)/.exec(line) ?? []
  if (location === undefined) return undefined
  const path = location.startsWith('file:') ? fileURLToPath(location) : location
  const place = isOwnOrNode(path) ? undefined : placeAt(path, Number(number))
  return place && { ...place, name: functionIn(line), text: lineText(place.text, place.line) }
}

/** What a traceback tells before the words of an error: '' where no more than one line was running. */
function framesFor(error: unknown): string {
  const stack = stackOf(error)
  return framesOf(stack).length > 1 ? tracebackHead(stack) : ''
}

/** The innermost line of the person's own code on the stack of `error`. */
function findPlace(error: unknown): Place | undefined {
  if (!isError(error)) return undefined
  // A file that does not parse: the loader puts the place in front of the message (dialect/module-hooks.ts), V8 on top of the stack.
  const inMessage =
    error instanceof SyntaxError ? /^(\/.*?|[A-Z]:\\.*?):(\d+):\d+: (.*)$/s.exec(messageOf(error)) : null
  if (inMessage) {
    error.message = inMessage[3]
    return placeAt(inMessage[1], Number(inMessage[2]))
  }
  for (const [, location, line] of stackOf(error).matchAll(/((?:file:\/\/)?\/[^\n():]+):(\d+)/g)) {
    const path = location.startsWith('file:') ? fileURLToPath(location) : location
    if (!isOwnOrNode(path)) return placeAt(path, Number(line))
  }
  return undefined
}

/** V8 keeps the place of a syntax error in a module to itself: look for it again. */
async function findSyntaxError(path: string): Promise<Place | undefined> {
  const parsed = await parse(readWholeFile(path).toString('utf8'))
  return parsed.kind === 'error' ? placeAt(path, parsed.position.line) : undefined
}

/** `dltorch run file.py`: a Python program, whose tracebacks are Python's. */
async function runPython(file: string, path: string, args: string[], text?: string): Promise<void> {
  process.argv = [process.argv[0], file, ...args]
  const { exceptionText, exitCode, isSystemExit, runProgramFile } = await import('../python/run.js')
  const { isKeyboardInterrupt } = await import('../python/complaints.js')
  const fail = (error: unknown): never => {
    if (isSystemExit(error)) process.exit(exitCode(error))
    process.stderr.write(`${visible(exceptionText(error))}\n`)
    process.exit(isKeyboardInterrupt(error) ? exitCodes.interrupted : 1)
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  const heap = guardedHeap(fail)
  startLate(() => {
    startThread('python/keyboard-thread', { workerData: keyboardCells }).unref()
    startHeapThread(heap)
  })
  try {
    installHelp()
    looking(() => runProgramFile(path, file, args, text))
  } catch (error) {
    fail(error)
  }
}

export interface RunOptions {
  /** What the file is written in; its ending tells without. */
  readonly lang?: 'python' | 'ts'
}

/** `dltorch run -`: a program that is piped in, in either language; it says what it prints, and no more. */
async function runPiped(args: string[], lang: RunOptions['lang']): Promise<void> {
  installGlobals()
  installRuntime()
  failOnUncaught()
  process.argv = [process.argv[0], '-', ...args]
  const { program: python } = await import('../python/runtime/program.js')
  python.argv = ['-', ...args]
  const program = await text(process.stdin)
  guardText(program, lang === 'python')
  const session = new Conversation({ language: lang ?? 'auto', echoes: false })
  const failure = await runScript(session, program, () => {})
  if (failure?.traceback !== undefined) reportTraceback(failure.traceback, failure.error)
  else if (failure)
    reportFailure(
      failure.error,
      { file: '<stdin>', line: failure.line, text: program },
      failure.hint,
      failure.frames,
    )
}

async function runNotebook(file: string, path: string, args: string[]): Promise<void> {
  const { programOf } = await import('../convert/convert.js')
  const { NotANotebook } = await import('../convert/notebook.js')
  let program: ReturnType<typeof programOf>
  try {
    program = programOf(path, readWholeFile(path).toString('utf8'))
  } catch (error) {
    if (error instanceof NotANotebook) return refuse(`${file} is no notebook: ${error.message}`)
    throw error
  }
  if (program.language !== 'py')
    return refuse(
      `${file} is a notebook in TypeScript: dltorch convert ${file} --to ts makes a program of it`,
    )
  return runPython(file, path, args, program.text)
}

export async function run(file: string, args: string[], { lang }: RunOptions = {}): Promise<void> {
  if (file === '-') return runPiped(args, lang)
  const path = resolve(file)
  try {
    checkFile(path)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return refuse(
      isMissing ? `there is no file ${file}` : `cannot run ${file}: ${fileErrorText(error)}`,
      isMissing ? exitCodes.misused : exitCodes.failed,
    )
  }
  if (path.endsWith('.ipynb')) return runNotebook(file, path, args)
  if (lang === 'python' || (lang === undefined && path.endsWith('.py'))) return runPython(file, path, args)
  installGlobals()
  installRuntime()
  registerModuleHooks(
    guardedHeap((error) => reportFailure(error, findPlace(error), undefined, framesFor(error))),
  )
  process.argv = [process.argv[0], path, ...args]
  findFramesBy(frameIn)
  failOnUncaught(findPlace, framesFor)
  try {
    await import(pathToFileURL(path).href)
  } catch (error) {
    const place = findPlace(error) ?? (error instanceof SyntaxError ? await findSyntaxError(path) : undefined)
    reportFailure(error, place, undefined, framesFor(error))
    // Timers it had started do not go on without it.
    process.exit()
  }
}
