// `for` over what can be gone through, in statements and comprehensions; over `range` as a plain loop that counts.
import { at, join } from './code.js'
import { setDisplay } from './set-displays.js'
import type { Code } from './code.js'
import { isBuiltin } from './calls.js'
import type { Expr, ExprNode, Spot } from './tree.js'
import type { Writer } from './writer.js'

function rangeCall(w: Writer, iter: ExprNode): Expr<'Call'> | null {
  if (iter.nodeType !== 'Call' || !isBuiltin(w, iter.func, 'range') || iter.keywords.length > 0) return null
  const { args } = iter
  if (args.length < 1 || args.length > 3 || args.some((arg) => arg.nodeType === 'Starred')) return null
  return iter
}

/** A step that is written as a number. */
function literalStep(node: ExprNode | undefined): number | null {
  if (node === undefined) return 1
  if (node.nodeType === 'Constant' && typeof node.value === 'number') return node.value
  if (node.nodeType !== 'UnaryOp' || node.op.nodeType !== 'USub') return null
  const step = literalStep(node.operand)
  return step === null ? null : -step
}

/** What is gone through: what is evaluated before the loop, its head, and the item where the body begins. */
export interface Loop {
  /** The names that the loop has for what is evaluated before it. */
  readonly names: readonly string[]
  readonly values: readonly Code[]
  readonly head: Code
  readonly item: string
  /** The iterator, where what is left behind in it has to be ended with the loop. */
  readonly owned?: string
}

/** What stands before a loop. */
export const beforeLoop = ({ names, values }: Loop): Code => [
  'const ',
  join(
    names.map((name, i): Code => [`${name} = `, values[i]]),
    ', ',
  ),
  ';\n',
]

/** Whether a generator may have been made for a loop alone: by a call of what is not built in. */
const isMade = (w: Writer, iter: ExprNode): boolean =>
  iter.nodeType === 'Call' && !(iter.func.nodeType === 'Name' && w.surroundings.isBuiltin(iter.func.id))

/** Whether each item is taken apart into as many names; see Note [Tuples that nobody keeps] in runtime/iteration.ts. */
const takesApart = (target: ExprNode): boolean =>
  (target.nodeType === 'Tuple' || target.nodeType === 'List') &&
  target.elts.every(({ nodeType }) => nodeType !== 'Starred')

/** `async for`: each item is awaited. */
export function awaitedLoopOver(w: Writer, _target: ExprNode, iter: ExprNode, whole: Spot = iter): Loop {
  const [iterator, item] = [w.name('i'), w.name('s')]
  const next = at(whole, ['yield* ', w.call(whole, 'nextAsync', iterator)])
  const owned = isMade(w, iter) ? iterator : undefined
  const value = owned ? w.call(null, 'own', w.expression(iter)) : w.expression(iter)
  return {
    owned,
    names: [iterator],
    values: [w.call(whole, 'iterAsync', value)],
    head: [`for (let ${item}; (${item} = `, next, `) !== ${w.surroundings.runtime}.endOfItems;) {\n`],
    item,
  }
}

/** Both ends of a `range`, of which neither is looked at before both are evaluated. */
function boundsOf(w: Writer, range: Expr<'Call'>): Code[] {
  const [first, last] = [w.temporary(), w.temporary()]
  const [from, to] = range.args.map((node) => w.expression(node))
  return [
    [`(${first} = `, from, `, ${last} = `, to, ', ', w.call(range, 'bound', first), ')'],
    w.call(range, 'bound', last),
  ]
}

/** A loop whose bounds or iterator are evaluated where this is called. */
export function loopOver(w: Writer, target: ExprNode, iter: ExprNode, whole: Spot = iter): Loop {
  const range = rangeCall(w, iter)
  const step = range && literalStep(range.args[2])
  if (range && step !== null && Number.isSafeInteger(step) && step !== 0) {
    const isInt = (node: ExprNode): boolean =>
      node.nodeType === 'Constant' && Number.isSafeInteger(node.value) && !w.source.textAt(node).includes('.')
    const bound = (node: ExprNode): Code =>
      isInt(node) ? String((node as Expr<'Constant'>).value) : w.call(range, 'bound', w.expression(node))
    const [counter, stop] = [w.name('i'), w.name('n')]
    const [first, last] =
      range.args.length === 1
        ? ['0', bound(range.args[0])]
        : range.args.slice(0, 2).some(isInt)
          ? range.args.map(bound)
          : boundsOf(w, range)
    const start = w.name('a')
    const next = step === 1 ? `${counter}++` : `${counter} += ${step}`
    return {
      names: [start, stop],
      values: [at(range, first), at(range, last)],
      head: `for (let ${counter} = ${start}; ${counter} ${step > 0 ? '<' : '>'} ${stop}; ${next}) {\n`,
      item: counter,
    }
  }
  const [iterator, step_] = [w.name('i'), w.name('s')]
  const owned = isMade(w, iter) ? iterator : undefined
  const code = iter.nodeType === 'Set' ? setDisplay(w, iter, true) : w.expression(iter)
  const value = owned ? w.call(null, 'own', code) : code
  return {
    owned,
    names: [iterator],
    values: [w.call(whole, takesApart(target) ? 'iterToUnpack' : 'iter', value)],
    head: [`for (let ${step_}; !(${step_} = `, at(whole, `${iterator}.next()`), ').done;) {\n'],
    item: `${step_}.value`,
  }
}
