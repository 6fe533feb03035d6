// `import`: what is the library's, what is beside the file, and what the dialect has of Python's own.
import type { Node, PythonImport } from '../../dialect/syntax.js'
import { plainName } from './names.js'
import type { StatementRule, Writer } from './writer.js'

/** Modules of Node's that Python has under other names do other things: nothing is guessed. */
export const importDeclaration: StatementRule = (w, node) => {
  w.page.upTo(w.lineOf(node.start))
  w.page.passed(w.lineOf(node.end))
  if (node.importKind === 'type') return
  const from = node.source.value as string
  const specifiers = (node.specifiers as Node[]).filter(({ importKind }) => importKind !== 'type')
  for (const specifier of specifiers) {
    const local = w.nameOf(specifier.local as Node)
    if (from === 'dltorch/python') continue
    if (from === 'dltorch') w.need(ofLibrary(w, specifier, local))
    else if (from === 'numpy-ts' || from === 'numpy')
      w.need(
        specifier.type === 'ImportSpecifier'
          ? `from numpy import ${specifier.imported.name}`
          : `import numpy as ${local}`,
      )
    else if (/^\.{1,2}\//.test(from)) w.need(ofFile(w, node, specifier, from, local))
    else
      w.refuse(node, `the module ${from} is none of Python's`, 'what torch, numpy and plain TypeScript have')
  }
  if (specifiers.length === 0 && /^\.\//.test(from)) w.need(`import ${moduleName(from)}`)
}

const moduleName = (from: string): string =>
  from
    .replace(/^\.\//, '')
    .replace(/\.[cm]?[jt]s$/, '')
    .replaceAll('/', '.')

function ofFile(w: Writer, node: Node, specifier: Node, from: string, local: string): string {
  if (from.startsWith('../')) return w.refuse(node, 'a module of a folder above', 'a file beside this one')
  const name = moduleName(from)
  if (specifier.type === 'ImportNamespaceSpecifier') return `import ${name} as ${local}`
  if (specifier.type === 'ImportDefaultSpecifier')
    return w.refuse(node, 'a default export', 'import { name } from …')
  const imported = plainName(specifier.imported.name as string)
  return `from ${name} import ${imported}${imported === local ? '' : ` as ${local}`}`
}

/** Python's own functions and types that the library lends. */
const lent = new Set(['print', 'repr', 'str', 'format'])

function ofLibrary(w: Writer, specifier: Node, local: string): string {
  if (specifier.type !== 'ImportSpecifier')
    return local === 'torch' ? 'import torch' : `import torch as ${local}`
  const imported = specifier.imported.name as string
  if (lent.has(imported)) return ''
  if (imported === 'default') return `import torch${local === 'torch' ? '' : ` as ${local}`}`
  return `from torch import ${imported}${imported === local ? '' : ` as ${local}`}`
}

export const dialectImport: StatementRule = (w, node) => {
  w.page.upTo(w.lineOf(node.start))
  for (const { module, member, name, isRoot } of node.imports as PythonImport[])
    w.need(
      member === null
        ? isRoot === true
          ? `import ${module}`
          : `import ${module} as ${name}`
        : `from ${module} import ${member}${member === name ? '' : ` as ${name}`}`,
    )
  w.page.passed(w.lineOf(node.end))
}
