// The colours of the editor, made with chalk; without colours every style gives its text back.
import { Chalk } from 'chalk'

export type Style = (text: string) => string

/** What code is made of, as far as colours go. */
export type TokenKind =
  | 'blank'
  | 'comment'
  | 'string'
  | 'template'
  | 'regex'
  | 'number'
  | 'keyword'
  | 'constant'
  | 'known'
  | 'name'
  | 'command'
  | 'bracket'
  | 'sign'

export interface Styles {
  readonly tokens: Readonly<Record<TokenKind, Style>>
  /** The brackets at the cursor, and one that closes nothing. */
  readonly match: Style
  readonly stray: Style
  readonly prompt: Style
  readonly chosen: Style
  readonly faint: Style
  /** The parameter being typed. */
  readonly active: Style
}

/** Whether escape codes may be used, and colours: NO_COLOR and TERM=dumb are heeded. */
export const colourLevel = (
  level: 0 | 1 | 2 | 3,
  environment: NodeJS.ProcessEnv = process.env,
): 0 | 1 | 2 | 3 => (environment.NO_COLOR || environment.TERM === 'dumb' ? 0 : level)

export function makeStyles(level: 0 | 1 | 2 | 3): Styles {
  const chalk = new Chalk({ level })
  const plain: Style = (text) => text
  return {
    tokens: {
      blank: plain,
      comment: chalk.gray,
      string: chalk.green,
      template: chalk.green,
      regex: chalk.green,
      number: chalk.yellow,
      keyword: chalk.magenta,
      constant: chalk.yellow,
      known: chalk.cyan,
      name: plain,
      command: chalk.blue,
      bracket: plain,
      sign: plain,
    },
    match: chalk.bold.underline,
    stray: chalk.red,
    prompt: plain,
    chosen: chalk.inverse,
    faint: chalk.dim,
    active: chalk.bold,
  }
}
