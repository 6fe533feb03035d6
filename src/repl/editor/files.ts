// Names of files and modules, for completion inside strings.
import { readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { Item } from './types.js'

interface Names {
  /** Where in what was typed the last name begins. */
  readonly start: number
  readonly items: Item[]
}

/** Characters that would end or change the string that a name is put into. */
const needsCare = /['"\\\n]/

/** The files whose path continues `typed`; folders end in a slash. */
export function fileNames(typed: string, folder = process.cwd()): Names {
  const start = typed.lastIndexOf('/') + 1
  const path = typed.slice(0, start).replace(/^~(?=\/)/, homedir())
  try {
    const items = readdirSync(resolve(folder, path || '.'), { withFileTypes: true })
      .map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .filter((name) => !needsCare.test(name) && (typed[start] === '.' || !name.startsWith('.')))
    return { start, items: items.sort().map((text) => ({ text })) }
  } catch {
    return { start, items: [] }
  }
}

function packageNames(folder: string): string[] {
  try {
    return readdirSync(resolve(folder, 'node_modules')).filter((name) => !/^[.@]/.test(name))
  } catch {
    return []
  }
}

/** The modules that can be imported: paths as files, and names. */
export function moduleNames(typed: string, folder = process.cwd()): Names {
  if (/^[./~]/.test(typed)) return fileNames(typed, folder)
  const builtins = builtinModules.filter((name) => !name.startsWith('_')).map((name) => `node:${name}`)
  const names = ['dltorch', ...packageNames(folder), ...builtins]
  return { start: 0, items: names.map((text) => ({ text })) }
}
