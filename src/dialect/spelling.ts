// Whose rules a subscript of a plain value follows: Python's or TypeScript's.
//
// Note [Python's subscripts]. `xs[-1]` is the last element in Python and nothing in TypeScript, `xs[9]` an error and
// nothing, `d['x']` likewise. Where a TypeScript program counts on nothing, it keeps it; where nothing would only be
// garbage, Python's answer stands. The text tells them apart:
// - a list, text, tuple or dict that is written out, that a function of Python's or of this library gave, or that a name
//   holds which was assigned as Python does it, without `const`, `let` or a parameter, is Python's;
// - what TypeScript declared, and the language's own objects such as `process.env`, are TypeScript's;
// - where a value is asked whether it is there, it may be missing: `d[k] ?? 0`, `d[k] ||= []`, `if (d[k])`,
//   `while (xs[i])`, `d[k] === undefined`, `typeof d[k]`, `xs?.[i]`. A negative index counts from the end all the same;
// - what is written to the end of a list is appended, unless the index is a literal: `xs[xs.length] = x`, `xs[i] = x` in
//   a loop that fills a list. Beyond the end and by a literal it is Python's IndexError;
// - `del` is Python's, whatever it is given, `delete` is TypeScript's.
import type { Kinds } from './kinds.js'
import type { Rewriter } from './rewriter.js'
import { unwrapped } from './syntax.js'
import type { Node } from './syntax.js'

/** The innermost object or callee of an expression: `a` of `a.b(c)[d]`. */
function rootOf(node: Node): Node {
  for (let root = unwrapped(node); ;) {
    if (root.type === 'MemberExpression') root = unwrapped(root.object as Node)
    else if (root.type === 'CallExpression') root = unwrapped(root.callee as Node)
    else return root
  }
}

/** Whether an expression is Python's by the way it is written; see Note [Python's subscripts]. */
export function isPythons(kinds: Kinds, node: Node): boolean {
  const root = rootOf(node)
  switch (root.type) {
    case 'Identifier':
      return kinds.isPythonName(root)
    case 'Literal':
      return typeof root.value === 'string'
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'DialectFString':
    case 'DialectTuple':
    case 'SequenceExpression':
      return true
    default:
      return false
  }
}

/** How `object[key]` is read: '' as TypeScript does, else what the functions of indexing.ts are told. */
export const readingOf = (w: Rewriter, node: Node): '' | ', true' | ', false' =>
  !isPythons(w.kinds, node.object as Node)
    ? ''
    : w.mayMiss.has(node) || node.optional === true
      ? ', false'
      : ', true'

/** How `object[key] = …` is written: an index that is a literal never appends. `isPython`: whatever the object is. */
export function writingOf(w: Rewriter, node: Node, isPython = false): '' | ', true' | ', false' {
  if (!isPython && !isPythons(w.kinds, node.object as Node)) return ''
  const { type } = unwrapped(node.property as Node)
  return type === 'Literal' || type === 'UnaryExpression' ? ', true' : ', false'
}

/** Notes that a value is asked whether it is there. */
export function mayMiss(w: Rewriter, node: Node): void {
  const value = unwrapped(node)
  if (value.type === 'MemberExpression') w.mayMiss.add(value)
}
