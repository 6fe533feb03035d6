// One text from the dialect to TypeScript, and what is said where it does not parse. Needs nothing of the library, so
// that the loader of modules can use it in a thread of its own.
import { positionAt } from './code.js'
import type { Position } from './code.js'
import { pythonHint } from './python-hints.js'
import { rewrite } from './rewrite.js'
import type { Node } from './syntax.js'
import type { Rewritten, RewriteOptions, TopLevelNames } from './rewrite.js'

/** A text's tree, and how many characters its offsets are ahead of the text's. */
export interface Tree {
  readonly program: Node
  readonly shift: number
}

export type Translation =
  | {
      kind: 'code'
      code: string
      originalPosition: (position: Position) => Position
      /** Where `//` is a comment although an operand follows; see Note [Comment or division]. */
      operandsInComments?: readonly Position[]
      /** What the text was read as; missing where it is so plain that it was not parsed. */
      tree?: Tree
      /** What it declares and assigns at the top; missing where it was not parsed. */
      names?: TopLevelNames
      /** The value is what a call gave: if that is None, nothing is shown. */
      endsInCall?: boolean
    }
  /** The text stops before its sense does. `isCertain`: to no other reader it is complete. */
  | { kind: 'incomplete'; isCertain: boolean }
  /** `isCertain`: no other reader need be asked. */
  | { kind: 'error'; error: SyntaxError; position: Position; isCertain: boolean }

/** What the parser of types says when the stack came to its end within it. */
const isOfTheParser = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Parse effect scopes')

/** What is nested deeper than the stack is high cannot be read, nor could it be run. */
function withinTheStack(read: () => Rewritten): Rewritten {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError) && !isOfTheParser(error)) throw error
    return { kind: 'error', message: 'too deeply nested', at: 0, isCertain: true }
  }
}

export function translate(source: string, options: RewriteOptions): Translation {
  const result = withinTheStack(() => rewrite(source, options))
  if (result.kind === 'code') {
    const { written, names, program, endsInCall } = result
    const originalPosition = (position: Position): Position => written.originalPosition(position)
    const operandsInComments = result.operandsInComments.map((at) => positionAt(source, at))
    const tree = { program, shift: 0 }
    return { kind: 'code', code: written.text, originalPosition, operandsInComments, endsInCall, tree, names }
  }
  if (result.kind === 'incomplete') return { kind: 'incomplete', isCertain: result.isCertain }
  const hint = pythonHint(source, result.at)
  return {
    kind: 'error',
    error: new SyntaxError(hint ?? result.message),
    position: positionAt(source, result.at),
    isCertain: hint !== null || result.isCertain,
  }
}

const none: ReadonlySet<string> = new Set()

/** A whole file that runs as a module. */
export const translateModule = (source: string): Translation =>
  translate(source, {
    isModule: true,
    isSession: false,
    declared: none,
    lexical: none,
    marks: new Map(),
    classes: none,
  })
