// What a person can switch off, and the file that remembers it. Also the text of `.set`.
import { dirname, join } from 'node:path'
import { fileErrorText } from '../../io/file-error.js'
import { withLock } from '../../io/lock.js'
import { configFolder } from '../../io/own-folders.js'
import { makePrivateFolder, writePrivateFile } from '../../io/private-file.js'
import { readWholeFile } from '../../io/read-file.js'
import { clearParts } from '../../io/whole-file.js'
import { suggestion } from '../../terminal/suggest.js'
import { wrap } from '../../terminal/wrap.js'
import { visibleName } from '../../base/visible.js'

/** Every setting and what it does; all are on until switched off. */
const meanings = {
  highlight: 'colours in what you type',
  brackets: 'the bracket that matches the one at the cursor',
  completions: 'the list of what could be completed, below the line',
  signatures: "a function's parameters, while you type a call",
  hints: 'short notes below the line',
  bell: 'a sound where a key can do nothing',
  greeting: 'the words before the first prompt',
  prefix_search: 'the arrow up finds entries that start with what is typed',
  indent: 'blanks at the start of a new line',
  history: 'entries are kept for the next session',
} as const

export type Setting = keyof typeof meanings
export type Settings = Readonly<Record<Setting, boolean>>

export const settingNames = Object.keys(meanings) as Setting[]

export const defaultSettings = Object.fromEntries(settingNames.map((name) => [name, true])) as Settings

const isSetting = (name: string): name is Setting => Object.hasOwn(meanings, name)

/** `settings.json` in the folder for such files. */
export const settingsPath = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(configFolder(environment), 'settings.json')

/** The settings in a text; what is missing or no setting is as if it was never changed. */
export function parseSettings(text: string): Settings {
  try {
    const saved: unknown = JSON.parse(text)
    if (typeof saved !== 'object' || saved === null) return defaultSettings
    const known = Object.entries(saved).filter(
      ([name, value]) => isSetting(name) && typeof value === 'boolean',
    )
    return { ...defaultSettings, ...Object.fromEntries(known) }
  } catch {
    return defaultSettings
  }
}

/** More bytes than settings can have. */
const mostBytes = 1 << 20

/** The settings in the file; `onFailure` is told why they are not used where there is one that cannot be read. */
export function loadSettings(
  path = settingsPath(),
  onFailure: (reason: string) => void = () => {},
): Settings {
  try {
    const text = readWholeFile(path, mostBytes).toString('utf8')
    clearParts(path)
    return parseSettings(text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      onFailure(`The settings in ${visibleName(path)} are not used: ${fileErrorText(error)}.`)
    return defaultSettings
  }
}

export function saveSettings(settings: Settings, path = settingsPath()): void {
  writePrivateFile(path, `${JSON.stringify(settings, null, 2)}\n`)
}

/** Saves one setting beside what other sessions have saved meanwhile. */
export function saveSetting(settings: Settings, name: Setting, path = settingsPath()): void {
  makePrivateFolder(dirname(path))
  withLock(path, () => saveSettings({ ...loadSettings(path), [name]: settings[name] }, path))
}

const stateOf = (on: boolean): string => (on ? 'on' : 'off')

function table(settings: Settings, columns: number): string {
  const width = Math.max(...settingNames.map((name) => name.length))
  const heads = settingNames.map((name) => `${name.padEnd(width)}  ${stateOf(settings[name]).padEnd(3)}`)
  const widest = width + 7 + Math.max(...Object.values(meanings).map(({ length }) => length))
  // In a narrow terminal what a setting does stands below its name.
  const gap = widest > columns ? '\n  ' : '  '
  const lines = settingNames.map(
    (name, i) => `${heads[i].trimEnd().padEnd(width + 5)}${gap}${meanings[name]}`,
  )
  const note = '.set highlight off changes one; it is remembered.'
  return wrap([...lines, '', note].join('\n'), columns)
}

export interface Change {
  readonly settings: Settings
  /** What to print. */
  readonly text: string
}

/** What `.set` does with the words after it: none shows all, a name shows one, a name and `on` or `off` changes one. */
export function changeSettings(settings: Settings, words: readonly string[], columns = 80): Change {
  const [name, value] = words
  if (name === undefined) return { settings, text: table(settings, columns) }
  if (!isSetting(name))
    return { settings, text: `There is no setting ${visibleName(name)}${suggestion(name, settingNames)}` }
  if (value === undefined)
    return { settings, text: `${name} is ${stateOf(settings[name])}: ${meanings[name]}.` }
  const on = { on: true, true: true, off: false, false: false }[value.toLowerCase()]
  if (on === undefined || words.length > 2)
    return { settings, text: `.set ${name} takes on or off, not ${visibleName(words.slice(1).join(' '))}.` }
  return { settings: { ...settings, [name]: on }, text: `${name} is ${stateOf(on)}.` }
}
