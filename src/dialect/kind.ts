// What can be said of a value before it is there: a set of what it may be, and what types, literals and operators make of such
// sets.
import type { Node } from './syntax.js'

/** A set of possibilities, as bits. */
export type Kind = number

export const NUMBER = 1
export const STRING = 2
export const BOOLEAN = 4
/** `null` and `undefined`. */
export const NOTHING = 8
export const BIGINT = 16
/** An array, a function, an object that is surely no tensor. */
export const OBJECT = 32
/** A typed array, or what was declared an array of numbers. */
export const NUMBERS = 64
export const ANYTHING = 128
/** If it is a number, then one that Python would call a float: made of literals with a point. */
export const FLOAT = 256
/** It may be a whole number that is a float all the same, an element of a tensor: known when it runs. */
export const TRACKED = 512
/** A float by a division alone, which at the prompt is shown as TypeScript has it: `4 / 2` is `2`. */
const QUOTIENT = 1024

/** All that a value can be. */
export const possibilities = 255
/** All that is said of numbers. */
export const MARKS = FLOAT | TRACKED | QUOTIENT

/** Whether no tensor can come of it. */
export const isPlain = (kind: Kind): boolean => (kind & ANYTHING) === 0
export const isOnly = (kind: Kind, bits: Kind): boolean => (kind & possibilities & ~bits) === 0
export const isTracked = (kind: Kind): boolean => (kind & TRACKED) !== 0
/** What is said of a kind's numbers. */
export const marksOf = (kind: Kind): Kind => kind & MARKS
export const isQuotient = (kind: Kind): boolean => (kind & QUOTIENT) !== 0
export const isFloat = (kind: Kind): boolean => (kind & FLOAT) !== 0

/** Whether it may be a number, or anything. */
export const canBeNumber = (kind: Kind): boolean => (kind & (NUMBER | ANYTHING)) !== 0

/** One or the other. */
export function either(a: Kind, b: Kind): Kind {
  const isFloatBoth = (!canBeNumber(a) || isFloat(a)) && (!canBeNumber(b) || isFloat(b))
  const isNone = !canBeNumber(a | b) && ((a | b) & possibilities) !== 0
  return ((a | b) & (possibilities | TRACKED | QUOTIENT)) | (isFloatBoth && !isNone ? FLOAT : 0)
}

/** Classes of arrays of numbers. */
export const typedArrays = new Set(
  ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64'].map(
    (name) => `${name}Array`,
  ),
)
/** Classes of the language whose objects are no tensors. */
export const plainClasses = new Set(
  (
    'Array Map Set WeakMap WeakSet Date RegExp Error TypeError RangeError SyntaxError Promise Object URL ArrayBuffer ' +
    'SharedArrayBuffer DataView BigInt64Array BigUint64Array AbortController TextEncoder TextDecoder'
  ).split(' '),
)
const typeKinds: Record<string, Kind> = {
  TSNumberKeyword: NUMBER,
  TSStringKeyword: STRING,
  TSBooleanKeyword: BOOLEAN,
  TSBigIntKeyword: BIGINT,
  TSNullKeyword: NOTHING,
  TSUndefinedKeyword: NOTHING,
  TSVoidKeyword: NOTHING,
  TSSymbolKeyword: OBJECT,
  TSTupleType: OBJECT,
  TSFunctionType: OBJECT,
}

/** What a type says that a value can be. */
export function typeKind(type: Node): Kind {
  switch (type.type) {
    case 'TSArrayType':
      return typeKind(type.elementType as Node) === NUMBER ? NUMBERS : OBJECT
    case 'TSParenthesizedType':
      return typeKind(type.typeAnnotation as Node)
    case 'TSUnionType':
      return (type.types as Node[]).map(typeKind).reduce(either)
    case 'TSLiteralType': {
      const { literal } = type as unknown as { literal: Node }
      return literal.type === 'Literal' ? literalKind(literal) : STRING | NUMBER
    }
    case 'TSTypeReference': {
      const name = type.typeName?.name as string | undefined
      if (name === undefined) return ANYTHING
      if (typedArrays.has(name)) return NUMBERS
      if (name === 'Array' || name === 'ReadonlyArray') {
        const [item] = ((type.typeArguments ?? type.typeParameters)?.params ?? []) as Node[]
        return item && typeKind(item) === NUMBER ? NUMBERS : OBJECT
      }
      return plainClasses.has(name) ? OBJECT : ANYTHING
    }
    default:
      return typeKinds[type.type] ?? ANYTHING
  }
}

/** `2.`, `2.0`, `2e3`, `.5`: what Python reads as a float. */
export const isFloatLiteral = (node: Node): boolean =>
  node.type === 'Literal' && typeof node.value === 'number' && /^[\d._]*(\.|\d[eE])/.test(node.raw as string)

/** An int that no number holds, written without TypeScript's `n`. */
export const isExactInt = (node: Node): boolean =>
  node.type === 'Literal' && node.bigint !== undefined && !(node.raw as string).endsWith('n')

/** What a literal is. */
export function literalKind(node: Node): Kind {
  // One that was written as a bigint is TypeScript's, which mixes with no number; the other is Python's.
  if (node.bigint !== undefined) return isExactInt(node) ? BIGINT | ANYTHING : BIGINT
  if (node.regex !== undefined) return OBJECT
  if (node.value === null) return NOTHING
  if (typeof node.value === 'number') return isFloatLiteral(node) ? NUMBER | FLOAT : NUMBER
  return typeof node.value === 'string' ? STRING : BOOLEAN
}

const arithmetic = new Set(['+', '-', '*', '/', '//', '%', '**'])
const bitwise = new Set(['&', '|', '^', '<<', '>>'])
const comparisons = new Set(['<', '<=', '>', '>=', '==', '!='])

/** What arithmetic leaves of the operands' being floats. */
function floatBits(operator: string, a: Kind, b: Kind): Kind {
  const floats = [a, b].filter(isFloat)
  const isQuotient = floats.every((kind) => (kind & QUOTIENT) !== 0)
  const isOne = operator === '/' || floats.length > 0
  return ((a | b) & TRACKED) | (isOne ? FLOAT | (isQuotient ? QUOTIENT : 0) : 0)
}

/** What an operator makes of two operands. */
export function binaryKind(operator: string, a: Kind, b: Kind): Kind {
  if (operator === '>>>') return NUMBER
  if (operator === '@') return ANYTHING
  // `x == null` asks for null, whatever x is.
  const asksForNull = (operator === '==' || operator === '!=') && (isOnly(a, NOTHING) || isOnly(b, NOTHING))
  if (asksForNull && (a & possibilities) !== 0 && (b & possibilities) !== 0) return BOOLEAN
  if (comparisons.has(operator)) return isPlain(a) && isPlain(b) ? BOOLEAN : ANYTHING
  if (!arithmetic.has(operator) && !bitwise.has(operator)) return BOOLEAN
  // Not known yet: kinds grow from nothing.
  if ((a & possibilities) === 0 || (b & possibilities) === 0) return FLOAT
  const float = arithmetic.has(operator) ? floatBits(operator, a, b) : 0
  if (operator === '+' && (isOnly(a, STRING) || isOnly(b, STRING))) return STRING
  if (!isPlain(a) || !isPlain(b)) return ANYTHING | float
  const simple = NUMBER | BOOLEAN | NOTHING
  if (isOnly(a, simple) && isOnly(b, simple)) return NUMBER | float
  const lists = OBJECT | NUMBERS
  const list = operator === '+' ? a & b & lists : operator === '*' ? (a | b) & lists : 0
  const string = operator === '+' || (operator === '*' && ((a | b) & STRING) !== 0) ? STRING : 0
  return NUMBER | BIGINT | float | string | (list === 0 ? 0 : OBJECT)
}
