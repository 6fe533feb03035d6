// What a text is made for: how wide it may be, whether it has colours, whether the terminal draws more than ASCII.
import { Chalk, type ChalkInstance } from 'chalk'

export interface Look {
  /** Columns that fit; Infinity in a pipe. */
  readonly width: number
  readonly colors: boolean
  /** Whether box-drawing characters, blocks and braille show. */
  readonly unicode: boolean
}

/** Plain text of any width. */
export const plainLook: Look = { width: Infinity, colors: false, unicode: true }

/** The colours of a look; without colours every style gives its text back. */
export const paint = ({ colors }: Look): ChalkInstance => new Chalk({ level: colors ? 1 : 0 })

/** The look of the terminal, or pipe, that this process writes to. */
export function currentLook(colors: boolean): Look {
  const { env, stdout, platform } = process
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  const isPoor = env.TERM === 'dumb' || env.TERM === 'linux'
  const speaksUnicode = locale === '' ? platform !== 'linux' : /utf-?8/i.test(locale)
  return { width: stdout.isTTY ? stdout.columns : Infinity, colors, unicode: speaksUnicode && !isPoor }
}
