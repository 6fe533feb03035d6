// Evaluates the large files of the built program from what V8 made of them before. See Note [Kept code] in build/kept-code.ts.
import { readFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import { whole, wholeUntil } from './whole.js'

type Load = (path: string) => Promise<unknown>
type Body = (imports: readonly unknown[], meta: ImportMeta, load: Load) => Record<string, unknown>

/** Scripts evaluated so far by their paths, for the build, which keeps what V8 made of them. */
export const scripts = new Map<string, Script>()

/**
 * What each file exports, by its path. A loader that turns modules into another form, as tsx does with what is required,
 * makes every module twice, this one too; there must be one table of ops and one class of tensors all the same.
 */
const everyFile = Symbol.for('dltorch.files')
const shared = globalThis as { [everyFile]?: Map<string, Record<string, unknown>> }
// Who shows all that is global is spared these.
if (shared[everyFile] === undefined) Object.defineProperty(globalThis, everyFile, { value: new Map() })
const files = shared[everyFile]!

/** The exports of the script that stands beside the module of this `import.meta`, given what that imports and loads. */
export function evaluated(
  meta: ImportMeta,
  imports: readonly unknown[],
  load: Load,
): Record<string, unknown> {
  const filename = fileURLToPath(meta.url).replace(/\.js$/, '.cjs')
  const known = files.get(filename)
  if (known) return known
  // From 22.1 on Node keeps by itself what is required, for whichever version of it runs.
  const body: Body = 'enableCompileCache' in module ? createRequire(meta.url)(filename) : read(filename)
  const made = whole(() => body(imports, meta, (path) => wholeUntil(() => load(path))))
  files.set(filename, made)
  return made
}

function read(filename: string): Body {
  let cachedData: Buffer | undefined
  try {
    cachedData = readFileSync(`${filename}.cache`)
  } catch {
    // None was kept: V8 reads the text.
  }
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData })
  scripts.set(filename, script)
  return script.runInThisContext()
}
