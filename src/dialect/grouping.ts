// Operations whose parts the two languages bind differently: `t & 1 == 0`, `0 < t < 2`.
//
// Note [Grouping]. In Python `&`, `^` and `|` bind tighter than comparisons, all comparisons are one level, and
// `a < b < c` means `a < b and b < c`. In TypeScript comparisons bind tighter than `&`, and `a < b < c` compares a truth
// with c. The operands are the same and are computed in the same order; so they are computed first. If one of them is a
// tensor or a NumPy array, they are put together as in Python. Otherwise TypeScript's way stands as long as it makes
// sense: `a < b == c < d` compares two truths, but a truth is never smaller than something, nor equal to a number.
// What is between parentheses is an operand. `===`, `!==`, `instanceof` and `in` are TypeScript's alone and bind as there,
// unless `===` stands beside a tensor and one of `& ^ |`.
import { text } from './code.js'
import type { Code } from './code.js'
import { isFloat, isPlain, NUMBER, ANYTHING } from './kind.js'
import { areNumbers, binary } from './operators.js'
import { disturbs, sequence } from './rewriter.js'
import type { Rewriter } from './rewriter.js'
import { pauses, someWithin } from './syntax.js'
import type { Node } from './syntax.js'

const bits = new Set(['&', '^', '|'])
const order = new Set(['<', '<=', '>', '>='])
const equality = new Set(['==', '!='])
const identity = new Set(['===', '!=='])

const isPart = (node: Node): boolean => {
  if (node.type !== 'BinaryExpression' || node.left.type === 'PrivateIdentifier') return false
  const operator = node.operator as string
  return bits.has(operator) || order.has(operator) || equality.has(operator) || identity.has(operator)
}

interface Group {
  operands: Node[]
  operators: string[]
}

/** All operands and operators that stand side by side, in their order. */
function flat(node: Node): Group {
  if (!isPart(node)) return { operands: [node], operators: [] }
  const left = flat(node.left as Node)
  const right = flat(node.right as Node)
  return {
    operands: [...left.operands, ...right.operands],
    operators: [...left.operators, node.operator as string, ...right.operators],
  }
}

/** The group that the languages bind differently; null where they agree. */
function groupOf(node: Node): Group | null {
  if (!isPart(node) || !(isPart(node.left as Node) || isPart(node.right as Node))) return null
  const group = flat(node)
  const hasBits = group.operators.some((operator) => bits.has(operator))
  const compared = group.operators.filter((operator) => !bits.has(operator))
  const differs = hasBits ? compared.length > 0 : !compared.some((operator) => identity.has(operator))
  return differs ? group : null
}

/** `a + b`, however it binds; as a condition, `asTest`, a tensor gives its one truth value. */
export function emitOperation(w: Rewriter, node: Node, asTest = false): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  // `!x in y` and `!x instanceof Y` are errors in TypeScript and make sense the other way.
  if (
    (operator === 'in' || operator === 'instanceof') &&
    left.type === 'UnaryExpression' &&
    left.operator === '!'
  ) {
    const inner = { ...node, left: left.argument as Node, start: left.argument.start as number }
    return [text('!(', left.start), emitOperation(w, inner, asTest), text(')', right.end)]
  }
  const group = groupOf(node)
  if (!group) return binary(w, node, asTest)
  const { operands, operators } = group
  const isChain = operators.every((operator) => order.has(operator))
  const hasBits = operators.some((operator) => bits.has(operator))
  const kinds = operands.map((operand) => w.kinds.of(operand))
  if (hasBits && kinds.every(isPlain)) return w.through(node)
  const floats = kinds.reduce((mask, kind, i) => mask + (isFloat(kind) ? 2 ** i : 0), 0)
  const [open, close] = asTest ? ['__truth__(', ')'] : ['', '']
  const head = `${open}${isChain ? '__chained__' : '__grouped__'}('${operators.join(' ')}', ${floats}`
  // What is not reached is not computed.
  const isLate = (operand: Node, i: number): boolean =>
    isChain &&
    i > 1 &&
    operand.type !== 'Literal' &&
    operand.type !== 'Identifier' &&
    !someWithin(operand, pauses)
  const mustWait = operands.some((operand, i) => isLate(operand, i) && disturbs(operand))
  const mayBeNumbers = kinds.every((kind) => (kind & (NUMBER | ANYTHING)) !== 0)
  if (w.isInline && !mustWait && mayBeNumbers && (isChain || hasBits)) {
    return w.scoped(() => {
      const kept = operands.map((operand, i) => w.operand(operand, ...operands.slice(i + 1)))
      const names = kept.map(({ again }) => again)
      const condition = areNumbers(names.map((name, i) => [name, kinds[i]]))
      const direct = isChain
        ? operators.map((sign, i) => `${names[i]} ${sign} ${names[i + 1]}`).join(' && ')
        : names.map((name, i) => (i === 0 ? name : `${operators[i - 1]} ${name}`)).join(' ')
      const result =
        condition === '' ? direct : `${condition} ? ${direct} : ${head}, ${names.join(', ')})${close}`
      return sequence(
        node.start,
        kept.map(({ setup }, i) => (setup ? [gapBefore(w, operands, i), setup] : null)),
        [kept.map(({ setup }, i) => (setup ? [] : gapBefore(w, operands, i))), text(result, node.start)],
      )
    })
  }
  const at = operands[0].end
  const emitted = operands.map((operand, i): Code => {
    const code = [gapBefore(w, operands, i), w.emit(operand)]
    return [text(', ', at), isLate(operand, i) ? [text('() => (', at), code, text(')', at)] : code]
  })
  return [text(head, at), emitted, text(`)${close}`, at)]
}

const gapBefore = (w: Rewriter, operands: readonly Node[], i: number): Code =>
  i === 0 ? [] : w.breaks(operands[i - 1].end, operands[i].start)
