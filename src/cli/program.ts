// The commands and their options. What a command does lies in its own file and loads when it is called.
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { isError, messageOf, nameOf } from '../base/careful.js'
import { packageVersion } from '../base/package-root.js'
import { suggestion } from '../terminal/suggest.js'
import { isEncoding } from '../io/decode-text.js'
import { optimizerNames } from '../train/settings.js'
import { visible } from '../base/visible.js'
import { loadSettings } from '../repl/editor/settings.js'
import { isTongue, said, speak, tongue, tongues } from '../terminal/speech.js'
import { widthOf } from '../terminal/width.js'
import { wrap } from '../terminal/wrap.js'
import { completionScript, type Shell, shells } from './completion.js'
import { errorWidth, exitCodes, refuse } from './failure.js'

function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('A number is needed.')
  return value
}

function whole(text: string): number {
  const value = number(text)
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('A whole number is needed.')
  return value
}

function positive(text: string): number {
  const value = number(text)
  if (value <= 0) throw new InvalidArgumentError('A number above zero is needed.')
  return value
}

function notNegative(text: string): number {
  const value = number(text)
  if (value < 0) throw new InvalidArgumentError('A number that is not below zero is needed.')
  return value
}

function share(text: string): number {
  const value = text.trim().endsWith('%') ? number(text.trim().slice(0, -1)) / 100 : number(text)
  if (value <= 0 || value >= 1)
    throw new InvalidArgumentError('A share between 0 and 1 is needed, such as 0.2.')
  return value
}

function speed(text: string): number {
  return text === 'max' ? Infinity : positive(text)
}

function oneOf<T extends string>(known: readonly T[]): (text: string) => T {
  return (text) => {
    const name = known.find((one) => one === text.toLowerCase())
    if (name === undefined)
      throw new InvalidArgumentError(
        // Words of two letters are all near each other.
        known.every(({ length }) => length < 3)
          ? `Allowed choices are ${known.join(', ')}.`
          : `It is unknown${suggestion(text, known)}`,
      )
    return name
  }
}

/** For an option that may be given several times. */
function oneMore<T extends string>(known: readonly T[]): (text: string, before?: readonly T[]) => T[] {
  return (text, before = []) => {
    const name = known.find((one) => one === text)
    if (name === undefined) throw new InvalidArgumentError(`Allowed choices are ${known.join(', ')}.`)
    return [...before, name]
  }
}

/** Of a chapter's words, and of its code. */
const lessonLanguages = ['en', 'zh', 'ts', 'python'] as const

function natural(text: string): number {
  const value = whole(text)
  if (value < 0) throw new InvalidArgumentError('A whole number that is not below zero is needed.')
  return value
}

function count(text: string): number {
  const value = whole(text)
  if (value < 1) throw new InvalidArgumentError('A whole number above zero is needed.')
  return value
}

function encoding(text: string): string {
  if (!isEncoding(text))
    throw new InvalidArgumentError('It is unknown. There are utf-8, gbk, utf-16le, windows-1252 and more.')
  return text
}

function decimal(text: string): string {
  if (text !== '.' && text !== ',') throw new InvalidArgumentError('It is a point or a comma.')
  return text
}

const decimalText = 'what stands before the digits behind the point, . or , (default: .)'
const encodingText = 'of the file, such as gbk or utf-16le (default: found out)'

const spokenOption = (): Option =>
  new Option(
    '--lang <language>',
    'the language that is spoken, en or zh (default: by LANG, or as .set lang says)',
  ).argParser(oneOf(tongues))

function addTrain(command: Command): void {
  const group = (
    title: string,
  ): ((flags: string, text: string, parse?: (text: string) => unknown) => void) => {
    return (flags, text, parse) => {
      const option = new Option(flags, text).helpGroup(title)
      command.addOption(parse ? option.argParser(parse) : option)
    }
  }
  command.argument('<model>', 'linear or logistic')

  const own = group('Data of your own:')
  own('--data <file>', 'a CSV file, - for what is piped in (default: the built-in data)')
  own('--features <names>', 'columns to learn from, a,b,"c, d" (default: all but the label)')
  own('--label <name>', 'the column to predict (default: the last)')
  own('--categories <names>', 'columns of words: each word becomes an input (default: none)')
  own('--header', 'the first row has names (default: found out)')
  own('--no-header', 'the first row is data; columns are called 1, 2, 3')
  own('--positive <class>', 'the class whose probability is learnt (default: the later in the alphabet)')
  own('--test-split <share>', 'keep this share of the rows for testing (default: 0)', share)
  own('--standardize', 'bring features to mean 0 and deviation 1 (default: as they are)')
  own('--drop-missing', 'leave out rows with cells that are no numbers (default: refuse them)')
  own('--decimal <mark>', decimalText, decimal)
  own('--encoding <name>', encodingText, encoding)

  const training = group('Training:')
  training('--seed <n>', 'seed of all random numbers (default: 10)', whole)
  training('--lr <rate>', 'learning rate (default: linear 0.05, logistic 0.01)', positive)
  training(
    '--optimizer <name>',
    `${optimizerNames.join(', ')} (default: linear hand, logistic sgd)`,
    oneOf(optimizerNames),
  )
  training('--momentum <m>', 'of sgd and nesterov (default: linear 0, logistic 0.9)', notNegative)
  training('--weight-decay <d>', 'shrinks the parameters (default: 0, adamw 0.01)', notNegative)
  training('--batch-size <n>', 'rows of one iteration (default: all up to 4096 rows, else 1024)', count)
  training('--iterations <n>', 'stop after so many at the latest (default: 1000)', natural)
  training('--epochs <n>', 'the same in rounds through the data', count)
  training(
    '--every <n>',
    'report, and look whether the goal is reached, every n iterations (default: 20)',
    count,
  )
  training(
    '--until <goal>',
    'stop at loss=0.1, accuracy=0.95, or none (default: linear loss=1, logistic accuracy=0.99, your data none)',
  )
  training('--device <name>', 'cpu or gpu (default: cpu)')

  const output = group('Output:')
  output('--save <file>', 'write the model as safetensors when the run ends, also by Ctrl-C')
  output('--load <file>', 'go on with a model, its settings and its iteration count')
  command.addOption(spokenOption().helpGroup('Output:'))
  output('--svg <file>', 'draw the data and the loss as SVG')
  output('--export <file>', 'write the built-in data as CSV, and train nothing')
  output('--json', 'one line of JSON a report, the last one the result')
  output('--no-chart', 'leave out the chart of the loss')
  output('--no-live', 'lines instead of the live screen')
  output(
    '--speed <n>',
    'iterations a second on the live screen, or max (default: 30, doubling every second)',
    speed,
  )

  command
    .addHelpText(
      'after',
      `\n${said(`In a terminal the training is shown slowly enough to see it; piped or with --json it takes no longer than it must.
Keys: space pauses, s takes one step, up and down change the learning rate, left and right the speed, q or Ctrl-C stops.
The exit code is 1 when the training diverged, 130 when a signal ended it in a pipe.`)}`,
    )
    .allowExcessArguments(true)
    .action(async (model: string, options, { args }: Command) =>
      (await import('./train.js')).train(model, options, args.slice(1)),
    )
}

/** Commander's words for a call that makes no sense, as ours. */
function complaint(text: string): string {
  const [, begin, rest, end] = /^(error: )?([^]*?)(\s*)$/.exec(text)!
  return (begin === undefined ? '' : 'dltorch: ') + said(rest) + end
}

/** All commands, in English. */
export function createProgram(): Command {
  const version = packageVersion()
  const program = new Command('dltorch')
    .description('PyTorch for the terminal, in TypeScript. Without a command it opens the prompt.')
    .version(version)
    .configureOutput({
      outputError: (text, write) => write(visible(wrap(complaint(text), errorWidth()))),
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.misused))
    .showHelpAfterError(said('Try `dltorch --help`.'))
    .enablePositionalOptions()

  const add = (usage: string, description: string): Command =>
    program
      .command(usage)
      .description(description)
      .version(version)
      .showSuggestionAfterError()
      .showHelpAfterError(said(`Try \`dltorch ${usage} --help\`.`))

  const languageOption = (): Option =>
    new Option(
      '--lang <language>',
      'the language of what is typed: each entry tells by itself (auto)',
    ).choices(['auto', 'ts', 'python'])

  add('repl', 'open the prompt: type tensor expressions, see what PyTorch would print (the default)')
    .addOption(languageOption())
    .action(async ({ lang }) => (await import('./repl.js')).repl(lang))

  add('eval', 'evaluate code and print the value of its last expression')
    .argument('<code>', "for example 'torch.ones(2, 3).sum()'")
    .addOption(languageOption())
    .action(async (code: string, { lang }) => (await import('./eval.js')).evaluate(code, lang))

  add('run', 'run a TypeScript, JavaScript or Python file')
    .argument(
      '<file>',
      'an ES module; `import torch from "dltorch"` works inside, installed or not; - runs what is piped in',
    )
    .argument('[args...]', 'handed to the file as process.argv.slice(2), or sys.argv')
    .addOption(
      new Option('--lang <language>', 'the language of the file (default: by its ending)').choices([
        'ts',
        'python',
      ]),
    )
    .passThroughOptions()
    .action(async (file: string, rest: string[], options) =>
      (await import('./run.js')).run(file, rest, options),
    )

  add('convert', 'write a program as Python for PyTorch, as TypeScript, or as a notebook with its outputs')
    .argument('<file>', 'a .py, .ts, .js or .ipynb file; - is what is piped in')
    .addOption(
      new Option('--to <form>', 'what to write (default: by the ending of --output)').choices([
        'py',
        'ts',
        'ipynb',
      ]),
    )
    .option('-o, --output <file>', 'where to write it (default: the terminal)')
    .option('--force', 'overwrite the file that is there')
    .option('--no-run', 'with --to ipynb: run nothing, and leave the outputs out')
    .option('--ddp', 'with --to py: the form that torchrun runs on several processes')

    .addHelpText(
      'after',
      `\n${said(`What has no counterpart in the other language is refused, with its line and what to write instead.
A notebook has a cell for each block between blank lines, or for each part behind a line # %% or // %%.`)}`,
    )
    .action(async (file: string, options) => (await import('./convert.js')).convert(file, options))

  add('lesson', 'read a chapter step by step, with exercises that are checked')
    .argument(
      '[chapter]',
      'its name or number, next, or a folder such as ./my-chapter; without one, the chapters are listed',
    )
    .addOption(
      new Option('--lang <language>', 'language of the text, or of the code, or of each; it is remembered')
        .choices(lessonLanguages)
        .argParser(oneMore(lessonLanguages)),
    )
    .option('--answers', 'print the whole chapter with the answers to its exercises')
    .option('--check', 'say what is wrong with a chapter, such as one of your own; runs nothing')
    .option('--run', 'with --check: also run its code, and compare what it prints')
    .option('--yes', "run a chapter's code without asking, though it is not one of dltorch's")
    .option('--write', "write what a chapter's cells print into its files, and check it")
    .option('--restart', 'begin the chapter anew')
    .action(async (chapter, options) => (await import('./lesson.js')).lesson(chapter, options))

  addTrain(add('train', 'watch a model learn: built-in data, or your own'))

  add('predict', 'add what a trained model predicts to the rows of a CSV file')
    .requiredOption('--model <file>', 'the model, as train --save wrote it')
    .requiredOption('--data <file>', 'the CSV file; - is what is piped in')
    .option('--header', 'the first row has names (default: found out)')
    .option('--no-header', 'the first row is data')
    .option('--drop-missing', 'leave out rows with cells that are no numbers')
    .addOption(spokenOption())
    .option('--decimal <mark>', decimalText, decimal)
    .option('--encoding <name>', encodingText, encoding)
    .addHelpText(
      'after',
      `\n${said('The rows go to the output as they come: dltorch predict … > predicted.csv')}`,
    )
    .action(async (options) => (await import('./predict.js')).predict(options))

  add('doctor', 'tell whether the installation works and what this machine offers')
    .addOption(spokenOption())
    .action(async () => (await import('./doctor.js')).doctor())

  add('completion', 'write what a shell needs to complete these commands, their options and files')
    .addArgument(new Argument('<shell>', 'for example: dltorch completion bash >> ~/.bashrc').choices(shells))
    .addHelpText(
      'after',
      `\n${said(`bash  dltorch completion bash >> ~/.bashrc
zsh   dltorch completion zsh > "\${fpath[1]}/_dltorch", or put  source <(dltorch completion zsh)  behind compinit in ~/.zshrc
fish  dltorch completion fish > ~/.config/fish/completions/dltorch.fish`)}`,
    )
    .action(async (shell: Shell) => {
      const { chapterNames } = await import('../learn/catalogue.js')
      process.stdout.write(completionScript(program, shell, chapterNames()))
    })
  return program
}

/** A file that somebody wants to run. */
const isProgramFile = (text: string): boolean => /\.(ts|mts|js|mjs|py)$/.test(text)

/** `[options] [command]` behind the name of a command. */
const usageText = (usage: string): string =>
  usage.replace('[options]', said('[options]')).replace('[command]', said('[command]'))

/** What something is, and the words it may be. */
const described = (text: string, choices: readonly string[] | undefined): string =>
  choices === undefined ? text : `${text}${said(' (one of {})').replace('{}', choices.join(', '))}`

/** What the program says of itself, in the language that is spoken. */
function inTongue(program: Command): Command {
  const translate = (command: Command): void => {
    command.description(said(command.description()))
    for (const argument of command.registeredArguments) argument.description = said(argument.description)
    for (const option of command.options) {
      option.description = said(option.description)
      if (option.helpGroupHeading !== undefined) option.helpGroup(said(option.helpGroupHeading))
    }
    command.helpOption('-h, --help', said('display help for command'))
    command.configureHelp({
      styleTitle: said,
      styleUsage: usageText,
      styleSubcommandTerm: usageText,
      optionDescription: (option) => described(option.description, option.argChoices),
      argumentDescription: (argument) => described(argument.description, argument.argChoices),
      displayWidth: widthOf,
      boxWrap: (text, width) => wrap(text, width),
      helpWidth: Math.min(process.stdout.columns ?? 80, 100),
    })
    for (const own of command.commands) translate(own)
  }
  if (tongue() !== 'en') {
    translate(program)
    program.helpCommand('help [command]', said('display help for command'))
  }
  return program
}

/** The language that is spoken: what the call asks for, what is set, or that of the environment. */
function chooseTongue(args: readonly string[]): void {
  const at = args.indexOf('--lang')
  const asked = args.find((one) => one.startsWith('--lang='))?.slice('--lang='.length) ?? args[at + 1]
  speak(speaks.has(args[0]) && at !== args.length - 1 && isTongue(asked) ? asked : loadSettings().lang)
}

/** Commands whose --lang is the language that is spoken; elsewhere it is that of code. */
const speaks = new Set(['train', 'predict', 'doctor', 'lesson'])

/** `help` on what is no command is as wrong as a call of it. */
function askedAbout(args: string[], { commands }: Command): string[] {
  const [first, name] = args
  const isKnown = name === undefined || /^(-|help$)/.test(name) || commands.some((one) => one.name() === name)
  return first === 'help' && !isKnown ? [name] : args
}

/** Runs the program for these arguments, those after `dltorch`. */
export async function runProgram(args: string[]): Promise<void> {
  chooseTongue(args)
  if (args.length > 0 && isProgramFile(args[0]))
    return refuse(
      `there is no command ${args[0]}. A file is run by: dltorch run ${args[0]}`,
      exitCodes.misused,
    )
  const program = inTongue(createProgram())
  try {
    await program.parseAsync(args.length === 0 ? ['repl'] : askedAbout(args, program), { from: 'user' })
  } catch (error) {
    // What nobody foresaw: Node would print a line of the bundle.
    refuse(`internal: ${isError(error) ? `${nameOf(error)}: ${messageOf(error)}` : String(error)}`)
  }
}
