// Note [The bundle]. What bundlers take: the whole library as one module that imports nothing, dist/bundle.js, by the
// conditions `module` and `browser` in package.json. dist/index.js is made for Node alone, which finds families of ops beside
// it when they are first called. Node's own modules are asked of Node when the bundle is evaluated, so that it runs as ESM
// and as CommonJS, and without Node computes all the same: base/outside-node.ts says with what. Where `x-bundled.ts` stands
// beside `x.ts`, it is taken in place of that.
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'acorn'
import { build, type Plugin } from 'esbuild'
import { type Edit, edited, nodesOf } from './outputs.js'

const outsideNode = 'base/outside-node.ts'

const plugin = (source: string): Plugin => ({
  name: 'bundle',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node' }))
    onLoad({ filter: /./, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(resolve(source, outsideNode))}).moduleOf(${JSON.stringify(path)})`,
      resolveDir: source,
      loader: 'js',
    }))
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const bundled = resolve(resolveDir, path.replace(/\.js$/, '-bundled.ts'))
      return existsSync(bundled) ? { path: bundled } : undefined
    })
  },
})

/**
 * Names of classes are read: of layers and errors, also where what takes the bundle makes names short. esbuild's `keepNames`
 * writes them down, and those of functions, which would be paid for wherever a function is made: these are taken out again.
 */
function withNamesOfClasses(text: string): string {
  const edits: Edit[] = []
  for (const node of nodesOf(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }))) {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== '__name')
      continue
    const [named] = node.arguments
    if (named.type === 'ThisExpression') continue
    edits.push({ start: node.start, end: named.start, by: '(' }, { start: named.end, end: node.end, by: ')' })
  }
  return edited(text, edits)
}

/** Writes the bundle of the source in one folder into another. */
export async function writeBundle(source: string, dist: string): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: source,
    entryPoints: [resolve(source, 'index.ts')],
    outfile: resolve(dist, 'bundle.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    inject: [resolve(source, outsideNode)],
    plugins: [plugin(source)],
    charset: 'ascii',
    keepNames: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  })
  const path = resolve(dist, 'bundle.js')
  const half = `${path}.${process.pid}`
  writeFileSync(half, withNamesOfClasses(outputFiles[0].text))
  renameSync(half, path)
}
