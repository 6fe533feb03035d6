// Turns TypeScript into JavaScript that V8's REPL mode takes, or says that more is needed.
// Plain JavaScript passes through untouched.
import { SourceMap } from 'node:module'
import { Script } from 'node:vm'
import type { Position } from './index.js'
import { rewriteImports } from './imports.js'
import { letForConst } from './redeclare.js'
import { firstComplaint, stripTypes } from './strip-types.js'

export type Parsed =
  | {
      kind: 'code'
      code: string
      originalPosition: (position: Position) => Position
      /** The value is what a call gave: if that is None, nothing is shown. */
      endsInCall?: boolean
    }
  | { kind: 'incomplete' }
  | { kind: 'error'; error: SyntaxError; position: Position }

const samePosition = (position: Position): Position => position

/** Behind a parenthesis that was put before the text. */
const oneColumnLess = ({ line, column }: Position): Position => ({
  line,
  column: line === 1 ? column - 1 : column,
})

/** null when `source` parses; otherwise V8's complaint. */
function javaScriptError(source: string): string | null {
  try {
    new Script(source)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Reads one input. `source` may use TypeScript, top-level await and import declarations. */
export async function parse(source: string): Promise<Parsed> {
  const text = letForConst(rewriteImports(source))
  // A line that starts with a brace is meant as an object, where it can be one.
  if (/^\s*\{/.test(text) && !/;\s*$/.test(text)) {
    const asObject = `(${text}\n)`
    if (javaScriptError(asObject) === null)
      return { kind: 'code', code: asObject, originalPosition: oneColumnLess }
  }
  const complaint = javaScriptError(text)
  if (complaint === null) return { kind: 'code', code: text, originalPosition: samePosition }
  if (complaint === 'Unexpected end of input' || complaint === 'Unterminated template literal') {
    return { kind: 'incomplete' }
  }
  if (complaint === 'Maximum call stack size exceeded')
    return { kind: 'error', error: new SyntaxError('too deeply nested'), position: { line: 1, column: 1 } }
  // Scripts know no top-level await, and V8's REPL mode does: look at it as the body of an async function.
  if (/\bawait\b/.test(text) && javaScriptError(`async () => {${text}\n}`) === null) {
    return { kind: 'code', code: text, originalPosition: samePosition }
  }
  return parseTypeScript(text)
}

/** What esbuild says when the text stops before its sense does. */
const endsTooEarly = /end of file|Unterminated template literal|to terminate multi-line comment/

async function parseTypeScript(text: string): Promise<Parsed> {
  try {
    const { code, map } = await stripTypes(text, {
      sourcemap: 'external',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    })
    const sourceMap = new SourceMap(JSON.parse(map))
    const originalPosition = ({ line, column }: Position): Position => {
      const entry = sourceMap.findEntry(line - 1, column - 1)
      return 'originalLine' in entry
        ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
        : { line, column }
    }
    return { kind: 'code', code, originalPosition }
  } catch (failure) {
    const first = firstComplaint(failure)
    if (!first) throw failure
    if (endsTooEarly.test(first.text)) return { kind: 'incomplete' }
    const { line, column } = first.location ?? { line: 1, column: 0 }
    const before = text.split('\n')[line - 1]?.[column - 1] ?? ''
    // A name that begins with a digit, as Python says it.
    const isNumber = /^Syntax error "[\p{L}_$]"$/u.test(first.text) && /[\w.]/.test(before)
    const complaint = isNumber ? 'invalid decimal literal' : first.text
    return { kind: 'error', error: new SyntaxError(complaint), position: { line, column: column + 1 } }
  }
}
