// Modules for a person's own code: `dltorch` is this very engine, installed or not, and TypeScript files load as they are.
import { isBuiltin, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { moduleUrl } from '../base/package-root.js'
import type { GuardedHeap } from '../base/heap-guard.js'
import { importFunction } from './imports.js'

let registered = false

/**
 * Teaches Node's loader TypeScript and the name `dltorch`; from here on for every import of this process. The thread that
 * Node has for it watches the heap, if that is told.
 */
export function registerModuleHooks(heap?: GuardedHeap): void {
  if (registered) return
  registered = true
  // Stack traces then name the lines that were written, not those that run.
  process.setSourceMapsEnabled(true)
  register(moduleUrl('dialect/module-hooks'), {
    data: { engine: moduleUrl('index'), python: moduleUrl('python/library'), heap },
  })
}

/** `import(specifier)` as a file in `folder` would do it. */
export function importFrom(folder: string, specifier: string): Promise<unknown> {
  if (specifier === 'dltorch') return import(moduleUrl('index'))
  if (specifier === 'dltorch/python') return import(moduleUrl('python/library'))
  if (isBuiltin(specifier)) return import(specifier)
  registerModuleHooks()
  const query = new URLSearchParams({ specifier, parent: pathToFileURL(`${folder}/prompt`).href })
  return import(`dltorch-import:?${query}`)
}

/** Puts the function that rewritten imports call on `globalThis`; its folder is the one the program was started in. */
export function installImportFunction(): void {
  Object.defineProperty(globalThis, importFunction, {
    value: (specifier: unknown) => importFrom(process.cwd(), String(specifier)),
    configurable: true,
  })
}
