// Writes names.gen.ts: every name of the torch namespace as an export of its own, for `import { ones } from 'dltorch'`.
// Run by `npm run generate`; a test fails when the file is stale.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DType } from '../base/dtype.js'
import { ops } from '../engine/op.js'
import { declaredDoc } from '../repl/declared-doc.js'
import torch from '../torch.js'
import { docComment, inPlaceDoc } from './methods.js'

/** Exported by named.ts itself, since they are types too. */
const declared = new Set(
  'autograd cuda distributions errors func gpu nn optim utils Tensor Size Complex device Float Slice dtype Generator'.split(
    ' ',
  ),
)
/** Names of PyTorch's that TypeScript does not allow for a variable. */
const reserved = new Set(['var'])

/** Namespaces of the op table, whose functions keep their comments in this type. */
const inTable = new Set(
  [...ops.keys()].filter((path) => path.includes('.')).map((path) => path.split('.')[0]),
)

const typeOf = (name: string): string =>
  inTable.has(name)
    ? `TorchFunctions['${name}'] & Omit<typeof torch.${name}, keyof TorchFunctions['${name}']>`
    : ops.has(name)
      ? `TorchFunctions['${name}']`
      : `typeof torch.${name}`

/** What has no declaration of its own to stand above: constants and namespaces. */
const said: Readonly<Record<string, string>> = {
  e: "Euler's number.",
  inf: 'Infinity.',
  nan: 'Not a number.',
  pi: 'The circumference of a circle of diameter 1.',
  strided: 'The layout of all tensors: places that lie a stride apart.',
  sparse_coo: 'The layout of sparse tensors, which are left out.',
  contiguous_format: 'The memory format in which the last dimension lies closest.',
  legacy_contiguous_format: 'An old name of `contiguous_format`.',
  preserve_format: 'The memory format that the input has.',
  channels_last: 'The memory format of images in which the channels of a pixel lie together.',
  channels_last_3d: 'The memory format of volumes in which the channels of a place lie together.',
  default_generator: 'The stream of random numbers that is used where none is given.',
  layout: 'The type of `torch.strided`.',
  memory_format: 'The type of `torch.contiguous_format` and its like.',
  amp: 'Regions in which ops compute in 16 bits where that is safe: `torch.amp.autocast`.',
  backends: 'What computes, and what of it is switched on, as scripts for CUDA ask.',
  casting: 'What changes a dtype.',
  cpu: 'What `torch.cuda` has, for the CPU.',
  fft: 'Fourier transforms.',
  functional: 'Functions of `torch` under the name of the file in which PyTorch has them.',
  jit: 'Compilation to TorchScript: functions and modules stay as they are.',
  linalg: 'Factorizations of matrices, norms, and what is solved with them.',
  masked: 'Reductions that leave out what a mask covers.',
  profiler: 'Which ops take how long.',
  random: 'The state of the generator, and its seed.',
  return_types: 'The named tuples that functions with several results give.',
  serialization: 'What stands behind `torch.save` and `torch.load`.',
  special: 'Special functions of mathematics.',
  storage: 'The numbers behind tensors.',
  testing: 'Comparisons of tensors for tests.',
  version: 'The version, and that there is no CUDA.',
}

/** The comment above a name: an op's sentences and examples, or what stands where it is declared. */
function docOf(name: string): string {
  const op = ops.get(name)
  if (op) return docComment(op.overloads, '')
  const written = name.endsWith('_') ? ops.get(name.slice(0, -1)) : undefined
  if (written) return `/** ${inPlaceDoc(written)} */\n`
  const value = (torch as Record<string, unknown>)[name]
  if (Object.hasOwn(said, name)) return `/** ${said[name]} */\n`
  if (value instanceof DType)
    return `/** The dtype \`${value.name}\`: ${value.itemsize === 1 ? 'a byte' : `${value.itemsize} bytes`} a number. */\n`
  const [, library] = /^has_(\w+)$/.exec(name) ?? []
  if (library !== undefined) return `/** Whether PyTorch is told to have been built with ${library}. */\n`
  const [, kind] =
    /^(BFloat16|Bool|Byte|Char|Complex\w+|Double|Float|Half|Int|Long|Short)Storage$/.exec(name) ?? []
  if (kind !== undefined)
    return `/** The numbers behind a tensor, of one dtype: \`torch.${name}([1, 0])\`. */\n`
  if (typeof value !== 'function') return ''
  const [, typed] = /^(\w+)Tensor$/.exec(name) ?? []
  if (typed !== undefined)
    return `/** Makes tensors of one dtype, as old programs do: \`torch.${name}([1, 2])\`, or of a size. */\n`
  if (name === 'Tensor')
    return '/** A tensor: numbers of one dtype with a shape, which may take part in a graph. */\n'
  const doc = declaredDoc(`torch.${name}`)?.split('\n\n')[0]
  return doc === undefined ? '' : `/** ${doc.replaceAll('\n', ' ').replaceAll('*/', '*\\/')} */\n`
}

/** The whole text of names.gen.ts. */
export function generateNames(): string {
  const names = Object.keys(torch)
    .filter((name) => !declared.has(name) && !name.startsWith('_'))
    .sort()
  const plain = names.filter((name) => !reserved.has(name))
  const renamed = names.filter((name) => reserved.has(name))
  const line = (name: string, called = name): string =>
    `${docOf(name)}${called === name ? 'export ' : ''}const ${called}: ${typeOf(name)} = torch.${name}`
  return `/* Generated by \`npm run generate\` from the torch namespace. Do not edit. */
import type { TorchFunctions } from './ops/methods.gen.js'
import torch from './torch.js'

${plain.map((name) => line(name)).join('\n')}
${renamed.map((name) => line(name, `${name}_`)).join('\n')}
export { ${renamed.map((name) => `${name}_ as ${name}`).join(', ')} }
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../names.gen.ts', import.meta.url), generateNames())
