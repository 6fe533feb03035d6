// Note [Start file]. Node's loader of modules is one more thing that a start waits for: it makes a list of each module's
// imports, asks where each lies and whether its package holds modules, and reads each file in a turn of its own. So what a
// start evaluates is written as scripts (Note [Kept code] in kept-code.ts), small files too, and `dist/start.cjs` evaluates
// them in order without that loader: it holds a table of what each takes from which. A module that comes later by way of
// the loader finds them evaluated already, since both keep what a script gave under the script's path.
import { dirname, relative, resolve } from 'node:path'
import { type ImportDeclaration, type Program, parse } from 'acorn'
import { evaluatedPlainly } from './kept-code.js'
import { exportsOf, nameOf, nodesOf, type OutputFile } from './outputs.js'

interface Module {
  readonly path: string
  /** What it imports, in order: the file, and what it takes of it by the names that these have there. */
  readonly imports: readonly { readonly from: string; readonly names: readonly string[] }[]
  /** What each of its exports is: a variable of its own, or one of another file. */
  readonly exports: ReadonlyMap<string, string | { readonly from: string; readonly name: string }>
}

const isOfNode = (node: ImportDeclaration): boolean => String(node.source.value).startsWith('node:')

function read({ path, text }: OutputFile): Module {
  const program: Program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  const imported = new Map<string, { from: string; name: string }>()
  const imports = program.body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' || isOfNode(node)) return []
    const source = String(node.source.value)
    if (!source.startsWith('.')) throw new Error(`a start needs the package ${source}: ${path}`)
    const from = resolve(dirname(path), source)
    const names = node.specifiers.map((one) => {
      if (one.type !== 'ImportSpecifier')
        throw new Error(`internal: this is an import of another form: ${source}`)
      const name = nameOf(one.imported)
      imported.set(one.local.name, { from, name })
      return name
    })
    return [{ from, names }]
  })
  const exports = new Map(
    exportsOf(program, text).map(([local, exported]) => [exported, imported.get(local) ?? local]),
  )
  return { path, imports, exports }
}

/** The files that a file may go on to load. */
export function loadedBy({ path, text }: OutputFile): string[] {
  const program: Program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  return [...nodesOf(program)].flatMap((node) =>
    node.type === 'ImportExpression' && node.source.type === 'Literal'
      ? [resolve(dirname(path), String(node.source.value))]
      : [],
  )
}

/** Files with all that they import, by way of whatever is between. */
export function withImports(all: readonly OutputFile[], roots: readonly string[]): OutputFile[] {
  const byPath = new Map(all.map((file) => [file.path, file]))
  const found = new Map<string, OutputFile>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    const file = byPath.get(path)
    if (file === undefined) throw new Error(`internal: no file is called ${path}`)
    found.set(path, file)
    for (const { from } of read(file).imports) visit(from)
  }
  roots.forEach(visit)
  return [...found.values()]
}

/**
 * The file that evaluates a start's scripts, and then calls its `main`.
 *
 * @param files the modules that become these scripts
 * @param roots the paths of those that are asked for by name: that which exports `main`, the built base/kept-code.ts, and
 *   those that are loaded next
 */
export function startFile(
  files: readonly OutputFile[],
  dist: string,
  roots: readonly [main: string, evaluator: string, ...next: string[]],
): OutputFile {
  const [main, evaluator] = roots
  const modules = new Map(files.map((file) => [file.path, read(file)]))
  const number = new Map([...modules.keys()].map((path, index) => [path, index]))
  /** Where a value comes from in the end, and what it is called there. */
  const origin = (from: string, name: string): [number, string] => {
    const local = modules.get(from)?.exports.get(name)
    if (local === undefined) throw new Error(`internal: ${from} exports no ${name}`)
    return typeof local === 'string' ? [number.get(from)!, local] : origin(local.from, local.name)
  }
  const rows = [...modules.values()].map(({ path, imports, exports }) => [
    relative(dist, path).replaceAll('\\', '/').replace(/\.js$/, ''),
    [...new Set(imports.map(({ from }) => number.get(from)!))],
    imports.flatMap(({ from, names }) => names.map((name) => origin(from, name))).flat(),
    roots.includes(path) ? [...exports.keys()].flatMap((name) => [name, ...origin(path, name)]) : [],
  ])
  const text = `'use strict'
// Evaluates what a start needs, in order, without Node's loader of modules. See Note [Start file] in build/start-file.ts.
const { dirname, join } = require('node:path')
const { pathToFileURL } = require('node:url')
/** Of each file: its path; the files that it imports; what it takes, as file and name; what it offers who asks for it, as name, file and name there. */
const rows = ${JSON.stringify(rows)}
const made = []
const asked = new Map(${JSON.stringify(roots.map((path) => number.get(path)))}.map((index) => [join(__dirname, rows[index][0] + '.js'), index]))
/** For the evaluator itself and what it stands on; later the evaluator. */
let evaluate = ${evaluatedPlainly}

function get(index) {
  if (made[index]) return made[index]
  const [path, needed, taken] = rows[index]
  for (const one of needed) get(one)
  const imports = []
  for (let i = 0; i < taken.length; i += 2) imports.push(made[taken[i]][taken[i + 1]])
  const file = join(__dirname, path)
  const meta = { url: pathToFileURL(file + '.js').href }
  return (made[index] = evaluate(meta, imports, (to) => load(to, dirname(file))))
}

/** What a file offers, by the names under which it does. */
function offered(index) {
  get(index)
  const [, , , exports] = rows[index]
  const namespace = {}
  for (let i = 0; i < exports.length; i += 3) namespace[exports[i]] = get(exports[i + 1])[exports[i + 2]]
  return namespace
}

/** What \`import(to)\` gives in a file of a folder: a package and a URL are the same everywhere. */
async function load(to, folder) {
  if (!to.startsWith('.')) return import(to)
  const path = join(folder, to)
  const index = asked.get(path)
  return index === undefined ? import(pathToFileURL(path).href) : offered(index)
}

evaluate = offered(${number.get(evaluator)!}).evaluated
offered(${number.get(main)!}).main()
`
  return { path: resolve(dist, 'start.cjs'), text }
}
