// What CPython doubts of a text that is a program: `x is 5`, a text that is called, an assertion of a tuple. It says so as a
// SyntaxWarning, before anything runs.
import type { Source } from './source.js'
import { childrenOf, type ExprNode, isComprehension, type Module, type Node } from './tree.js'

export interface Doubt {
  readonly message: string
  readonly lineno: number
}

type Constant = Extract<ExprNode, { nodeType: 'Constant' }>

const isEllipsis = (node: Constant, source: Source): boolean => source.textAt(node) === '...'

/** A literal that is no single object, as None is. */
function isLiteral(node: ExprNode, source: Source): boolean {
  const type = constantType(node, source)
  return type !== undefined && !['NoneType', 'bool', 'ellipsis'].includes(type)
}

const numbers = ['bool', 'int', 'float', 'complex']

/** The type of what CPython knows before a program runs: of constants, of signs and operators on them, of tuples of them. */
function constantType(node: ExprNode, source: Source): string | undefined {
  if (node.nodeType === 'Constant') return typeWritten(node, source)
  if (node.nodeType === 'Tuple')
    return node.elts.every((one) => constantType(one, source) !== undefined) ? 'tuple' : undefined
  if (node.nodeType === 'UnaryOp') {
    const type = constantType(node.operand, source)
    if (node.op.nodeType === 'Not') return type && 'bool'
    return type === 'bool' ? 'int' : numbers.includes(type ?? '') ? type : undefined
  }
  if (node.nodeType !== 'BinOp') return undefined
  const [left, right] = [constantType(node.left, source), constantType(node.right, source)]
  const rank = Math.max(1, numbers.indexOf(left ?? ''), numbers.indexOf(right ?? ''))
  if (!numbers.includes(left ?? '') || !numbers.includes(right ?? ''))
    return node.op.nodeType === 'Add' && left === right && left !== 'NoneType' ? left : undefined
  return node.op.nodeType === 'Div' ? numbers[Math.max(2, rank)] : numbers[rank]
}

const written: Partial<Record<ExprNode['nodeType'], string>> = {
  Tuple: 'tuple',
  List: 'list',
  ListComp: 'list',
  Dict: 'dict',
  DictComp: 'dict',
  Set: 'set',
  SetComp: 'set',
  GeneratorExp: 'generator',
  Lambda: 'function',
  JoinedStr: 'str',
}

/** The type of what is written out, which nobody can call. */
function typeWritten(node: ExprNode, source: Source): string | undefined {
  if (node.nodeType !== 'Constant') return written[node.nodeType] ?? constantType(node, source)
  const { value } = node
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (isEllipsis(node, source)) return 'ellipsis'
  const text = source.textAt(node)
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return /^0x/i.test(text) || !/[.ej]/i.test(text) ? 'int' : 'float'
  if (typeof value === 'string') return /^[a-z]*b/i.test(text) ? 'bytes' : 'str'
  if (typeof value === 'object' && 'imag' in value) return 'complex'
  return undefined
}

function doubtOf(node: Node, source: Source): string | undefined {
  if (node.nodeType === 'Compare') {
    const operands = [node.left, ...node.comparators]
    const at = node.ops.findIndex(
      ({ nodeType }, i) =>
        /^Is/.test(nodeType) && (isLiteral(operands[i], source) || isLiteral(operands[i + 1], source)),
    )
    if (at < 0) return undefined
    return node.ops[at].nodeType === 'Is'
      ? '"is" with a literal. Did you mean "=="?'
      : '"is not" with a literal. Did you mean "!="?'
  }
  if (node.nodeType === 'Call') {
    const type = node.func.nodeType === 'Lambda' ? undefined : typeWritten(node.func, source)
    return type && `'${type}' object is not callable; perhaps you missed a comma?`
  }
  if (node.nodeType === 'Subscript') {
    const type = typeWritten(node.value, source)
    if (type === undefined || type === 'dict') return undefined
    if (!['str', 'bytes', 'list', 'tuple'].includes(type))
      return `'${type}' object is not subscriptable; perhaps you missed a comma?`
    const index = node.slice.nodeType === 'Slice' ? undefined : typeWritten(node.slice, source)
    return index === undefined || index === 'int' || index === 'bool'
      ? undefined
      : `${type} indices must be integers or slices, not ${index}; perhaps you missed a comma?`
  }
  if (node.nodeType === 'Assert' && node.test.nodeType === 'Tuple' && node.test.elts.length > 0)
    return 'assertion is always true, perhaps remove parentheses?'
  return undefined
}

/** The parts of a node in the order of CPython's compiler: what a comprehension goes through first comes last. */
function partsOf(node: Node): readonly Node[] {
  if (!isComprehension(node)) return childrenOf(node)
  const [first, ...others] = node.generators
  const made = node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt]
  return [first.target, ...first.ifs, ...others, ...made, first.iter]
}

/** All that is to be doubted, from the first line to the last. */
export function doubtsIn(program: Module, source: Source): Doubt[] {
  const doubts: Doubt[] = []
  const visit = (node: Node): void => {
    const message = doubtOf(node, source)
    if (message !== undefined) doubts.push({ message, lineno: (node as { lineno: number }).lineno })
    partsOf(node).forEach(visit)
  }
  // Most texts have none of the words.
  if (/\bis\b|\bassert\b|[\])}'"\d.]\s*[([]|\b(?:None|True|False)\s*[([]/.test(source.text))
    program.body.forEach(visit)
  return doubts
}
