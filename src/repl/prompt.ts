// The prompt in a terminal: reads an entry, has the session evaluate it, says what came of it. Keys are the editor's
// business, and meaning the session's.
import chalk from 'chalk'
import torch from '../torch.js'
import { takeFull } from '../base/keyboard.js'
import { endMeanwhile } from '../base/meanwhile.js'
import { packageVersion } from '../base/package-root.js'
import { visibleName } from '../base/visible.js'
import { loaded } from '../base/whole.js'
import { stackOf } from '../base/careful.js'
import { tracebackHead } from '../dialect/frames.js'
import { fileErrorText } from '../io/file-error.js'
import { errorText } from './cards/error.js'
import { currentLook, type Look } from '../terminal/look.js'
import { commandNames, takenBy } from './commands/all.js'
import { Conversation } from './commands/conversation.js'
import { withCommandMeant } from './commands/meant.js'
import type { Assistant, AssistantOptions } from './editor/assistant.js'
import { History } from './editor/history-file.js'
import { PlainLines } from './editor/plain-lines.js'
import { changeSettings, loadSettings, saveSetting, settingsPath, type Setting } from './editor/settings.js'
import { colourLevel, makeStyles } from '../terminal/styles.js'
import { Editor } from './editor/terminal.js'
import { Answer } from './answer.js'
import { beginAnew, giveUpSession } from './begin-anew.js'
import { keepStreams, putBuiltInsBack } from './built-ins.js'
import { type Entry, readEntry } from './entry.js'
import { Interrupts } from './interrupts.js'
import type { Language } from './languages.js'
import type { Outcome } from './session.js'
import { kindOfGlobal } from '../dialect/index.js'
import { knowNames } from './editor/tokens.js'
import { abridged, show, showError } from './show.js'
import { said, speak } from '../terminal/speech.js'
import { terminalPath, WaitingKeys } from '../terminal/waiting-keys.js'
import { textWidth, wrap } from '../terminal/wrap.js'

const prompt = '>>> '
const continuation = '... '
const advice = 'help() tells more, Ctrl-D leaves.'
/** Milliseconds after Ctrl-C until a conversation that did not go on is taken for forgotten. */
const forgottenAfter = { stopped: 50, told: 2000 }

/** What a place that opens the prompt has to show it. */
export interface Stage {
  readonly session: Conversation
  look(): Look
  /** How many lines the terminal shows; Infinity where it shows all that was written. */
  height(): number
  say(text: string): void
  /** Puts an entry where the arrow up finds it. */
  offer(entry: string): void
}

/** What is played at the prompt, such as a lesson: words of its own, and something to say to every entry. */
export interface PromptExtension {
  /** Its words with a dot in front, for completion. */
  readonly words: readonly string[]
  /** Before the first entry, instead of the greeting. */
  begin(stage: Stage): Promise<void>
  /** What to do with an entry that is no code; undefined where it is code. */
  take(entry: Entry): (() => Promise<void>) | undefined
  /** After an entry was evaluated and what came of it said. */
  after(entry: Entry, outcome: Outcome): Promise<void>
  /** An empty line. */
  empty(): Promise<void>
  /** Ctrl-C while one of its own promises is awaited. */
  interrupt(): void
  end(): void
}

/** Opens the prompt, with an extension or by itself; resolves when the person leaves it. */
export async function runPrompt(extension?: PromptExtension, language: Language = 'auto'): Promise<void> {
  const { stdin: input, stdout: output, stderr } = process
  chalk.level = colourLevel(chalk.level)
  const colors = chalk.level > 0
  const isDumb = process.env.TERM === 'dumb'
  const session: Conversation = new Conversation({
    colors,
    language,
    // What is played says of its own code what comes last, and takes entries alike.
    echoes: extension === undefined,
    turnPages: isDumb ? undefined : (pages) => (lines as Editor).turnPages(pages),
    changeSettings: (words) => setSetting(words),
    beginAnew: () => {
      say(said('A fresh session. Variables are gone, the history of entries is kept.'))
      endConversation()
      beginAnew(interrupts)
      return new Promise(() => {})
    },
  })
  const history = new History()
  let settingsFailure = ''
  let settings = loadSettings(undefined, (reason) => (settingsFailure = reason))
  if (settings.lang) speak(settings.lang)

  const say = (text: string): void => {
    if (text !== '') output.write(`${text}\n`)
  }

  /** `.set`: what it says of its words. */
  function setSetting(words: readonly string[]): string {
    const changed = changeSettings(settings, words, textWidth())
    if (changed.settings === settings) return changed.text
    settings = changed.settings
    try {
      saveSetting(settings, words[0] as Setting | 'lang')
      return changed.text
    } catch (error) {
      const reason = `It is not remembered: ${visibleName(settingsPath())} cannot be written, ${fileErrorText(error)}.`
      return `${changed.text}\n${wrap(reason, textWidth())}`
    }
  }

  /** What a timer broke since the last entry is put back before the next one is read. */
  function mend(): void {
    const notice = putBuiltInsBack()
    if (notice !== '') say(chalk.yellow(wrap(said(notice), textWidth())))
  }

  /** What was read last: whether it is complete is asked before it is evaluated. */
  let last = readEntry('')
  const entryOf = (text: string): Entry => (last.source === text ? last : (last = readEntry(text)))

  // A terminal that draws nothing makes lines of the keys all the time, and Ctrl-C is a signal.
  const terminal = isDumb ? null : terminalPath
  const interrupts = new Interrupts(terminal, () => input.emit('data', Buffer.alloc(0)))
  const waiting = new WaitingKeys(terminal)
  const options = {
    input,
    waitingKeys: () => waiting.read(),
    heldKeys: () => interrupts.heldKeys(),
    output,
    others: stderr.isTTY ? [stderr] : [],
    prompt,
    continuation,
    onRaw: (isRaw: boolean) => void (interrupts.takesKeys = isRaw),
    returnsEmpty: extension !== undefined,
    dropped: chalk.red('KeyboardInterrupt'),
    isComplete: async (text: string) => {
      // While the terminal hands over each key, Ctrl-C is one: from then on it has to be noticed otherwise.
      await interrupts.ready()
      mend()
      const entry = entryOf(text)
      return (
        entry.leaves ||
        extension?.take(entry) !== undefined ||
        (await session.isComplete(entry).catch(() => true))
      )
    },
  }
  knowNames((name) => (session.isDeclared(name) ? 'value' : kindOfGlobal(name)))
  const assistantOptions: AssistantOptions = {
    scope: { names: () => session.declaredNames(), value: (name) => session.declaredValue(name) },
    commands: [...new Set([...(extension?.words ?? []), ...commandNames()])],
    takes: takenBy,
    variables: () => session.variables().map(([name]) => name),
  }
  const loadAssistant = async (): Promise<Assistant> => {
    const { Assistant } = await import('./editor/assistant.js')
    const assistant = new Assistant(assistantOptions)
    // The first look walks through the whole namespace.
    assistant.hints('torch.sum(', 'torch.sum('.length)
    return assistant
  }
  const lines: PlainLines | Editor = isDumb
    ? new PlainLines(options)
    : new Editor({
        ...options,
        styles: makeStyles(chalk.level),
        history,
        settings: () => settings,
        loadAssistant,
      })

  keepStreams(input, output)

  /** What was in force before the evaluation that runs: V8 stops code without running its `finally`. */
  let before: Disposable | undefined

  const fullText = (): string =>
    chalk.red(
      wrap(
        said('MemoryError: the heap is full. Names keep what they hold: let go of it (x = null), or .reset.'),
        textWidth(),
      ),
    )

  /** Says what came of an evaluation that was given up; a `no_grad` around it ends here. */
  function sayInterrupted(): void {
    before?.[Symbol.dispose]()
    say(`\n${takeFull() ? fullText() : chalk.red('KeyboardInterrupt')}`)
  }

  /** Evaluates with the terminal in its normal mode, where Ctrl-C is a signal. */
  async function evaluate(entry: Entry, isOver: () => boolean): Promise<void> {
    await loaded()
    const outcome = await session
      .evaluate(entry)
      .catch((error: unknown): Outcome => ({ kind: 'error', error, line: undefined }))
    if (isOver() || outcome.kind === 'incomplete') return
    if (outcome.kind === 'interrupted') sayInterrupted()
    else if (outcome.kind === 'error')
      say(errorText(withCommandMeant(outcome, entry.source), entry.source, currentLook(chalk.level > 0)))
    else sayValue(outcome)
    if (session.notice !== '') say(chalk.yellow(wrap(said(session.notice), textWidth())))
    before = undefined
    await extension?.after(entry, outcome)
  }

  /** The words of an answer are broken where they may be; a value is written as PyTorch writes it. */
  const shown = (value: unknown): string =>
    value instanceof Answer && !value.isForTerminal
      ? wrap(show(value, { colors }), currentLook(colors).width)
      : show(value, { colors })

  /** A value's own text is a person's code too: a `toString` or `extra_repr` that throws. */
  function sayValue({ value, text }: Extract<Outcome, { kind: 'value' }>): void {
    try {
      const all = text?.() ?? shown(value)
      // A terminal that draws nothing is a log, which scrolls: there is no screen to be spared.
      say(isDumb ? all : abridged(all))
    } catch (error) {
      say(chalk.red(wrap(showError(error), currentLook(colors).width)))
    }
  }

  /** What goes wrong outside of an evaluation, in a timer or a promise nobody awaits, is told and survived. */
  const survive = (error: unknown): void => {
    try {
      mend()
      say(errorText({ error, frames: tracebackHead(stackOf(error)) }, '', currentLook(colors)))
    } catch {
      giveUp()
    }
  }

  let hasGivenUp = false
  /** Where nothing can be said any more: an entry broke what the prompt stands on, and it cannot be put back. */
  function giveUp(): void {
    if (hasGivenUp) return
    hasGivenUp = true
    try {
      endConversation()
    } catch {
      // The terminal's modes are set again by the session that follows.
    }
    giveUpSession(interrupts)
  }
  process.on('uncaughtException', survive)
  process.on('unhandledRejection', survive)

  /** Which conversation is the one that counts: whoever awaits in an earlier one finds it over and does nothing more. */
  let current = 0
  let isReading = false
  let reads = 0

  /** Reads and evaluates entries until the person leaves. */
  async function converse(greet?: () => unknown): Promise<void> {
    const mine = ++current
    const isOver = (): boolean => mine !== current
    await greet?.()
    for (let failures = 0; !isOver();)
      try {
        await converseOnce(isOver)
        failures = 0
      } catch (error) {
        // What fails again and again is broken for good.
        if (++failures > 2) return giveUp()
        survive(error)
      }
  }

  /** One entry. */
  async function converseOnce(isOver: () => boolean): Promise<void> {
    isReading = true
    reads++
    if (isDumb) interrupts.takesKeys = true
    const text = await lines.read()
    if (isOver()) return
    isReading = false
    session.beginWork()
    if (isDumb) interrupts.takesKeys = false
    mend()
    const entry = text === null ? null : entryOf(text)
    if (entry === null || entry.leaves) return leave()
    before = torch.set_grad_enabled(torch.is_grad_enabled())
    if (entry.source.trim() === '') await extension?.empty()
    else {
      history.add(entry.source, settings.history)
      const complaint = settings.hints ? history.takeComplaint() : undefined
      if (complaint) say(chalk.dim(wrap(complaint, textWidth())))
      await (extension?.take(entry)?.() ?? evaluate(entry, isOver))
    }
    await interrupts.settled()
    before = undefined
  }

  interrupts.listen(({ wasStopped, isKey, wasRaised }) => {
    if (wasRaised) return lines.interrupted()
    // It may have ended the code, and the next prompt is there already.
    if (isReading) {
      // What filled the heap was a timer.
      const dropped = takeFull() ? fullText().replaceAll('\n', '\r\n') : undefined
      // Where its reading was ended before it began, nobody waits for an entry.
      if ((wasStopped || (isKey && isDumb)) && !lines.recover(dropped)) void converse()
      return
    }
    lines.interrupted()
    session.interrupt()
    extension?.interrupt()
    // What awaited the end of the code goes on by itself, unless V8 has forgotten it: Note [Ctrl-C].
    const [interrupted, readsBefore] = [current, reads]
    const goOn = (): void => {
      if (interrupted !== current || readsBefore !== reads) return
      endMeanwhile()
      sayInterrupted()
      void converse()
    }
    setTimeout(goOn, wasStopped ? forgottenAfter.stopped : forgottenAfter.told)
  })

  function endConversation(): void {
    current++
    extension?.end()
    lines.close()
  }

  /** Timers that the session left running end with it. */
  function leave(): never {
    endConversation()
    interrupts.close()
    process.exit()
  }

  // With its input paused Node would leave while a promise is awaited that nothing else works on.
  setInterval(() => {}, 2 ** 30)
  const look = (): Look => currentLook(chalk.level > 0)
  // The thread is begun when the first prompt is there: until then nobody presses Ctrl-C.
  setImmediate(() => void interrupts.ready())
  await converse(async () => {
    if (settingsFailure) say(chalk.dim(wrap(settingsFailure, textWidth())))
    if (!extension) {
      if (settings.greeting)
        say(
          wrap(said(`dltorch ${packageVersion()} on Node ${process.versions.node}. ${advice}`), textWidth()),
        )
      return
    }
    await interrupts.ready()
    session.beginWork()
    await extension.begin({
      session,
      look,
      height: () => (isDumb ? Infinity : (output.rows ?? Infinity)),
      say: (text) => void output.write(`${text}\n`),
      offer: (entry) => history.add(entry, false),
    })
  })
}
