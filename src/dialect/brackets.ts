// Tells of lines, as they come, whether a bracket or a template is surely still open: then the text is not complete, and
// nobody need parse it to know. Where a line may be read in two ways, as `x // (2)`, both are counted.

const opening = new Set('([{')
const closing = new Set(')]}')
/** Behind these a slash begins a regular expression. */
const beforeOperand = /(?:^|[-+*%&|^<>=!?:;,([{}~]|\breturn|\btypeof)\s*$/
const regularExpression = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//y
const quoted = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/y

export class Brackets {
  /** The fewest brackets that may be open. */
  #fewest = 0
  #inside: '' | '`' | '*/' = ''

  get areSurelyOpen(): boolean {
    return this.#fewest > 0 || this.#inside !== ''
  }

  addLine(line: string): void {
    let from = 0
    if (this.#inside) {
      from = this.#endOf(this.#inside, line, 0)
      if (from < 0) return
      this.#inside = ''
    }
    this.#scan(line, from)
  }

  /** Behind what ends a template or a comment; -1 where it goes on. */
  #endOf(end: '`' | '*/', line: string, from: number): number {
    for (let at = from; at < line.length; at++) {
      if (end === '`' && line[at] === '\\') at++
      else if (line.startsWith(end, at)) return at + end.length
    }
    return -1
  }

  #scan(line: string, from: number): void {
    // What is open where a mark may begin a comment: it holds if one of them does, the least of all, and nothing goes on then.
    let asComment = Infinity
    for (let at = from; at < line.length; at++) {
      const character = line[at]
      if (opening.has(character)) this.#fewest++
      else if (closing.has(character)) this.#fewest--
      else if (character === "'" || character === '"') {
        quoted.lastIndex = at
        // What is not closed on its line is no text: `'` in what is perhaps a comment.
        if (!quoted.test(line)) break
        at = quoted.lastIndex - 1
      } else if (character === '`' || line.startsWith('/*', at)) {
        const end = character === '`' ? '`' : '*/'
        const behind = this.#endOf(end, line, at + (character === '`' ? 1 : 2))
        if (behind < 0) {
          if (asComment === Infinity) this.#inside = end
          break
        }
        at = behind - 1
      } else if (character === '#' || line.startsWith('//', at)) {
        asComment = Math.min(asComment, this.#fewest)
        if (character === '/') at++
      } else if (character === '/' && beforeOperand.test(line.slice(Math.max(0, at - 20), at))) {
        regularExpression.lastIndex = at
        if (regularExpression.test(line)) at = regularExpression.lastIndex - 1
      }
    }
    this.#fewest = Math.min(this.#fewest, asComment)
  }
}
