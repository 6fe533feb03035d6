// What names stand for without a declaration: the language's own functions, Python's, and this library's.
import { NUMBER, STRING, BOOLEAN, BIGINT, OBJECT, FLOAT, type Kind } from './kind.js'
import type { Node } from './syntax.js'

/** What calls of the language's own functions give. */
export const knownCalls: Record<string, Kind> = {
  Number: NUMBER,
  float: NUMBER | FLOAT,
  int: NUMBER,
  len: NUMBER,
  id: NUMBER,
  bool: BOOLEAN,
  isinstance: BOOLEAN,
  str: STRING,
  repr: STRING,
  hex: STRING,
  oct: STRING,
  bin: STRING,
  chr: STRING,
  ascii: STRING,
  ord: NUMBER,
  hash: NUMBER,
  parseInt: NUMBER,
  parseFloat: NUMBER,
  String: STRING,
  Boolean: BOOLEAN,
  BigInt: BIGINT,
  Symbol: OBJECT,
  isNaN: BOOLEAN,
  isFinite: BOOLEAN,
  'Number.parseInt': NUMBER,
  'Number.parseFloat': NUMBER,
  'Number.isInteger': BOOLEAN,
  'Number.isFinite': BOOLEAN,
  'Number.isNaN': BOOLEAN,
  'Date.now': NUMBER,
  'performance.now': NUMBER,
  'Array.isArray': BOOLEAN,
  'Array.from': OBJECT,
  'Array.of': OBJECT,
  'Object.keys': OBJECT,
  'Object.values': OBJECT,
  'Object.entries': OBJECT,
  'Object.fromEntries': OBJECT,
  'JSON.stringify': STRING,
  'String.fromCharCode': STRING,
  'process.hrtime.bigint': BIGINT,
}

/** Functions of Python's that give a float of floats. */
export const floatFunctions = new Set(['sum', 'max', 'min', 'abs', 'round', 'pow'])

/** Python's constants in TypeScript's words. */
export const constants: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' }

/** Functions of Python's that give lists, texts and dicts. */
export const pythonNames = new Set(
  'str repr list tuple dict range sorted enumerate zip copy vars dir next getattr max min sum _'.split(' '),
)

/** What is at hand of this library. */
export const library = new Set(['torch', 'nn', 'optim', 'F', 'np'])

/** `torch.nn.Linear` as text; null where something else than names is in it. */
export function dottedName(node: Node): string | null {
  if (node.type === 'Identifier') return node.name as string
  if (node.type !== 'MemberExpression' || node.computed || node.optional) return null
  const object = dottedName(node.object as Node)
  return object === null || node.property.type !== 'Identifier' ? null : `${object}.${node.property.name}`
}

/** Whether an expression is a list that is written out, or that of a tensor's elements. */
export function isFloatSource(node: Node): boolean {
  const { type, callee, expression } = node as unknown as { type: string; callee: Node; expression: Node }
  if (/^(ArrayExpression|ObjectExpression|DialectTuple)$/.test(type)) return true
  if (type === 'ParenthesizedExpression')
    return expression.type === 'SequenceExpression' || isFloatSource(expression)
  const isMethod = type === 'CallExpression' && callee.type === 'MemberExpression'
  return isMethod && /^(tolist|finfo)$/.test(callee.property.name as string)
}
