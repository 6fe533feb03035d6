// `npm run new:op 'logaddexp3(Tensor self, Tensor other) -> Tensor'` writes the skeleton of an op's entry into the file of
// its family, and says what comes next. The family is that of the nearest relative by name, or the one given:
// `npm run new:op -- '…' --family pointwise/exponential`. What is not filled in says so when it runs, and fails the test of
// the table.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as prettier from 'prettier'
import { methods, type Op, ops } from '../engine/op.js'
import { checkOverloadName, type Param, parseSchema, type Schema } from '../engine/schema.js'
import { entries, families } from '../ops/index.gen.js'
import { editDistance } from '../terminal/suggest.js'
import torch from '../torch.js'
import { familyNames } from './families.js'
import { paramTypes, returnTypes, safe } from './methods.js'

/** Why nothing was written. */
export class Refusal extends Error {}

/** Reads a signature, more strictly than the table does: its types are words that mean something. */
function readSignature(text: string): Schema {
  let schema: Schema
  try {
    schema = parseSchema(text)
    if (schema.overload !== '') checkOverloadName(schema)
  } catch (error) {
    const reason = (error as Error).message.replace(/^internal: /, '')
    throw new Refusal(
      `${reason}\nA signature is written as in native_functions.yaml: add(Tensor self, Tensor other) -> Tensor`,
    )
  }
  for (const { name, type } of schema.params)
    if (!Object.hasOwn(paramTypes, type))
      throw new Refusal(
        `the parameter ${name} is of type ${type}; there are ${Object.keys(paramTypes).join(', ')}`,
      )
  for (const { type } of schema.returns)
    if (!Object.hasOwn(returnTypes, type))
      throw new Refusal(`${type} is no type of a result; there are ${Object.keys(returnTypes).join(', ')}`)
  if (!schema.path.split('.').every((part) => /^[A-Za-z_]\w*$/.test(part)))
    throw new Refusal(`${schema.path} is no name`)
  const names = schema.params.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new Refusal(`the parameter ${twice} stands twice`)
  return schema
}

const isSelf = ({ params }: Schema): boolean => params[0]?.name === 'self' && params[0].type === 'Tensor'

/** Refuses what is there already: an overload, an alias, an in-place form, another function of that name. */
function refuseKnown(schema: Schema): void {
  const { path, overload } = schema
  const known: Op | undefined = ops.get(path) ?? (isSelf(schema) ? methods.get(path) : undefined)
  if (known) {
    const [first] = known.overloads
    if (first.path !== path) throw new Refusal(`${path} exists: it is another name of ${first.path}`)
    const same = known.overloads.find((other) => other.schema.overload === overload)
    if (same)
      throw new Refusal(
        `${path}${overload && `.${overload}`} exists: ${same.text}\nAnother overload of it has a name: ${path}.Scalar(…)`,
      )
    return
  }
  if (path.endsWith('_') && ops.get(path.slice(0, -1))?.inplace)
    throw new Refusal(`${path} exists: it is the in-place form of ${path.slice(0, -1)}`)
  let at: unknown = torch
  for (const part of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[part]
  if (at !== undefined) throw new Refusal(`torch.${path} exists, beside the table`)
}

interface Relative {
  readonly path: string
  readonly family: string
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)
const spaceOf = (path: string): string => path.slice(0, path.lastIndexOf('.') + 1)

/** The op whose name is nearest: by the words that both have, then by letters; another namespace counts against it. */
function nearestRelative(path: string): Relative {
  const words = new Set(nameOf(path).split('_'))
  let nearest: Relative | undefined
  let least = Infinity
  const texts = entries.split('\n').map((text) => text.replace(/^\+/, ''))
  for (const [family, count] of Object.entries(families))
    for (const text of texts.splice(0, count)) {
      const other = parseSchema(text).path
      const parts = nameOf(other).split('_')
      const shared = parts.filter((word) => words.has(word)).length
      const letters =
        editDistance(nameOf(path), nameOf(other)) / Math.max(nameOf(path).length, nameOf(other).length)
      const distance =
        letters - shared / Math.max(words.size, parts.length) + (spaceOf(path) === spaceOf(other) ? 0 : 1)
      if (distance < least) [nearest, least] = [{ path: other, family }, distance]
    }
  return nearest!
}

/** What formulas of single elements take. */
const elementTypes = new Set<Param['type']>(['Tensor', 'Tensor|Scalar', 'Scalar', 'float'])
const isTensor = ({ type }: Param): boolean => type === 'Tensor' || type === 'Tensor|Scalar'

/** `kernel` where each element of the result can come of the elements at its place, `mutate` for `name_`, else `forward`. */
function kindOf({ name, params, returns }: Schema): 'kernel' | 'mutate' | 'forward' {
  if (name.endsWith('_') && params[0]?.name === 'self') return 'mutate'
  const isOfElements = params.every(
    (param) => elementTypes.has(param.type) && !param.list && !(isTensor(param) && param.nullable),
  )
  const makesOne = returns.length === 1 && returns[0].type === 'Tensor'
  return isOfElements && makesOne && params.some(isTensor) ? 'kernel' : 'forward'
}

/** The types that bound values have, and where they are imported from. */
const valueTypes: Partial<Record<Param['type'], readonly [type: string, from: string]>> = {
  Tensor: ['Tensor', 'tensor/tensor.js'],
  Scalar: ['Scalar', 'base/scalar.js'],
  ScalarType: ['DType', 'base/dtype.js'],
  Device: ['Device', 'base/scalar.js'],
  Generator: ['Generator', 'random/generator.js'],
  Layout: ['NamedConstant', 'base/scalar.js'],
  MemoryFormat: ['NamedConstant', 'base/scalar.js'],
}
const plainTypes: Partial<Record<Param['type'], string>> = {
  'Tensor|Scalar': 'Tensor | Scalar',
  int: 'number',
  float: 'number',
  bool: 'boolean',
  str: 'string',
}

function valueType({ type, list, nullable }: Param): string {
  const item = valueTypes[type]?.[0] ?? plainTypes[type] ?? 'unknown'
  const all = list ? `readonly ${item.includes('|') ? `(${item})` : item}[]` : item
  return nullable ? `${all} | null` : all
}

/** Something to give for a parameter that the example cannot leave out. */
const sampleValues: Record<Param['type'], string> = {
  Tensor: 'torch.tensor([0.5, 2])',
  'Tensor|Scalar': 'torch.tensor([0.5, 2])',
  Scalar: '0.5',
  int: '1',
  float: '0.5',
  bool: 'true',
  str: "''",
  ScalarType: 'torch.float32',
  Device: "'cpu'",
  Generator: 'torch.default_generator',
  Layout: 'torch.strided',
  MemoryFormat: 'torch.contiguous_format',
  function: '(x) => x',
  any: 'null',
}

function exampleOf({ path, params }: Schema): string {
  const sample = ({ type, list }: Param): string => (list ? `[${sampleValues[type]}]` : sampleValues[type])
  const needed = params.filter(({ required }) => required)
  const keywords = needed
    .filter(({ keywordOnly }) => keywordOnly)
    .map((param) => `${param.name}: ${sample(param)}`)
  const given = needed.filter(({ keywordOnly }) => !keywordOnly).map(sample)
  return `torch.${path}(${[...given, ...(keywords.length > 0 ? [`{ ${keywords.join(', ')} }`] : [])].join(', ')})`
}

const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)

/** The entry's text. */
function skeletonOf(schema: Schema): string {
  const { text, path, params } = schema
  const kind = kindOf(schema)
  const names = params.map(({ name }) => safe(name))
  const typed = params.map((param, i) => `${names[i]}: ${valueType(param)}`)
  const call = (what: string, given: readonly string[]): string =>
    `notWritten(${[quoted(what), ...given].join(', ')})`
  const lines = [
    `doc: 'Not written yet: a sentence or two that a student could use.',`,
    `example: [${quoted(exampleOf(schema))}, 'Not written yet: what printing it gives.'],`,
    `${kind}: (${(kind === 'kernel' ? names : typed).join(', ')}) => ${call(path, names)},`,
  ]
  if (kind !== 'forward') {
    const tensors = params.filter((param) => isTensor(param) && !param.list)
    const saved = tensors
      .map(({ name }) => (safe(name) === name ? name : `${name}: ${safe(name)}`))
      .join(', ')
    const given = ['g', ...tensors.map(({ name }) => safe(name))]
    const formulas = tensors.map(
      ({ name }) => `${name}: (g, { ${saved} }) => ${call(`${path}, gradient of ${name}`, given)}`,
    )
    lines.push(`backward: { ${formulas.join(', ')} },`)
  }
  return `op(${quoted(text)}, {\n${lines.join('\n')}\n})\n`
}

/** The text of a file with one more name imported. */
function withImport(text: string, name: string, from: string, isType: boolean): string {
  const clause = new RegExp(`^import (type )?\\{([^}]*)\\} from '${from.replaceAll('.', '\\.')}'$`, 'gm')
  const found = [...text.matchAll(clause)]
  if (found.some(([, , names]) => new RegExp(`\\b${name}\\b`).test(names))) return text
  const fit = found.find(([, typeOnly]) => typeOnly === undefined || isType)
  if (fit) {
    const [whole, typeOnly = '', names] = fit
    const added = `${names.trim().replace(/,$/, '')}, ${isType && !typeOnly ? 'type ' : ''}${name}`
    return text.replace(whole, () => `import ${typeOnly}{ ${added} } from '${from}'`)
  }
  const all = [...text.matchAll(/^import [^;]*? from '[^']+'$/gm)]
  const { index, 0: last } = all.at(-1)!
  const end = index + last.length
  return `${text.slice(0, end)}\nimport ${isType ? 'type ' : ''}{ ${name} } from '${from}'${text.slice(end)}`
}

/** Puts the skeleton at the end of the family's file; the line where it begins. */
async function write(schema: Schema, family: string, source: URL): Promise<number> {
  const file = fileURLToPath(new URL(`ops/${family}.ts`, source))
  let text = `${readFileSync(file, 'utf8').trimEnd()}\n\n${skeletonOf(schema)}`
  text = withImport(text, 'notWritten', '../../engine/op.js', false)
  if (kindOf(schema) !== 'kernel')
    for (const { type } of schema.params)
      for (const one of type === 'Tensor|Scalar' ? (['Tensor', 'Scalar'] as const) : [type]) {
        const [name, from] = valueTypes[one] ?? []
        if (name && from) text = withImport(text, name, `../../${from}`, true)
      }
  text = await prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file })
  writeFileSync(file, text)
  return text.slice(0, text.lastIndexOf('\nop(') + 1).split('\n').length
}

const steps = {
  kernel:
    'the formula of an element, and a gradient for each tensor; without a derivative, backward is `none`',
  mutate: 'what is written to self, and the gradients; without a derivative, backward is `none`',
  forward: 'the op in terms of others; with a gradient of its own it is a compute with a backward',
}

/**
 * Does what the command line asks for, in the source at `source`; gives what to tell.
 *
 * @throws Refusal where nothing is written
 */
export async function newOp(args: readonly string[], source: URL): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { family: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length !== 1)
    throw new Refusal("npm run new:op -- 'name(Tensor self) -> Tensor' [--family pointwise/exponential]")
  const known = familyNames()
  if (values.family !== undefined && !known.includes(values.family))
    throw new Refusal(`there is no family ${values.family}; there are ${known.join(', ')}`)
  const schema = readSignature(positionals[0].trim())
  refuseKnown(schema)
  const relative = nearestRelative(schema.path)
  const family = values.family ?? relative.family
  const line = await write(schema, family, source)
  const kind = kindOf(schema)
  const why = values.family === undefined ? `, where its nearest relative ${relative.path} is` : ''
  return `Wrote ${schema.path} to src/ops/${family}.ts:${line}${why}.
Next:
  1. Fill in doc, example and ${kind} (${steps[kind]}).
     engine/op.ts says what else an entry can have: aliases, inplace, dtype, refuse, complex, …
  2. npm run generate
  3. npx tsx --test test/ops/table.test.ts
  4. Ask PyTorch for goldens (test/goldens/README.md), then: npx tsx test/goldens/cli.ts ${nameOf(schema.path)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    console.log(await newOp(process.argv.slice(2), new URL('../', import.meta.url)))
  } catch (error) {
    const isWrongOption = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
    if (!(error instanceof Refusal) && !isWrongOption) throw error
    console.error((error as Error).message)
    process.exitCode = 1
  }
