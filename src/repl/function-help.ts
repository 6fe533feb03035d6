// What is said of a function that is neither PyTorch's nor built into Python: how it is called, and its docstring. What runs
// is no answer to a question: it is rewritten, or made small.
import { careful } from '../base/careful.js'
import { docOf } from '../engine/python-call.js'
import { visible } from '../base/visible.js'
import { said } from '../terminal/speech.js'
import { signaturesOf } from './editor/signatures.js'
import { helpOn } from './help.js'

/** What it was defined with as documentation. */
function docstring(value: Function): string {
  const doc = docOf(value)
  if (doc === undefined) return ''
  const [first, ...rest] = doc.trim().split('\n')
  const indent = Math.min(...rest.filter((line) => line.trim()).map((line) => /^\s*/.exec(line)![0].length))
  return [first, ...rest.map((line) => line.slice(indent))].join('\n')
}

/** `np.zeros(shape, dtype=None)`, and the docstring where there is one. */
export function functionText(name: string, value: Function): string {
  const own = name || value.name || 'function'
  const [known] = careful(
    () =>
      signaturesOf({ path: own, isMethod: false, thing: { value } } as Parameters<typeof signaturesOf>[0]),
    [],
  )
  const head = known?.text ?? `${own}(…)`
  const doc = docstring(value)
  return visible(doc === '' ? head : `${head}\n\n${doc.replace(/^(?=.)/gm, '  ')}`)
}

/** The help on a value; a function that nothing else is known of is told by its parameters. */
export function helpOnAny(value: unknown): string {
  const text = helpOn(value)
  return typeof value === 'function' && text.startsWith('There is no help')
    ? functionText('', value)
    : said(text)
}
