// The bytes of a Python file as text: UTF-8, or what one of its first two lines says (PEP 263).
import { readFileSync } from 'node:fs'
import { decode } from './runtime/encodings.js'
import { exception } from './runtime/exceptions.js'

/** The comment that names an encoding, in the first line or, behind a comment or nothing, in the second. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  for (const line of head.split(/\r\n?|\n/, 2)) {
    const found = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)
    if (found !== null) return found[1]
    if (!/^[ \t\f]*(#.*)?$/.test(line)) return undefined
  }
  return undefined
}

const refuse = (message: string): never => {
  throw exception(SyntaxError, message)
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return decode(bytes, encoding, 'strict')
  } catch {
    return null
  }
}

/** The first byte of what is not UTF-8. */
function firstWrong(bytes: Uint8Array): number {
  // What is whole up to there is as long in bytes as its text is.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    const place = Buffer.byteLength(text.slice(0, at))
    if (bytes[place] !== 0xef || bytes[place + 1] !== 0xbf || bytes[place + 2] !== 0xbd) return place
  }
  return 0
}

/**
 * The text of a file.
 *
 * @param shown what errors call it
 * @throws SyntaxError in CPython's words where the bytes are not what they should be
 */
export function textOfFile(path: string, shown: string): string {
  const bytes = new Uint8Array(readFileSync(path))
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const declared = declaredIn(hasMark ? bytes.subarray(3) : bytes)
  const isUtf8 = declared === undefined || /^utf[-_]?8(-sig)?$/i.test(declared)
  if (hasMark && !isUtf8) refuse(`encoding problem: ${declared} with BOM`)
  if (!isUtf8) return decoded(bytes, declared) ?? refuse(`encoding problem: ${declared}`)
  const text = decoded(bytes, 'utf-8')
  if (text !== null) return text
  const at = firstWrong(bytes)
  let line = 1
  for (let i = 0; i < at; i++) if (bytes[i] === 10) line++
  return refuse(
    `Non-UTF-8 code starting with '\\x${bytes[at].toString(16)}' in file ${shown} on line ${line}, but ` +
      `${declared === undefined ? 'no encoding' : declared} declared; see https://peps.python.org/pep-0263/ for details`,
  )
}
