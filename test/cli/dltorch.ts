// Starts the built program as a person would, and collects what it says.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const bin = fileURLToPath(new URL('../../bin/dltorch.js', import.meta.url))

export interface Result {
  stdout: string
  stderr: string
  code: number | null
}

export interface StartOptions {
  /** What is piped into it; without it stdin is empty. */
  input?: string
  cwd?: string
  env?: Record<string, string>
}

/** The environment of the tests, without what would change colours or language. */
export function plainEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { FORCE_COLOR, NO_COLOR, NODE_OPTIONS, LC_ALL, LC_MESSAGES, ...rest } = process.env
  void [FORCE_COLOR, NO_COLOR, NODE_OPTIONS, LC_ALL, LC_MESSAGES]
  return { ...rest, LANG: 'C.UTF-8', ...extra }
}

/** `dltorch(['eval', '1 + 1'])` */
export function dltorch(args: string[], { input = '', cwd, env }: StartOptions = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd, env: plainEnvironment(env) })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code) => resolve({ stdout, stderr, code }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
