// Python's module `io`: files in memory.
import { ValueError } from '../../base/errors.js'
import { type ByteStream, byteStream } from '../../io/byte-stream.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { openFile, textFileClass } from '../runtime/files.js'
import { functionsOf, methods } from '../runtime/functions.js'
import { builtinClass, classOf, exceptionClasses, infoOf, object } from '../runtime/types.js'

type Any = any

const StringIO = builtinClass('StringIO', [object], { module: '_io', hasFields: true })
const BytesIO = builtinClass('BytesIO', [object], { module: '_io', hasFields: true })

/** What was written, and where the next is read or written. Bytes are kept as a character each. */
class Memory {
  readonly [classOf]: Any
  text = ''
  place = 0
  closed = false
  constructor(cls: Any, given: Any) {
    this[classOf] = cls
    this.text = given instanceof PyBytes ? given.text : ((given as string | null) ?? '')
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
    this.check().text = this.text.slice(0, this.place) + text + this.text.slice(this.place + text.length)
    this.place += text.length
    return text.length
  }
  /** What is from here on, or the first of it. */
  take(size?: number): string {
    const text = this.check().text.slice(this.place, size === undefined ? undefined : this.place + size)
    this.place += text.length
    return text
  }
  check(): this {
    if (this.closed) throw new ValueError('I/O operation on closed file.')
    return this
  }
}
const line = (self: Memory): string => {
  const end = self.text.indexOf('\n', self.place)
  const text = self.text.slice(self.place, end < 0 ? undefined : end + 1)
  self.place += text.length
  return text
}
for (const cls of [StringIO, BytesIO] as Any[]) {
  infoOf(cls).construct = (_cls, [given = null]) => new Memory(cls, given)
  methods(cls, {
    'write(text, /)': (self: Memory, given) =>
      self.put(given instanceof PyBytes ? given.text : (given as string)),
    'read(size=-1, /)': (self: Memory, size = -1) =>
      self.give(self.take(size === null || size < 0 ? undefined : Number(size))),
    'readline(size=-1, /)': (self: Memory) => self.give(line(self.check())),
    'readlines(hint=-1, /)': (self: Memory) => {
      const lines: Any[] = []
      for (let one = line(self.check()); one !== ''; one = line(self)) lines.push(self.give(one))
      return lines
    },
    'getvalue()': (self: Memory) => self.give(self.check().text),
    'seek(pos, whence=0, /)': (self: Memory, place, whence = 0) =>
      (self.place = Number(place) + (whence === 2 ? self.text.length : whence === 1 ? self.place : 0)),
    'tell()': (self: Memory) => self.place,
    'truncate(size=None, /)': (self: Memory, size = null) => {
      self.text = self.text.slice(0, size === null ? self.place : Number(size))
      return self.text.length
    },
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
    '__iter__()': (self: Memory) => {
      const lines: Any[] = []
      for (let one = line(self); one !== ''; one = line(self)) lines.push(self.give(one))
      return core.iter(lines)
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
