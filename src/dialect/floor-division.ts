// Tells `x // 2` from `x // a comment`.
//
// Note [Comment or division]. `//` begins a comment in TypeScript and divides in Python. Typed at a prompt it divides
// where an operand ends right before it on the same line and the rest of the line goes on as code: an operand, and then
// operators, brackets and operands in turn, up to the end of the line or the next comment. Two words side by side are
// prose: `f(x) // the result`, `a = 5 // 3 apples`. A name counts where it is one: declared before, or in this very text.
// So `x // n` divides and `x // note` does not, as long as nobody made a `note`. What begins a line is a comment, and so
// is what follows `{`, `}`, `;`, an operator or a type. `x //= 2` likewise.
// In files all of it is a comment, as every other reader of TypeScript has it; where an operand stood there, a hint says so.

/** What is known of a name: its value may be divided by, or it only leads to others, as `torch` and `Math` do. */
export type NameKind = 'value' | 'root' | 'unknown'

const token =
  /(\s+|\/\*.*?\*\/)|([fFrRbB]?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))|(0[xXbBoO][\da-fA-F_]+n?(?!\w)|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?(?![\w$]))|([\p{L}_$][\p{L}\p{N}_$]*)|(=>|\?\.|\.\.\.|\/\/|\+\+|--|[-+*/%@&|^<>=!?~,:;.()[\]{}`#]+?(?![=<>&|*?]))|([-+*/%@&|^<>=!?~]+)|(.)/uy

const constants = new Set(['true', 'false', 'null', 'undefined', 'True', 'False', 'None', 'NaN', 'Infinity'])
const prefixes = new Set(['typeof', 'new', 'await', 'not'])
/** Words between two operands, Python's among them: those are met with a hint. */
const infixes = new Set(['in', 'instanceof', 'of', 'and', 'or', 'if', 'else', 'is', 'as', 'satisfies'])

/** Whether `rest`, the line behind `//` or `//=`, goes on as code. */
export function goesOnAsCode(rest: string, kindOf: (name: string) => NameKind): boolean {
  let wantsOperand = true
  let isFirst = true
  let depth = 0
  let before = ''
  token.lastIndex = 0
  for (let match = token.exec(rest); match; match = token.exec(rest)) {
    const [written, blank, string, number, name, sign] = match
    if (blank !== undefined) continue
    const following = rest.slice(token.lastIndex).trimStart()
    if (string !== undefined || number !== undefined) {
      // Behind `if (x // 2)` a statement stands.
      if (!wantsOperand) return before === ')' && depth < 0
      wantsOperand = false
    } else if (name !== undefined) {
      if (before === '.') wantsOperand = false
      else if (wantsOperand) {
        if (prefixes.has(name)) continue
        if (!isFirst && /^(?:=(?!=)|=>|:)/.test(following)) wantsOperand = false
        else if (!isOperand(name, following, kindOf)) return false
        wantsOperand = false
      } else if (infixes.has(name)) wantsOperand = true
      else return before === ')' && depth < 0
    } else if (sign === undefined && match[6] === undefined) return false
    else if (written === '//' || written[0] === '#') return !isFirst
    else if (written === '`') return true
    else if (written === '.' || written === '?.') {
      if (wantsOperand || !/^[\p{L}_$#([]/u.test(following)) return false
      before = '.'
      continue
    } else if (written === '(' || written === '[') {
      depth++
      wantsOperand = true
    } else if (written === ')' || written === ']') {
      if (wantsOperand && !'([,:'.includes(before)) return false
      // What was open before the division is closed: no sentence does that.
      if (--depth < 0 && !isFirst && before !== ')') return true
      wantsOperand = false
    } else if (written === '{') return !isFirst && (wantsOperand || before === ')')
    else if (written === '}' || written === ';') return !isFirst
    else if (written === '++' || written === '--') continue
    else if (wantsOperand) {
      const isPrefix = /^[-+~!]+$/.test(written)
      if (!isPrefix && (isFirst || !/^(?:\*|\*\*|\.\.\.|:)$/.test(written))) return false
    } else if (written !== '!') wantsOperand = true
    isFirst &&= wantsOperand
    before = written
  }
  return !isFirst || depth > 0
}

function isOperand(name: string, following: string, kindOf: (name: string) => NameKind): boolean {
  if (constants.has(name)) return true
  if (name === 'this' || name === 'super') return /^[.[(]/.test(following)
  const kind = kindOf(name)
  return kind === 'value' || (kind === 'root' && /^[.[(]/.test(following))
}
