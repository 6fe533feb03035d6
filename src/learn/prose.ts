// Words in two languages: English blocks with their Chinese in a quote below, titles with both in a line; or in one. Says
// where one of them is missing, or is not in its language.
import type { CodeLanguage, Language, Prose, ProseWords, Words } from './chapter.js'
import { type Block, type Inline, plainText } from './markdown.js'

/** Takes what is wrong and the line where. */
export type Complain = (line: number, reason: string) => void

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

const han = /\p{Script=Han}/gu
const latinWord = /[A-Za-z]+(?:['’-][A-Za-z]+)*/g
/** A sign of emphasis that Markdown took for a plain character. */
const strayEmphasis = /\*\*|(?<!\s)\*(?=\p{Script=Han})|(?<=\p{Script=Han})\*(?!\s)/u

/** Punctuation of a Latin text beside a Chinese character. */
const halfWidth = /\p{Script=Han}([,;:?!])|([,;:?!])\p{Script=Han}/u

const isEnglish = (text: string): boolean => count(text, han) === 0
/** Names of things keep their Latin letters, and the sentence around them is Chinese. */
const isChinese = (text: string): boolean =>
  count(text, latinWord) === 0
    ? count(text, han) > 0 || !/\p{L}/u.test(text)
    : count(text, han) >= count(text, latinWord)

/** `Joining with cat · 用 cat 拼接`, or one half of it in a chapter of one language. */
export function readTitle(
  text: string,
  line: number,
  complain: Complain,
  only?: Language,
  what = 'title',
): Words {
  if (only) {
    if (text.includes(' · '))
      complain(line, `the field language says that the chapter is in one language, and this ${what} has two`)
    return { en: text, zh: text }
  }
  const [en, zh, ...more] = text.split(' · ').map((part) => part.trim())
  if (!en || !zh || more.length > 0) {
    complain(line, `the ${what} must be in both languages: English · 中文`)
    return { en: en || text, zh: zh || en || text }
  }
  const [plainEn, plainZh] = [en, zh].map((part) => part.replace(/`[^`]*`/g, ' '))
  if (!isEnglish(plainEn)) complain(line, `Chinese characters in the English ${what}`)
  if (count(plainZh, han) === 0 && count(plainZh, latinWord) > 0)
    complain(line, `the Chinese ${what} has no Chinese characters`)
  return { en, zh }
}

function checkInlines(inlines: readonly Inline[], line: number, complain: Complain): void {
  for (const inline of inlines) {
    if (inline.kind === 'other') complain(line, `${inline.what} does not show in a terminal`)
    else if (inline.kind === 'text') {
      if (strayEmphasis.test(inline.text))
        complain(line, 'a * that is not taken as emphasis: no blank inside it, and punctuation outside')
    } else if (inline.kind !== 'code') checkInlines(inline.inlines, line, complain)
  }
}

/** U+FF01 to U+FF5E are the characters of ASCII in full width. */
const fullWidth = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)

/** `python: ` in front of a paragraph that is true only where code is shown in Python. */
const mark = /^(ts|python):\s+/

function withoutMark(inlines: readonly Inline[]): { inlines: readonly Inline[]; code?: CodeLanguage } {
  const [first, ...rest] = inlines
  const [all, code] = (first?.kind === 'text' && mark.exec(first.text)) || []
  if (all === undefined || first.kind !== 'text') return { inlines }
  const left = first.text.slice(all.length)
  const kept: Inline[] = left === '' ? rest : [{ kind: 'text', text: left }, ...rest]
  return { inlines: kept, code: code as CodeLanguage }
}

/** One paragraph or list without its translation. */
function toProse(
  block: Block,
  isRight: (text: string) => boolean,
  language: string,
  complain: Complain,
): Prose | null {
  if (block.kind === 'paragraph') {
    checkInlines(block.inlines, block.line, complain)
    const { inlines, code } = withoutMark(block.inlines)
    const text = plainText(inlines, false)
    const [, behind, before] = (language === 'Chinese' && halfWidth.exec(text)) || []
    if (behind ?? before)
      complain(
        block.line,
        `Chinese punctuation is of full width: ${fullWidth(behind ?? before)}, not ${behind ?? before}`,
      )
    if (!isRight(text))
      complain(
        block.line,
        language === 'English'
          ? 'Chinese characters in an English paragraph; its translation stands below it, behind >'
          : 'this should be Chinese',
      )
    return { kind: 'paragraph', inlines, ...(code ? { code } : {}) }
  }
  if (block.kind === 'list') {
    const items = block.items.map(({ blocks }) =>
      blocks.flatMap((inner) => toProse(inner, isRight, language, complain) ?? []),
    )
    return { kind: 'list', isOrdered: block.isOrdered, items }
  }
  complain(block.line, `${nameOf(block)} cannot stand in running text`)
  return null
}

export function nameOf(block: Block): string {
  switch (block.kind) {
    case 'quote':
      return 'a quote (behind >)'
    case 'code':
      return 'a block of code'
    case 'heading':
      return 'a title'
    case 'other':
      return block.what
    default:
      return `a ${block.kind}`
  }
}

/** The same blocks in the same order? Lists have as many items. */
function sameForm(a: readonly Prose[], b: readonly Prose[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i]
      if (one.code !== other.code) return false
      if (one.kind === 'paragraph' || other.kind === 'paragraph') return one.kind === other.kind
      return (
        one.items.length === other.items.length &&
        one.items.every((item, j) => sameForm(item, other.items[j]))
      )
    })
  )
}

const describe = (prose: readonly Prose[]): string => {
  const names = prose.map((one) => {
    const what = one.kind === 'list' ? `a list of ${one.items.length}` : 'a paragraph'
    return one.code === undefined ? what : `${what} for ${one.code}`
  })
  return names.length === 0 ? 'nothing' : names.join(', ')
}

/** Whether a block is running text or its translation. */
export const isProse = ({ kind }: Block): boolean =>
  kind === 'paragraph' || kind === 'list' || kind === 'quote'

/** Text in both languages: English blocks, and behind them their Chinese in one quote. */
export function readProse(
  english: readonly Block[],
  quote: Block | undefined,
  complain: Complain,
): ProseWords {
  const en = english.flatMap((block) => toProse(block, isEnglish, 'English', complain) ?? [])
  if (quote?.kind !== 'quote') {
    complain(
      english.at(-1)!.lastLine,
      'the Chinese is missing: it stands below the English, each line behind >',
    )
    return { en, zh: en }
  }
  const zh = quote.blocks.flatMap((block) => toProse(block, isChinese, 'Chinese', complain) ?? [])
  if (en.length === 0) complain(quote.line, 'the English is missing: it stands above the Chinese')
  else if (!sameForm(en, zh))
    complain(quote.line, `the Chinese has ${describe(zh)} where the English has ${describe(en)}`)
  return { en, zh }
}

const named: Readonly<Record<Language, string>> = { en: 'English', zh: 'Chinese' }

/** Text in one language. */
export function readProseIn(only: Language, blocks: readonly Block[], complain: Complain): ProseWords {
  const prose = blocks.flatMap((block) => {
    if (block.kind !== 'quote') return toProse(block, () => true, named[only], complain) ?? []
    complain(block.line, 'a translation (behind >), and the field language says that there is none')
    return []
  })
  return { en: prose, zh: prose }
}

/** Splits running text into pieces of both languages. */
export function readProseRun(blocks: readonly Block[], complain: Complain, only?: Language): ProseWords[] {
  if (only) return [readProseIn(only, blocks, complain)]
  const found: ProseWords[] = []
  let english: Block[] = []
  for (const block of blocks) {
    if (block.kind === 'quote') {
      found.push(readProse(english, block, complain))
      english = []
    } else english.push(block)
  }
  if (english.length > 0) found.push(readProse(english, undefined, complain))
  return found
}

/** The lines of quotes that do not begin with > belong to them by accident. */
export function checkQuotes(blocks: readonly Block[], lines: readonly string[], complain: Complain): void {
  for (const block of blocks) {
    if (block.kind === 'list') for (const item of block.items) checkQuotes(item.blocks, lines, complain)
    if (block.kind !== 'quote') continue
    for (let line = block.line; line <= block.lastLine; line++) {
      if (!/^\s*>/.test(lines[line - 1]))
        complain(line, 'this line goes on with the quote above it: leave an empty line between')
    }
  }
}
