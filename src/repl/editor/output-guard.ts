// Keeps what code prints and what the editor draws apart: both write to the same terminal, and code may print at any time,
// from a timer while someone types.

type Write = NodeJS.WriteStream['write']

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
    const original = output.write.bind(output) as (text: string) => boolean
    this.#write = (text) => void original(text)
    for (const stream of new Set([output, ...others])) {
      const own = Object.getOwnPropertyDescriptor(stream, 'write')
      const write = stream.write.bind(stream) as (...parameters: unknown[]) => boolean
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
    if (!this.#atLineStart) this.#write('\r\n')
    this.#atLineStart = true
  }

  release(): void {
    for (const restore of this.#restore) restore()
  }
}
