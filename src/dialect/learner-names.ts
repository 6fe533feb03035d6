// A person's variables that are called as something of the language or of Node: `Map = 5`, `from torch.autograd import
// Function`, `class Set`. See Note [Own names] in own-names.ts.
import { text, Written } from './code.js'
import type { Code } from './code.js'
import { isOursInForm, learnerName } from './own-names.js'
import { parseDialect } from './parser.js'
import { Names } from './scope.js'
import { childrenOf, type Node } from './syntax.js'

/** A place behind which something is put. */
interface Insertion {
  readonly at: number
  readonly text: string
}

/** `from m import A, B as C`: the bound names get their character, and an `as` where they have none. */
function importInsertions(
  source: string,
  { start, end, imports }: Node,
  isRenamed: (name: string) => boolean,
) {
  const names = /\bimport\b/.exec(source.slice(start, end))
  const from = start + (names ? names.index + names[0].length : 0)
  return (imports as { name: string }[]).flatMap(({ name }): Insertion[] => {
    if (!isRenamed(name)) return []
    const found = new RegExp(
      `(\\bas\\s+)?(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$.]|\\s+as\\b)`,
    ).exec(source.slice(from, end))
    if (!found) return []
    const at = from + found.index + found[0].length
    return [{ at, text: found[1] ? learnerName(name).slice(name.length) : ` as ${learnerName(name)}` }]
  })
}

/** The same text with other names for such variables; null where it does not parse. */
export function renamed(
  source: string,
  given: ReadonlySet<string>,
): { written: Written; program: Node } | null {
  const { program } = parseDialect(source, false)
  if (!program) return null
  const names = new Names(program)
  const isRenamed = (name: string): boolean => given.has(name) || isOursInForm(name)
  const insertions: Insertion[] = []
  const visit = (node: Node, parent: Node | null): void => {
    if (node.type === 'DialectImport') insertions.push(...importInsertions(source, node, isRenamed))
    if (node.type === 'ImportDeclaration')
      for (const { local, imported } of node.specifiers as { local: Node; imported?: Node }[]) {
        const name = local.name as string
        if (!isRenamed(name)) continue
        const isAlone = imported?.start === local.start
        insertions.push({
          at: local.end,
          text: isAlone ? ` as ${learnerName(name)}` : learnerName(name).slice(name.length),
        })
      }
    if (node.type === 'Identifier') {
      const name = node.name as string
      const isLocal = names.target(node)?.isTopLevel === false
      if (isOursInForm(name) || (given.has(name) && !isLocal)) {
        const isShorthand = parent?.shorthand === true
        insertions.push({
          at: node.start + name.length,
          text: isShorthand ? `: ${learnerName(name)}` : learnerName(name).slice(name.length),
        })
      }
    }
    // The name of `{ a = 1 }` stands in a pattern within the shorthand.
    const isThrough = node.type === 'AssignmentPattern' && parent?.shorthand === true
    for (const child of childrenOf(node)) visit(child, isThrough && child === node.left ? parent : node)
  }
  visit(program, null)
  const code: Code[] = []
  let at = 0
  for (const insertion of insertions.sort((a, b) => a.at - b.at)) {
    code.push(
      { text: source.slice(at, insertion.at), start: at, isCopy: true },
      text(insertion.text, insertion.at),
    )
    at = insertion.at
  }
  code.push({ text: source.slice(at), start: at, isCopy: true })
  return { written: new Written(source, code), program }
}
