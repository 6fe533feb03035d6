// A conversation at the prompt as text, typed again.
import { Session } from '../../src/repl/session.js'
import { show, showError } from '../../src/repl/show.js'

/** Inputs after their prompts, and what follows them as it would be shown. */
export async function transcript(text: string): Promise<string> {
  const session = new Session()
  // What both languages take is asked here as the dialect has it, whatever was spoken before.
  session.first = 'ts'
  const lines: string[] = []
  for (const [, input] of text.matchAll(/^>>> (.*(?:\n\.\.\. .*)*)/gm)) {
    lines.push(`>>> ${input}`)
    const outcome = await session.evaluate(input.replaceAll('\n... ', '\n'))
    if (outcome.kind === 'value') lines.push(...show(outcome.value).split('\n').filter(Boolean))
    else if (outcome.kind === 'error') lines.push(...showError(outcome.error).split('\n'))
    else lines.push(outcome.kind)
  }
  return lines.join('\n')
}
