// Hooks of Node's module loader: finds `dltorch`, TypeScript files behind `.js` or no ending, and strips their types.
// Node runs this file in a thread of its own; it shares nothing with the rest.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type GuardedHeap, guardHeap, watchedAfter } from '../base/heap-guard.js'
import { ownName } from './own-names.js'
import { isBehind } from './code.js'
import type { Position } from './code.js'
import type { Translation } from './translate.js'
import { firstComplaint, stripTypes } from './strip-types.js'

type TranslatedCode = Extract<Translation, { kind: 'code' }>

let engine = ''
let python = ''

interface HooksData {
  readonly engine: string
  readonly python: string
  readonly heap?: GuardedHeap
}

export const initialize: InitializeHook<HooksData> = (data) => {
  engine = data.engine
  python = data.python
  const { heap } = data
  if (heap) setTimeout(() => guardHeap(heap), watchedAfter)
}

/** The files that a specifier may mean when nothing lies under its own name. */
function candidates(url: string): string[] {
  const stem = url.replace(/\.m?js$/, '')
  return [`${stem}.ts`, `${stem}.mts`, `${url}.js`, `${url}/index.ts`, `${url}/index.js`]
}

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  if (specifier === 'dltorch') return { url: engine, shortCircuit: true }
  if (specifier === 'dltorch/python') return { url: python, shortCircuit: true }
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
const usesCommonJs = /\brequire\s*\(|\bmodule\.exports\b|\bexports\.|\b__(dirname|filename)\b/

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith('file:') || url.includes('/node_modules/')) return nextLoad(url, context)
  const path = fileURLToPath(url)
  const ending = extname(path)
  const isOwn = url.startsWith(new URL('.', engine).href)
  if (ending === '.ts' || ending === '.mts') {
    return { format: 'module', source: await javaScriptOf(path, isOwn), shortCircuit: true }
  }
  if ((ending === '.js' || ending === '.mjs') && !isOwn) {
    // Without a package.json that says otherwise Node takes it for CommonJS, even when it imports.
    const source = await readFile(path, 'utf8')
    const isModule =
      context.format === 'module' || usesModuleSyntax.test(source) || !usesCommonJs.test(source)
    if (isModule) return { format: 'module', source: await javaScriptOf(path, false), shortCircuit: true }
  }
  return nextLoad(url, context)
}

/** A complaint with its place. It travels in the message: of an error thrown here, nothing else reaches the main thread. */
const complaint = (path: string, { line, column }: Position, message: string): SyntaxError =>
  new SyntaxError(`${path}:${line}:${column}: ${message}`)

/** The code, which first says where a comment may have been meant to divide; see Note [Comment or division]. */
function withHint(path: string, source: string, { code, operandsInComments = [] }: TranslatedCode): string {
  if (operandsInComments.length === 0) return code
  const lines = source.split('\n')
  const places = operandsInComments.map(({ line, column }) => [
    line,
    lines[line - 1].slice(column - 1).trim(),
  ])
  return `globalThis.${ownName('__commented__')}?.(${JSON.stringify(path)}, ${JSON.stringify(places)}); ${code.replace(/^#!.*/, '')}`
}

async function javaScriptOf(path: string, isOwn: boolean): Promise<string> {
  const source = await readFile(path, 'utf8')
  const { translateModule } = await import('./translate.js')
  const translation = isOwn ? null : translateModule(source)
  if (translation?.kind === 'error' && translation.isCertain)
    throw complaint(path, translation.position, translation.error.message)
  const isTranslated = translation?.kind === 'code'
  const code = isTranslated ? withHint(path, source, translation) : source
  const isTypeScript = path.endsWith('ts')
  if (isTranslated && !isTypeScript) return code
  try {
    const stripped = await stripTypes(code, {
      loader: isTypeScript ? 'ts' : 'js',
      format: 'esm',
      sourcefile: path,
      sourcemap: 'inline',
    })
    return stripped.code
  } catch (failure) {
    const first = firstComplaint(failure)
    if (!first) throw failure
    const { line, column } = first.location ?? { line: 1, column: 0 }
    const position = { line, column: column + 1 }
    if (translation?.kind === 'error' && isBehind(translation.position, position))
      throw complaint(path, translation.position, translation.error.message)
    throw complaint(path, isTranslated ? translation.originalPosition(position) : position, first.text)
  }
}
