// Keeps what code prints and what the editor draws apart: both write to the same terminal, and code may print at any time,
// from a timer while someone types.
//
// Note [Writes that survive Ctrl-C]. V8 may stop code anywhere, within a write too, and a stream that was stopped there
// believes for ever that it is writing: nothing would be seen any more. So what goes to a terminal goes past the stream.
import { writeSync } from 'node:fs'

type Write = NodeJS.WriteStream['write']
type AnyWrite = (...parameters: unknown[]) => boolean

/** Milliseconds to wait for a terminal that takes nothing at the moment. */
const retryAfter = 2

/** How often something went to a terminal past its stream, which does not count it. */
export const pastStreams = { count: 0 }

/** Writes all bytes; false where the terminal is gone. */
function writeAll(file: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length;)
    try {
      at += writeSync(file, bytes, at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return false
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryAfter)
    }
  return true
}

/** How to write to a stream: past it where it is a terminal, else as it does itself. */
function writerFor(stream: NodeJS.WriteStream): AnyWrite {
  const write = stream.write.bind(stream) as AnyWrite
  const { fd } = stream as { fd?: unknown }
  // Windows translates what goes to its console, which the stream knows how to.
  if (!stream.isTTY || typeof fd !== 'number' || process.platform === 'win32') return write
  return (...parameters) => {
    const [chunk, encoding] = parameters
    pastStreams.count++
    const isText = typeof chunk === 'string'
    if (!isText && !(chunk instanceof Uint8Array)) return write(...parameters)
    const bytes = isText
      ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
      : chunk
    if (!writeAll(fd, bytes)) return write(...parameters)
    const callback = parameters.find((parameter) => typeof parameter === 'function')
    if (callback) process.nextTick(callback)
    return true
  }
}

/** Text without escape codes; only what is left moves the cursor along. */
const visible = (text: string): string => text.replace(/\x1b\[[\d;?]*[A-Za-z]/g, '')

/** Whether the cursor stands at the start of a row after `chunk`; undefined where it did not move. */
function endsLine(chunk: unknown): boolean | undefined {
  if (typeof chunk === 'string') {
    const text = visible(chunk)
    return text === '' ? undefined : text.endsWith('\n')
  }
  return chunk instanceof Uint8Array && chunk.length > 0 ? chunk.at(-1) === 10 : undefined
}

export class OutputGuard {
  #atLineStart = true
  readonly #restore: (() => void)[] = []
  readonly #write: (text: string) => void

  /** `beforeOutput` is called before others write. */
  constructor(output: NodeJS.WriteStream, others: readonly NodeJS.WriteStream[], beforeOutput: () => void) {
    const original = writerFor(output)
    this.#write = (text) => void original(text)
    for (const stream of new Set([output, ...others])) {
      const own = Object.getOwnPropertyDescriptor(stream, 'write')
      const write = writerFor(stream)
      const guarded = (...parameters: unknown[]): boolean => {
        beforeOutput()
        this.#atLineStart = endsLine(parameters[0]) ?? this.#atLineStart
        return write(...parameters)
      }
      stream.write = guarded as Write
      this.#restore.push(() => {
        if (own) Object.defineProperty(stream, 'write', own)
        else delete (stream as Partial<NodeJS.WriteStream>).write
      })
    }
  }

  /** Writes for the editor itself. */
  write(text: string): void {
    if (text !== '') this.#write(text)
  }

  /** Ends a line that code left unfinished. */
  startLine(): void {
    if (!this.#atLineStart) this.#write('\n')
    this.#atLineStart = true
  }

  release(): void {
    for (const restore of this.#restore) restore()
  }
}
