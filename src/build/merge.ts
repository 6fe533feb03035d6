// Note [Few files]. esbuild puts modules into one file that the same entries reach, so that dozens of entries, the families
// of ops among them, make dozens of small files of what a start needs, and each file costs a start half a millisecond. So
// those files are put together again that the same ones of a few starts load: the program loads nothing that it would not
// have loaded, in fewer pieces. What is small goes into one file whoever loads it, since a file costs more than what is in
// it. In the file that they become each is a function, so that their names do not meet.
import { createHash } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import { type ImportDeclaration, parse, type Program } from 'acorn'
import {
  type Edit,
  edited,
  editedWithin,
  exportsOf,
  type OutputFile,
  refuseAssigned,
  specifier,
} from './outputs.js'

interface Chunk extends OutputFile {
  readonly program: Program
  /** The paths of the files that it imports. */
  readonly imports: readonly string[]
}

interface Place {
  /** The file that a chunk became a part of. */
  readonly path: string
  /** Which part it is. */
  readonly index: number
}

/**
 * The files of the program with those put together that the same ones of `starts` load, each with all that it imports.
 *
 * @param starts patterns of the names of files
 * @param later as `starts`, for what loads after them: what it alone loads stays as it is, and what it shares with a start is
 * not put together with what it does without
 */
export function merge(
  files: readonly OutputFile[],
  starts: readonly RegExp[],
  later: readonly RegExp[] = [],
): OutputFile[] {
  const chunks = new Map(files.map((file) => [file.path, read(file)]))
  const groups = groupsOf(chunks, starts, later)
  const places = new Map<string, Place>()
  for (const [path, group] of groups) group.forEach((chunk, index) => places.set(chunk.path, { path, index }))
  const merged = [...groups].map(([path, group]) => ({ path, text: together(path, group, places) }))
  const others = [...chunks.values()].filter(({ path }) => !places.has(path))
  return [...merged, ...others.map((chunk) => ({ path: chunk.path, text: redirected(chunk, places) }))]
}

function read({ path, text }: OutputFile): Chunk {
  const program = parse(text, { ecmaVersion: 'latest', sourceType: 'module' })
  const imports = importsOf(program).map((node) => resolve(dirname(path), String(node.source.value)))
  return { path, text, program, imports }
}

/** The imports of other files. */
const importsOf = (program: Program): ImportDeclaration[] =>
  program.body.filter(
    (node): node is ImportDeclaration =>
      node.type === 'ImportDeclaration' && String(node.source.value).startsWith('.'),
  )

/** What becomes one file, by its path, each after what it imports. Only files that nobody asks for by name take part. */
function groupsOf(
  chunks: ReadonlyMap<string, Chunk>,
  starts: readonly RegExp[],
  later: readonly RegExp[],
): Map<string, Chunk[]> {
  const loadedBy = new Map<string, string>()
  const order: Chunk[] = []
  const note = (path: string, start: string): void => {
    const before = loadedBy.get(path) ?? ''
    if (before.endsWith(start)) return
    loadedBy.set(path, before + start)
    const chunk = chunks.get(path)!
    for (const imported of chunk.imports) note(imported, start)
    if (before === '') order.push(chunk)
  }
  ;[...starts, ...later].forEach((start, i) => {
    const path = [...chunks.keys()].find((one) => start.test(one))
    if (path === undefined) throw new Error(`internal: no file is called ${start.source}`)
    note(path, i < starts.length ? ` ${i}` : ` +${i}`)
  })
  const groups = new Map<string, Chunk[]>()
  for (const chunk of order) {
    if (!/^chunk-/.test(basename(chunk.path))) continue
    const loaders = loadedBy.get(chunk.path)!
    if (loaders.startsWith(' +')) continue
    groups.set(loaders, [...(groups.get(loaders) ?? []), chunk])
  }
  const named = withSmallTogether([...groups.values()]).map((group) => {
    const names = group.map(({ path }) => basename(path)).join()
    const hash = createHash('sha256').update(names).digest('hex').slice(0, 8).toUpperCase()
    return [resolve(dirname(group[0].path), `chunk-${hash}.js`), group] as const
  })
  return new Map(named.filter(([, group]) => group.length > 1))
}

/** How many letters are few, beside what a file costs. */
const SMALL = 12_000

/** The groups, of which those that are small, and import nothing but one another, are one. */
function withSmallTogether(groups: readonly Chunk[][]): Chunk[][] {
  const paths = new Set<string>()
  const isSmall = (group: readonly Chunk[]): boolean =>
    group.reduce((sum, { text }) => sum + text.length, 0) <= SMALL &&
    group.every(({ imports }) =>
      imports.every((path) => paths.has(path) || group.some((one) => one.path === path)),
    )
  const small: Chunk[] = []
  const large: Chunk[][] = []
  for (const group of groups) {
    if (!isSmall(group)) large.push(group)
    else {
      small.push(...group)
      for (const { path } of group) paths.add(path)
    }
  }
  return [small, ...large]
}

/** How an export of a part of a file is called. */
const nameIn = ({ index }: Place, name: string): string => `${name}$${index}`

/** The names that an import takes: what each is called there and here. */
function namesOf(node: ImportDeclaration): [theirs: string, ours: string][] {
  return node.specifiers.map((one) => {
    if (one.type !== 'ImportSpecifier' || one.imported.type !== 'Identifier')
      throw new Error(`internal: this is an import of another form: ${String(node.source.value)}`)
    return [one.imported.name, one.local.name]
  })
}

/** A part of a file: what it imports from outside, and its own text as a function. */
interface Part {
  readonly imports: readonly string[]
  readonly body: string
  readonly exports: readonly string[]
}

/** Several files as one. */
function together(path: string, group: readonly Chunk[], places: ReadonlyMap<string, Place>): string {
  const parts = group.map((chunk) => partOf(path, chunk, places))
  const exports = parts.flatMap((part) => part.exports)
  return `${parts.flatMap(({ imports }) => imports).join('')}${parts.map(({ body }) => body).join('')}export{${exports}};`
}

function partOf(path: string, chunk: Chunk, places: ReadonlyMap<string, Place>): Part {
  const place = places.get(chunk.path)!
  const imports: string[] = []
  const edits: Edit[] = []
  let taken = ''
  // Names of the whole file, for what comes from outside.
  let count = 0
  const outside = (ours: string): string => {
    const name = `$${place.index}$${count++}`
    taken += `var ${ours}=${name};`
    return name
  }
  for (const node of chunk.program.body) {
    if (node.type !== 'ImportDeclaration') {
      if (node.type.startsWith('Export')) edits.push({ start: node.start, end: node.end, by: '' })
      continue
    }
    edits.push({ start: node.start, end: node.end, by: '' })
    const source = String(node.source.value)
    const from = resolve(dirname(chunk.path), source)
    const their = places.get(from)
    if (their?.path === path) {
      const names = namesOf(node).map(([theirs, ours]) => (theirs === ours ? ours : `${theirs}:${ours}`))
      taken += `var{${names}}=$${their.index};`
    } else if (source.startsWith('.')) {
      const names = namesOf(node).map(
        ([theirs, ours]) => `${their ? nameIn(their, theirs) : theirs} as ${outside(ours)}`,
      )
      imports.push(`import{${names}}from"${specifier(path, their?.path ?? from)}";`)
    } else {
      // One of Node's modules, or of a package: all forms of imports.
      const renamed = node.specifiers.map(({ type, local, ...one }) => {
        const isShort = type === 'ImportSpecifier' && 'imported' in one && one.imported.start === local.start
        const by = isShort ? `${local.name} as ${outside(local.name)}` : outside(local.name)
        return { start: local.start, end: local.end, by }
      })
      imports.push(editedWithin(chunk.text, node.start, node.end, renamed).replace(/;?$/, ';'))
    }
  }
  const given = exportsOf(chunk.program, chunk.text)
  refuseAssigned(chunk.program, given)
  const names = given.map(([local, exported]) => (local === exported ? local : `${exported}:${local}`))
  const exports = given.map(([, exported]) => nameIn(place, exported))
  const shown = given.map(([, exported], i) => `var ${exports[i]}=$${place.index}.${exported};`)
  const text = edited(chunk.text, edits)
  const body = `var $${place.index}=(function(){${taken}${text}\nreturn{${names}}})();${shown.join('')}`
  return { imports, body, exports }
}

/** A file that imports the files that became parts of others from there. */
function redirected(chunk: Chunk, places: ReadonlyMap<string, Place>): string {
  const edits = importsOf(chunk.program).flatMap((node) => {
    const place = places.get(resolve(dirname(chunk.path), String(node.source.value)))
    if (!place) return []
    const names = namesOf(node).map(([theirs, ours]) => `${nameIn(place, theirs)} as ${ours}`)
    return [
      { start: node.start, end: node.end, by: `import{${names}}from"${specifier(chunk.path, place.path)}";` },
    ]
  })
  return edited(chunk.text, edits)
}
