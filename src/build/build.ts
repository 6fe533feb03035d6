// Builds dist/: code-split ESM by esbuild, type declarations by tsc.
// `--code` leaves out the declarations, which take most of the time; `--types` makes nothing else.
// Names and functions stay as written: the graph reads the parameters of backward formulas from their source text.
// Blanks and letters beyond ASCII do not: V8 starts a third sooner without them.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin, transform } from 'esbuild'
import ts from 'typescript'
import { families } from '../ops/index.gen.js'
import { files as pythonModules } from '../python/modules/files.js'
import { writeBundle } from './bundle.js'
import { translated } from '../python/kept-translation.js'
import { cutInTwo, rehearse } from './kept-code.js'
import { merge } from './merge.js'
import { loadedBy, startFile, withImports } from './start-file.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const source = resolve(root, 'src')
const dist = resolve(root, 'dist')
const bundle = resolve(dist, 'bundle.js')

/** What is started or imported by its path; everything else becomes a shared or lazily loaded chunk. */
const entries = [
  'base/heap-thread.ts',
  'base/kept-code.ts',
  'python/library.ts',
  'index.ts',
  'cli/main.ts',
  'dialect/module-hooks.ts',
  'learn/grading-worker.ts',
  'python/keyboard-thread.ts',
  'repl/ending-thread.ts',
  'repl/interrupt-thread.ts',
]

/**
 * Note [Late modules]. Starting must not cost more the more there is. Where `x-late.ts` stands beside `x.ts`, the built
 * program takes it in place of that: it offers the same, but loads what x.ts imports, one of the entries below, when it
 * is first asked for. In development and in tests everything is imported. For ops see Note [Families load late] in
 * engine/op-index.ts.
 */
const lateModules: Plugin = {
  name: 'late modules',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\..*\.js$/ }, ({ path, resolveDir }) => {
      const late = resolve(resolveDir, path.replace(/\.js$/, '-late.ts'))
      return existsSync(late) ? { path: late } : undefined
    }),
}
const pythonEntries = pythonModules.map((file) => `python/modules/${file}.ts`)
const lateEntries = [
  ...pythonEntries,
  'base/acorn.ts',
  'devices/forms.ts',
  'devices/gpu/backend.ts',
  'dialect/runtime/numpy.ts',
  'kernels/blas/gemm.ts',
  'kernels/wasm/vectors.ts',
  'plot/pyplot/load.ts',
  'terminal/ops-zh/all.ts',
  'terminal/phrases-zh.ts',
  ...Object.keys(families).map((family) => `ops/${family}.ts`),
]

/** Parts of the namespace: each is one object, whichever way one comes to it. */
const parts: Record<string, string> = {
  nn: 'nn/index.ts',
  optim: 'optim/index.ts',
  utils: 'data/torch-utils.ts',
  gpu: 'devices/torch-gpu.ts',
  cuda: 'cuda/index.ts',
  amp: 'cuda/amp.ts',
  jit: 'func/jit.ts',
  profile: 'profile/index.ts',
  distributions: 'distributions/index.ts',
  func: 'func/index.ts',
  files: 'io/torch-files.ts',
  typed: 'ops/typed-tensors.ts',
  masked: 'ops/masked.ts',
  foreach: 'ops/foreach.ts',
  testing: 'ops/testing.ts',
}
const partEntries: Plugin = {
  name: 'parts',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice('part:'.length), namespace: 'part' }))
    onLoad({ filter: /./, namespace: 'part' }, ({ path }) => ({
      contents: `export * as part from './${parts[path]}'${importOfTorch}`,
      resolveDir: source,
      loader: 'ts',
    }))
  },
}

/**
 * Gives classes their names back: esbuild calls a class that mentions itself `_Tensor`, which people would read where a
 * class is printed. Its own option for that, `keepNames`, would slow down every function that makes functions.
 */
const withClassNames = (code: string): string =>
  code.replace(
    /\b(?:var|let|const) (\w+)=class _\1\b[^{]*\{/g,
    '$&static{Object.defineProperty(this,"name",{value:"$1",configurable:true})}',
  )

/** What is started often, or should start fast. See Note [Few files] in merge.ts. */
const starts = [
  /base\/(heap-thread|kept-code)\.js$/,
  /repl\/(ending|interrupt)-thread\.js$/,
  /python\/keyboard-thread\.js$/,
  /dialect\/module-hooks\.js$/,
  /cli\/main\.js$/,
  /dist\/index\.js$/,
  /chunks\/eval-/,
  /chunks\/prompt-/,
]
/** What comes after a start, and should come fast too. */
const later = [/chunks\/entry-python-/]

/** What nearly every start needs. */
const core = [
  'torch.ts',
  'ops/shape/create.ts',
  'repl/globals.ts',
  'repl/session.ts',
  'repl/show.ts',
  'cli/failure.ts',
]
const importsOf = (files: readonly string[]): string =>
  files.map((file) => `\nimport '${resolve(source, file)}'`).join('')
/** What every module of Python's library needs. */
const pythonRuntime = ['python/runtime/index.ts']
/** What a program that imports the library needs: the first of them. */
const importOfTorch = importsOf(core.slice(0, 1))

/**
 * Keeps the core together. esbuild puts modules into one file that the same entries reach; where what loads later reaches
 * the core anyhow, it is made to reach all of it, in the order in which a start evaluates it. See Note [Few files] in
 * merge.ts for the rest.
 */
const wholeCore: Plugin = {
  name: 'whole core',
  setup: ({ onLoad, onResolve, resolve: find }) => {
    const late = new Map(lateEntries.map((entry) => [resolve(source, entry), importOfTorch]))
    for (const entry of pythonEntries) late.set(resolve(source, entry), importsOf(pythonRuntime))
    for (const entry of ['learn/grading-worker.ts', 'python/library.ts'])
      late.set(resolve(source, entry), importsOf(core))
    onResolve({ filter: /^\./ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === wholeCore) return undefined
      const found = await find(path, { kind, resolveDir, pluginData: wholeCore })
      late.set(found.path, importsOf(core))
      return found
    })
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const imports = late.get(path)
      return imports === undefined
        ? undefined
        : { contents: readFileSync(path, 'utf8') + imports, loader: 'ts' }
    })
  },
}

/** Packages stay outside, but for those that the first prompt and the first entry need: these start sooner from here. */
const externalPackages: Plugin = {
  name: 'external packages',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
      kind === 'entry-point' || /^(acorn|@sveltejs\/acorn-typescript|chalk|py-ast)$/.test(path)
        ? undefined
        : { path, external: true },
    )
    onLoad(
      { filter: /node_modules\/(acorn|@sveltejs\/acorn-typescript|chalk|py-ast)\// },
      async ({ path }) => ({
        contents: (await transform(readFileSync(path, 'utf8'), { minify: true, charset: 'ascii' })).code,
      }),
    )
  },
}

/** What of Python's library is written in Python, and beside each file what it is translated to. */
function copyPython(): void {
  const [from, to] = [source, dist].map((folder) => resolve(folder, 'python/stdlib'))
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(to))
    if (!existsSync(resolve(from, name.replace(/\.json$/, '')))) rmSync(resolve(to, name))
  for (const name of readdirSync(from)) {
    const half = resolve(to, `${name}.${process.pid}`)
    const kept = JSON.stringify(translated(readFileSync(resolve(from, name), 'utf8')).kept)
    writeFileSync(half, kept)
    renameSync(half, resolve(to, `${name}.json`))
    copyFileSync(resolve(from, name), half)
    renameSync(half, resolve(to, name))
  }
}

async function emitCode(): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: root,
    entryPoints: [
      ...[...entries, ...lateEntries].map((entry) => ({
        in: resolve(source, entry),
        out: entry.replace(/\.ts$/, ''),
      })),
      ...Object.keys(parts).map((part) => ({ in: `part:${part}`, out: `parts/${part}` })),
    ],
    outdir: dist,
    outbase: source,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [lateModules, partEntries, externalPackages, wholeCore],
    charset: 'ascii',
    minifyWhitespace: true,
    logLevel: 'warning',
  })
  // Write first, then remove what is left of earlier builds: a program that runs meanwhile finds its files, and
  // finds them whole.
  const named = outputFiles.map(({ path, text }) => ({ path, text: withClassNames(text) }))
  const modules = merge(named, starts, later)
  const [main, evaluator] = [resolve(dist, 'cli/main.js'), resolve(dist, 'base/kept-code.js')]
  // An entry's evaluation and the prompt are started often; the commands are not.
  const next = modules
    .filter(({ path }) => path === main || /chunks\/repl-/.test(path))
    .flatMap(loadedBy)
    .filter((path) => /chunks\/(eval|repl|prompt)-/.test(path))
  const roots = [main, evaluator, ...next] as const
  const ofStart = withImports(modules, roots)
  const toCut = {
    ofStart: new Set(ofStart.map(({ path }) => path)),
    evaluator,
    ofEvaluator: new Set(withImports(modules, [evaluator]).map(({ path }) => path)),
  }
  const files = [...modules.flatMap((file) => cutInTwo(file, toCut)), startFile(ofStart, dist, roots)]
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true })
    // What V8 made of an earlier text of the same length it would take for this one's; and what it has kept once it
    // does not keep well again.
    rmSync(`${path}.cache`, { force: true })
    const half = `${path}.${process.pid}`
    writeFileSync(half, text)
    renameSync(half, path)
  }
  const written = new Set(files.map(({ path }) => path))
  copyPython()
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = resolve(dist, name)
    if (/\.c?js$/.test(path) && !written.has(path) && path !== bundle) rmSync(path)
    if (path.endsWith('.cache') && !written.has(path.slice(0, -'.cache'.length))) rmSync(path)
  }
  rehearse(pathToFileURL(`${dist}/`), [...written])
}

/**
 * Note [Types of the namespace]. `import torch from 'dltorch'` gives an object, whose getters load what is asked for; but
 * `x: torch.Tensor` and `torch.nn.Module` ask for a namespace, which no object is. To the types the default export
 * therefore is the module of all names, named.ts, where classes and namespaces are both.
 */
function withTypesOfNamespace(path: string): void {
  const text = readFileSync(path, 'utf8')
  // Not every project's `lib` has what `using` works with.
  const typed = `/// <reference lib="esnext.disposable" />\n${text}`
    .replace(/^import torch from .*\n/m, '')
    .replace('export default torch;', "export * as default from './named.js';")
  if (typed.includes('export default')) throw new Error(`internal: ${path} has another default export`)
  writeFileSync(path, typed)
}

/** Declarations of the library and what it reaches; returns false when tsc had to say something. */
function emitTypes(): boolean {
  const configPath = resolve(root, 'tsconfig.json')
  const config = ts.getParsedCommandLineOfConfigFile(
    configPath,
    {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: source,
      outDir: dist,
    },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'))
      },
    },
  )
  if (!config) throw new Error(`internal: cannot read ${relative(root, configPath)}`)
  const program = ts.createProgram(
    [resolve(source, 'index.ts'), resolve(source, 'python/library.ts')],
    config.options,
  )
  const { diagnostics } = program.emit()
  withTypesOfNamespace(resolve(dist, 'index.d.ts'))
  if (diagnostics.length === 0) return true
  process.stderr.write(
    ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  )
  return false
}

/** Declarations of files that are gone must not outlive them. */
function removeTypes(): void {
  if (!existsSync(dist)) return
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.d.ts')) rmSync(resolve(dist, name))
  }
}

if (!process.argv.includes('--types')) {
  await emitCode()
  await writeBundle(source, dist)
}
if (!process.argv.includes('--code')) {
  removeTypes()
  if (!emitTypes()) process.exitCode = 1
}
