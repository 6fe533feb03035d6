// What an operator gives, by what is known of its sides.
import { type Fact, isNumber, isWhole } from './known-values.js'

const comparisons = new Set(['<', '<=', '>', '>=', '==', '!='])

export function unaryFact(operator: string, argument: Fact | null): Fact | null {
  switch (operator) {
    case '!':
    case 'delete':
      return 'boolean'
    case 'typeof':
      return 'string'
    case 'void':
      return 'nothing'
    case '~':
      return argument === 'count' ? 'int' : argument
    default:
      if (argument === 'count') return operator === '-' ? 'int' : 'count'
      return argument === 'string' ? 'number' : argument
  }
}

export function binaryFact(operator: string, a: Fact | null, b: Fact | null): Fact | null {
  if (operator === '===' || operator === '!==' || operator === 'instanceof' || operator === 'in')
    return 'boolean'
  if (a === null || b === null) return null
  if (comparisons.has(operator)) {
    if (a === 'tensor' || b === 'tensor') return 'tensor'
    return a === 'unknown' || b === 'unknown' ? 'unknown' : 'boolean'
  }
  if (operator === '>>>') return 'count'
  if (a === 'tensor' || b === 'tensor')
    return operator === '+' && (a === 'string' || b === 'string') ? 'string' : 'tensor'
  if (operator === '+' && (a === 'string' || b === 'string')) return 'string'
  if (operator === '%' && a === 'string') return 'string'
  if (operator === '*' && (a === 'string' || b === 'string')) return 'string'
  if (
    (operator === '+' && a === 'list' && b === 'list') ||
    (operator === '*' && (a === 'list' || b === 'list'))
  )
    return 'list'
  if (!isNumber(a) || !isNumber(b)) return a === 'bigint' && b === 'bigint' ? 'bigint' : 'unknown'
  if (/^(&|\||\^|<<|>>)$/.test(operator)) return 'int'
  if (operator === '/') return 'float'
  if (operator === '//') return isWhole(a) && isWhole(b) ? 'int' : 'number'
  if (a === 'float' || b === 'float') return 'float'
  if (!isWhole(a) || !isWhole(b)) return 'number'
  if (operator === '**') return a === 'count' && b === 'count' ? 'count' : 'number'
  if (operator === '%') return a === 'count' ? 'count' : 'int'
  return a === 'count' && b === 'count' && operator !== '-' ? 'count' : 'int'
}
