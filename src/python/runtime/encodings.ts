// Texts as bytes and back, under the names that Python gives the ways of doing so.
import { TypeError } from '../../base/errors.js'
import { escaped } from '../../text/repr.js'
import { bytesIn, type CodePage, codePage, textIn } from './code-pages.js'
import { exception } from './exceptions.js'
import * as exceptionTypes from './exception-types.js'
import { nameOfArgument } from './types.js'

const known: Record<string, string> = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'utf_8': 'utf-8', u8: 'utf-8',
  'utf-8-sig': 'utf-8-sig', utf_8_sig: 'utf-8-sig',
  ascii: 'ascii', 'us-ascii': 'ascii',
  'latin-1': 'latin-1', latin1: 'latin-1', 'iso-8859-1': 'latin-1', latin_1: 'latin-1',
  'utf-16': 'utf-16', utf16: 'utf-16', 'utf-16-le': 'utf-16-le', 'utf-16le': 'utf-16-le',
} // prettier-ignore

function named(encoding: string): string {
  const key = String(encoding).toLowerCase()
  const name = Object.hasOwn(known, key) ? known[key] : undefined
  if (name === undefined) throw exception(exceptionTypes.LookupError, `unknown encoding: ${encoding}`)
  return name
}

const inHex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`

/** What stands for a letter that an encoding has not; nothing where it is refused. */
function instead(code: number, errors: string): number[] | null {
  switch (errors) {
    case 'replace':
      return [63]
    case 'xmlcharrefreplace':
      return [...Buffer.from(`&#${code};`)]
    case 'backslashreplace':
      return [...Buffer.from(escaped(code))]
    case 'ignore':
      return []
  }
  return null
}

/**
 * A text in bytes, letter by letter.
 *
 * @param bytesOf undefined for a letter that the encoding has not
 * @param isOneByOne whether only the first of several such letters is named
 */
function encodeEach(
  text: string,
  errors: string,
  [name, why, isOneByOne]: readonly [string, string, boolean],
  bytesOf: (letter: string) => readonly number[] | undefined,
): Uint8Array {
  const letters = [...text]
  const bytes: number[] = []
  letters.forEach((letter, place) => {
    const code = letter.codePointAt(0)!
    const found = bytesOf(letter) ?? instead(code, errors)
    if (found !== null) return void bytes.push(...found)
    let end = place
    while (!isOneByOne && end + 1 < letters.length && bytesOf(letters[end + 1]) === undefined) end++
    const which =
      end > place
        ? `characters in position ${place}-${end}`
        : `character '${escaped(code)}' in position ${place}`
    throw exception(exceptionTypes.UnicodeEncodeError, `'${name}' codec can't encode ${which}: ${why}`)
  })
  return Uint8Array.from(bytes)
}

const encodeIn = (page: CodePage, text: string, errors: string): Uint8Array =>
  encodeEach(
    text,
    errors,
    [
      page.name,
      page.isDouble ? 'illegal multibyte sequence' : 'character maps to <undefined>',
      page.isDouble,
    ],
    (letter) => bytesIn(page, letter),
  )

const decodeIn = (page: CodePage, data: Uint8Array, errors: string): string =>
  textIn(page, data, (at, isLast) => {
    if (errors === 'replace') return '\ufffd'
    if (errors === 'ignore') return ''
    const why = isLast ? 'incomplete multibyte sequence' : 'illegal multibyte sequence'
    throw exception(
      exceptionTypes.UnicodeDecodeError,
      `'${page.name}' codec can't decode byte ${inHex(data[at])} in position ${at}: ` +
        (page.isDouble ? why : 'character maps to <undefined>'),
    )
  })

/** What is to become of signs that an encoding does not have. */
function checkErrors(name: string, errors: unknown): void {
  if (typeof errors !== 'string')
    throw new TypeError(`${name}() argument 'errors' must be str, not ${nameOfArgument(errors)}`)
}

export function encode(text: string, encoding: string, errors: string): Uint8Array {
  checkErrors('encode', errors)
  const page = codePage(String(encoding))
  if (page !== undefined) return encodeIn(page, text, errors)
  const name = named(encoding)
  const alone = name.startsWith('utf') ? /\p{Surrogate}/u.exec(text) : null
  if (alone !== null && errors === 'strict')
    throw exception(
      exceptionTypes.UnicodeEncodeError,
      `'${name}' codec can't encode character '${escaped(alone[0].charCodeAt(0))}' in position ${[...text.slice(0, alone.index)].length}: surrogates not allowed`,
    )
  if (name === 'utf-8') return new Uint8Array(Buffer.from(text, 'utf8'))
  if (name === 'utf-8-sig') return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf8'))
  if (name.startsWith('utf-16')) {
    const bytes = Buffer.from(text, 'utf16le')
    return new Uint8Array(name === 'utf-16' ? Buffer.concat([Buffer.from([255, 254]), bytes]) : bytes)
  }
  const limit = name === 'ascii' ? 128 : 256
  return encodeEach(text, errors, [name, `ordinal not in range(${limit})`, false], (letter) => {
    const code = letter.codePointAt(0)!
    return code < limit ? [code] : undefined
  })
}

export function decode(data: Uint8Array, encoding: string, errors: string): string {
  if (typeof encoding !== 'string')
    throw new TypeError(`decode() argument 'encoding' must be str, not ${nameOfArgument(encoding)}`)
  checkErrors('decode', errors)
  const page = codePage(encoding)
  if (page !== undefined) return decodeIn(page, data, errors)
  const name = named(encoding)
  if (name === 'utf-8-sig') return decode(data, 'utf-8', errors).replace(/^\ufeff/, '')
  if (name === 'utf-8') {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(data)
    if (!text.includes('\ufffd') || errors === 'replace') return text
    if (errors === 'ignore') return text.replaceAll('\ufffd', '')
    const at = firstWrong(data)
    if (at < 0) return text
    throw exception(
      exceptionTypes.UnicodeDecodeError,
      `'utf-8' codec can't decode byte ${inHex(data[at])} in position ${at}: ${reason(data, at)}`,
    )
  }
  if (name.startsWith('utf-16') && data.length % 2 === 1 && errors === 'strict')
    throw exception(
      exceptionTypes.UnicodeDecodeError,
      `'utf-16-le' codec can't decode byte ${inHex(data.at(-1)!)} in position ${data.length - 1}: truncated data`,
    )
  if (name.startsWith('utf-16'))
    return Buffer.from(data)
      .toString('utf16le')
      .replace(/^\ufeff/, '')
  let text = ''
  data.forEach((byte, i) => {
    if (name !== 'ascii' || byte < 128) text += String.fromCharCode(byte)
    else if (errors === 'replace') text += '\ufffd'
    else if (errors !== 'ignore')
      throw exception(
        exceptionTypes.UnicodeDecodeError,
        `'ascii' codec can't decode byte 0x${byte.toString(16)} in position ${i}: ordinal not in range(128)`,
      )
  })
  return text
}

const wanted = (byte: number): number =>
  byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0
const isTail = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte < 0xc0

function firstWrong(data: Uint8Array): number {
  for (let i = 0; i < data.length;) {
    const count = wanted(data[i])
    if (count === 0) return i
    for (let j = 1; j < count; j++) if (!isTail(data[i + j])) return i
    i += count
  }
  return -1
}

function reason(data: Uint8Array, at: number): string {
  const count = wanted(data[at])
  if (count === 0) return 'invalid start byte'
  for (let j = 1; j < count; j++) if (at + j >= data.length) return 'unexpected end of data'
  return 'invalid continuation byte'
}
