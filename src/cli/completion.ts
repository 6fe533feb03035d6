// `dltorch completion bash`: what a shell needs to complete the program's calls, written from the commands and options that
// there are.
import type { Argument, Command, Option } from 'commander'
import { kindNames } from '../train/kinds.js'
import { optimizerNames } from '../train/settings.js'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What may stand in a place: one of some words, the name of a file, or either. */
type Values = readonly string[] | 'file' | 'any' | { readonly wordsOrFile: readonly string[] }

interface Flag {
  /** `--data`, `-o`. */
  readonly names: readonly string[]
  readonly about: string
  /** Missing where the option takes none. */
  readonly values?: Values
}

interface Called {
  readonly name: string
  readonly about: string
  readonly flags: readonly Flag[]
  readonly first: Values
}

/** Words that an option or a command takes which says in its own words what is wrong with others. */
const known: Readonly<Record<string, Values>> = {
  '--optimizer': optimizerNames,
  '--device': ['cpu', 'gpu'],
  '--decimal': ['.', ','],
  '--speed': ['max'],
  train: kindNames,
}

const isFile = (text: string): boolean => /<(file|path)>|\b(file|folder)\b/.test(text)

const valuesOf = (text: string, choices: Values | undefined): Values =>
  choices ?? (isFile(text) ? 'file' : 'any')

const flagOf = ({ short, long, flags, description, argChoices, required, optional }: Option): Flag => ({
  names: [short, long].filter((name) => name !== undefined),
  about: description,
  ...(required || optional ? { values: valuesOf(flags, known[long ?? ''] ?? argChoices) } : {}),
})

/** Of `help` and `lesson`, whose words are those of the moment. */
type Words = Readonly<Record<string, Values>>

function calledOf(command: Command, words: Words): Called {
  const [first] = command.registeredArguments as (Argument | undefined)[]
  return {
    name: command.name(),
    about: command.description(),
    flags: command
      .createHelp()
      .visibleOptions(command)
      .map((option) => flagOf(option)),
    first: first
      ? valuesOf(
          `<${first.name()}> ${first.description}`,
          words[command.name()] ?? known[command.name()] ?? first.argChoices,
        )
      : [],
  }
}

/** One line, without what a shell would take for its own. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/: /g, ', ')
    .replace(/['"`$\\[\]:]/g, '')

const wordsOf = ({ flags }: Called): string => flags.flatMap(({ names }) => names).join(' ')

function bash(commands: readonly Called[]): string {
  const cases = commands.map((command) => {
    const values = command.flags.flatMap(({ names, values }) =>
      values === undefined ? [] : [`      ${names.join('|')}) ${bashReply(values)}; return ;;`],
    )
    const first = isFew(command.first)
      ? `elif [[ $COMP_CWORD -gt 2 && $before != -* && " ${command.first.join(' ')} " == *" \${COMP_WORDS[2]} "* ]]; then COMPREPLY=($(compgen -W '${wordsOf(command)}' -- "$word"))\n      `
      : ''
    return [
      `    ${command.name})`,
      ...(values.length > 0 ? ['      case "$before" in', ...values, '      esac'] : []),
      `      if [[ $word == -* ]]; then COMPREPLY=($(compgen -W '${wordsOf(command)}' -- "$word"))`,
      `      ${first}else ${bashReply(command.first)}; fi ;;`,
    ].join('\n')
  })
  const names = commands.map(({ name }) => name).join(' ')
  return `_dltorch() {
  local IFS=$' \\t\\n' word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  # --option=value is three words.
  if [[ $before == = && $COMP_CWORD -gt 2 ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  elif [[ $word == = ]]; then word=; fi
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W '${names} --help --version' -- "$word")); return; fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -F _dltorch dltorch
`
}

const hasValues = (values: Values): boolean => !Array.isArray(values) || values.length > 0
const isFew = (values: Values): values is readonly string[] => Array.isArray(values) && values.length > 0

/** Names of files may hold blanks: what the shell splits is split at lines. */
function bashReply(values: Values): string {
  if (values === 'any') return ':'
  if (values === 'file') return `IFS=$'\n'; COMPREPLY=($(compgen -f -- "$word"))`
  if (!('wordsOrFile' in values)) return `COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$word"))`
  const words = values.wordsOrFile.join('\n')
  return `IFS=$'\n'; COMPREPLY=($(compgen -W $'${words}' -- "$word") $(compgen -f -- "$word"))`
}

function zsh(commands: readonly Called[]): string {
  const action = (values: Values): string => {
    if (values === 'file') return '_files'
    if (values === 'any') return ' '
    if (!('wordsOrFile' in values)) return `(${values.join(' ')})`
    return `{ _alternative "words:word:(${values.wordsOrFile.join(' ')})" "files:file:_files" }`
  }
  const spelled = (name: string, takes: boolean): string =>
    takes && name.startsWith('--') ? `${name}=` : name
  const flag = ({ names, about, values }: Flag): string => {
    const forms = names.map((name) => spelled(name, values !== undefined))
    const head = names.length > 1 ? `(${names.join(' ')})'{${forms.join(',')}}'` : forms[0]
    return `'${head}[${plain(about)}]${values === undefined ? '' : `:value:${action(values)}`}'`
  }
  const cases = commands.map(({ name, flags, first }) => {
    const parts = [...flags.map(flag), ...(hasValues(first) ? [`'1:argument:${action(first)}'`] : [])]
    return `    ${name}) _arguments ${[...parts, "'*:file:_files'"].join(' \\\n        ')} ;;`
  })
  return `#compdef dltorch
_dltorch() {
  local -a commands
  commands=(
${commands.map(({ name, about }) => `    '${name}:${plain(about)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _dltorch dltorch
`
}

function fish(commands: readonly Called[]): string {
  const lines = ["complete -c dltorch -f -n '__fish_use_subcommand' -l help -l version"]
  for (const { name, about, flags, first } of commands) {
    lines.push(`complete -c dltorch -f -n '__fish_use_subcommand' -a ${name} -d '${plain(about)}'`)
    const within = `complete -c dltorch -n '__fish_seen_subcommand_from ${name}'`
    if (first === 'file') lines.push(`${within} -F`)
    else if (typeof first === 'object' && 'wordsOrFile' in first)
      lines.push(`${within} -F -a '${first.wordsOrFile.join(' ')}'`)
    else lines.push(`${within} -f${isFew(first) ? ` -a '${first.join(' ')}'` : ''}`)
    for (const { names, about: meaning, values } of flags) {
      const spelled = names.map((one) => (one.startsWith('--') ? `-l ${one.slice(2)}` : `-s ${one.slice(1)}`))
      const taken =
        values === undefined
          ? ''
          : values === 'file'
            ? ' -r -F'
            : isFew(values)
              ? ` -x -a '${values.join(' ')}'`
              : ' -x'
      lines.push(`${within} ${spelled.join(' ')}${taken} -d '${plain(meaning)}'`)
    }
  }
  return `${lines.join('\n')}\n`
}

const writers = { bash, zsh, fish } as const

/** The script for a shell, which knows the chapters that there are. */
export function completionScript(program: Command, shell: Shell, chapters: readonly string[]): string {
  const commands = program.createHelp().visibleCommands(program)
  const words: Words = {
    help: commands.map((command) => command.name()),
    lesson: { wordsOrFile: [...chapters, 'next'] },
  }
  return writers[shell](commands.map((command) => calledOf(command, words)))
}
