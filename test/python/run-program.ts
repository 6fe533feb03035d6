// Runs a program as `dltorch run` does, and collects what it prints and what is said when it fails.
import { exceptionText, isSystemExit, moduleOf, runText } from '../../src/python/run.js'

export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

export function runProgram(text: string, shown = 'one.py'): Ran {
  const { write } = process.stdout
  let stdout = ''
  let stderr = ''
  process.stdout.write = ((piece: string) => ((stdout += piece), true)) as typeof write
  try {
    Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 100)
    runText(text, shown, moduleOf('__main__', shown))
  } catch (error) {
    if (!isSystemExit(error)) stderr = `${exceptionText(error)}\n`
  } finally {
    process.stdout.write = write
  }
  return { stdout, stderr }
}
