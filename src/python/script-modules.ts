// Modules in TypeScript and JavaScript that a Python program imports: `helper.ts` beside it, at once, for `import` waits for
// nothing. They are in the dialect, as files of `dltorch run` are.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, extname, resolve } from 'node:path'
import { compileFunction } from 'node:vm'
import torch from '../torch.js'
import { installRuntime } from '../dialect/runtime/runtime.js'
import { translateModule } from '../dialect/translate.js'

type Exports = Record<string, unknown>
type Transform = (code: string, options: object) => { code: string }

const require = createRequire(import.meta.url)
const loaded = new Map<string, { exports: Exports }>()

const endings = ['', '.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js']

/** The file that a path without its ending means. */
function fileOf(path: string): string | undefined {
  const stem = path.replace(/\.m?js$/, '')
  return [path, ...endings.map((ending) => stem + ending)].find(
    (file) => existsSync(file) && extname(file) !== '',
  )
}

/** What `require` of such a module gives: the library, Node's modules, packages, and other files of its kind. */
function requireFrom(path: string): (specifier: string) => unknown {
  const own = createRequire(path)
  return (specifier) => {
    if (specifier === 'dltorch')
      return Object.assign(Object.create(torch as object) as object, { default: torch, __esModule: true })
    if (isBuiltin(specifier) || !/^\.{0,2}\//.test(specifier)) return own(specifier)
    return loadScript(fileOf(resolve(dirname(path), specifier)) ?? specifier)
  }
}

/** What a file exports. */
function loadScript(path: string): Exports {
  const known = loaded.get(path)
  if (known) return known.exports
  installRuntime()
  const source = readFileSync(path, 'utf8')
  const translation = translateModule(source)
  const { transformSync } = require('esbuild') as { transformSync: Transform }
  const { code } = transformSync(translation.kind === 'code' ? translation.code : source, {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcefile: path,
    logLevel: 'silent',
  })
  const module = { exports: {} as Exports }
  loaded.set(path, module)
  try {
    const run = compileFunction(code, ['module', 'exports', 'require'], { filename: path }) as (
      module: { exports: Exports },
      exports: Exports,
      require: (specifier: string) => unknown,
    ) => void
    run(module, module.exports, requireFrom(path))
  } catch (error) {
    loaded.delete(path)
    throw error
  }
  return module.exports
}

/** The names of the module at `stem`, without its ending; null where there is no such file. */
export function scriptModule(stem: string): Exports | null {
  const path = ['.ts', '.mts', '.js', '.mjs'].map((ending) => stem + ending).find((file) => existsSync(file))
  return path === undefined ? null : loadScript(path)
}
