// The commands and their options. What a command does lies in its own file and loads when it is called.
import { Command, InvalidArgumentError, Option } from 'commander'
import { packageVersion } from '../package-root.js'

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

function count(text: string): number {
  const value = whole(text)
  if (value < 1) throw new InvalidArgumentError('A whole number above zero is needed.')
  return value
}

function createProgram(): Command {
  const version = packageVersion()
  const program = new Command('dltorch')
    .description('PyTorch for the terminal, in TypeScript. Without a command it opens the prompt.')
    .version(version)
    .showHelpAfterError('Try `dltorch --help`.')
    .enablePositionalOptions()

  const add = (usage: string, description: string): Command =>
    program.command(usage).description(description).version(version).showSuggestionAfterError()

  add('repl', 'open the prompt: type tensor expressions, see what PyTorch would print (the default)').action(
    async () => (await import('./repl.js')).repl(),
  )

  add('eval', 'evaluate code and print the value of its last expression')
    .argument('<code>', "for example 'torch.ones(2, 3).sum()'")
    .action(async (code: string) => (await import('./eval.js')).evaluate(code))

  add('run', 'run a TypeScript or JavaScript file')
    .argument('<file>', 'an ES module; `import torch from "dltorch"` works inside, installed or not')
    .argument('[args...]', 'handed to the file as process.argv.slice(2)')
    .passThroughOptions()
    .action(async (file: string, rest: string[]) => (await import('./run.js')).run(file, rest))

  add('lesson', 'read a chapter step by step, with exercises that are checked')
    .argument('[chapter]', 'its name, or a folder such as ./my-chapter; without one, the chapters are listed')
    .addOption(
      new Option('--lang <language>', 'language of the text; it is remembered').choices(['en', 'zh']),
    )
    .option('--answers', 'print the whole chapter with the answers to its exercises')
    .option('--check', 'say what is wrong with a chapter, such as one of your own')
    .option('--write', "write what a chapter's cells print into its files, and check it")
    .option('--restart', 'begin the chapter anew')
    .action(async (chapter, options) => (await import('./lesson.js')).lesson(chapter, options))

  add('train', 'watch a model learn')
    .argument('<model>', 'linear or logistic')
    .option('--seed <n>', 'seed of the random numbers', whole, 10)
    .option('--lr <rate>', 'learning rate (linear 0.05, logistic 0.01)', number)
    .option('--iterations <n>', 'stop after so many at the latest', count, 1000)
    .option('--every <n>', 'report, and see whether the model is good enough, every n iterations', count, 20)
    .option('--json', 'print the run as JSON')
    .option('--no-chart', 'leave out the chart of the loss')
    .action(async (model, options) => (await import('./train.js')).train(model, options))

  add('doctor', 'tell whether the installation works and what this machine offers').action(async () =>
    (await import('./doctor.js')).doctor(),
  )
  return program
}

/** Runs the program for these arguments, those after `dltorch`. */
export async function runProgram(args: string[]): Promise<void> {
  await createProgram().parseAsync(args.length === 0 ? ['repl'] : args, { from: 'user' })
}
