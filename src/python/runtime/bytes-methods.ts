// Methods of bytes and byte arrays: those of texts, on one character a byte, and what bytes alone have.
import { IndexError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { Boxed } from './boxed.js'
import { classMethod, staticMethod } from './class-methods.js'
import { iteratorClass, PyByteArray, PyBytes, PyIterator } from './containers.js'
import { cIntArgument, sizeArgument } from './arguments.js'
import { core } from './core.js'
import { makeComparisons } from './dunders.js'
import { len } from './length.js'
import { decode } from './encodings.js'
import { type Method, methods } from './functions.js'
import { plainContains } from './membership.js'
import { deletePlainItem, indexOf, plainItem, setPlainItem, sliceBound } from './subscripts.js'
import * as types from './types.js'
import { infoOf, nameOfArgument, nameOfType } from './types.js'
import { joinable } from './text-methods.js'

type Any = any

/** Methods of texts that bytes have too, with bytes in and out. */
const shared =
  'capitalize center count endswith expandtabs find index isalnum isalpha isascii isdigit islower isspace istitle isupper ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill'

/** To bytes, what is beyond ASCII is no letter and no blank: as texts they are given characters that are none either. */
const asLetters = (text: string, others = /[\x1c-\x1f\x80-\xff]/g): string =>
  text.replace(others, (byte) => String.fromCharCode(0xe000 + byte.charCodeAt(0)))
/** Bytes end their lines with these alone. */
const allButEnds = /[\v\f\x1c-\x1f\x80-\xff]/g
const asBytesAgain = (text: string): string =>
  text.replace(/[\ue000-\ue0ff]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xe000))

const asText = (value: Any): Any => {
  if (value instanceof PyBytes) return asLetters(value.text)
  if (value instanceof Tuple) return Tuple.from(value.map(asText))
  if (typeof value === 'string') throw new TypeError(`a bytes-like object is required, not 'str'`)
  return value
}

/** What is looked for: bytes, or one of them by its number. */
function sought(value: Any): Any {
  if (value instanceof PyBytes) return asLetters(value.text)
  const byte = indexOf(value)
  if (byte === undefined)
    throw new TypeError(`argument should be integer or bytes-like object, not '${nameOfType(value)}'`)
  return asLetters(String.fromCharCode(byteOf(byte)))
}

/** What bytes are said to begin or to end with. */
function affix(name: string, value: Any): Any {
  const wrong = [...(value instanceof Tuple ? value : [value])].find((one) => !(one instanceof PyBytes))
  if (wrong === undefined) return asText(value)
  throw new TypeError(
    value instanceof Tuple
      ? `a bytes-like object is required, not '${nameOfType(wrong)}'`
      : `${name} first arg must be bytes or a tuple of bytes, not ${nameOfType(value)}`,
  )
}

/** What only bytes can be, where it is given. */
function onlyBytes(value: Any): Any {
  if (value === null || value === undefined || value instanceof PyBytes) return asText(value)
  throw new TypeError(`a bytes-like object is required, not '${nameOfType(value)}'`)
}

function mustBeBytes(value: Any): Any {
  if (value instanceof PyBytes) return asText(value)
  throw new TypeError(`a bytes-like object is required, not '${nameOfType(value)}'`)
}

/** A further argument: `replace` takes a count behind two of bytes. */
function furtherOf(name: string, value: Any, place: number): Any {
  if (/split$/.test(name)) return value
  if (name !== 'replace') return asText(value)
  if (place === 1) return mustBeBytes(value)
  if (value === undefined || indexOf(value) !== undefined) return value
  throw new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)
}

/** The first argument of methods that texts take otherwise. */
function firstOf(name: string, value: Any, others: readonly Any[]): Any {
  const looksIn = /^(r?find|r?index|count)$/.test(name)
  if (looksIn || /^(starts|ends)with$/.test(name)) {
    // The places are looked at before what is looked for.
    others.forEach(sliceBound)
    return looksIn ? sought(value) : affix(name, value)
  }
  if (name === 'replace') return mustBeBytes(value)
  return /strip$|split$|partition$/.test(name) ? onlyBytes(value) : asText(value)
}

function hexOf(data: Uint8Array, separator: Any, count: number): string {
  const all = Array.from(data, (byte) => byte.toString(16).padStart(2, '0'))
  if (separator === undefined) return all.join('')
  if (len(separator) !== 1) throw new ValueError('sep must be length 1.')
  const mark: Any = separator instanceof PyBytes ? separator.text : separator
  if (typeof mark !== 'string') throw new TypeError('sep must be str or bytes.')
  if (mark > '\x7f') throw new ValueError('sep must be ASCII.')
  const size = Math.abs(count)
  if (size === 0) return all.join('')
  // Groups are counted from the end, unless the count is negative.
  const first = count > 0 ? all.length % size : 0
  const groups = first > 0 ? [all.slice(0, first).join('')] : []
  for (let i = first; i < all.length; i += size) groups.push(all.slice(i, i + size).join(''))
  return groups.join(mark)
}

const asBytes = (value: Any, Made: typeof PyBytes): Any => {
  if (typeof value === 'string') return new Made(asBytesAgain(value))
  if (value instanceof Tuple) return Tuple.from(value.map((one) => asBytes(one, Made)))
  return Array.isArray(value) ? value.map((one) => asBytes(one, Made)) : value
}

const signatures: Record<string, string> = {
  split: 'sep=None, maxsplit=-1',
  rsplit: 'sep=None, maxsplit=-1',
  splitlines: 'keepends=False',
  expandtabs: 'tabsize=8',
}

function byteOf(value: Any): number {
  const byte = indexOf(value)
  if (byte === undefined)
    throw new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)
  if (byte < 0 || byte > 255) throw new ValueError('byte must be in range(0, 256)')
  return byte
}

function fromHex(cls: Any, text: Any): PyBytes {
  if (typeof text !== 'string' && !(text instanceof Boxed))
    throw new TypeError(`fromhex() argument must be str, not ${nameOfArgument(text)}`)
  const plain = String(text).replace(/\s+/g, '')
  const at = /[^0-9a-fA-F]/.exec(plain)
  if (at || plain.length % 2 === 1)
    throw new ValueError(
      `non-hexadecimal number found in fromhex() arg at position ${at?.index ?? plain.length}`,
    )
  const data = Uint8Array.from(Buffer.from(plain, 'hex'))
  return cls === types.bytearray ? new PyByteArray(data) : new PyBytes(data)
}

const bytesLike = (value: Any): Uint8Array => {
  if (value instanceof PyBytes) return value.data
  throw new TypeError(`a bytes-like object is required, not '${nameOfType(value)}'`)
}

/** Each byte as the table has it, without those that go. */
function translated(data: Uint8Array, table: Any, gone: Any): Uint8Array {
  const to = table === null ? null : bytesLike(table)
  if (to !== null && to.length !== 256) throw new ValueError('translation table must be 256 characters long')
  const without = new Set(gone === undefined ? [] : bytesLike(gone))
  const kept = data.filter((byte) => !without.has(byte))
  return to === null ? kept : kept.map((byte) => to[byte])
}

function maketrans(from: Any, to: Any): PyBytes {
  const [old, other] = [bytesLike(from), bytesLike(to)]
  if (old.length !== other.length) throw new ValueError('maketrans arguments must have same length')
  const table = Uint8Array.from({ length: 256 }, (_, i) => i)
  old.forEach((byte, i) => (table[byte] = other[i]))
  return new PyBytes(table)
}

for (const [cls, Made] of [
  [types.bytes, PyBytes],
  [types.bytearray, PyByteArray],
] as [Any, typeof PyBytes][]) {
  for (const name of shared.split(' ')) {
    const method = infoOf(types.str).dict.get(name) as Method
    const count = method.most
    const signature =
      signatures[name] ??
      `${Array.from({ length: count }, (_, i) => `a${i}${i < method.least ? '' : '=0'}`).join(', ')}${count > 0 ? ', /' : ''}`
    methods(cls, {
      [`${name}(${signature})`]: (self: PyBytes, ...args: Any[]) =>
        asBytes(
          method.run(
            asLetters(self.text, name === 'splitlines' ? allButEnds : undefined),
            ...args.map((one, i) => (i === 0 ? firstOf(name, one, args.slice(1)) : furtherOf(name, one, i))),
          ),
          Made,
        ),
    })
  }
  methods(cls, {
    'decode(encoding="utf-8", errors="strict")': (self: PyBytes, encoding = 'utf-8', errors = 'strict') =>
      decode(self.data, encoding as string, errors as string),
    'hex(sep=None, bytes_per_sep=1)': (self: PyBytes, separator, count = 1) =>
      hexOf(self.data, separator, cIntArgument(count)),
    'join(iterable, /)': (self: PyBytes, items) => {
      const parts = [...joinable(items)].map((item, i) => {
        if (item instanceof PyBytes) return item.text
        throw new TypeError(`sequence item ${i}: expected a bytes-like object, ${nameOfType(item)} found`)
      })
      return new Made(parts.join(self.text))
    },
    '__len__()': (self: PyBytes) => self.length,
    '__getitem__(key, /)': plainItem,
    '__contains__(key, /)': (self, item) => plainContains(item, self),
    '__iter__()': (self: PyBytes) =>
      new PyIterator(
        iteratorClass(cls === types.bytes ? 'bytes_iterator' : 'bytearray_iterator'),
        self[Symbol.iterator](),
      ),
    'copy()': (self: PyBytes) => new Made(self.data.slice()),
    'translate(table, /, delete=b"")': (self: PyBytes, table, gone) =>
      new Made(translated(self.data, table, gone)),
  })
  infoOf(cls).dict.set('maketrans', staticMethod('maketrans', 'frm, to, /', maketrans))
  if (cls === types.bytes) infoOf(cls).dict.delete('copy')
  infoOf(cls).dict.set('fromhex', classMethod('fromhex', 'string, /', fromHex))
  makeComparisons(cls, (value) => value instanceof PyBytes)
}

const set = (self: PyByteArray, list: number[]): null => {
  self.data = Uint8Array.from(list)
  return null
}
/** Bytes of what has some to go through. */
function bytesIn(items: Any): number[] {
  let iterator: Any
  try {
    iterator = core.iter(items)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new TypeError(`can't extend bytearray with ${nameOfType(items)}`)
  }
  return Array.from(iterator as Iterable<Any>, byteOf)
}

methods(types.bytearray, {
  'append(item, /)': (self: PyByteArray, item) => set(self, [...self.data, byteOf(item)]),
  'extend(items, /)': (self: PyByteArray, items) => set(self, [...self.data, ...bytesIn(items)]),
  'insert(index, item, /)': (self: PyByteArray, index, item) => {
    const list = [...self.data]
    list.splice(sizeArgument(index), 0, byteOf(item))
    return set(self, list)
  },
  'pop(index=-1, /)': (self: PyByteArray, index = -1) => {
    if (self.length === 0) throw new IndexError('pop from empty bytearray')
    const list = [...self.data]
    const at = sizeArgument(index)
    const place = at < 0 ? at + list.length : at
    if (place < 0 || place >= list.length) throw new IndexError('pop index out of range')
    const [item] = list.splice(place, 1)
    set(self, list)
    return item
  },
  'remove(value, /)': (self: PyByteArray, value) => {
    const at = self.data.indexOf(byteOf(value))
    if (at < 0) throw new ValueError('value not found in bytearray')
    return set(
      self,
      [...self.data].filter((_, i) => i !== at),
    )
  },
  'reverse()': (self: PyByteArray) => set(self, [...self.data].reverse()),
  'clear()': (self: PyByteArray) => set(self, []),
  '__setitem__(key, value, /)': (self, key, item) => (setPlainItem(self, key, item), null),
  '__delitem__(key, /)': (self, key) => (deletePlainItem(self, key), null),
  '__iadd__(other, /)': (self: PyByteArray, other) => {
    if (!(other instanceof PyBytes)) throw new TypeError(`can't concat ${nameOfType(other)} to bytearray`)
    return (set(self, [...self.data, ...other.data]), self)
  },
})
