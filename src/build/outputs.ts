// The files that esbuild makes, as what comes after it reads and edits them.
import { dirname, relative } from 'node:path'
import type { AnyNode, ExportSpecifier, Program } from 'acorn'

export interface OutputFile {
  readonly path: string
  readonly text: string
}

export interface Edit {
  readonly start: number
  readonly end: number
  readonly by: string
}

/** A text with some places of it replaced; they do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  let [made, end] = ['', 0]
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    made += text.slice(end, edit.start) + edit.by
    end = edit.end
  }
  return made + text.slice(end)
}

/** What a file exports: what each is called in it, and under which name it leaves. */
export function exportsOf(program: Program, text: string): [local: string, exported: string][] {
  return program.body.flatMap((node) => {
    if (!node.type.startsWith('Export')) return []
    if (node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source)
      return node.specifiers.map(({ local, exported }): [string, string] => [nameOf(local), nameOf(exported)])
    throw new Error(`internal: this is an export of another form: ${text.slice(node.start, node.start + 60)}`)
  })
}

/** How a file asks for another. */
export function specifier(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}

/** A piece of a text with some places of it replaced. */
export const editedWithin = (text: string, start: number, end: number, edits: readonly Edit[]): string =>
  edited(
    text.slice(start, end),
    edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
  )

export const nameOf = (node: ExportSpecifier['local']): string =>
  node.type === 'Identifier' ? node.name : JSON.stringify(node.value)

/** A program's nodes, each before its parts. */
export function* nodesOf(node: AnyNode): Generator<AnyNode> {
  yield node
  for (const value of Object.values(node).flat())
    if (typeof value === 'object' && value !== null && 'type' in value) yield* nodesOf(value as AnyNode)
}

/** Where a file becomes a function its exports are values, so that a variable must keep the one it has when all is evaluated. */
export function refuseAssigned(
  program: Program,
  exports: readonly (readonly [local: string, exported: string])[],
): void {
  const exported = new Set(exports.map(([local]) => local))
  for (const node of nodesOf(program)) {
    const target =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression'
          ? node.argument
          : null
    if (target?.type === 'Identifier' && exported.has(target.name))
      throw new Error(`'${target.name}' is exported and assigned to; export a function that tells its value`)
  }
}
