// A text that is taller than the screen, cut into pages at blank lines: each fits below the title that it keeps.
import { widthOf } from '../terminal/width.js'

/** The rows that a line takes in a terminal. */
const rowsOf = (line: string, width: number): number => Math.max(1, Math.ceil(widthOf(line) / width))

/** Where a line of blanks, or none, is the end of a paragraph. */
const isBlank = (line: string): boolean => line.trim() === ''

/**
 * Pieces of a text that take at most `height` rows each, broken between paragraphs where these are no taller than a page.
 *
 * @example
 * pagesOf('a\n\nb\nc', 2, 80) // ['a', 'b\nc']
 */
export function pagesOf(text: string, height: number, width: number): string[] {
  const lines = text.split('\n')
  const pages: string[] = []
  let start = 0
  while (start < lines.length) {
    if (isBlank(lines[start])) {
      start++
      continue
    }
    let end = start
    let rows = 0
    while (end < lines.length && (end === start || rows + rowsOf(lines[end], width) <= height))
      rows += rowsOf(lines[end++], width)
    if (end < lines.length) {
      let cut = end
      while (cut > start && !isBlank(lines[cut])) cut--
      // A paragraph that takes most of a page is broken.
      if (cut > start + (end - start) / 3) end = cut
    }
    const page = lines.slice(start, end)
    while (isBlank(page.at(-1)!)) page.pop()
    pages.push(page.join('\n'))
    start = end
  }
  return pages
}
