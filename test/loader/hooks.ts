// Reads this project's modules as they were compiled for the whole run, under the addresses that they have in the tree.
import { readFileSync } from 'node:fs'
import type { LoadHook, ResolveHook } from 'node:module'

let root = ''
let compiled = ''

export function initialize(given: { root: string; compiled: string }): void {
  root = given.root
  compiled = given.compiled
}

/** Whether a module is of this project, not of a package below it. */
const isOurs = (url = ''): boolean => url.startsWith(`${root}src/`) || url.startsWith(`${root}test/`)

export const resolve: ResolveHook = (specifier, context, next) => {
  if (!specifier.startsWith('.') || !specifier.endsWith('.js') || !isOurs(context.parentURL))
    return next(specifier, context)
  return { url: new URL(specifier.replace(/js$/, 'ts'), context.parentURL).href, shortCircuit: true }
}

export const load: LoadHook = (url, context, next) => {
  if (!url.endsWith('.ts') || !isOurs(url)) return next(url, context)
  const path = `${compiled}${url.slice(root.length).replace(/ts$/, 'js')}`
  return { format: 'module', source: readFileSync(path, 'utf8'), shortCircuit: true }
}
