// What is known of values by the names of types, functions and methods: JavaScript's own, and the library's.
import { dottedName } from '../../dialect/known-names.js'
import type { Node } from '../../dialect/syntax.js'

/**
 * `int`: a whole number, by the way it came about; `count`: one that is not negative. `float`: a number that Python calls a
 * float, too; `number`: one or the other. `instance`: of a class of the program's.
 */
export type Fact =
  | 'int'
  | 'count'
  | 'float'
  | 'number'
  | 'string'
  | 'boolean'
  | 'nothing'
  | 'bigint'
  | 'list'
  | 'tuple'
  | 'map'
  | 'set'
  | 'object'
  | 'tensor'
  | 'function'
  | 'instance'
  | 'error'
  | 'regexp'
  | 'unknown'

export const isNumber = (fact: Fact): boolean => /^(int|count|float|number)$/.test(fact)
export const isWhole = (fact: Fact): boolean => fact === 'int' || fact === 'count'

export function join(a: Fact | null, b: Fact | null): Fact | null {
  if (a === null || b === null || a === b) return a ?? b
  if (isWhole(a) && isWhole(b)) return 'int'
  if (isNumber(a) && isNumber(b)) return 'number'
  return 'unknown'
}

export const typeFacts: Readonly<Record<string, Fact>> = {
  TSNumberKeyword: 'number',
  TSStringKeyword: 'string',
  TSBooleanKeyword: 'boolean',
  TSBigIntKeyword: 'bigint',
  TSNullKeyword: 'nothing',
  TSUndefinedKeyword: 'nothing',
  TSVoidKeyword: 'nothing',
  TSArrayType: 'list',
  TSTupleType: 'list',
  TSFunctionType: 'function',
  TSTypeLiteral: 'object',
}

export const namedTypes: Readonly<Record<string, Fact>> = {
  Array: 'list',
  ReadonlyArray: 'list',
  Map: 'map',
  Set: 'set',
  Record: 'object',
  Tensor: 'tensor',
  'torch.Tensor': 'tensor',
  Error: 'error',
}

export function typeFact(type: Node): Fact {
  if (type.type === 'TSTypeReference') return namedTypes[dottedName(type.typeName as Node) ?? ''] ?? 'unknown'
  if (type.type === 'TSTypeOperator') return typeFact(type.typeAnnotation as Node)
  if (type.type === 'TSLiteralType') {
    const { value } = type.literal as { value: unknown }
    return typeof value === 'string' ? 'string' : typeof value === 'boolean' ? 'boolean' : 'number'
  }
  return typeFacts[type.type] ?? 'unknown'
}

/** Calls whose results are known by the function's name. */
export const calls: Readonly<Record<string, Fact>> = {
  len: 'count',
  str: 'string',
  repr: 'string',
  String: 'string',
  Boolean: 'boolean',
  bool: 'boolean',
  isinstance: 'boolean',
  parseInt: 'int',
  int: 'int',
  id: 'count',
  float: 'float',
  Number: 'number',
  parseFloat: 'number',
  BigInt: 'bigint',
  list: 'list',
  sorted: 'list',
  range: 'list',
  enumerate: 'list',
  zip: 'list',
  'torch.is_tensor': 'boolean',
  'torch.is_grad_enabled': 'boolean',
  'torch.equal': 'boolean',
  'torch.allclose': 'boolean',
  'torch.manual_seed': 'object',
  'torch.format': 'string',
  'torch.repr': 'string',
  'torch.str': 'string',
  'Array.from': 'list',
  'Array.of': 'list',
  'Array.isArray': 'boolean',
  'Object.keys': 'list',
  'Object.values': 'list',
  'Object.entries': 'list',
  'Object.fromEntries': 'object',
  'Object.assign': 'object',
  'JSON.stringify': 'string',
  'Number.isInteger': 'boolean',
  'Number.isNaN': 'boolean',
  'Number.isFinite': 'boolean',
  isNaN: 'boolean',
  isFinite: 'boolean',
  'Number.parseInt': 'int',
  'Number.parseFloat': 'number',
  'Date.now': 'int',
  'performance.now': 'number',
  'Math.floor': 'int',
  'Math.ceil': 'int',
  'Math.round': 'int',
  'Math.trunc': 'int',
  'Math.sign': 'int',
  'String.fromCharCode': 'string',
}

/** Functions of torch that give something else than one tensor. */
export const noTensor =
  /^torch\.(chunk|split|unbind|topk|sort|max|min|mode|median|kthvalue|meshgrid|broadcast_tensors|autograd|nn|optim|utils|device|dtype|Size|Generator|no_grad|enable_grad|set_grad_enabled|inference_mode|get_|set_|is_|equal|allclose|manual_seed|seed|initial_seed|save|load|cuda|gpu|linalg|fft|special|distributions|backends|numel|iinfo|finfo|result_type|can_cast|promote_types|print|repr|str|format|hub|jit|func|float|int|long|bool|double|half|[A-Z])/

/** Methods of texts, lists and numbers that nothing else has, and what they give. */
export const methods: Readonly<Record<string, Fact>> = {
  toFixed: 'string',
  toUpperCase: 'string',
  toLowerCase: 'string',
  trim: 'string',
  padStart: 'string',
  padEnd: 'string',
  charAt: 'string',
  charCodeAt: 'count',
  startsWith: 'boolean',
  endsWith: 'boolean',
  includes: 'boolean',
  has: 'boolean',
  indexOf: 'int',
  lastIndexOf: 'int',
  findIndex: 'int',
  join: 'string',
  // Of the nodes of a graph.
  name: 'string',
  map: 'list',
  filter: 'list',
  flatMap: 'list',
  some: 'boolean',
  every: 'boolean',
  toSorted: 'list',
  toReversed: 'list',
  push: 'count',
  tolist: 'list',
  parameters: 'unknown',
  dim: 'count',
  numel: 'count',
  ndimension: 'count',
  is_floating_point: 'boolean',
  is_contiguous: 'boolean',
  is_complex: 'boolean',
  data_ptr: 'count',
}

/** Methods that give a tensor, whatever they are called on. */
export const tensorMethods =
  /^(detach|clone|requires_grad_|float|double|long|reshape|view|view_as|unsqueeze|squeeze|transpose|permute|contiguous|zero_|fill_|add_|sub_|mul_|div_|sigmoid|tanh|relu|exp|log|sqrt|square|abs_|matmul|mm|argmax|argmin|softmax|log_softmax|cumsum|cuda|cpu|expand|flatten|index|normal_|uniform_)$/
