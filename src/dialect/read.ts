// Reads one input: from the dialect to TypeScript, from there to JavaScript.
import { isBehind } from './code.js'
import type { Dialect, Tree } from './index.js'
import { parse } from './parse.js'
import type { Parsed } from './parse.js'
import type { TopLevelNames } from './rewrite.js'

/** With the tree of the dialect and the names in it, where there is one. */
export type Read = Parsed & { tree?: Tree; names?: TopLevelNames }

/**
 * JavaScript for what was typed, or why there is none.
 *
 * What the dialect's parser does not take is tried as TypeScript as it is. When neither makes sense of it, the one that
 * came further says why.
 */
export async function read(source: string, dialect: Dialect | null): Promise<Read> {
  if (dialect === null) return parse(source)
  const translated = await dialect.translate(source)
  if (translated.kind === 'code') {
    const parsed = await parse(translated.code)
    const { originalPosition, endsInCall, tree, names } = translated
    if (parsed.kind === 'error') return { ...parsed, position: originalPosition(parsed.position) }
    if (parsed.kind === 'incomplete') return parsed
    return {
      ...parsed,
      endsInCall,
      originalPosition: (position) => originalPosition(parsed.originalPosition(position)),
      tree,
      names,
    }
  }
  if (translated.isCertain) return translated
  const plain = await parse(source)
  if (plain.kind === 'code' || translated.kind === 'incomplete')
    return plain.kind === 'code' ? plain : translated
  if (plain.kind === 'incomplete') return plain
  return isBehind(translated.position, plain.position) ? translated : plain
}
