// What becomes of the program when its output takes nothing any more.
import { fstatSync, writeSync } from 'node:fs'
import { warningPrinter } from '../base/warnings.js'
import { visible } from '../base/visible.js'
import { framesOf, framesText } from '../dialect/frames.js'
import { fileErrorText } from '../io/file-error.js'
import { wrap } from '../terminal/wrap.js'

type Output = NodeJS.WriteStream & { fd: number }
const streams = [process.stdout, process.stderr] as Output[]

/** Says that standard output failed, in one line. */
function tell(error: unknown): void {
  try {
    writeSync(2, `dltorch: cannot write to the output: ${fileErrorText(error)}\n`)
  } catch {
    // Nobody is there to be told.
  }
}

/** Whether the stream leads to a file, or to a device that is no terminal. */
function isFile({ fd, isTTY }: Output): boolean {
  try {
    // As bigints: Node's search for a package looks at the last stats that were none, and where those are of a pipe it
    // takes a link for the package itself.
    const stats = fstatSync(fd, { bigint: true })
    return stats.isFile() || (stats.isCharacterDevice() && !isTTY)
  } catch {
    return false
  }
}

/** What the library said, of which Node tells its listeners again. */
const printed = new Set<string>()

/** Writes a warning as Python does: where it came up, if that is a person's own line, its class and its words. */
function printWarning(category: string, words: string, stack: string): void {
  // It may tell of a call long ago.
  const isAccount = /\n\s+at .*/.test(words)
  const message = isAccount
    ? words.replace(/(\nError)?\n\s+at [^]*/, `\n${framesText(framesOf(words))}`).trimEnd()
    : words
  const at = framesOf(stack).at(-1)
  const place = at ? `${at.file}:${at.line}: ` : ''
  const line = at && !at.file.startsWith('<') ? `\n  ${at.text.split('\n')[0]}` : ''
  process.stderr.write(
    `${wrap(visible(`${place}${category}: ${message}${line}`), process.stderr.isTTY ? process.stderr.columns : Infinity)}\n`,
  )
}

/** Warnings that are not the library's, which printed its own when they came up: Node's, and those of programs. */
function printForeign(warning: Error & { code?: unknown; detail?: unknown }): void {
  try {
    const { name, message, stack, detail } = warning
    if (printed.has(message)) return
    printWarning(
      String(name),
      typeof detail === 'string' ? `${message}\n${detail}` : String(message),
      String(stack),
    )
  } catch {
    // It is somebody's own, and says no.
  }
}

/**
 * Ends the program with exit code 1 when its output fails; quietly where only its reader left, as `head` may.
 *
 * Node's own stream takes half of a text for the whole where a disk fills up within it, and tells of a failure when the
 * code that writes has come to its end, which may be never: into a file it is written here.
 */
export function watchOutput(): void {
  // Node's own way names the process, and how to have its stack.
  process.removeAllListeners('warning')
  process.on('warning', printForeign)
  warningPrinter.print = (category, message, stack) => {
    printed.add(message)
    printWarning(category, message, stack)
  }
  let isTold = false
  const fail = (stream: Output, error: unknown): void => {
    if (isTold || (error as NodeJS.ErrnoException).code === 'EPIPE') return
    isTold = true
    process.exitCode = 1
    if (stream === process.stdout) tell(error)
  }
  for (const stream of streams) {
    stream.on('error', (error) => {
      fail(stream, error)
      process.exit()
    })
    if (!isFile(stream)) continue
    stream._write = (chunk: Uint8Array, _encoding, done) => {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(stream.fd, chunk, at)
      } catch (error) {
        fail(stream, error)
        process.exit()
      }
      done()
    }
  }
}
