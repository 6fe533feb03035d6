// Runs a cell of a chapter in a session, and tells what the prompt prints of it.
import torch from '../torch.js'
import { meanwhile } from '../base/meanwhile.js'
import { withoutWarnings } from '../base/warnings.js'
import { captured } from '../repl/captured.js'
import { errorText } from '../repl/cards/error.js'
import type { Look } from '../terminal/look.js'
import type { Conversation } from '../repl/commands/conversation.js'
import type { Outcome } from '../repl/session.js'
import { abridged, show, showError } from '../repl/show.js'
import type { Code } from './answer.js'
import { cellsIn, type Chapter, flowOf } from './chapter.js'

/** What stored outputs are made for. */
export const storedLook: Look = { width: 80, colors: false, unicode: true }

/** The text that the prompt says of an outcome; '' where it says nothing. */
function outcomeText(outcome: Outcome, source: string, look: Look): string {
  switch (outcome.kind) {
    case 'value':
      try {
        return abridged(outcome.text?.() ?? show(outcome.value, { colors: look.colors }))
      } catch (error) {
        return showError(error)
      }
    case 'error':
      // Lines are broken where they are read.
      return errorText(outcome, source, look === storedLook ? { ...look, width: Infinity } : look)
    case 'interrupted':
      return 'KeyboardInterrupt'
    case 'incomplete':
      return showError(new SyntaxError('Unexpected end of input'))
  }
}

export interface Ran {
  readonly outcome: Outcome
  /** All that the prompt would show. */
  readonly text: string
}

/**
 * Runs one entry in its language, whichever that of the session is, without showing anything. Warnings are left to the
 * terminal: they are said once, whatever runs first.
 */
export async function runQuietly(
  session: Conversation,
  { code, language }: Code,
  look: Look = storedLook,
): Promise<Ran> {
  const withoutPages = (): (() => void) => {
    session.turnsPages = false
    return () => (session.turnsPages = true)
  }
  const { result, written } = await meanwhile(withoutPages, () =>
    captured(() => withoutWarnings(() => session.evaluate(code, { language }))),
  )
  return { outcome: result, text: `${written}${outcomeText(result, code, look)}`.replace(/\n$/, '') }
}

/** The modes that code may have changed, and the seed every chapter begins with. */
function restoreModes(): void {
  torch.set_grad_enabled(true)
  torch.set_default_dtype(torch.float32)
  torch.set_printoptions({ profile: 'default' })
  torch.manual_seed(0)
}

/** As at a start: no variables, no record. */
export async function startAfresh(session: Conversation): Promise<void> {
  await session.evaluate('.reset')
  restoreModes()
}

/**
 * Runs what a chapter runs before step number `index`, counted from 0; variables of other names stay. Whether all of it ran:
 * who interrupts one cell gets none of those after it.
 */
export async function replay(session: Conversation, chapter: Chapter, index: number): Promise<boolean> {
  restoreModes()
  const cells = chapter.steps.slice(0, index).flatMap((step) => flowOf(step))
  for (const cell of [...cellsIn(chapter.opening), ...cells])
    if ((await runQuietly(session, cell)).outcome.kind === 'interrupted') return false
  return true
}
