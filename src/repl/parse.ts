// Turns what a person typed into JavaScript that V8's REPL mode takes, or says that more is needed.
// Plain JavaScript passes through untouched.
import { SourceMap } from 'node:module'
import { Script } from 'node:vm'
import { rewriteImports } from './imports.js'
import { letForConst } from './redeclare.js'
import { firstComplaint, stripTypes } from './strip-types.js'

export type Parsed =
  | { kind: 'code'; code: string; originalLine: (line: number) => number }
  | { kind: 'incomplete' }
  | { kind: 'error'; error: SyntaxError; line: number }

const sameLine = (line: number): number => line

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
    if (javaScriptError(asObject) === null) return { kind: 'code', code: asObject, originalLine: sameLine }
  }
  const complaint = javaScriptError(text)
  if (complaint === null) return { kind: 'code', code: text, originalLine: sameLine }
  if (complaint === 'Unexpected end of input' || complaint === 'Unterminated template literal') {
    return { kind: 'incomplete' }
  }
  // Scripts know no top-level await, and V8's REPL mode does: look at it as the body of an async function.
  if (/\bawait\b/.test(text) && javaScriptError(`async () => {${text}\n}`) === null) {
    return { kind: 'code', code: text, originalLine: sameLine }
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
    const originalLine = (line: number): number => {
      const entry = sourceMap.findEntry(line - 1, 0)
      return 'originalLine' in entry ? entry.originalLine + 1 : line
    }
    return { kind: 'code', code, originalLine }
  } catch (failure) {
    const first = firstComplaint(failure)
    if (!first) throw failure
    if (endsTooEarly.test(first.text)) return { kind: 'incomplete' }
    return { kind: 'error', error: new SyntaxError(first.text), line: first.location?.line ?? 1 }
  }
}
