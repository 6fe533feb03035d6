// The modules of Python's library that are written in Python: a file each in `stdlib/`, run when it is first imported.
//
// Note [Python in Python]. What consists of classes that programs inherit from, of keywords and of texts is shortest and
// surest in the language that it is for: argparse, logging, statistics. What has to know JavaScript, such as `re`, which
// works with its regular expressions, or has to be quick, is written in TypeScript in `modules/`.
import { readdirSync, readFileSync } from 'node:fs'
import { declarationsFolder } from '../base/package-root.js'
import { loaders } from './runtime/imports.js'
import { PyModule } from './runtime/types.js'

const folder = new URL('python/stdlib/', declarationsFolder)

/** Makes them known to `import`. */
export function noteWritten(run: (text: string, shown: string, module: PyModule) => void): void {
  for (const file of readdirSync(folder)) {
    const name = file.slice(0, -'.py'.length)
    if (!file.endsWith('.py')) continue
    loaders.set(name, () => {
      const module = new PyModule(name)
      run(readFileSync(new URL(file, folder), 'utf8'), file, module)
      return module
    })
  }
}
