// The table of dot-commands, how they are told from code, and `.help`, which is made of the table.
import { helpOn, helpText } from '../help.js'
import { inColumns } from '../../terminal/columns.js'
import { type Look, paint } from '../../terminal/look.js'
import { editDistance, suggestion } from '../../terminal/suggest.js'
import { backward } from './backward.js'
import { type Command, CommandError } from './command.js'
import { load, save } from './files.js'
import { graph } from './graph.js'
import { plot } from './plot.js'
import { clear, device, exit, reset, seed, set, trace } from './surroundings.js'
import { time, timeit } from './timing.js'
import { vars } from './variables.js'

const help: Command = {
  name: '.help',
  argument: '[topic]',
  help: 'this list, or help on a command, function or class',
  run: ({ look }, topic) => helpFor(topic, look),
}

/** In the order that help lists them. */
export const commands: readonly Command[] = [
  help,
  vars,
  graph,
  backward,
  plot,
  time,
  timeit,
  seed,
  device,
  save,
  load,
  set,
  trace,
  clear,
  reset,
  exit,
]

export const commandNames = (): string[] => commands.map(({ name }) => name)

const find = (name: string): Command | undefined => commands.find((command) => command.name === name)

function usage({ name, argument }: Command): string {
  return argument === '' ? name : `${name} ${argument}`
}

function helpFor(topic: string, look: Look): string {
  const style = paint(look)
  if (topic === '') {
    const rows: string[][] = commands.map((command) => [style.cyan(usage(command)), command.help])
    rows.push([style.cyan('x?'), 'all about a tensor, a function, a class'])
    rows.push([style.cyan('help()'), 'what is at hand in code'])
    return inColumns(rows, look, { wrap: true })
  }
  const command = find(topic) ?? find(`.${topic}`)
  if (!command) return topic === 'help' ? helpText : helpOn(topic)
  const more = command.more ? `\n\n${command.more.replace(/^/gm, '  ')}` : ''
  return `${style.cyan(usage(command))}  ${command.help}${more}`
}

/** A dot, a word, and the end, a blank or an exclamation mark: no `.5`, no `.map(…)`. */
const shape = /^\s*(\.[A-Za-z]\w*)(?:(!)\s*|\s+|$)([\s\S]*)$/

export interface Call {
  readonly command: Command
  readonly argument: string
}

/**
 * The command that an input calls; undefined where it is code.
 *
 * @throws CommandError where it looks like a command and there is none of that name
 */
export function callIn(source: string): Call | undefined {
  const match = shape.exec(source)
  if (!match) return undefined
  const [, name, force = '', rest] = match
  const command = find(name)
  if (command) return { command, argument: `${force}${rest.trim()}` }
  const hint = suggestion(name, commandNames())
  throw new CommandError(
    `There is no ${name}${hint.includes('Did you mean') ? hint : '. .help lists what there is.'}`,
  )
}

/**
 * Whether a line is a command, or one letter from it, from its first column on. Indented lines that begin with a dot go on
 * with code, and so do other words: `.grad`, `.T`.
 */
export function isCommandLine(line: string): boolean {
  const match = /^(\.[a-z]\w*)(?:[!\s]|$)/.exec(line)
  return match !== null && commandNames().some((name) => editDistance(match[1], name) <= 1)
}

/** What ends a session, typed or piped. */
export const leave = /^\s*(exit|quit|\.exit)(\(\))?;?\s*$/
