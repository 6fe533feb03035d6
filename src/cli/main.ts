// The program's first lines: what can be answered without loading anything is answered here.
import { packageVersion } from '../package-root.js'

// A reader such as `head` may leave before everything is written: that is its right.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

const args = process.argv.slice(2)
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  console.log(packageVersion())
} else {
  const { runProgram } = await import('./program.js')
  await runProgram(args)
}
