// `import` in all its forms: what is the library's is imported from it, all else is a module of Python's.
import type { Stmt } from '../../python/tree.js'
import { textLiteral } from './values.js'
import type { Writer } from './writer.js'

const exported = new Set('nn optim autograd linalg fft special utils distributions func'.split(' '))

export function importStatement(w: Writer, node: Stmt<'Import'>): void {
  w.simple(node, () => {
    const lines = node.names.map(({ name, asname }) => {
      if (!/^torch\b/.test(name))
        return `const ${w.name(asname ?? name.split('.')[0])} = ${w.py('module', textLiteral(asname ? name : name.split('.')[0])).text}`
      if (!asname || name === 'torch') {
        w.imports.set(asname ?? 'torch', 'default')
        return null
      }
      return libraryPart(w, name, asname)
    })
    return lines.filter((line) => line !== null).join('\n') || null
  })
}

/** `torch.nn` is exported by name; what lies deeper is a member. */
function libraryPart(w: Writer, path: string, name: string): string | null {
  const [, ...parts] = path.split('.')
  if (parts.length === 1 && (exported.has(parts[0]) || parts[0] === 'Tensor')) {
    w.imports.set(name, parts[0])
    return null
  }
  w.imports.set('torch', 'default')
  return `const ${w.name(name)} = ${path}`
}

export function importFrom(w: Writer, node: Stmt<'ImportFrom'>): void {
  w.simple(node, () => {
    const { module = '', names, level: up } = node
    if ((up ?? 0) > 0) return w.refuse(node, 'an import of a package around', 'a file beside this one')
    if (names.some(({ name }) => name === '*')) return w.refuse(node, 'import *', 'the names that are used')
    if (module === '__future__') return null
    if (!/^torch\b/.test(module)) {
      const parts = names.map(({ name, asname }) =>
        asname ? `${name}: ${w.name(asname)}` : w.name(name) === name ? name : `${name}: ${w.name(name)}`,
      )
      return `const { ${parts.join(', ')} } = ${w.py('module', textLiteral(module)).text}`
    }
    if (module === 'torch') {
      const lines = names.map(({ name, asname }) => libraryPart(w, `torch.${name}`, asname ?? name))
      return lines.filter((line) => line !== null).join('\n') || null
    }
    w.imports.set('torch', 'default')
    const parts = names.map(({ name, asname }) => (asname ? `${name}: ${w.name(asname)}` : name))
    return `const { ${parts.join(', ')} } = ${module}`
  })
}
