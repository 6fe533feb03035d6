// Bytes of a text as the text, whatever a spreadsheet wrote it in: UTF-8, UTF-16, or what Chinese editions of Windows take.
import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'

/** The encoding that the beginning of a text is in. */
export function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le'
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be'
  // Letters and digits in UTF-16 have every other byte 0. A file of zeros is no text.
  const zeros = [0, 0]
  const looked = Math.min(start.length, 512)
  for (let i = 0; i < looked; i++) if (start[i] === 0) zeros[i % 2]++
  if (zeros[1] > looked / 4 && zeros[0] === 0) return 'utf-16le'
  if (zeros[0] > looked / 4 && zeros[1] === 0) return 'utf-16be'
  if (isIn('utf-8', start)) return 'utf-8'
  return isIn('gb18030', start) && !isWestern(start) ? 'gb18030' : 'windows-1252'
}

/**
 * Whether most bytes above 127 are single letters within words, as in `Köln` and `Größe`; `öl` and `öß` are characters of
 * Chinese editions of Windows too, whose words have no letters beside them.
 */
function isWestern(bytes: Uint8Array): boolean {
  const isLetter = (byte: number | undefined): boolean =>
    byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte))
  let votes = 0
  for (let i = 0; i < bytes.length; i++) {
    const start = i
    while (bytes[i] >= 0x80) i++
    if (i > start) votes += i - start <= 2 && (isLetter(bytes[start - 1]) || isLetter(bytes[i])) ? 1 : -1
  }
  return votes > 0
}

/** Whether bytes, of which the last may be the beginning of a character, are a text in an encoding. */
function isIn(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Whether there is an encoding of that name. */
export function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

/** The text in pieces as it comes, without a byte order mark; in the encoding that it seems to be in, unless one is given. */
export async function* decoded(input: Readable, encoding?: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  for await (const piece of input as AsyncIterable<Uint8Array | string>) {
    if (typeof piece === 'string') {
      yield piece
      continue
    }
    decoder ??= new TextDecoder(encoding ?? encodingOf(piece))
    const text = decoder.decode(piece, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield rest
}
