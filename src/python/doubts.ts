// What CPython doubts of a text that is a program: `x is 5`, a text that is called, an assertion of a tuple. It says so as a
// SyntaxWarning, before anything runs.
import type { Source } from './source.js'
import { childrenOf, type ExprNode, type Module, type Node } from './tree.js'

export interface Doubt {
  readonly message: string
  readonly lineno: number
}

type Constant = Extract<ExprNode, { nodeType: 'Constant' }>

const isEllipsis = (node: Constant, source: Source): boolean => source.textAt(node) === '...'

/** A literal that is no single object, as None is. */
const isLiteral = (node: ExprNode, source: Source): boolean =>
  node.nodeType === 'Constant' &&
  node.value !== null &&
  typeof node.value !== 'boolean' &&
  !isEllipsis(node, source)

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
  if (node.nodeType !== 'Constant') return written[node.nodeType]
  const { value } = node
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  if (isEllipsis(node, source)) return 'ellipsis'
  const text = source.textAt(node)
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return /^0x/i.test(text) || !/[.ej]/i.test(text) ? 'int' : 'float'
  if (typeof value === 'string') return /^[a-z]*b/i.test(text) ? 'bytes' : 'str'
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

/** All that is to be doubted, from the first line to the last. */
export function doubtsIn(program: Module, source: Source): Doubt[] {
  const doubts: Doubt[] = []
  const visit = (node: Node): void => {
    const message = doubtOf(node, source)
    if (message !== undefined) doubts.push({ message, lineno: (node as { lineno: number }).lineno })
    childrenOf(node).forEach(visit)
  }
  // Most texts have none of the words.
  if (/\bis\b|\bassert\b|[\])}'"\d.]\s*[([]|\b(?:None|True|False)\s*[([]/.test(source.text))
    program.body.forEach(visit)
  return doubts
}
