// The modules of Python's library that are written in Python: a file each in `stdlib/`, run when it is first imported.
//
// Note [Python in Python]. What consists of classes that programs inherit from, of keywords and of texts is shortest and
// surest in the language that it is for: argparse, logging, statistics. What has to know JavaScript, such as `re`, which
// works with its regular expressions, or has to be quick, is written in TypeScript in `modules/`.
import { readdirSync, readFileSync } from 'node:fs'
import { declarationsFolder } from '../base/package-root.js'
import type { Kept } from './kept-translation.js'
import { loaders } from './runtime/imports.js'
import { PyModule } from './runtime/types.js'

const folder = new URL('python/stdlib/', declarationsFolder)

/** Makes them known to `import`: as the build has kept them, or as they are written. */
export function noteWritten(
  run: (text: string, shown: string, module: PyModule) => void,
  runKept: (kept: Kept, text: () => string, shown: string, module: PyModule) => void,
): void {
  const files = new Set(readdirSync(folder))
  for (const file of files) {
    const name = file.slice(0, -'.py'.length)
    if (!file.endsWith('.py')) continue
    const text = (): string => readFileSync(new URL(file, folder), 'utf8')
    loaders.set(name, () => {
      const module = new PyModule(name)
      if (files.has(`${file}.json`))
        runKept(JSON.parse(readFileSync(new URL(`${file}.json`, folder), 'utf8')) as Kept, text, file, module)
      else run(text(), file, module)
      return module
    })
  }
}
