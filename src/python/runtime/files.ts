// Files as Python's `open` gives them: read and written as text or bytes, line by line, in a `with`.
import { closeSync, existsSync, statSync, writeSync } from 'node:fs'
import { TypeError, ValueError } from '../../base/errors.js'
import { type ByteStream, byteStream } from '../../io/byte-stream.js'
import { reprSymbol } from '../../text/repr.js'
import { PyBytes } from './containers.js'
import { core } from './core.js'
import { decode, encode } from './encodings.js'
import { contentOf, openWith } from './file-content.js'
import { exception, systemError } from './exceptions.js'
import { getters, methods } from './functions.js'
import * as exceptionTypes from './exception-types.js'
import * as types from './types.js'
import { builtinClass, classOf, nameOfArgument, nameOfType, object } from './types.js'

type Any = any

export const textFileClass = builtinClass('TextIOWrapper', [object], { module: '_io', hasFields: true })
const binaryFileClass = builtinClass('BufferedReader', [object], { module: '_io', hasFields: true })

/** How its text is written: as bytes, and where lines end. */
interface Writing {
  readonly encoding?: string | null
  readonly errors?: string | null
  readonly newline?: string | null
}

/** An open file. What is written goes to the disk when it is flushed or closed; what is read is read at once. */
export class PyFile {
  readonly [classOf]: Any
  #content: Buffer | null = null
  #position = 0
  #isClosed = false
  readonly #descriptor: number
  readonly #encoding: string
  readonly #errors: string
  readonly #keepsEnds: boolean

  constructor(
    readonly name: string,
    readonly mode: string,
    { encoding, errors, newline }: Writing = {},
  ) {
    this.#encoding = encoding ?? 'utf-8'
    this.#errors = errors ?? 'strict'
    this.#keepsEnds = typeof newline === 'string'
    this[classOf] = mode.includes('b') ? binaryFileClass : textFileClass
    const flags = mode.replace(/[bt]/g, '')
    if (existsSync(name) && statSync(name).isDirectory())
      throw exception(exceptionTypes.IsADirectoryError, 21, 'Is a directory', name)
    try {
      this.#descriptor = openWith(name, flags === 'x' ? 'wx' : flags)
    } catch (error) {
      throw systemError(error)
    }
  }
  get isBinary(): boolean {
    return this.mode.includes('b')
  }
  get closed(): boolean {
    return this.#isClosed
  }
  #check(): void {
    if (this.#isClosed) throw new ValueError('I/O operation on closed file.')
  }
  #load(): Buffer {
    this.#check()
    if (!/[r+]/.test(this.mode)) throw exception(exceptionTypes.OSError, 'not readable')
    return (this.#content ??= this.#read())
  }
  /** Text as UTF-8, with one kind of line ends. */
  #read(): Buffer {
    const bytes = contentOf(this.#descriptor, this.name)
    if (this.isBinary) return bytes
    const text = decode(bytes, this.#encoding, this.#errors)
    return Buffer.from(this.#keepsEnds ? text : text.replace(/\r\n?/g, '\n'))
  }
  #given(data: Buffer): Any {
    return this.isBinary ? new PyBytes(Uint8Array.from(data)) : data.toString('utf8')
  }
  read(count: number | null = null): Any {
    const content = this.#load()
    if (count === null || count < 0) {
      const rest = content.subarray(this.#position)
      this.#position = content.length
      return this.#given(rest)
    }
    if (this.isBinary) {
      const part = content.subarray(this.#position, this.#position + count)
      this.#position += part.length
      return this.#given(part)
    }
    // No character has more than four bytes.
    const part = content.subarray(this.#position, this.#position + 4 * count).toString('utf8')
    const characters = Array.from(part).slice(0, count).join('')
    this.#position += Buffer.byteLength(characters)
    return characters
  }
  readline(): Any {
    const content = this.#load()
    const end = content.indexOf(10, this.#position)
    const part = content.subarray(this.#position, end < 0 ? content.length : end + 1)
    this.#position += part.length
    return this.#given(part)
  }
  *lines(): Generator<Any> {
    for (let line = this.readline(); core.truth(line); line = this.readline()) yield line
  }
  write(data: Any): number {
    this.#check()
    if (!/[wax+]/.test(this.mode)) throw exception(exceptionTypes.OSError, 'not writable')
    if (this.isBinary) {
      if (!(data instanceof PyBytes))
        throw new TypeError(`a bytes-like object is required, not '${nameOfType(data)}'`)
      this.#put(data.data)
      return data.length
    }
    if (typeof data !== 'string')
      throw new TypeError(`write() argument must be str, not ${nameOfArgument(data)}`)
    this.#put(encode(data, this.#encoding, this.#errors))
    return data.length
  }
  /** Writes all of it: of a disk that fills up the system takes a part, and refuses the rest when it is asked again. */
  #put(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at)
    } catch (error) {
      throw systemError(error)
    }
  }
  /** What files of tensors are written to and read from; none where it is a file of text. */
  get [byteStream](): ByteStream | undefined {
    if (!this.isBinary) return undefined
    return {
      write: (bytes) => void this.write(new PyBytes(bytes)),
      read: () => (this.read() as PyBytes).data,
    }
  }
  seek(position: number, whence = 0): number {
    const content = this.#load()
    this.#position =
      whence === 2 ? content.length + position : whence === 1 ? this.#position + position : position
    return this.#position
  }
  tell(): number {
    return this.#position
  }
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    closeSync(this.#descriptor)
  }
  next(): IteratorResult<Any> {
    const line: Any = this.readline()
    return core.truth(line) ? { done: false, value: line } : { done: true, value: undefined }
  }
  [Symbol.iterator](): this {
    return this
  }
  [reprSymbol](): string {
    return this.isBinary
      ? `<_io.BufferedReader name=${core.repr(this.name)}>`
      : `<_io.TextIOWrapper name=${core.repr(this.name)} mode=${core.repr(this.mode)} encoding='UTF-8'>`
  }
}

const table: Record<string, (self: PyFile, ...args: Any[]) => Any> = {
  'read(size=-1, /)': (file, count) => file.read(count ?? null),
  'readline(size=-1, /)': (file) => file.readline(),
  'readlines(hint=-1, /)': (file) => [...file.lines()],
  'write(text, /)': (file, data) => file.write(data),
  'writelines(lines, /)': (file, lines) => {
    for (const line of core.iter(lines)) file.write(line)
    return null
  },
  'seek(cookie, whence=0, /)': (file, position, whence) => file.seek(Number(position), Number(whence ?? 0)),
  'tell()': (file) => file.tell(),
  'flush()': () => null,
  'close()': (file) => (file.close(), null),
  'readable()': (file) => /[r+]/.test(file.mode),
  'writable()': (file) => /[wax+]/.test(file.mode),
  'fileno()': () => 3,
  'isatty()': () => false,
  '__enter__()': (file) => file,
  '__exit__(*args)': (file) => (file.close(), null),
  '__iter__()': (file) => file,
  '__next__()': (file) => {
    const line: Any = file.readline()
    if (core.truth(line)) return line
    throw exception(types.exceptionClasses.get('StopIteration'))
  },
}
for (const cls of [textFileClass, binaryFileClass] as Any[]) {
  methods(cls, table)
  getters(cls, {
    closed: (file: PyFile) => file.closed,
    name: (file: PyFile) => file.name,
    mode: (file: PyFile) => file.mode,
  })
}

/** Python's `open`. */
export function openFile(
  file: Any,
  mode: Any = 'r',
  _buffering: Any = -1,
  encoding: Any = null,
  errors: Any = null,
  newline: Any = null,
): PyFile {
  const path = core.special(file, '__fspath__')?.(file) ?? (file instanceof PyBytes ? file.text : file)
  if (typeof path !== 'string')
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${nameOfType(file)}`)
  if (typeof mode !== 'string')
    throw new TypeError(`open() argument 'mode' must be str, not ${nameOfArgument(mode)}`)
  if (!/^(?=.*[rwax])[rwaxbt+]+$/.test(mode)) throw new ValueError(`invalid mode: ${core.repr(mode)}`)
  const kinds = mode.replace(/[bt+]/g, '')
  if (kinds.length !== 1) throw new ValueError('must have exactly one of create/read/write/append mode')
  const how = mode.includes('+') ? `${kinds}${mode.includes('b') ? 'b' : ''}+` : mode
  return new PyFile(path, how, { encoding, errors, newline })
}
