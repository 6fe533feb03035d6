// The modules of Python's library that are here, each with how it is loaded. In the built program list-late.ts stands in its
// place, which loads each when it is first imported; see Note [Late modules] in build/build.ts.
import { loaders } from '../runtime/imports.js'
import * as abc from './abc.js'
import * as collections from './collections.js'
import * as contextlib from './contextlib.js'
import * as copy from './copy.js'
import * as dataclasses from './dataclasses.js'
import * as enumeration from './enum.js'
import * as functools from './functools.js'
import * as io from './io.js'
import * as itertools from './itertools.js'
import * as json from './json.js'
import * as math from './math.js'
import { load as loadNumpy } from './numpy.js'
import * as operator from './operator.js'
import * as os from './os.js'
import * as os_path from './os-path.js'
import * as random from './random.js'
import * as string from './string.js'
import * as sys from './sys.js'
import * as time from './time.js'
import * as typing from './typing.js'
import * as warnings from './warnings.js'

interface Loaded {
  /** The names of the module. */
  readonly module: object
}

const all: Record<string, Loaded> = {
  abc,
  collections,
  contextlib,
  copy,
  dataclasses,
  enum: enumeration,
  functools,
  io,
  itertools,
  json,
  math,
  operator,
  os,
  'os.path': os_path,
  random,
  string,
  sys,
  time,
  typing,
  warnings,
}

/** Makes the modules known to `import`. */
for (const [name, { module }] of Object.entries(all)) loaders.set(name, () => module as Record<string, any>)
loaders.set('numpy', loadNumpy)
