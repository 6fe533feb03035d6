// Python's module `os`.
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
} from 'node:fs'
import { isatty } from 'node:tty'
import { cpus, hostname, loadavg, machine, release, type, userInfo, version } from 'node:os'
import { randomBytes } from 'node:crypto'
import { MemoryError, NotImplementedError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { unboxed } from '../runtime/boxed.js'
import { cIntArgument, sizeArgument } from '../runtime/arguments.js'
import { mostBytes } from '../runtime/conversions.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { exception, systemError, systemWords } from '../runtime/exceptions.js'
import { call, functionsOf, getters, methods } from '../runtime/functions.js'
import { PyDict, PySet } from '../runtime/keys.js'
import { floating } from '../runtime/numbers.js'
import { OSError } from '../runtime/exception-types.js'
import { builtinClass, classOf, nameOfType, object, PyModule } from '../runtime/types.js'
import { namedTupleClass } from './collections.js'
import { module as pathModule, pathText, statOf } from './os-path.js'

type Any = any

/** What the system refuses, in Python's class and words. */
function attempt<T>(name: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    Object.assign(error as object, { path: name })
    throw systemError(error)
  }
}

/** A name or a value of the environment. */
function environmentText(given: Any): string {
  const text: unknown = unboxed(given)
  if (typeof text !== 'string') throw new TypeError(`str expected, not ${nameOfType(given)}`)
  if (text.includes('\0')) throw new ValueError('embedded null byte')
  return text
}

function environmentName(given: Any): string {
  const name = environmentText(given)
  if (name === '' || name.includes('=')) throw call(OSError, [22, 'Invalid argument'], null)
  return name
}

/** The environment: what is written into it holds for this process. */
class Environment extends PyDict {
  override get(name: Any): Any {
    return super.get(environmentText(name))
  }
  override set(name: Any, value: Any): this {
    const [key, text] = [environmentName(name), environmentText(value)]
    process.env[key] = text
    return super.set(key, text)
  }
  override delete(name: Any): boolean {
    const key = environmentText(name)
    Reflect.deleteProperty(process.env, key)
    return super.delete(key)
  }
}

const Stat = namedTupleClass(
  'stat_result',
  [
    'st_mode',
    'st_ino',
    'st_dev',
    'st_nlink',
    'st_uid',
    'st_gid',
    'st_size',
    'st_atime',
    'st_mtime',
    'st_ctime',
  ],
  [],
  'os',
)

const TerminalSize = namedTupleClass('terminal_size', ['columns', 'lines'], [], 'os')
const Uname = namedTupleClass(
  'uname_result',
  ['sysname', 'nodename', 'release', 'version', 'machine'],
  [],
  'posix',
)

const pathLike = builtinClass('PathLike', [object], { module: 'os' })
core.setattr(pathLike, '__instancecheck__', (value: Any) => core.special(value, '__fspath__') !== undefined)

/** What `scandir` gives. */
class DirectoryEntry {
  readonly [classOf] = entryClass
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}
}
const entryClass = builtinClass('DirEntry', [object], { module: 'posix' })
methods(entryClass, {
  'is_dir()': ({ path: at }: DirectoryEntry) => statSync(at).isDirectory(),
  'is_file()': ({ path: at }: DirectoryEntry) => statSync(at).isFile(),
  '__fspath__()': ({ path: at }: DirectoryEntry) => at,
})
getters(entryClass, {
  name: ({ name }: DirectoryEntry) => name,
  path: ({ path: at }: DirectoryEntry) => at,
})

const path = new PyModule('posixpath')
Object.assign(path, pathModule)

function* walk(top: string, isTopDown: boolean): Generator<Any> {
  const entries = readdirSync(top, { withFileTypes: true })
  const folders: Any[] = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name)
  const own = Tuple.of<unknown>(top, folders, files)
  if (isTopDown) yield own
  for (const folder of folders) yield* walk(`${top}/${folder as string}`, isTopDown)
  if (!isTopDown) yield own
}

export const module = {
  name: 'posix',
  sep: '/',
  linesep: '\n',
  pathsep: ':',
  curdir: '.',
  pardir: '..',
  defpath: '/bin:/usr/bin',
  ...{ SEEK_SET: 0, SEEK_CUR: 1, SEEK_END: 2, EX_OK: 0 },
  supports_bytes_environ: true,
  devnull: '/dev/null',
  extsep: '.',
  altsep: null,
  ...{ F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
  PathLike: pathLike,
  environ: new Environment(Object.entries(process.env)),
  error: OSError,
  path,
  ...functionsOf({
    'getcwd()': () => process.cwd(),
    'chdir(path)': (given: Any) => {
      const name = pathText(given)
      attempt(name, () => {
        process.chdir(name)
      })
      return null
    },
    'listdir(path=None)': (given: Any = '.') => {
      const name = given === null ? '.' : pathText(given)
      return attempt(name, () => readdirSync(name))
    },
    'mkdir(path, mode=511)': (given: Any) => {
      const name = pathText(given)
      attempt(name, () => {
        mkdirSync(name)
      })
      return null
    },
    'makedirs(name, mode=511, exist_ok=False)': (given: Any, _mode: Any, isFine: Any = false) => {
      const name = pathText(given)
      attempt(name, () => {
        if (!core.truth(isFine) && statOrNull(name) !== null) mkdirSync(name)
        else mkdirSync(name, { recursive: true })
      })
      return null
    },
    ...Object.fromEntries(
      (
        [
          ['remove(path)', unlinkSync],
          ['unlink(path)', unlinkSync],
          ['rmdir(path)', rmdirSync],
        ] as const
      ).map(([text, run]) => [
        text,
        (given: Any) => {
          const name = pathText(given)
          attempt(name, () => {
            run(name)
          })
          return null
        },
      ]),
    ),
    'rename(src, dst)': (from: Any, to: Any) => {
      attempt(pathText(from), () => {
        renameSync(pathText(from), pathText(to))
      })
      return null
    },
    'replace(src, dst)': (from: Any, to: Any) => {
      attempt(pathText(from), () => {
        renameSync(pathText(from), pathText(to))
      })
      return null
    },
    'chmod(path, mode)': (given: Any, mode: Any) => {
      attempt(pathText(given), () => {
        chmodSync(pathText(given), cIntArgument(mode))
      })
      return null
    },
    'stat(path)': (given: Any) => {
      const { mode, ino, dev, nlink, uid, gid, size, atimeMs, mtimeMs, ctimeMs } = statOf(given)!
      const values = [mode, ino, dev, nlink, uid, gid, size].map(Number)
      return call(
        Stat,
        [...values, ...[atimeMs, mtimeMs, ctimeMs].map((time) => floating(Number(time) / 1000))],
        null,
      )
    },
    'walk(top, topdown=True)': (top: Any, topdown: Any = true) =>
      core.iter(walk(pathText(top), core.truth(topdown))),
    'getenv(key, default=None)': (name: Any, otherwise: Any = null) =>
      process.env[environmentText(name)] ?? otherwise,
    'putenv(name, value, /)': (name: Any, value: Any) => {
      process.env[environmentName(name)] = environmentText(value)
      return null
    },
    'get_terminal_size(fd=1, /)': () => {
      const { columns, rows } = process.stdout
      if (columns === undefined) throw exception(OSError, 25, 'Inappropriate ioctl for device')
      return call(TerminalSize, [columns, rows], null)
    },
    'access(path, mode)': (given: Any) => statOrNull(pathText(given)) !== null,
    'removedirs(name)': (given: Any) => {
      const name = pathText(given)
      attempt(name, () => {
        rmdirSync(name)
      })
      return null
    },
    'scandir(path=None)': (given: Any = '.') => {
      const name = given === null ? '.' : pathText(given)
      return core.iter(
        attempt(name, () => readdirSync(name)).map((one) => new DirectoryEntry(one, `${name}/${one}`)),
      )
    },
    'uname()': () => call(Uname, [type(), hostname(), release(), version(), machine()], null),
    'getlogin()': () => userInfo().username,
    'getppid()': () => process.ppid,
    'getuid()': () => process.getuid?.() ?? 0,
    'strerror(code, /)': (code: Any) =>
      systemWords(cIntArgument(code)) ?? `Unknown error ${cIntArgument(code)}`,
    'system(command)': () => {
      throw new NotImplementedError('os.system() is not supported here: a shell runs programs')
    },
    'popen(cmd, mode="r")': () => {
      throw new NotImplementedError('os.popen() is not supported here: a shell runs programs')
    },
    'getpid()': () => process.pid,
    'getgid()': () => process.getgid?.() ?? 0,
    'geteuid()': () => process.geteuid?.() ?? 0,
    'getegid()': () => process.getegid?.() ?? 0,
    'getloadavg()': () => Tuple.from(loadavg().map(floating)),
    'sched_getaffinity(pid, /)': () => new PySet(cpus().keys()),
    'isatty(fd, /)': (fd: Any) => isatty(cIntArgument(fd)),
    'unsetenv(name, /)': (name: Any) => {
      Reflect.deleteProperty(process.env, environmentName(name))
      return null
    },
    'symlink(src, dst)': (from: Any, to: Any) => {
      attempt(pathText(to), () => {
        symlinkSync(pathText(from), pathText(to))
      })
      return null
    },
    'link(src, dst)': (from: Any, to: Any) => {
      attempt(pathText(to), () => {
        linkSync(pathText(from), pathText(to))
      })
      return null
    },
    'readlink(path)': (given: Any) => attempt(pathText(given), () => readlinkSync(pathText(given))),
    'utime(path, times=None)': (given: Any, times: Any = null) => {
      const [read, written] = times === null ? [Date.now() / 1000, Date.now() / 1000] : [...times].map(Number)
      attempt(pathText(given), () => {
        utimesSync(pathText(given), read, written)
      })
      return null
    },
    'fsencode(filename)': (given: Any) => new PyBytes(new TextEncoder().encode(pathText(given))),
    'fsdecode(filename)': (given: Any) =>
      given instanceof PyBytes ? new TextDecoder().decode(given.data) : pathText(given),
    '_exit(status)': (status: Any) => process.exit(cIntArgument(status)),
    'cpu_count()': () => cpus().length,
    'urandom(size, /)': (given: Any) => {
      const count = sizeArgument(given)
      if (count < 0) throw new ValueError('negative argument not allowed')
      if (count >= mostBytes) throw new MemoryError('')
      return new PyBytes(new Uint8Array(randomBytes(count)))
    },
    'fspath(path)': pathText,
  }),
}

function statOrNull(name: string): unknown {
  return statSync(name, { throwIfNoEntry: false }) ?? null
}
