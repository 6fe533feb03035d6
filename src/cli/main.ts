// The program's first lines. The commonest calls are answered here, without the parser of arguments, which takes as long
// to load as Node itself takes to start a file; program.ts knows them too.
import { packageVersion } from '../base/package-root.js'
import { watchOutput } from './output.js'

/** What `dltorch` does with the words behind it. */
export async function main(args: string[] = process.argv.slice(2)): Promise<void> {
  watchOutput()
  // When nothing is left to do, Node takes its memory apart piece by piece, which takes as long as an entry.
  process.on('beforeExit', () => {
    if (process.listenerCount('beforeExit') === 1) process.exit()
  })
  const [command, argument] = args
  if (args.length === 1 && (command === '--version' || command === '-V')) {
    console.log(packageVersion())
  } else if (args.length === 0 || (args.length === 1 && command === 'repl')) {
    const { repl } = await import('./repl.js')
    await repl()
  } else if (args.length === 2 && command === 'eval' && !argument.startsWith('-')) {
    const { evaluate } = await import('./eval.js')
    await evaluate(argument)
  } else {
    const { runProgram } = await import('./program.js')
    await runProgram(args)
  }
}
