// What files say when they are loaded, and what Python's lines `import torch.nn as nn` and `from torch import ones` do when they run.
import { relative } from 'node:path'
import torch from '../../torch.js'
import { visibleName } from '../../base/visible.js'
import { ImportError, ModuleNotFoundError } from '../../base/errors.js'
import { isNamespace, moduleNames } from '../namespaces.js'
import { copyModule } from './python-objects.js'
import { mathModule } from './python-math.js'
import { sharedPython } from './shared-python.js'

/** Modules of Python's own that are at hand. */
const pythonModules: Readonly<Record<string, unknown>> = { copy: copyModule, math: mathModule }
for (const [name, module] of Object.entries(pythonModules)) moduleNames.set(module as object, name)

/** A module, or a member of one, by its dotted path. */
export function imported(path: string, member?: string): unknown {
  const [root, ...rest] = path.split('.')
  let module: any = root === 'numpy' ? sharedPython()!.module(root) : (pythonModules[root] ?? torch)
  rest.forEach((name, i) => {
    const next: unknown = Object.hasOwn(module as object, name) ? module[name] : undefined
    if (!isNamespace(next))
      throw new ModuleNotFoundError(`No module named '${[root, ...rest.slice(0, i + 1)].join('.')}'`)
    module = next
  })
  if (member === undefined) return module
  if (!(member in module)) throw new ImportError(`cannot import name '${member}' from '${path}'`)
  return module[member]
}

/** Tells where a comment in a file may have been meant to divide. */
export function commented(path: string, places: readonly (readonly [line: number, comment: string])[]): void {
  const short = relative(process.cwd(), path)
  for (const [line, comment] of places)
    process.stderr.write(
      `${visibleName(short.startsWith('..') ? path : short)}:${line}: in a file \`${comment}\` is a comment. ` +
        'To divide, write torch.floor_divide(a, b), or Math.floor(a / b) for numbers.\n',
    )
}
