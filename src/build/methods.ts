// Writes methods.gen.ts: TypeScript types, with docs, of everything in the op table. Run by `npm run generate`;
// a test fails when the file is stale.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import '../ops/all.js'
import { Tensor } from '../tensor/tensor.js'
import { isFromTable } from '../engine/functions.js'
import { methods, type Op, ops, type Overload } from '../engine/op.js'
import type { Param, Schema } from '../engine/schema.js'

export const paramTypes: Record<Param['type'], string> = {
  Tensor: 'Tensor',
  Scalar: 'Scalar',
  'Tensor|Scalar': 'Tensor | Scalar',
  int: 'Int',
  float: 'number | Float',
  bool: 'boolean',
  str: 'string',
  ScalarType: 'DType',
  Device: 'Device | string',
  Generator: 'Generator',
  function: '(...args: any[]) => any',
  Layout: 'NamedConstant',
  MemoryFormat: 'NamedConstant',
  any: 'unknown',
}

export const returnTypes: Record<string, string> = {
  Tensor: 'Tensor',
  'Tensor[]': 'Tensor[]',
  bool: 'boolean',
  int: 'number',
  float: 'number',
  Scalar: 'number',
  'int[]': 'number[]',
  ScalarType: 'DType',
  any: 'unknown',
  str: 'string',
  TypedStorage: 'TypedStorage',
  UntypedStorage: 'UntypedStorage',
}

function paramType(param: Param): string {
  let type = paramTypes[param.type]
  if (param.list) {
    const item = param.nullable && param.type === 'Tensor' ? 'Tensor | null' : type
    type = `readonly ${/[ |]/.test(item) ? `(${item})` : item}[]${param.listSize === null ? '' : ` | ${type}`}`
  }
  return param.nullable ? `${type} | null` : type
}

function returnType(schema: Schema): string {
  const { returns } = schema
  if (returns.length === 1) return returnTypes[returns[0].type] ?? 'unknown'
  const fields = returns.map(({ name }) => `readonly ${name}: Tensor`).join('; ')
  return `Tensor[] & { ${fields} }`
}

/** JavaScript keywords cannot name a parameter. */
export const safe = (name: string): string =>
  ['default', 'in', 'function', 'var', 'new', 'with', 'this'].includes(name) ? `${name}_` : name
const shown = (param: Param): string => (param.name === 'self' ? 'input' : param.name)

const namedParam = (param: Param): string =>
  `${shown(param)}${param.required ? '' : '?'}: ${paramType(param)}`

/** One signature for each number of positional arguments after which keywords may follow. */
function signatures(schema: Schema, isMethod: boolean, inplace: boolean): string[] {
  const params = isMethod ? schema.params.slice(1) : schema.params
  const positional = params.filter((param) => !param.keywordOnly)
  const result: string[] = []
  const returns = inplace ? (isMethod ? 'this' : 'Tensor') : returnType(schema)
  const least = isMethod ? 0 : Math.min(1, positional.length)
  for (let k = positional.length; k >= least; k--) {
    const given = positional.slice(0, k)
    const others = [...positional.slice(k), ...params.filter((param) => param.keywordOnly)]
    const named = others.map(namedParam)
    if (schema.hasOut && !inplace) named.push('out?: Tensor | readonly Tensor[] | null')
    const list = given.map((param) => `${safe(shown(param))}: ${paramType(param)}`)
    if (named.length > 0)
      list.push(`options${others.some((param) => param.required) ? '' : '?'}: { ${named.join('; ')} }`)
    result.push(`(${list.join(', ')}): ${returns}`)
  }
  // Arguments that may be spread: `x.view(2, 3)`, `x.index(0, ':')`, `torch.meshgrid(x, y, { indexing: 'xy' })`.
  const [first, second] = positional
  const isSizes = first?.list && first.type === 'int' && second === undefined
  if (first && (first.variadic || isSizes)) {
    const type = isSizes ? 'number' : paramTypes[first.type]
    const items = `...${safe(shown(first))}: ${/[ |]/.test(type) ? `(${type})` : type}[]`
    result.push(`(${items}): ${returns}`)
    const named = params.filter((param) => param.keywordOnly).map(namedParam)
    if (named.length > 0) {
      if (schema.hasOut) named.push('out?: Tensor | null')
      result.push(`(...args: [${items}, options: { ${named.join('; ')} }]): ${returns}`)
    }
  }
  return result
}

/** Signatures that differ in what they say: each of them is told, and its example. */
export function docComment(overloads: readonly Overload[], indent: string): string {
  const entries = overloads.map(({ entry }) => entry)
  const lines = [...new Set(entries.map(({ doc }) => doc))].flatMap((doc) => doc.split('\n'))
  for (const { example } of entries) {
    if (!example) continue
    const [code, output] = example
    lines.push('', '@example', code, ...output.split('\n').map((line) => `// ${line}`))
  }
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd().replaceAll('*/', '*\\/')).join('\n')}\n${indent} */\n`
}

/** What a form in place does is told with it. */
export const inPlaceDoc = (op: Op): string =>
  `In-place form of \`${op.name}\`: ${op.overloads[0].entry.doc.replaceAll('\n', ' ').replaceAll('*/', '*\\/')}`

function declarations(op: Op, isMethod: boolean, indent: string): string {
  let text = ''
  for (const overload of op.overloads) {
    const all = signatures(overload.schema, isMethod, overload.schema.name.endsWith('_'))
    // An editor takes the first comment for all signatures that have none.
    const isOne = op.overloads.every(({ entry }) => entry.doc === op.overloads[0].entry.doc)
    const [first, ...others] = all.map((signature) => `${indent}${op.name}${signature}\n`)
    const doc = isOne
      ? ''
      : `${indent}/** ${overload.entry.doc.replaceAll('\n', ' ').replaceAll('*/', '*\\/')} */\n`
    text += docComment([overload], indent) + first + others.map((line) => doc + line).join('')
  }
  for (const overload of op.overloads) {
    if (!overload.inplace || !(isMethod || op.inplaceFunction)) continue
    text += `${indent}/** ${inPlaceDoc(op)} */\n`
    for (const signature of signatures(overload.schema, isMethod, true))
      text += `${indent}${op.name}_${signature}\n`
  }
  return text
}

type Tree = Map<string, Op | Tree>

function functionTree(): Tree {
  const tree: Tree = new Map()
  for (const [path, op] of [...ops].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (op.isInside) continue
    const parts = path.split('.')
    const last = parts.pop() as string
    let at = tree
    for (const part of parts) {
      if (!at.has(part)) at.set(part, new Map())
      at = at.get(part) as Tree
    }
    at.set(last, op)
  }
  return tree
}

function printTree(tree: Tree, indent: string): string {
  let text = ''
  for (const [name, value] of tree)
    text +=
      value instanceof Map
        ? `${indent}readonly ${name}: {\n${printTree(value, `${indent}  `)}${indent}}\n`
        : declarations(value, false, indent)
  return text
}

/** The whole text of methods.gen.ts. */
export function generateInterface(): string {
  const own = new Set(Object.getOwnPropertyNames(Tensor.prototype))
  const methodText = [...methods]
    .filter(([name]) => isFromTable(name) || !own.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, op]) => declarations(op, true, '    '))
    .join('')
  return `/* Generated by \`npm run generate\` from the op table. Do not edit. */
import type { Generator } from '../random/generator.js'
import type { DType } from '../base/dtype.js'
import type { Device, Float, NamedConstant, Scalar } from '../base/scalar.js'
import type { Tensor } from '../tensor/tensor.js'
import type { TypedStorage, UntypedStorage } from './shape/typed-storage.js'

export type Int = number | bigint

declare module '../tensor/tensor.js' {
  interface Tensor {
${methodText}  }
}

/** The functions of the torch namespace. */
export interface TorchFunctions {
${printTree(functionTree(), '  ')}}
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../ops/methods.gen.ts', import.meta.url), generateInterface())
