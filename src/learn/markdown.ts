// Reads Markdown into the few kinds of blocks that a chapter is written with, each with its line. Knows nothing of lessons.
import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** What a terminal does not show. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'strong'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly inlines: readonly Inline[]; readonly to: string }

interface Lines {
  /** Counts from 1. */
  readonly line: number
  readonly lastLine: number
}

export interface ItemBlock extends Lines {
  readonly blocks: readonly Block[]
}

export type Block = Lines &
  (
    | { readonly kind: 'heading'; readonly level: number; readonly text: string }
    | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
    | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly ItemBlock[] }
    | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
    | { readonly kind: 'code'; readonly info: string; readonly text: string; readonly isClosed: boolean }
    /** What a terminal does not show. */
    | { readonly kind: 'other'; readonly what: string }
  )

const markdown = new MarkdownIt({ html: true })

const others: Record<string, string> = {
  hr: 'a line across',
  html_block: 'HTML',
  table_open: 'a table',
  code_block: 'code by indentation alone',
}

/** The blocks of a text; `before` is the number of lines in front of it. */
export function readMarkdown(text: string, before = 0): Block[] {
  const source = text.split('\n')
  const tokens = markdown.parse(text, {})
  let at = 0

  const blocks = (end: string | null): Block[] => {
    const found: Block[] = []
    while (at < tokens.length && tokens[at].type !== end) found.push(block(tokens[at]))
    at++
    return found
  }

  const linesOf = (token: Token): Lines => {
    const [from, to] = token.map ?? [0, 0]
    let last = to
    while (last > from + 1 && source[last - 1]?.trim() === '') last--
    return { line: before + from + 1, lastLine: before + last }
  }

  const block = (token: Token): Block => {
    const lines = linesOf(token)
    at++
    switch (token.type) {
      case 'heading_open': {
        const { content } = tokens[at]
        at += 2
        return { kind: 'heading', level: Number(token.tag.slice(1)), text: content, ...lines }
      }
      case 'paragraph_open': {
        const inlines = readInlines(tokens[at].children ?? [])
        at += 2
        return { kind: 'paragraph', inlines, ...lines }
      }
      case 'blockquote_open':
        return { kind: 'quote', blocks: blocks('blockquote_close'), ...lines }
      case 'bullet_list_open':
      case 'ordered_list_open': {
        const items: ItemBlock[] = []
        while (tokens[at].type === 'list_item_open') {
          const itemLines = linesOf(tokens[at++])
          items.push({ blocks: blocks('list_item_close'), ...itemLines })
        }
        at++
        return { kind: 'list', isOrdered: token.type === 'ordered_list_open', items, ...lines }
      }
      case 'fence': {
        const [from, to] = token.map!
        const isClosed = to - 1 > from && /^[\s>]*(`{3,}|~{3,})\s*$/.test(source[to - 1])
        return {
          kind: 'code',
          info: token.info.trim(),
          text: token.content.replace(/\n$/, ''),
          isClosed,
          ...lines,
        }
      }
      default: {
        const close = token.nesting === 1 ? token.type.replace('_open', '_close') : null
        if (close !== null) blocks(close)
        return { kind: 'other', what: others[token.type] ?? token.type, ...lines }
      }
    }
  }

  return blocks(null)
}

/** A character of Chinese text: lines of it are joined without a blank. */
const chinese = String.raw`[\p{Script=Han}\u3000-\u303f\uff00-\uffef]`
const endsInChinese = new RegExp(`${chinese}$`, 'u')
const beginsWithChinese = new RegExp(`^${chinese}`, 'u')

function readInlines(tokens: readonly Token[]): Inline[] {
  const root: Inline[] = []
  const open: Inline[][] = [root]
  const add = (inline: Inline): void => void open.at(-1)!.push(inline)
  tokens.forEach((token, i) => {
    if (token.nesting === 1) {
      const inlines: Inline[] = []
      if (token.type === 'link_open') add({ kind: 'link', inlines, to: String(token.attrGet('href')) })
      else add({ kind: token.type === 'strong_open' ? 'strong' : 'emphasis', inlines })
      open.push(inlines)
    } else if (token.nesting === -1) open.pop()
    else if (token.type === 'code_inline') add({ kind: 'code', text: token.content })
    else if (token.type === 'hardbreak') add({ kind: 'text', text: '\n' })
    else if (token.type === 'softbreak') {
      const isWithinChinese =
        endsInChinese.test(tokens[i - 1]?.content ?? '') ||
        beginsWithChinese.test(tokens[i + 1]?.content ?? '')
      add({ kind: 'text', text: isWithinChinese ? '' : ' ' })
    } else if (token.type === 'image') add({ kind: 'other', what: 'a picture' })
    else if (token.type === 'html_inline') add({ kind: 'other', what: 'HTML' })
    else if (token.content !== '') add({ kind: 'text', text: token.content })
  })
  return root
}

/** The text of inlines, code left out unless asked for. */
export const plainText = (inlines: readonly Inline[], withCode = true): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'text') return inline.text
      if (inline.kind === 'code') return withCode ? inline.text : ' '
      return inline.kind === 'other' ? '' : plainText(inline.inlines, withCode)
    })
    .join('')
