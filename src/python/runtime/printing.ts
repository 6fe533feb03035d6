// `print` and `input`, and where they write to and read from.
import { readSync } from 'node:fs'
import { TypeError } from '../../base/errors.js'
import { visible } from '../../base/visible.js'
import { core } from './core.js'
import { exception } from './exceptions.js'
import { call } from './functions.js'
import * as exceptionTypes from './exception-types.js'
import { nameOfType } from './types.js'

type Any = any

/** Where `print` and its like write: standard output, if nobody else is named. */
export const output = {
  write(text: string): void {
    process.stdout.write(text)
  },
}

/** A text as the program made it; any other value holds what may come from outside. */
const shownText = (value: Any): string => (typeof value === 'string' ? value : visible(core.str(value)))

export function print(values: Any[], sep: Any, end: Any, file: Any, flush: Any): null {
  const shown = values.map(shownText)
  for (const [name, part] of [
    ['sep', sep],
    ['end', end],
  ] as const)
    if (part !== undefined && part !== null && typeof part !== 'string')
      throw new TypeError(`${name} must be None or a string, not ${nameOfType(part)}`)
  const text = shown.join(sep ?? ' ') + (end ?? '\n')
  if (file === undefined || file === null) {
    const { stdout } = standard
    if (stdout === null) output.write(text)
    else call(core.getattr(stdout, 'write'), [text], null)
  } else {
    call(core.getattr(file, 'write'), [text], null)
    if (flush !== undefined && core.truth(flush)) call(core.getattr(file, 'flush'), [], null)
  }
  return null
}

/** What `sys.stdout` was set to; null for what it is at first. */
export const standard: { stdout: Any; stdin: Any } = { stdout: null, stdin: null }

export function input(prompt: Any): string {
  if (prompt !== undefined) output.write(shownText(prompt))
  const bytes: number[] = []
  const one = new Uint8Array(1)
  for (;;) {
    let count = 0
    try {
      count = readSync(0, one, 0, 1, null)
    } catch (error) {
      if ((error as { code?: string }).code === 'EAGAIN') continue
      if ((error as { code?: string }).code !== 'EOF') throw error
    }
    if (count === 0 && bytes.length === 0) throw exception(exceptionTypes.EOFError, 'EOF when reading a line')
    if (count === 0 || one[0] === 10) break
    bytes.push(one[0])
  }
  return Buffer.from(bytes).toString('utf8').replace(/\r$/, '')
}
