// Reads one input: from the dialect to TypeScript, from there to JavaScript.
import { isBehind } from './code.js'
import type { Dialect, Tree } from './index.js'
import { parse } from './parse.js'
import type { Parsed } from './parse.js'

/** With the tree of the dialect, where there is one. */
export type Read = Parsed & { tree?: Tree }

/**
 * JavaScript for what was typed, or why there is none.
 *
 * What the dialect's parser does not take is tried as TypeScript as it is. When neither makes sense of it, the one that
 * came further says why. Names of a text that will run are known to the inputs behind it.
 */
export async function read(source: string, dialect: Dialect | null, willRun = true): Promise<Read> {
  if (dialect === null) return parse(source)
  const translated = await dialect.translate(source, willRun)
  if (translated.kind === 'code') {
    const parsed = await parse(translated.code)
    const { originalPosition, endsInCall } = translated
    if (parsed.kind === 'error') return { ...parsed, position: originalPosition(parsed.position) }
    if (parsed.kind === 'incomplete') return parsed
    return {
      ...parsed,
      endsInCall,
      originalPosition: (position) => originalPosition(parsed.originalPosition(position)),
      tree: translated.tree,
    }
  }
  if (translated.isCertain) return translated
  const plain = await parse(source)
  if (plain.kind === 'code' || translated.kind === 'incomplete')
    return plain.kind === 'code' ? plain : translated
  if (plain.kind === 'incomplete') return plain
  return isBehind(translated.position, plain.position) ? translated : plain
}
