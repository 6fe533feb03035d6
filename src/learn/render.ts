// A chapter's prose and cells as text for a terminal: wrapped by width, with colours where there are some.
import { type Look, paint } from '../terminal/look.js'
import { knownNames, tokenize } from '../repl/editor/tokens.js'
import { makeStyles } from '../terminal/styles.js'
import { wrap } from '../terminal/wrap.js'
import type { Cell, CodeLanguage, Language, Prose, ProseWords } from './chapter.js'
import type { Inline } from './markdown.js'
import { visible, visibleName } from '../base/visible.js'

/** Running text reads badly in longer lines. */
const widest = 80

/** Columns for running text. */
export const proseWidth = ({ width }: Look): number => Math.min(width, widest)

function inlineText(inlines: readonly Inline[], look: Look): string {
  const style = paint(look)
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'text':
          return visible(inline.text)
        case 'code':
          return look.colors ? style.cyan(visible(inline.text)) : `\`${visible(inline.text)}\``
        case 'strong':
          return style.bold(inlineText(inline.inlines, look))
        case 'emphasis':
          return style.italic(inlineText(inline.inlines, look))
        case 'link': {
          const text = inlineText(inline.inlines, look)
          const to = visibleName(inline.to)
          return text === to ? text : `${text} (${style.underline(to)})`
        }
        case 'other':
          return ''
      }
    })
    .join('')
}

function blocksText(prose: readonly Prose[], look: Look, width: number): string {
  const bullet = look.unicode ? '•' : '-'
  return prose
    .map((block) => {
      if (block.kind === 'paragraph') return wrap(inlineText(block.inlines, look), width)
      return block.items
        .map((item, i) => {
          const mark = block.isOrdered ? `${i + 1}.` : bullet
          const indent = ' '.repeat(mark.length + 1)
          const text = blocksText(item, look, width - indent.length)
          return `${mark} ${text.replace(/\n(?=.)/g, `\n${indent}`)}`
        })
        .join('\n')
    })
    .join('\n\n')
}

/** What is said to those who see this language of code. */
const saidIn = (prose: readonly Prose[], shown: CodeLanguage): Prose[] =>
  prose
    .filter(({ code }) => code === undefined || code === shown)
    .map((block) =>
      block.kind === 'list' ? { ...block, items: block.items.map((item) => saidIn(item, shown)) } : block,
    )

/** '' where all of it is for those who see another language of code. */
export const proseText = (words: ProseWords, language: Language, shown: CodeLanguage, look: Look): string =>
  blocksText(saidIn(words[language], shown), look, proseWidth(look))

/** A title may have code in it. */
export const titleText = (title: string, look: Look): string =>
  visibleName(title).replace(/`([^`]*)`/g, look.colors ? '$1' : '`$1`')

/** Those that TypeScript does not have. */
const pythonKeywords = new Set(
  'and assert def del elif except from global is lambda nonlocal not or pass raise'.split(' '),
)

/** Code in the colours that the editor has for it. */
function coloured(source: string, language: CodeLanguage | undefined, look: Look): string {
  const code = visible(source)
  if (!look.colors) return code
  const { tokens: styles } = makeStyles(1)
  return tokenize(code)
    .map(({ kind, from, to }) => {
      const text = code.slice(from, to)
      const isKnown = kind === 'name' && knownNames.includes(text)
      const isKeyword = kind === 'name' && language === 'python' && pythonKeywords.has(text)
      const style = styles[isKeyword ? 'keyword' : isKnown ? 'known' : kind]
      // Not the function itself: it would take the index for more text.
      return text
        .split('\n')
        .map((line) => style(line))
        .join('\n')
    })
    .join('')
}

/** An entry as it would stand at the prompt. */
export function entryText({ code, language }: Pick<Cell, 'code' | 'language'>, look: Look): string {
  const style = paint(look)
  return coloured(code, language, look)
    .split('\n')
    .map((line, i) => style.dim(i === 0 ? '>>> ' : '... ') + line)
    .join('\n')
}

/** Code to look at, that does not run. */
export const sampleText = (
  { code, language }: { readonly code: string; readonly language?: CodeLanguage },
  look: Look,
): string => coloured(code, language, look).replace(/^(?=.)/gm, '    ')
