// Tells `# a comment`, as in Python, from `#name`, a private member of a class.

/** Words in front of a member of a class. */
const memberModifiers = new Set(
  'static get set async readonly accessor public private protected declare override abstract'.split(' '),
)

/** What stands around a `#`. */
export interface Surroundings {
  readonly isInClass: boolean
  readonly isBehindDot: boolean
  /** The name right before; '' for anything else. */
  readonly wordBefore: string
  /** An operand ends right before on the same line. */
  readonly isBehindOperand: boolean
}

/** The private names that the text read last uses behind a dot. */
let used: { readonly source: string; readonly names: ReadonlySet<string> } = { source: '', names: new Set() }

function usedNames(source: string): ReadonlySet<string> {
  if (used.source !== source) {
    const names = Array.from(source.matchAll(/\.#([\p{ID_Continue}$\\]+)/gu), ([, name]) => name)
    used = { source, names: new Set(names) }
  }
  return used.names
}

/**
 * Whether the `#` at `at` begins a comment. Inside classes `#x` may be a private name: it is one behind a dot, and where
 * a member or an operand begins; behind an operand it is none.
 */
export function isHashComment(source: string, at: number, around: Surroundings): boolean {
  if (at === 0 && source[1] === '!') return false
  const name = /^#([\p{ID_Start}$_\\][\p{ID_Continue}$\\]*)/u.exec(source.slice(at, at + 100))?.[1]
  if (!around.isInClass || name === undefined) return true
  if (around.isBehindDot || memberModifiers.has(around.wordBefore)) return false
  if (around.isBehindOperand) return true
  const behind = source.slice(at + 1 + name.length)
  return !usedNames(source).has(name) && !/^(?:[ \t]*(?:[=;(:?!}]|in\b)|\s*$)/.test(behind)
}
