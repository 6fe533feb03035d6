// The folders that the XDG specification has for a program's files of a person.
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

type Environment = NodeJS.ProcessEnv

/** A path that is not absolute counts for nothing, says the specification. */
const chosen = (path: string | undefined, ...usual: string[]): string =>
  join(path && isAbsolute(path) ? path : join(homedir(), ...usual), 'dltorch')

/** For what is remembered from one session to the next, such as the history. */
export const stateFolder = (environment: Environment = process.env): string =>
  chosen(environment.XDG_STATE_HOME, '.local', 'state')

/** For settings. */
export const configFolder = (environment: Environment = process.env): string =>
  chosen(environment.XDG_CONFIG_HOME, '.config')

/** For what a person has made, such as progress in lessons. */
export const dataFolder = (environment: Environment = process.env): string =>
  chosen(environment.XDG_DATA_HOME, '.local', 'share')
