// The modules of Python's library that are written in TypeScript, made known to `import`. In the built program list-late.ts
// stands in its place, which loads each when it is first imported; see Note [Late modules] in build/build.ts.
import { type Loaded, noteModules } from '../runtime/imports.js'
import * as abc from './abc.js'
import * as collections from './collections.js'
import * as contextlib from './contextlib.js'
import * as copy from './copy.js'
import * as dataclasses from './dataclasses.js'
import * as enumeration from './enum.js'
import * as functools from './functools.js'
import * as hashlib from './hashlib.js'
import * as introspection from './introspection.js'
import * as io from './io.js'
import * as itertools from './itertools.js'
import * as json from './json.js'
import { files, moduleName } from './files.js'
import * as math from './math.js'
import * as matplotlib from './matplotlib.js'
import * as numpy from './numpy.js'
import * as operator from './operator.js'
import * as os from './os.js'
import * as os_path from './os-path.js'
import * as pickle from './pickle.js'
import * as random from './random.js'
import * as re from './re.js'
import * as strftime from './strftime.js'
import * as string from './string.js'
import * as struct from './struct.js'
import * as sys from './sys.js'
import * as terminal from './terminal.js'
import * as time from './time.js'
import * as traceback from './traceback.js'
import * as typing from './typing.js'
import * as unicodedata from './unicodedata.js'
import * as warnings from './warnings.js'
import * as zlib from './zlib.js'

const all: Record<string, Loaded> = {
  abc,
  collections,
  contextlib,
  copy,
  dataclasses,
  enum: enumeration,
  functools,
  hashlib,
  introspection,
  io,
  itertools,
  json,
  math,
  matplotlib,
  numpy,
  operator,
  os,
  'os-path': os_path,
  pickle,
  random,
  re,
  strftime,
  string,
  struct,
  sys,
  terminal,
  time,
  traceback,
  typing,
  unicodedata,
  warnings,
  zlib,
}

noteModules(files, moduleName, (file) => all[file])
