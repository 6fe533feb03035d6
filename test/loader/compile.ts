// Compiles the sources and the tests once for a run of many files: to do it in each process takes a third of the run.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = new URL('../../', import.meta.url)

/** Every module of a folder of this project. */
const modulesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path))

/** Compiles all, into a folder that goes with this process, and gives the options with which Node reads them from there. */
export async function compile(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-tests-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: [...modulesIn('src'), ...modulesIn('test')],
    outdir: folder,
    outbase: '.',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    sourceRoot: root.href,
  })
  const start = join(folder, 'start.mjs')
  const given = { root: root.href, compiled: `${folder}/` }
  const hooks = pathToFileURL(join(folder, 'test/loader/hooks.js')).href
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    start,
    `import { register } from 'node:module'\n` +
      `process.setSourceMapsEnabled(true)\n` +
      `register(${JSON.stringify(hooks)}, { data: ${JSON.stringify(given)} })\n`,
  )
  return ['--import', pathToFileURL(start).href]
}
