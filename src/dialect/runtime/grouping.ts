// What `t & 1 == 0` and `0 < t < 2` do when they run; see Note [Grouping] in grouping.ts.
import { Tensor } from '../../torch.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { operatorHelpers } from './operations.js'
import { float } from './results.js'
import { truth } from './truth.js'

const names: Readonly<Record<string, string>> = {
  '&': '__and__',
  '^': '__xor__',
  '|': '__or__',
  '<': '__lt__',
  '<=': '__le__',
  '>': '__gt__',
  '>=': '__ge__',
  '==': '__eq__',
  '!=': '__ne__',
}

function apply(operator: string, a: unknown, b: unknown): unknown {
  if (operator === '===') return a === b
  return operator === '!==' ? a !== b : operatorHelpers[names[operator]](a, b)
}

const isBits = (operator: string): boolean => operator.length === 1 && '&^|'.includes(operator)
const isOrder = (operator: string): boolean => /^[<>]=?$/.test(operator)

interface Flat {
  readonly operators: readonly string[]
  readonly operands: readonly unknown[]
}

/** The parts between some of the operators. */
function split(
  { operators, operands }: Flat,
  at: (operator: string) => boolean,
): { signs: string[]; parts: Flat[] } {
  const signs: string[] = []
  const parts: Flat[] = []
  let start = 0
  operators.forEach((operator, i) => {
    if (!at(operator)) return
    signs.push(operator)
    parts.push({ operators: operators.slice(start, i), operands: operands.slice(start, i + 1) })
    start = i + 1
  })
  parts.push({ operators: operators.slice(start), operands: operands.slice(start) })
  return { signs, parts }
}

/** `&` before `^` before `|`, from the left; what is between them is left to `evaluate`. */
function bitwise(group: Flat, evaluate: (part: Flat) => unknown): unknown {
  for (const operator of ['|', '^', '&']) {
    const { parts } = split(group, (sign) => sign === operator)
    if (parts.length > 1)
      return parts.map((part) => bitwise(part, evaluate)).reduce((a, b) => apply(operator, a, b))
  }
  return evaluate(group)
}

/** `a < b == c` as Python has it: each with its neighbour, up to the first that is not so. */
function chain(signs: readonly string[], values: readonly unknown[]): unknown {
  let result: unknown
  for (const [i, sign] of signs.entries()) {
    result = apply(sign, values[i], values[i + 1])
    if (i + 1 < signs.length && !truth(result)) return result
  }
  return result
}

function asPython(group: Flat): unknown {
  const { signs, parts } = split(group, (operator) => !isBits(operator))
  const values = parts.map((part) => bitwise(part, ({ operands }) => operands[0]))
  return signs.length === 0 ? values[0] : chain(signs, values)
}

/** Comparisons of plain values: TypeScript's where they compare truths with truths. */
function compared({ operators, operands }: Flat): unknown {
  if (operators.length === 0) return operands[0]
  const { signs, parts } = split({ operators, operands }, (operator) => !isOrder(operator))
  const values = parts.map((part) =>
    part.operators.length === 0 ? part.operands[0] : chain(part.operators, part.operands),
  )
  const isTypeScripts = signs.some((sign) => sign.length === 3)
  const hasComparison = parts.some((part) => part.operators.length > 0)
  const later = hasComparison ? values : values.slice(2)
  if (isTypeScripts || later.every((value) => typeof value === 'boolean'))
    return signs.reduce((result, sign, i) => apply(sign, result, values[i + 1]), values[0])
  return chain(operators, operands)
}

const isArray = (value: unknown): boolean => value instanceof Tensor || isNumpyArray(value)

/** `mask` has a bit for every operand that was written as a float. */
const withFloats = (operands: readonly unknown[], mask: number): unknown[] =>
  operands.map((operand, i) => (mask & (1 << i) ? float(operand) : operand))

/** Operands that stand side by side, with the operators between them. */
export function grouped(signs: string, mask: number, ...operands: unknown[]): unknown {
  const operators = signs.split(' ')
  if (operands.some(isArray)) return asPython({ operators, operands: withFloats(operands, mask) })
  return bitwise({ operators, operands }, compared)
}

/** `a < b < c`; what is not reached is not computed. */
export function chained(signs: string, mask: number, ...operands: unknown[]): unknown {
  const operators = signs.split(' ')
  let left = operands[0]
  let result: unknown
  for (const [i, operator] of operators.entries()) {
    const given = operands[i + 1]
    const right = i > 0 && typeof given === 'function' ? (given as () => unknown)() : given
    const [a, b] =
      mask === 0
        ? [left, right]
        : [mask & (1 << i) ? float(left) : left, mask & (2 << i) ? float(right) : right]
    result = apply(operator, a, b)
    if (i + 1 < operators.length && !truth(result)) return result
    left = right
  }
  return result
}
