// Takes the place of acorn.ts in the built program: loads the parser, the one that the dialect has, when it is first needed.
import type { parse as parseNow } from 'acorn'
import type * as Acorn from './acorn.js'
import { loadPart } from './package-root.js'

export const parse: typeof parseNow = (text, options) =>
  (loadPart('base/acorn') as typeof Acorn).parse(text, options)
