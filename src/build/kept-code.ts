// Note [Kept code]. A start spends a fifth of its time on reading the program's text, and V8 can keep what it made of a
// text, but Node before 22.1 has it keep nothing of modules. So each large file of the built program is cut in two: a
// module with its imports and exports, and a script beside it that takes the one and returns the other, which
// base/kept-code.ts evaluates. When all is written, a rehearsal runs the commonest lines and keeps V8's work beside the
// scripts; V8 takes it if its own version and flags are the same, and else reads the text.
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { parse, type Program } from 'acorn'
import {
  type Edit,
  edited,
  exportsOf,
  nameOf,
  nodesOf,
  type OutputFile,
  refuseAssigned,
  specifier,
} from './outputs.js'

/** From how many letters on a file is cut: a script and what is kept of it are two more files to open. */
const LARGE = 30_000

/** Which files are cut though they are small: those that a start evaluates. See Note [Start file] in start-file.ts. */
export interface ToCut {
  readonly ofStart: ReadonlySet<string>
  /** The path of the built base/kept-code.ts, and the paths of what it stands on: it cannot evaluate these. */
  readonly evaluator: string
  readonly ofEvaluator: ReadonlySet<string>
}

/** A file of the built program as it is written: itself, or the module and the script that it is cut into. */
export function cutInTwo(
  { path, text }: OutputFile,
  { ofStart, evaluator, ofEvaluator }: ToCut,
): OutputFile[] {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  if (text.length < LARGE && !ofStart.has(path))
    return [{ path, text: edited(text, program.body.flatMap(askedOfNode)) }]
  const { imports, names, exports, body } = cut(program, text)
  // What is imported and exported again stays with the module.
  const locals = [...new Set(exports.map(([local]) => local))].filter((name) => !names.includes(name))
  const shown = exports.map(([local, exported]) => (local === exported ? local : `${local} as ${exported}`))
  const given = `(import.meta,[${names}],path=>import(path))`
  const [first, made] = ofEvaluator.has(path)
    ? ['', `(${evaluatedPlainly})${given}`]
    : [`import{evaluated}from"${specifier(path, evaluator)}";`, `evaluated${given}`]
  return [
    { path, text: `${first}${imports}const{${locals}}=${made};export{${shown}};` },
    {
      path: path.replace(/\.js$/, '.cjs'),
      // A script's value is that of its last expression; where it is required, it exports the same.
      text:
        `(this===globalThis?{}:module).exports=function(__imports,__meta,__load){"use strict";var [${names}]=__imports;` +
        `${body}\nreturn{${locals}}}`,
    },
  ]
}

/** What base/kept-code.ts does, for itself and for a start: as text, since nothing can be imported yet. */
export const evaluatedPlainly =
  '(meta,imports,load)=>{' +
  'const key=Symbol.for("dltorch.files");' +
  'if(globalThis[key]===undefined)Object.defineProperty(globalThis,key,{value:new Map()});' +
  'const path=process.getBuiltinModule("node:url").fileURLToPath(meta.url).replace(/\\.js$/,".cjs");' +
  'if(!globalThis[key].has(path))' +
  'globalThis[key].set(path,process.getBuiltinModule("node:module").createRequire(path)(path)(imports,meta,load));' +
  'return globalThis[key].get(path)}'

interface Cut {
  readonly imports: string
  /** What the imports are called in the text. */
  readonly names: readonly string[]
  readonly exports: readonly (readonly [local: string, exported: string])[]
  readonly body: string
}

function cut(program: Program, text: string): Cut {
  const names: string[] = []
  const exports = exportsOf(program, text)
  const edits: Edit[] = program.body.flatMap(askedOfNode)
  let imports = ''
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      if (askedOfNode(node).length > 0) continue
      edits.push({ start: node.start, end: node.end, by: '' })
      imports += text.slice(node.start, node.end).replace(/;?$/, ';')
      names.push(...node.specifiers.map(({ local }) => local.name))
    } else if (node.type.startsWith('Export')) edits.push({ start: node.start, end: node.end, by: '' })
  }
  refuseAssigned(program, exports)
  for (const node of nodesOf(program)) {
    if (node.type === 'MetaProperty' && node.meta.name === 'import')
      edits.push({ start: node.start, end: node.end, by: '__meta' })
    // A script that V8 kept has forgotten who loads for it, so the module does.
    if (node.type === 'ImportExpression')
      edits.push({ start: node.start, end: node.start + 'import'.length, by: '__load' })
  }
  return { imports, names, exports, body: edited(text, edits) }
}

/** Those of Node's modules that a start has no need of, and that take it milliseconds: asked for by the first call. */
const askedLate = new Set(['node:os', 'node:v8', 'node:zlib'])
const isFunctionOf = (module: string, name: string): boolean =>
  /^[a-z]/.test(name) &&
  typeof (process.getBuiltinModule(module) as unknown as Record<string, unknown>)[name] === 'function'

/**
 * Node's own modules are asked of Node: an import of one makes a module of all that it exports, getters too, which takes
 * milliseconds. The edit that says so; none for other statements.
 */
function askedOfNode(node: Program['body'][number]): Edit[] {
  if (node.type !== 'ImportDeclaration' || !String(node.source.value).startsWith('node:')) return []
  const module = String(node.source.value)
  const got = `process.getBuiltinModule("${module}")`
  const by = node.specifiers.map((specifier) => {
    const { name } = specifier.local
    if (specifier.type !== 'ImportSpecifier') return `var ${name}=${got};`
    const imported = nameOf(specifier.imported)
    return askedLate.has(module) && isFunctionOf(module, imported)
      ? `var ${name}=(...given)=>${got}.${imported}(...given);`
      : `var{${imported}:${name}}=${got};`
  })
  return [{ start: node.start, end: node.end, by: by.join('') }]
}

/** What a start does, and a first entry in each of the two languages. */
const rehearsed = [
  'torch.ones(2) + 1',
  'x = torch.arange(6.).reshape(2, 3)',
  'x[0].sum()',
  '[i for i in range(3)]',
]

/**
 * Runs the built program on some lines, loads what these did not need, and keeps beside all scripts what V8 made of them.
 *
 * @param paths the modules of the program
 */
export function rehearse(dist: URL, paths: readonly string[]): void {
  const scripts = new Set(paths.filter((path) => path.endsWith('.cjs')))
  const urls = paths
    .filter((path) => scripts.has(path.replace(/\.js$/, '.cjs')))
    .map((path) => pathToFileURL(path).href)
  const keep = `
    import { renameSync, writeFileSync } from 'node:fs'
    import { scripts } from '${new URL('base/kept-code.js', dist).href}'
    process.argv = [process.execPath, 'dltorch']
    process.on('exit', () => {
      for (const [path, script] of scripts) {
        writeFileSync(path + '.half', script.createCachedData())
        renameSync(path + '.half', path + '.cache')
      }
    })
    const { main } = await import('${new URL('cli/main.js', dist).href}')
    await main()
    for (const url of ${JSON.stringify(urls)}) await import(url)`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', keep], {
    input: `${rehearsed.join('\n')}\n`,
    encoding: 'utf8',
  })
  if (status !== 0)
    process.stderr.write(`the rehearsal of a start failed, so that starts take longer:\n${stderr}`)
}
