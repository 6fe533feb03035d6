// Where this package lies on disk, and by which URL one of its modules is loaded: the built file or, in development, the source.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { whole } from './whole.js'

function findRoot(): URL {
  let folder = new URL('.', import.meta.url)
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder)
  return folder
}

/** The package's folder, with a slash at its end. */
export const packageRoot = findRoot()

const isBuilt = import.meta.url.startsWith(new URL('dist/', packageRoot).href)

/** The URL of a module that the build lists as an entry, such as `index` or `cli/main`. */
export function moduleUrl(name: string): string {
  return new URL(isBuilt ? `dist/${name}.js` : `src/${name}.ts`, packageRoot).href
}

const require = createRequire(new URL('dist/', packageRoot))

/**
 * Loads a module that the build lists as an entry, at once, with the modules it shares with the rest: calls cannot wait.
 * For the built program only. See Note [Late modules] in build/build.ts.
 */
export const loadPart = (name: string): unknown => whole(() => require(`./${name}.js`))

/** Loads a package when it is first needed. */
export const loadPackage = (name: string): unknown => whole(() => require(name))

/** Where the library's declarations and their comments are: the built ones or, in development, the source. */
export const declarationsFolder = new URL(isBuilt ? 'dist/' : 'src/', packageRoot)

/** `version` in package.json. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')).version
}
