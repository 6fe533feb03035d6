// Finds the comment above a class or function in the library's declarations, and writes it for a terminal.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { declarationsFolder } from '../base/package-root.js'

/** An example as a transcript: what stands behind `//` is what the line prints. */
const transcript = (example: string): string =>
  example
    .trim()
    .split('\n')
    .map((line) => {
      const [, code, printed] = /^(.*?)(?:(?:^|\s)\/\/ ?(.*))?$/.exec(line)!
      const typed = code === '' ? [] : [`${/^[\s})\]]/.test(code) ? '... ' : '>>> '}${code}`]
      return [...typed, ...(printed === undefined ? [] : [printed])].join('\n')
    })
    .join('\n')

/** The text of a comment: without stars, its examples as they would be typed. */
function plain(comment: string): string {
  const [words, ...examples] = comment
    .replace(/^[ \t]*\*? ?/gm, '')
    .trim()
    .split(/^@example\s*\n/m)
  const told = words
    .replace(/^@param (\w+)\s*/gm, '$1: ')
    .replace(/^@throws /gm, 'Throws ')
    .replace(/^@returns? /gm, 'Gives ')
  const shown = examples.map(transcript)
  // The source breaks lines where it is full; a terminal does where it is.
  const paragraphs = told.trim().replace(/(\S)\n(?=[^\s-])(?!\w+: |Throws |Gives )/g, '$1 ')
  return [paragraphs, ...shown].filter(Boolean).join('\n\n')
}

/** The comment on the last name of `path`, such as `torch.nn.Linear`; undefined where there is none. */
export function declaredDoc(path: string): string | undefined {
  const folder = fileURLToPath(declarationsFolder)
  const [, ...names] = path.split('.')
  const name = names.pop()
  const declaration = new RegExp(
    String.raw`/\*\*((?:(?!\*/)[^])*)\*/\s*export (?:declare )?(?:const|(?:async )?function\*?|(?:abstract )?class) ${name}\b`,
  )
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(d\.)?ts$/.test(file) && !file.includes('.gen.'))
    // `nn.Linear` is looked for in the folder `nn` first.
    .sort((a, b) => Number(b.startsWith(names[0] ?? '-')) - Number(a.startsWith(names[0] ?? '-')))
  for (const file of files) {
    const comment = declaration.exec(readFileSync(join(folder, file), 'utf8'))?.[1]
    if (comment) return plain(comment)
  }
  return undefined
}
