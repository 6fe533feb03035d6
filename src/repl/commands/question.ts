// `x?` and `?x`: answers a question by what its subject is.
import { isA } from '../../base/careful.js'
import { visible } from '../../base/visible.js'
import { Tensor } from '../../tensor/tensor.js'
import { whyCard } from '../cards/why.js'
import { helpOn, helpText } from '../help.js'
import { pathOf } from '../../dialect/namespaces.js'
import { functionText } from '../function-help.js'
import { show } from '../show.js'
import { readable, wrap } from '../../terminal/wrap.js'
import { said } from '../../terminal/speech.js'
import type { Context } from './command.js'
import type { Record } from './record.js'
import { tensorNames } from './tensor-names.js'
import { kindOf } from './variables.js'

/** The words for a value that is neither a tensor nor part of the library. A function shows what was typed, not what runs. */
function otherText(name: string, value: unknown, record: Record): string {
  if (typeof value === 'function' && pathOf(value) === undefined) {
    const typed = record.definitionOf(name)?.source.trim()
    if (typed === undefined) return `${said(`${name}, a ${kindOf(value)}:`)}\n\n${functionText(name, value)}`
    return `${said(`${name}, your ${kindOf(value)}:`)}\n\n${visible(typed)}`
  }
  const text = show(value)
  const lines = text.split('\n')
  const shown =
    lines.length > 12 ? [...lines.slice(0, 12), said(`… ${lines.length - 12} more lines`)].join('\n') : text
  return `${name}, ${said(kindOf(value))}\n${shown}`
}

/** The help on a value, or a name, in lines. */
const helpFor = (subject: unknown, { look }: Context): string =>
  wrap(said(helpOn(subject)), Math.min(look.width, readable))

export async function answer(subject: string, context: Context): Promise<string> {
  if (subject === '') return wrap(said(helpText), Math.min(context.look.width, readable))
  let value: unknown
  try {
    value = await context.value(subject)
  } catch (error) {
    // A bare name such as `softmax` may be one of the library's.
    if (error instanceof ReferenceError && /^[\p{L}\p{N}_.]+$/u.test(subject))
      return helpFor(subject, context)
    throw error
  }
  if (value === undefined) {
    return helpOn(subject).startsWith('There is no ') ? `${subject} is undefined.` : helpFor(subject, context)
  }
  if (isA(value, Tensor)) {
    const { look, record } = context
    const names = tensorNames(context.variables())
    return whyCard(value, { name: subject, names, origin: record.originOf(value) }, look)
  }
  const text = helpOn(value)
  return text.startsWith('There is no help') || (typeof value === 'function' && text === helpOn(0))
    ? wrap(otherText(subject, value, context.record), context.look.width)
    : helpFor(value, context)
}
