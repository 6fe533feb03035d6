// The prompt in a terminal: reads an entry, has the session evaluate it, says what came of it. Keys are the editor's
// business, and meaning the session's.
import chalk from 'chalk'
import torch from '../index.js'
import { packageVersion } from '../package-root.js'
import { errorText } from './cards/error.js'
import { currentLook } from './cards/look.js'
import { commandNames } from './commands/all.js'
import { Conversation } from './commands/conversation.js'
import type { Assistant, AssistantOptions } from './editor/assistant.js'
import { History } from './editor/history-file.js'
import { PlainLines } from './editor/plain-lines.js'
import { changeSettings, loadSettings, saveSettings } from './editor/settings.js'
import { colourLevel, makeStyles } from './editor/styles.js'
import { Editor } from './editor/terminal.js'
import { abridged, show, showError } from './show.js'
import { textWidth, wrap } from './wrap.js'

const prompt = '>>> '
const continuation = '... '
const advice = 'help() tells more, Ctrl-D leaves.'
const leave = /^\s*(exit|quit|\.exit)(\(\))?;?\s*$/
/** A word of the prompt's own, in a line by itself; `.5` and `.map(…)` are none. */
const command = /^\s*(\.[a-z]\w*)((?:[ \t]+\S+)*)\s*$/

/** Opens the prompt; resolves when the person leaves it. */
export async function runPrompt(): Promise<void> {
  const { stdin: input, stdout: output, stderr } = process
  chalk.level = colourLevel(chalk.level)
  const colors = chalk.level > 0
  const session = new Conversation({ breakOnSigint: true, colors })
  const history = new History()
  let settings = loadSettings()

  const say = (text: string): void => {
    if (text !== '') output.write(`${text}\n`)
  }

  /** What the prompt does by itself; every other word is the session's. */
  const commands: Record<string, (words: string[]) => void> = {
    '.set': (words) => {
      const changed = changeSettings(settings, words, textWidth())
      say(changed.text)
      if (changed.settings === settings) return
      settings = changed.settings
      try {
        saveSettings(settings)
      } catch (error) {
        say(`It is not remembered: ${(error as Error).message}`)
      }
    },
  }
  const commandIn = (text: string): (() => void) | undefined => {
    const [, name, rest] = command.exec(text) ?? []
    const perform = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name]
    return perform && (() => perform(rest.split(/[ \t]+/).filter(Boolean)))
  }

  const options = {
    input,
    output,
    prompt,
    continuation,
    dropped: chalk.red('KeyboardInterrupt'),
    isComplete: async (text: string) =>
      leave.test(text) || commandIn(text) !== undefined || (await session.isComplete(text).catch(() => true)),
  }
  const assistantOptions: AssistantOptions = {
    scope: { names: () => session.declaredNames(), value: (name) => session.declaredValue(name) },
    commands: commandNames(),
  }
  const loadAssistant = async (): Promise<Assistant> => {
    const { Assistant } = await import('./editor/assistant.js')
    const assistant = new Assistant(assistantOptions)
    // The first look walks through the whole namespace.
    assistant.hints('torch.sum(', 'torch.sum('.length)
    return assistant
  }
  const isDumb = process.env.TERM === 'dumb'
  const lines = isDumb
    ? new PlainLines(options)
    : new Editor({
        ...options,
        others: stderr.isTTY ? [stderr] : [],
        styles: makeStyles(chalk.level),
        history,
        settings: () => settings,
        loadAssistant,
      })

  /** Evaluates with the terminal in its normal mode, where Ctrl-C is a signal. */
  async function evaluate(source: string): Promise<void> {
    // With its input paused Node would leave while a promise is awaited that nothing else works on.
    const stayAlive = setInterval(() => {}, 2 ** 30)
    const modes = torch.set_grad_enabled(torch.is_grad_enabled())
    const outcome = await session
      .evaluate(source)
      .catch((error: unknown) => ({ kind: 'error' as const, error }))
    clearInterval(stayAlive)
    // V8 stops a loop without running its `finally`: a `no_grad` around it is ended here.
    if (outcome.kind === 'interrupted') modes[Symbol.dispose]()
    if (outcome.kind === 'incomplete') return
    if (outcome.kind === 'interrupted') say(`\n${chalk.red('KeyboardInterrupt')}`)
    else if (outcome.kind === 'error') say(errorText(outcome, source, currentLook(chalk.level > 0)))
    else sayValue(outcome.value)
  }

  /** A value's own text is a person's code too: a `toString` or `extra_repr` that throws. */
  function sayValue(value: unknown): void {
    try {
      say(abridged(show(value, { colors })))
    } catch (error) {
      say(chalk.red(showError(error)))
    }
  }

  /** What goes wrong outside of an evaluation, in a timer or a promise nobody awaits, is told and survived. */
  const survive = (error: unknown): void => say(`${chalk.red(showError(error))}`)
  const interrupt = (): void => session.interrupt()
  process.on('SIGINT', interrupt)
  process.on('uncaughtException', survive)
  process.on('unhandledRejection', survive)

  if (settings.greeting)
    say(wrap(`dltorch ${packageVersion()} on Node ${process.versions.node}. ${advice}`, textWidth()))
  for (let text: string | null; (text = await lines.read()) !== null && !leave.test(text);) {
    history.add(text, settings.history)
    const complaint = settings.hints ? history.takeComplaint() : undefined
    if (complaint) say(chalk.dim(complaint))
    const perform = commandIn(text)
    if (perform) perform()
    else await evaluate(text)
  }

  lines.close()
  process.off('SIGINT', interrupt)
  process.off('uncaughtException', survive)
  process.off('unhandledRejection', survive)
  // Timers that the session left running end with it.
  process.exit()
}
