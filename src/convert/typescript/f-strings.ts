// Texts with values in them: templates where nothing is formatted, else f-strings of the dialect.
import type { Expr } from '../../python/tree.js'
import { flat } from '../page.js'
import { kept, shownValue, textLiteral } from './values.js'
import { atom, type Code, type Writer } from './writer.js'

/** An f-string, which the dialect has as Python does; a template where its quotes cannot be told apart. */
export function fString(w: Writer, node: Expr<'JoinedStr'>): Code {
  const asTemplate = (): Code => {
    const parts = node.values.map((part) => {
      if (part.nodeType !== 'FormattedValue') return templateText(String((part as Expr<'Constant'>).value))
      const value = converted(w, part)
      const spec = part.format_spec ? w.item(part.format_spec) : "''"
      return `\${${flat(w.py('format', value, spec).text)}}`
    })
    return atom(`\`${parts.join('')}\``)
  }
  const fields = node.values.flatMap((part) =>
    part.nodeType === 'FormattedValue' ? [flat(field(w, part))] : [],
  )
  const said = fields.join('')
  const texts = node.values.flatMap((part) =>
    part.nodeType === 'FormattedValue' ? [] : [String((part as Expr<'Constant'>).value)],
  )
  if (/[`\\]/.test(said) || (said.includes("'") && said.includes('"'))) return asTemplate()
  const quote = said.includes("'") ? '"' : texts.join('').includes("'") && !said.includes('"') ? '"' : "'"
  let i = 0
  const parts = node.values.map((part) => {
    if (part.nodeType === 'FormattedValue') return fields[i++]
    const text = textLiteral(String((part as Expr<'Constant'>).value))
      .slice(1, -1)
      .replace(/\\(['"])/g, '$1')
    return text.replaceAll(quote, `\\${quote}`).replace(/[{}]/g, '$&$&')
  })
  return atom(`f${quote}${parts.join('')}${quote}`)
}

const templateText = (text: string): string => text.replace(/[\\`]|\$\{/g, '\\$&').replaceAll('\n', '\\n')

const conversions: Readonly<Record<number, string>> = { 115: 'str', 114: 'repr', 97: 'ascii' }

const converted = (w: Writer, node: Expr<'FormattedValue'>): string => {
  const name = conversions[node.conversion]
  return name ? w.py(name, w.item(node.value)).text : kept(w, node.value)
}

function field(w: Writer, node: Expr<'FormattedValue'>): string {
  const value = shownValue(w, node.value)
  const text = /^\{/.test(value) ? ` ${value}` : value
  const conversion = conversions[node.conversion] ? `!${String.fromCharCode(node.conversion)}` : ''
  const spec = node.format_spec
    ? `:${(node.format_spec as Expr<'JoinedStr'>).values.map((part) => (part.nodeType === 'FormattedValue' ? field(w, part) : String((part as Expr<'Constant'>).value))).join('')}`
    : ''
  return `{${/^(\(|[\w.]+ =>)/.test(text) && text.includes('=>') ? `(${text})` : text}${conversion}${spec}}`
}
