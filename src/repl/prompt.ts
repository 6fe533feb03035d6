// The prompt in a terminal: a readline loop around a session. Reads keys and writes lines, and leaves meaning to the session.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import chalk from 'chalk'
import torch from '../index.js'
import { packageVersion } from '../package-root.js'
import { errorText } from './cards/error.js'
import { currentLook } from './cards/look.js'
import { Conversation } from './commands/conversation.js'
import { show, showError } from './show.js'

const prompt = '>>> '
const continuation = '... '
const historySize = 1000
const leave = /^\s*(exit|quit|\.exit)(\(\))?;?\s*$/

/** The lines typed in earlier sessions, kept where the XDG specification wants such a file. */
class History {
  readonly #path = join(
    process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'),
    'dltorch',
    'history',
  )

  /** Oldest first. A history that cannot be read is an empty one. */
  load(): string[] {
    try {
      const lines = readFileSync(this.#path, 'utf8').split('\n').filter(Boolean)
      if (lines.length > 2 * historySize)
        writeFileSync(this.#path, `${lines.slice(-historySize).join('\n')}\n`)
      return lines.slice(-historySize)
    } catch {
      return []
    }
  }

  add(line: string): void {
    if (line.trim() === '') return
    try {
      mkdirSync(dirname(this.#path), { recursive: true })
      appendFileSync(this.#path, `${line}\n`, { mode: 0o600 })
    } catch {
      // A read-only home is no reason to stop.
    }
  }
}

/** Opens the prompt; resolves when the person leaves it. */
export function runPrompt(): Promise<void> {
  const session = new Conversation({ breakOnSigint: true, colors: chalk.level > 0 })
  const history = new History()
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    history: history.load().reverse(),
    historySize,
    removeHistoryDuplicates: true,
  })
  const colors = chalk.level > 0
  const queue: string[] = []
  let input = ''
  let isBusy = false
  let isClosed = false

  const say = (text: string): void => {
    if (text !== '') process.stdout.write(`${text}\n`)
  }
  const ask = (): void => {
    lines.setPrompt(input === '' ? prompt : continuation)
    lines.prompt()
  }

  /** Evaluates with the terminal in its normal mode, where Ctrl-C is a signal. */
  async function evaluate(source: string): Promise<void> {
    lines.pause()
    process.stdin.setRawMode?.(false)
    // With its input paused Node would leave while a promise is awaited that nothing else works on.
    const stayAlive = setInterval(() => {}, 2 ** 30)
    const modes = torch.set_grad_enabled(torch.is_grad_enabled())
    const outcome = await session
      .evaluate(source)
      .catch((error: unknown) => ({ kind: 'error' as const, error }))
    clearInterval(stayAlive)
    // V8 stops a loop without running its `finally`: a `no_grad` around it is ended here.
    if (outcome.kind === 'interrupted') modes[Symbol.dispose]()
    process.stdin.setRawMode?.(true)
    lines.resume()
    if (outcome.kind === 'incomplete') return
    input = ''
    if (outcome.kind === 'interrupted') say(`\n${chalk.red('KeyboardInterrupt')}`)
    else if (outcome.kind === 'error') say(errorText(outcome, source, currentLook(chalk.level > 0)))
    else sayValue(outcome.value)
  }

  /** A value's own text is a person's code too: a `toString` or `extra_repr` that throws. */
  function sayValue(value: unknown): void {
    try {
      say(show(value, { colors }))
    } catch (error) {
      say(chalk.red(showError(error)))
    }
  }

  async function work(): Promise<void> {
    if (isBusy) return
    isBusy = true
    let line: string | undefined
    while (!isClosed && (line = queue.shift()) !== undefined) {
      history.add(line)
      if (input === '' && leave.test(line)) {
        lines.close()
        break
      }
      input = input === '' ? line : `${input}\n${line}`
      if (input.trim() === '') input = ''
      else await evaluate(input)
    }
    isBusy = false
    if (!isClosed) ask()
  }

  /** What goes wrong outside of an evaluation, in a timer or a promise nobody awaits, is told and survived. */
  const survive = (error: unknown): void => {
    say(`\n${chalk.red(showError(error))}`)
    if (!isBusy && !isClosed) ask()
  }

  return new Promise((resolve) => {
    const interrupt = (): void => session.interrupt()
    process.on('SIGINT', interrupt)
    process.on('uncaughtException', survive)
    process.on('unhandledRejection', survive)
    lines.on('line', (line) => {
      queue.push(line)
      void work()
    })
    lines.on('SIGINT', () => {
      // A line begun is dropped, as in Python; an empty one only gets a new prompt.
      input = ''
      lines.write(null, { ctrl: true, name: 'e' })
      lines.write(null, { ctrl: true, name: 'u' })
      say('\nKeyboardInterrupt')
      ask()
    })
    lines.on('close', () => {
      isClosed = true
      if (!isBusy) process.stdout.write('\n')
      process.off('SIGINT', interrupt)
      process.off('uncaughtException', survive)
      process.off('unhandledRejection', survive)
      resolve()
      // Timers that the session left running end with it.
      process.exit()
    })
    say(`dltorch ${packageVersion()} on Node ${process.versions.node}. help() tells more, Ctrl-D leaves.`)
    ask()
  })
}
