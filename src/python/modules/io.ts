// Python's module `io`: files in memory.
import { OverflowError, OSError, TypeError, ValueError } from '../../base/errors.js'
import { type ByteStream, byteStream } from '../../io/byte-stream.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { exception } from '../runtime/exceptions.js'
import { openFile, textFileClass } from '../runtime/files.js'
import { functionsOf, methods } from '../runtime/functions.js'
import { indexOf } from '../runtime/subscripts.js'
import { builtinClass, classOf, exceptionClasses, infoOf, nameOfType, object } from '../runtime/types.js'

type Any = any

const StringIO = builtinClass('StringIO', [object], { module: '_io', hasFields: true })
const BytesIO = builtinClass('BytesIO', [object], { module: '_io', hasFields: true })

/** What a file of this class may be given, as it is kept. */
function textFor(cls: Any, given: Any): string {
  if (cls === BytesIO) {
    if (given instanceof PyBytes) return given.text
    throw new TypeError(`a bytes-like object is required, not '${nameOfType(given)}'`)
  }
  if (typeof given === 'string') return given
  throw new TypeError(`string argument expected, got '${nameOfType(given)}'`)
}

/** A size or a place, which no address exceeds. */
function sizeOf(value: Any, wrong: string, wide = "cannot fit 'int' into an index-sized integer"): number {
  const size = indexOf(value)
  if (size === undefined) throw new TypeError(wrong)
  if (Math.abs(size) >= 2 ** 63) throw new OverflowError(wide)
  return size
}

/** How much is asked for; undefined for all there is. */
function askedFor(size: Any): number | undefined {
  if (size === null || size === undefined) return undefined
  const asked = sizeOf(size, `argument should be integer or None, not '${nameOfType(size)}'`)
  return asked < 0 ? undefined : asked
}

const wide = 'Python int too large to convert to C ssize_t'
const noInteger = (value: Any): string => `'${nameOfType(value)}' object cannot be interpreted as an integer`

/** Goes to a place, counted from the start, from here or from the end. */
function seek(self: Memory, pos: Any, whence: Any): number {
  const place = sizeOf(pos, noInteger(pos), wide)
  const from = sizeOf(whence, noInteger(whence), wide)
  const isText = self.check()[classOf] !== BytesIO
  if (![0, 1, 2].includes(from))
    throw new ValueError(
      isText
        ? `Invalid whence (${from}, should be 0, 1 or 2)`
        : `invalid whence (${from}, should be 0, 1 or 2)`,
    )
  if (from === 0 && place < 0)
    throw new ValueError(isText ? `Negative seek position ${place}` : `negative seek value ${place}`)
  if (isText && from !== 0 && place !== 0) throw new OSError("Can't do nonzero cur-relative seeks")
  self.place = Math.max(0, place + [0, self.place, self.text.length][from])
  return self.place
}

/** Keeps what lies before a size. */
function truncate(self: Memory, size: Any): number {
  const isText = self.check()[classOf] !== BytesIO
  const asked =
    size === null ? self.place : sizeOf(size, `argument should be integer or None, not '${nameOfType(size)}'`)
  if (asked < 0) throw new ValueError(`${isText ? 'Negative' : 'negative'} size value ${asked}`)
  self.text = self.text.slice(0, asked)
  return asked
}

/** What was written, and where the next is read or written. Bytes are kept as a character each. */
class Memory {
  readonly [classOf]: Any
  text = ''
  place = 0
  closed = false
  constructor(cls: Any, given: Any) {
    this[classOf] = cls
    if (given === null) return
    if (cls === StringIO && typeof given !== 'string')
      throw new TypeError(`initial_value must be str or None, not ${nameOfType(given)}`)
    this.text = textFor(cls, given)
  }
  give(text: string): Any {
    return this[classOf] === BytesIO ? new PyBytes(text) : text
  }
  /** What files of tensors are written to and read from. */
  get [byteStream](): ByteStream | undefined {
    if (this[classOf] !== BytesIO) return undefined
    return {
      write: (bytes) => void this.put(new PyBytes(bytes).text),
      read: () => new PyBytes(this.take()).data,
    }
  }
  /** Writes here, and goes on behind it. */
  put(text: string): number {
    // What lies between the end and a place behind it is zeros.
    this.check().text =
      this.text.slice(0, this.place).padEnd(text === '' ? 0 : this.place, '\0') +
      text +
      this.text.slice(this.place + text.length)
    this.place += text.length
    return text.length
  }
  /** What is from here on, or the first of it. */
  take(size?: number): string {
    const text = this.check().text.slice(this.place, size === undefined ? undefined : this.place + size)
    this.place += text.length
    return text
  }
  next(): IteratorResult<Any> {
    const text = line(this.check())
    return text === '' ? { done: true, value: undefined } : { done: false, value: this.give(text) }
  }
  [Symbol.iterator](): this {
    return this
  }
  check(): this {
    if (this.closed) throw new ValueError('I/O operation on closed file.')
    return this
  }
}
/** A line, or the first of it. */
const line = (self: Memory, size = Infinity): string => {
  const end = self.text.indexOf('\n', self.place)
  const text = self.text.slice(self.place, Math.min(end < 0 ? Infinity : end + 1, self.place + size))
  self.place += text.length
  return text
}
for (const cls of [StringIO, BytesIO] as Any[]) {
  infoOf(cls).construct = (_cls, [given = null]) => new Memory(cls, given)
  methods(cls, {
    'write(text, /)': (self: Memory, given) => self.put(textFor(cls, given)),
    'read(size=-1, /)': (self: Memory, size = -1) => self.give(self.take(askedFor(size))),
    'readline(size=-1, /)': (self: Memory, size = -1) => self.give(line(self.check(), askedFor(size))),
    'readlines(hint=-1, /)': (self: Memory, hint = -1) => {
      const lines: Any[] = []
      const most = hint === null ? 0 : sizeOf(hint, `integer argument expected, got '${nameOfType(hint)}'`)
      const end = most > 0 ? self.place + most : Infinity
      for (let one = line(self.check()); one !== ''; one = self.place < end ? line(self) : '')
        lines.push(self.give(one))
      return lines
    },
    'writelines(lines, /)': (self: Memory, lines) => {
      for (const text of core.iter(lines)) self.put(textFor(cls, text))
      return null
    },
    'readable()': (self: Memory) => self.check() === self,
    'writable()': (self: Memory) => self.check() === self,
    'seekable()': (self: Memory) => self.check() === self,
    'isatty()': (self: Memory) => self.check() !== self,
    'getvalue()': (self: Memory) => self.give(self.check().text),
    'seek(pos, whence=0, /)': (self: Memory, pos, whence = 0) => seek(self, pos, whence),
    'tell()': (self: Memory) => self.place,
    'truncate(size=None, /)': (self: Memory, size = null) => truncate(self, size),
    'flush()': () => null,
    'close()': (self: Memory) => {
      self.closed = true
      return null
    },
    '__enter__()': (self) => self,
    '__exit__(*args)': (self: Memory) => {
      self.closed = true
      return null
    },
    '__iter__()': (self: Memory) => self,
    '__next__()': (self: Memory) => {
      const { done, value } = self.next()
      if (done === true) throw exception(exceptionClasses.get('StopIteration'))
      return value
    },
  })
}

export const module = {
  StringIO,
  BytesIO,
  TextIOWrapper: textFileClass,
  UnsupportedOperation: exceptionClasses.get('OSError'),
  ...functionsOf({
    'open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None)': openFile,
  }),
}
