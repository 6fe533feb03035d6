// Python's module `os.path`.
import { existsSync, lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import * as path from 'node:path'
import { TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { core, listOf } from '../runtime/core.js'
import { exception, systemError } from '../runtime/exceptions.js'
import { functionsOf } from '../runtime/functions.js'
import { floating } from '../runtime/numbers.js'
import { FileNotFoundError } from '../runtime/exception-types.js'
import { nameOfType } from '../runtime/types.js'

type Any = any

/** A path as a text. */
export function pathText(value: Any): string {
  if (typeof value === 'string') return value
  const method = value === null || value === undefined ? undefined : core.special(value, '__fspath__')
  if (method) return method(value) as string
  throw new TypeError(`expected str, bytes or os.PathLike object, not ${nameOfType(value)}`)
}

export function statOf(given: Any): Stats {
  const name = pathText(given)
  if (!existsSync(name)) throw exception(FileNotFoundError, 2, 'No such file or directory', name)
  try {
    return statSync(name)
  } catch (error) {
    throw systemError(error)
  }
}
const is =
  (test: (name: string) => boolean) =>
  (given: Any): boolean => {
    try {
      return test(pathText(given))
    } catch (error) {
      if (error instanceof TypeError) throw error
      return false
    }
  }

function join(parts: Any[]): string {
  let result = pathText(parts[0])
  for (const given of parts.slice(1)) {
    const part = pathText(given)
    result = part.startsWith('/')
      ? part
      : result === '' || result.endsWith('/')
        ? result + part
        : `${result}/${part}`
  }
  return result
}

function split(given: Any): Tuple {
  const text = pathText(given)
  const at = text.lastIndexOf('/') + 1
  const head = text.slice(0, at)
  return Tuple.of(/^\/+$/.test(head) ? head : head.replace(/\/+$/, ''), text.slice(at))
}

function splitext(given: Any): Tuple {
  const text = pathText(given)
  const name = text.slice(text.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || /^\.*$/.test(name.slice(0, dot))) return Tuple.of(text, '')
  const cut = text.length - (name.length - dot)
  return Tuple.of(text.slice(0, cut), text.slice(cut))
}

const normal = (text: string): string => {
  const result = path.posix.normalize(text)
  return result.length > 1 ? result.replace(/\/$/, '') : result
}

export const module = functionsOf({
  sep: '/',
  pardir: '..',
  curdir: '.',
  extsep: '.',
  'join(path, *paths)': (first: Any, rest: Any[]) => join([first, ...rest]),
  'split(p)': split,
  'splitext(p)': splitext,
  'basename(p)': (given: Any) => split(given)[1],
  'dirname(p)': (given: Any) => split(given)[0],
  'exists(path)': is(existsSync),
  'lexists(path)': is((name) => lstatSync(name, { throwIfNoEntry: false }) !== undefined),
  'isfile(path)': is((name) => statSync(name).isFile()),
  'isdir(s)': is((name) => statSync(name).isDirectory()),
  'islink(path)': is((name) => lstatSync(name).isSymbolicLink()),
  'samefile(f1, f2)': (one: Any, other: Any) => {
    const [a, b] = [statOf(one), statOf(other)]
    return a.ino === b.ino && a.dev === b.dev
  },
  'isabs(s)': (given: Any) => pathText(given).startsWith('/'),
  'abspath(path)': (given: Any) => normal(path.resolve(pathText(given))),
  'realpath(filename)': (given: Any) =>
    existsSync(pathText(given)) ? realpathSync(pathText(given)) : normal(path.resolve(pathText(given))),
  'normpath(path)': (given: Any) => normal(pathText(given) || '.'),
  'commonpath(paths)': (paths: Any) => {
    const all = listOf(paths).map((path) => normal(pathText(path)).split('/'))
    if (all.length === 0) throw new ValueError('commonpath() arg is an empty sequence')
    if (new Set(all.map(([root]) => root === '')).size > 1)
      throw new ValueError("Can't mix absolute and relative paths")
    const [first] = all
    const end = first.findIndex((part, i) => all.some((one) => one[i] !== part))
    const common = (end < 0 ? first : first.slice(0, end)).join('/')
    return common === '' && first[0] === '' ? '/' : common
  },
  'relpath(path, start=None)': (given: Any, start: Any) =>
    path.relative(start === undefined || start === null ? process.cwd() : pathText(start), pathText(given)) ||
    '.',
  'expanduser(path)': (given: Any) => pathText(given).replace(/^~(?=\/|$)/, homedir()),
  'expandvars(path)': (given: Any) =>
    pathText(given).replace(
      /\$(?:(\w+)|\{(\w+)\})/g,
      (whole, a?: string, b?: string) => process.env[a ?? b ?? ''] ?? whole,
    ),
  'getsize(filename)': (given: Any) => Number(statOf(given)!.size),
  'getmtime(filename)': (given: Any) => floating(Number(statOf(given)!.mtimeMs) / 1000),
  'commonprefix(m)': (names: Any) => {
    const all = listOf(names).map(pathText)
    if (all.length === 0) return ''
    let count = 0
    while (all.every((name) => count < name.length && name[count] === all[0][count])) count++
    return all[0].slice(0, count)
  },
})
