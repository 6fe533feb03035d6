// A file of Python's library as the build has translated it: the JavaScript and the docstring, so that a program that imports
// it neither parses nor translates.
import { isBuiltin } from './machine.js'
import { parsePython } from './parse.js'
import type { Written } from './code.js'
import type { Source } from './source.js'
import { type Surroundings, translateFile } from './translate.js'
import { docstringOf } from './tree.js'

/** What a file of its own sees around it. */
export const ofFile: Surroundings = {
  kind: 'file',
  runtime: '$py',
  isBuiltin,
  isDeclared: () => false,
  isGiven: () => false,
  nameInCode: (name) => name,
  echoes: false,
}

/** What is kept of a text. */
export interface Kept {
  readonly doc: string | null
  readonly code: string
}

/** A text that parses, translated. */
export function translated(text: string): { kept: Kept; source: Source; written: Written } {
  const parsed = parsePython(text)
  if (parsed.kind !== 'tree') throw new Error('internal: a file of the library does not parse')
  const { written } = translateFile(parsed.program, parsed.source, ofFile)
  return {
    kept: { doc: docstringOf(parsed.program.body), code: written.text },
    source: parsed.source,
    written,
  }
}
