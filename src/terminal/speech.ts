// The language that the program speaks to a person in, English or Chinese; what code is written in is another matter. Texts
// are written in English where they are said, and `said` has them in the language that is spoken.
import { chinese, chineseDocs } from './phrases.js'

export const tongues = ['en', 'zh'] as const
export type Tongue = (typeof tongues)[number]
export const isTongue = (text: unknown): text is Tongue => text === 'en' || text === 'zh'

/** What the environment asks for. */
export const localTongue = ({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv = process.env): Tongue =>
  (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en'

let spoken: Tongue | undefined

export const tongue = (): Tongue => (spoken ??= localTongue())
/** Speaks a language from now on; without one, that of the environment. */
export const speak = (wanted: Tongue | undefined): void => void (spoken = wanted)

type Pattern = readonly [pattern: RegExp, text: string]

/**
 * `There is no {}` as a pattern: what stands for the braces is kept, and said too where it is a phrase. It is of one line: a
 * card or a table that happens to begin and end as a sentence does is none.
 */
const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '([^\\n]*?)')}$`)

let templates: readonly Pattern[] | undefined
let reasons: readonly Pattern[] | undefined
const compiled = (texts: Readonly<Record<string, string>>): readonly Pattern[] =>
  Object.entries(texts)
    .filter(([template]) => template.includes('{}'))
    .map(([template, text]) => [patternOf(template), text])

/** Whether a text has English words, beside code and names: three of them one behind the other. */
const hasWords = (text: string): boolean =>
  /(?<![\w.'"])[a-z]{2,}(?: [a-z]+){2,}(?![\w(])/i.test(
    text.replace(/"[^"]*"|'[^']*'|dltorch( [a-z]+)+/g, '_'),
  )

/**
 * What a pattern makes of a text. Of what stands for the braces each part is said too; where one of them has words that are
 * not in the catalogue the pattern says nothing, as half a sentence in each language helps nobody. `{=}` is a name, which
 * stays, as a single word does: a file may be called `no`. `{~}` is said even so.
 */
function filled([pattern, text]: Pattern, given: string): string | undefined {
  const match = pattern.exec(given)
  if (match === null) return undefined
  let at = 1
  let isHalf = false
  const result = text.replace(/\{([\d=~]?)\}/g, (_, which: string) => {
    if (which === '=') return match[at++]
    const given = match[/\d/.test(which) ? Number(which) : at++]
    const part = which !== '~' && /^[\w.-]+$/.test(given) ? given : said(given)
    isHalf ||= hasWords(part)
    return part
  })
  return isHalf ? undefined : result
}

function firstOf(patterns: readonly Pattern[], given: string): string | undefined {
  for (const pattern of patterns) {
    const text = filled(pattern, given)
    if (text !== undefined) return text
  }
  return undefined
}

/** A text in the language that is spoken; one that is not in the catalogue as it is. */
export function said(text: string): string {
  if (tongue() === 'en' || !/[a-z]{2}/i.test(text)) return text
  const { phrases } = chinese()
  if (phrases[text] !== undefined) return phrases[text]
  // A pattern takes no part of a line for a whole that is known.
  const inner = text.trimStart()
  const own = phrases[inner] === undefined ? firstOf((templates ??= compiled(phrases)), text) : undefined
  if (own !== undefined) return own
  if (text.includes('\n')) return text.split('\n').map(said).join('\n')
  const indent = /^ */.exec(text)![0]
  return indent === '' ? docSaid(text) : indent + said(text.slice(indent.length))
}

let docTemplates: readonly Pattern[] | undefined
/** A sentence of an op's documentation. */
function docSaid(text: string): string {
  if (!/[.…]$|^[A-Z]\w+ \w+Error |^\w+: /.test(text)) return text
  const { sentences, classes, families } = chineseDocs()
  for (const known of [sentences, classes]) if (Object.hasOwn(known, text)) return known[text]
  return firstOf((docTemplates ??= compiled(families)), text) ?? text
}

/** In Chinese, what an error means whose words are PyTorch's or Python's, which stay; '' in English. */
export function meaningOf(name: string, message: string): string {
  if (tongue() === 'en') return ''
  const { errors, classes } = chinese()
  const ofMessage = (text: string): string | undefined => {
    const told = firstOf((reasons ??= compiled(errors)), text) ?? errors[text]
    if (told !== undefined) return told
    // What Python proposes stands behind the message, whatever that is.
    const [, failed, meant] = /^(.+)\. Did you mean: '(.+)'\?$/.exec(text) ?? []
    const reason = failed === undefined ? undefined : ofMessage(failed)
    return reason === undefined ? undefined : reason + said(`Did you mean ${meant}?`)
  }
  // What follows the first line goes into details.
  return ofMessage(message) ?? ofMessage(message.split('\n', 1)[0]) ?? classes[name] ?? classes.Error
}
