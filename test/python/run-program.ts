// Runs a program as `dltorch run` does, and collects what it prints and what is said when it fails.
import { exceptionText, isSystemExit, runMain } from '../../src/python/run.js'
import { deepestStack } from '../../src/python/units.js'

export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

export function runProgram(text: string, shown = 'one.py'): Ran {
  const { write } = process.stdout
  const { write: writeError } = process.stderr
  let stdout = ''
  let stderr = ''
  process.stdout.write = ((piece: string) => ((stdout += piece), true)) as typeof write
  process.stderr.write = ((piece: string) => ((stderr += piece), true)) as typeof writeError
  try {
    Error.stackTraceLimit = Math.max(Error.stackTraceLimit, deepestStack)
    runMain(text, shown)
  } catch (error) {
    if (!isSystemExit(error)) stderr += `${exceptionText(error)}\n`
  } finally {
    process.stdout.write = write
    process.stderr.write = writeError
  }
  return { stdout, stderr }
}
