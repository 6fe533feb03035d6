// What a person can switch off, and the file that remembers it. Also the text of `.set`.
import { dirname, join } from 'node:path'
import { fileErrorText } from '../../io/file-error.js'
import { withLock } from '../../io/lock.js'
import { configFolder } from '../../io/own-folders.js'
import { makePrivateFolder, writePrivateFile } from '../../io/private-file.js'
import { readWholeFile } from '../../io/read-file.js'
import { clearParts } from '../../io/whole-file.js'
import { suggestion } from '../../terminal/suggest.js'
import { isTongue, said, speak, type Tongue } from '../../terminal/speech.js'
import { widthOf } from '../../terminal/width.js'
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
const langMeaning = 'the language that is spoken: en, zh, or auto for that of LANG'
/** `lang` is the language that is spoken; missing where it is that of the environment. */
export type Settings = Readonly<Record<Setting, boolean>> & { readonly lang?: Tongue }

export const settingNames = Object.keys(meanings) as Setting[]

export const defaultSettings = Object.fromEntries(settingNames.map((name) => [name, true])) as Record<
  Setting,
  boolean
> as Settings

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
    const { lang } = saved as { lang?: unknown }
    return { ...defaultSettings, ...Object.fromEntries(known), ...(isTongue(lang) ? { lang } : {}) }
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
export function saveSetting(settings: Settings, name: Setting | 'lang', path = settingsPath()): void {
  makePrivateFolder(dirname(path))
  withLock(path, () => saveSettings({ ...loadSettings(path), [name]: settings[name] }, path))
}

const stateOf = (on: boolean): string => (on ? 'on' : 'off')

function table(settings: Settings, columns: number): string {
  const width = Math.max(...settingNames.map((name) => name.length))
  const names = [...settingNames, 'lang' as const]
  const stateIn = (name: Setting | 'lang'): string =>
    name === 'lang' ? (settings.lang ?? 'auto') : stateOf(settings[name])
  const texts = [...Object.values(meanings), langMeaning].map((text) => said(text))
  const heads = names.map((name) => `${name.padEnd(width)}  ${stateIn(name).padEnd(4)}`)
  const widest = width + 8 + Math.max(...texts.map(widthOf))
  // In a narrow terminal what a setting does stands below its name.
  const gap = widest > columns ? '\n  ' : '  '
  const lines = names.map((_, i) => `${heads[i].trimEnd().padEnd(width + 6)}${gap}${texts[i]}`)
  const note = said('.set highlight off changes one; it is remembered.')
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
  if (name === 'lang') return changeTongue(settings, words.slice(1))
  if (!isSetting(name))
    return {
      settings,
      text: said(`There is no setting ${visibleName(name)}${suggestion(name, settingNames)}`),
    }
  if (value === undefined)
    return { settings, text: said(`${name} is ${stateOf(settings[name])}: ${meanings[name]}.`) }
  const on = { on: true, true: true, off: false, false: false }[value.toLowerCase()]
  if (on === undefined || words.length > 2)
    return {
      settings,
      text: said(`.set ${name} takes on or off, not ${visibleName(words.slice(1).join(' '))}.`),
    }
  return { settings: { ...settings, [name]: on }, text: said(`${name} is ${stateOf(on)}.`) }
}

/** `.set lang zh`: what is said from then on is Chinese. */
function changeTongue(settings: Settings, words: readonly string[]): Change {
  const { lang, ...others } = settings
  const [wanted] = words
  if (wanted === undefined) return { settings, text: said(`lang is ${lang ?? 'auto'}: ${langMeaning}.`) }
  if (words.length > 1 || (wanted !== 'auto' && !isTongue(wanted)))
    return {
      settings,
      text: said(
        `.set lang takes en, zh or auto, not ${visibleName(words.join(' '))}. What code is written in is told by .lang.`,
      ),
    }
  const changed = wanted === 'auto' ? (others as Settings) : { ...settings, lang: wanted }
  speak(changed.lang)
  return { settings: changed, text: said(`lang is ${wanted}.`) }
}
