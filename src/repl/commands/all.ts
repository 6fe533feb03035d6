// The table of dot-commands, how they are told from code, and `.help`, which is made of the table.
import { type Called, calledIn } from '../entry.js'
import { helpOn, helpText } from '../help.js'
import { inColumns } from '../../terminal/columns.js'
import { type Look, paint } from '../../terminal/look.js'
import { said } from '../../terminal/speech.js'
import { readable, wrap } from '../../terminal/wrap.js'
import { editDistance, suggestion } from '../../terminal/suggest.js'
import { backward } from './backward.js'
import { type Command, CommandError, type Takes } from './command.js'
import { load, save } from './files.js'
import { graph } from './graph.js'
import { lang } from './language.js'
import { plot } from './plot.js'
import { clear, device, exit, reset, seed, set, trace } from './surroundings.js'
import { time, timeit } from './timing.js'
import { vars } from './variables.js'

const help: Command = {
  name: '.help',
  argument: '[topic]',
  takes: {
    get words() {
      return commandNames()
    },
    kind: 'code',
  },
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
  lang,
  trace,
  clear,
  reset,
  exit,
]

export const commandNames = (): string[] => commands.map(({ name }) => name)

/** What stands behind the command of that name. */
export const takenBy = (name: string): Takes | undefined => find(name)?.takes

const find = (name: string): Command | undefined => commands.find((command) => command.name === name)

function usage({ name, argument }: Command): string {
  return argument === '' ? name : `${name} ${argument}`
}

function helpFor(topic: string, look: Look): string {
  const style = paint(look)
  if (topic === '') {
    const rows: string[][] = commands.map((command) => [style.cyan(usage(command)), said(command.help)])
    rows.push([style.cyan('x?'), said('all about a tensor, a function, a class')])
    rows.push([style.cyan('help()'), said('what is at hand in code')])
    return inColumns(rows, look, { wrap: true })
  }
  const command = find(topic) ?? find(`.${topic}`)
  if (!command) return wrap(said(topic === 'help' ? helpText : helpOn(topic)), Math.min(look.width, readable))
  const more = command.more ? `\n\n${command.more.replace(/^/gm, '  ')}` : ''
  return `${style.cyan(usage(command))}  ${said(command.help)}${more}`
}

/**
 * The command of that name.
 *
 * @throws CommandError where there is none
 */
export function commandOf({ name }: Pick<Called, 'name'>): Command {
  const command = find(name)
  if (command) return command
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
  const name = line.startsWith('.') ? calledIn(line)?.name : undefined
  return (
    name !== undefined &&
    commandNames().some(
      (known) => Math.abs(known.length - name.length) <= 1 && editDistance(name, known) <= 1,
    )
  )
}
