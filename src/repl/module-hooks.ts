// Hooks of Node's module loader: finds `dltorch`, TypeScript files behind `.js` or no ending, and strips their types.
// Node runs this file in a thread of its own; it shares nothing with the rest.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstComplaint, stripTypes } from './strip-types.js'

let engine = ''

export const initialize: InitializeHook<{ engine: string }> = (data) => {
  engine = data.engine
}

/** The files that a specifier may mean when nothing lies under its own name. */
function candidates(url: string): string[] {
  const stem = url.replace(/\.m?js$/, '')
  return [`${stem}.ts`, `${stem}.mts`, `${url}.js`, `${url}/index.ts`, `${url}/index.js`]
}

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  if (specifier === 'dltorch') return { url: engine, shortCircuit: true }
  if (specifier.startsWith('dltorch-import:')) {
    const query = new URL(specifier).searchParams
    return resolve(query.get('specifier')!, { ...context, parentURL: query.get('parent')! }, nextResolve)
  }
  const isPath = /^(\.{0,2}\/|file:)/.test(specifier)
  if (isPath) {
    const { href } = new URL(specifier, context.parentURL)
    const found = existsSync(fileURLToPath(href)) && extname(href) ? href : undefined
    const url = found ?? candidates(href).find((candidate) => existsSync(fileURLToPath(candidate)))
    if (url) return nextResolve(url, context)
  }
  return nextResolve(specifier, context)
}

const usesModuleSyntax = /^\s*(import|export)\b|\bawait\b/m

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return nextLoad(url, context)
  const path = fileURLToPath(url)
  const ending = extname(path)
  if (ending === '.ts' || ending === '.mts') {
    return { format: 'module', source: await javaScriptOf(path), shortCircuit: true }
  }
  if (ending === '.js' && context.format !== 'module') {
    // Without a package.json that says otherwise Node takes it for CommonJS, even when it imports.
    const source = await readFile(path, 'utf8')
    if (usesModuleSyntax.test(source)) return { format: 'module', source, shortCircuit: true }
  }
  return nextLoad(url, context)
}

async function javaScriptOf(path: string): Promise<string> {
  try {
    const { code } = await stripTypes(await readFile(path, 'utf8'), {
      format: 'esm',
      sourcefile: path,
      sourcemap: 'inline',
    })
    return code
  } catch (failure) {
    const first = firstComplaint(failure)
    if (!first) throw failure
    const { line, column } = first.location ?? { line: 1, column: 0 }
    // The place travels in the message: of an error thrown here, nothing else reaches the main thread for certain.
    throw new SyntaxError(`${path}:${line}:${column + 1}: ${first.text}`)
  }
}
