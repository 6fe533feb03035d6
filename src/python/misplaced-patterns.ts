// Patterns that parse and cannot be: names that are given values twice, alternatives that are never reached.
import { Misplaced } from './misplaced-error.js'
import { childrenOf, type Node, type Spot } from './tree.js'

const isCapture = (node: Node): boolean => node.nodeType === 'MatchAs' && !node.pattern

/** The names that a pattern gives values, each once. */
function namesIn(node: Node, names = new Set<string>()): Set<string> {
  const add = (name: string | null | undefined): void => {
    if (!name) return
    if (names.has(name))
      throw new Misplaced(`multiple assignments to name '${name}' in pattern`, node as Spot)
    names.add(name)
  }
  if (node.nodeType === 'MatchOr') {
    const all = node.patterns.map((one) => namesIn(one as Node))
    for (const own of all)
      if (own.size !== all[0].size || [...own].some((name) => !all[0].has(name)))
        throw new Misplaced('alternative patterns bind different names', node)
    all[0].forEach(add)
    return names
  }
  for (const child of childrenOf(node)) if (child.nodeType.startsWith('Match')) namesIn(child, names)
  if (node.nodeType === 'MatchAs' || node.nodeType === 'MatchStar') add(node.name)
  if (node.nodeType === 'MatchMapping') add(node.rest)
  return names
}

function checkParts(node: Node): void {
  if (node.nodeType === 'MatchOr')
    node.patterns.forEach((one, i) => {
      if (i === node.patterns.length - 1 || !isCapture(one as Node)) return
      const { name } = one as { name?: string }
      throw new Misplaced(
        `${name ? `name capture '${name}'` : 'wildcard'} makes remaining patterns unreachable`,
        one as Spot,
      )
    })
  if (
    node.nodeType === 'MatchSequence' &&
    node.patterns.filter((one) => (one as Node).nodeType === 'MatchStar').length > 1
  )
    throw new Misplaced('multiple starred names in sequence pattern', node)
  if (node.nodeType === 'MatchClass') {
    const seen = new Set<string>()
    node.kwd_attrs.forEach((name, i) => {
      if (seen.has(name))
        throw new Misplaced(
          `attribute name repeated in class pattern: ${name}`,
          node.kwd_patterns[i] as unknown as Spot,
        )
      seen.add(name)
    })
    const first = node.kwd_patterns[0] as unknown as Spot | undefined
    const late = (node.patterns as unknown as Spot[]).find(
      (one) =>
        first &&
        (one.lineno > first.lineno || (one.lineno === first.lineno && one.col_offset > first.col_offset)),
    )
    if (first && late) throw new Misplaced('positional patterns follow keyword patterns', late)
  }
  if (node.nodeType === 'MatchMapping') {
    const seen = new Set<unknown>()
    for (const key of node.keys) {
      if (key.nodeType !== 'Constant') continue
      if (seen.has(key.value))
        throw new Misplaced(
          `mapping pattern checks duplicate key (${typeof key.value === 'string' ? `'${key.value}'` : String(key.value)})`,
          node,
        )
      seen.add(key.value)
    }
  }
  childrenOf(node).forEach(checkParts)
}

/** Refuses a pattern that cannot be. */
export function checkPattern(pattern: Node): void {
  checkParts(pattern)
  namesIn(pattern)
}
