// What becomes of the program when its output takes nothing any more.
import { fstatSync, writeSync } from 'node:fs'
import { visible } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'

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

/** Node prints its warnings by itself, which may name files. */
function showHarmless(warning: Error & { detail?: unknown }): void {
  try {
    for (const part of ['name', 'message', 'stack', 'detail'] as const)
      if (typeof warning[part] === 'string') warning[part] = visible(warning[part])
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
  process.prependListener('warning', showHarmless)
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
