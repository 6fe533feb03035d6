// What outlives a session: the history and the settings, in files.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { oddFiles } from '../../io/odd-files.js'
import { History, historyPath, parseHistory } from '../../../src/repl/editor/history-file.js'
import {
  changeSettings,
  defaultSettings,
  loadSettings,
  parseSettings,
  saveSetting,
  saveSettings,
  settingsPath,
} from '../../../src/repl/editor/settings.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-memory-'))
after(() => rmSync(folder, { recursive: true }))

test('where the files are', () => {
  assert.equal(historyPath({ XDG_STATE_HOME: '/s' }), '/s/dltorch/history.jsonl')
  assert.equal(historyPath({ XDG_STATE_HOME: '/s', DLTORCH_HISTORY: '/h' }), '/h')
  assert.equal(settingsPath({ XDG_CONFIG_HOME: '/c' }), '/c/dltorch/settings.json')
})

test('lines that are no entries are skipped, entries come once, the newest stay', () => {
  assert.deepEqual(parseHistory('"a"\n"b\\nc"\n{"x":\n5\n""\n"a"\nnot JSON\n'), ['b\nc', 'a'])
  assert.deepEqual(parseHistory('"a"\n"b"\n"c"\n', 2), ['b', 'c'])
})

test('entries are there in the next session, and the file is private', () => {
  const path = join(folder, 'new', 'deep', 'history.jsonl')
  const first = new History(path)
  for (const text of ['one', 'f(\n  1)', '  ', 'one', 'one']) first.add(text)
  first.add('secret', false)
  assert.deepEqual(first.entries, ['f(\n  1)', 'one', 'secret'])
  assert.deepEqual(new History(path).entries, ['f(\n  1)', 'one'])
  assert.equal(statSync(path).mode & 0o777, 0o600)
  chmodSync(path, 0o644)
  first.add('two')
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('two sessions at once', () => {
  const path = join(folder, 'two.jsonl')
  const [a, b] = [new History(path), new History(path)]
  a.add('a1')
  b.add('b1')
  a.add('a2')
  assert.deepEqual(b.entries, ['b1'])
  assert.deepEqual(new History(path).entries, ['a1', 'b1', 'a2'])
})

test('a line that was not finished spoils no other', () => {
  const path = join(folder, 'torn.jsonl')
  writeFileSync(path, '"a"\n"b')
  new History(path).add('c')
  assert.deepEqual(new History(path).entries, ['a', 'c'])
})

test('the file does not grow for ever', () => {
  const path = join(folder, 'long.jsonl')
  writeFileSync(path, Array.from({ length: 50 }, (_, i) => `"${i}"\n`).join(''))
  assert.deepEqual(new History(path, 3).entries, ['47', '48', '49'])
  assert.equal(readFileSync(path, 'utf8'), '"47"\n"48"\n"49"\n')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.ok(!existsSync(`${path}.new`))
})

test('many processes that write and shorten lose nothing', { timeout: 60_000 }, async () => {
  const path = join(folder, 'many.jsonl')
  const module = fileURLToPath(new URL('../../../src/repl/editor/history-file.ts', import.meta.url))
  // Entries that come again and again make the file long enough to be shortened many times.
  const work = `
    const { History } = await import(${JSON.stringify(module)})
    const [, path, name] = process.argv
    for (let i = 0; i < 60; i++) {
      const history = new History(path, 300)
      for (let k = 0; k < 10; k++) history.add('again' + k)
      history.add(name + i)
    }`
  const names = ['a', 'b', 'c', 'd']
  const start = ['--import', 'tsx', '--input-type=module', '-e', work, path]
  await Promise.all(names.map((name) => promisify(execFile)(process.execPath, [...start, name])))
  assert.ok(readFileSync(path, 'utf8').split('\n').length < 1000)
  const { entries } = new History(path, 300)
  assert.equal(entries.length, 250)
  for (const name of names) assert.ok(entries.includes(`${name}59`))
})

test('a folder that cannot be written is told of once', () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  const history = new History(join(path, 'history.jsonl'))
  history.add('a')
  history.add('b')
  assert.deepEqual(history.entries, ['a', 'b'])
  assert.match(
    history.takeComplaint() ?? '',
    /^This session's history is not kept: .* cannot be used \(E[A-Z]+\)\.$/,
  )
  history.add('c')
  assert.equal(history.takeComplaint(), undefined)
})

const modeOf = (path: string): number => statSync(path).mode & 0o7777

test('what is no file is no history: it is told so, and stays as it is', () => {
  const odd = oddFiles(mkdtempSync(join(folder, 'odd-')))
  for (const [name, path] of Object.entries(odd)) {
    const link = join(folder, `link-to-${name}`)
    symlinkSync(path, link)
    for (const place of [path, link]) {
      const before = modeOf(path)
      const history = new History(place)
      history.add('a')
      assert.deepEqual(history.entries, ['a'])
      assert.match(
        history.takeComplaint() ?? '',
        /^This session's history is not kept: .*: it (is a (folder|pipe, no file|device, no file)|has 5120.*); it cannot be used \(E[A-Z]+\)\.$/,
      )
      assert.equal(modeOf(path), before, name)
    }
  }
})

test('a file that was there keeps its mode, by its own name and by a link', () => {
  const path = join(folder, 'theirs.jsonl')
  const link = join(folder, 'theirs-link.jsonl')
  writeFileSync(path, '"a"\n', { mode: 0o644 })
  chmodSync(path, 0o644)
  symlinkSync(path, link)
  for (const place of [path, link]) new History(place).add(place)
  assert.equal(modeOf(path), 0o644)
  assert.equal(new History(link).entries.length, 3)
})

test('a link to the history stays a link when the file is shortened, or made', () => {
  const [path, link] = [join(folder, 'real.jsonl'), join(folder, 'real-link.jsonl')]
  symlinkSync(path, link)
  new History(link).add('first')
  assert.deepEqual(new History(path).entries, ['first'])
  writeFileSync(path, Array.from({ length: 50 }, (_, i) => `"${i}"\n`).join(''))
  assert.deepEqual(new History(link, 3).entries, ['47', '48', '49'])
  assert.equal(readFileSync(path, 'utf8'), '"47"\n"48"\n"49"\n')
})

test('a setting that another session has changed stays changed', () => {
  const path = join(folder, 'two', 'settings.json')
  saveSetting(changeSettings(defaultSettings, ['hints', 'off']).settings, 'hints', path)
  saveSetting(changeSettings(defaultSettings, ['bell', 'off']).settings, 'bell', path)
  assert.deepEqual(loadSettings(path), { ...defaultSettings, hints: false, bell: false })
  assert.deepEqual(readdirSync(join(folder, 'two')), ['settings.json'])
})

test('settings that cannot be read are told of', () => {
  for (const path of Object.values(oddFiles(mkdtempSync(join(folder, 'odd-'))))) {
    const told: string[] = []
    assert.deepEqual(
      loadSettings(path, (reason) => told.push(reason)),
      defaultSettings,
    )
    assert.match(told.join(), /^The settings in .* are not used: it (is|has) .*\.$/)
  }
  loadSettings(join(folder, 'none'), assert.fail)
})

test('settings', () => {
  const path = join(folder, 'config', 'settings.json')
  assert.deepEqual(loadSettings(path), defaultSettings)
  const off = changeSettings(defaultSettings, ['highlight', 'off'])
  assert.equal(off.text, 'highlight is off.')
  assert.equal(off.settings.highlight, false)
  saveSettings(off.settings, path)
  assert.deepEqual(loadSettings(path), off.settings)
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('settings that are none', () => {
  assert.deepEqual(parseSettings('{"highlight": 3, "brackets": false, "x": true}'), {
    ...defaultSettings,
    brackets: false,
  })
  for (const text of ['', '[', 'null', '3']) assert.deepEqual(parseSettings(text), defaultSettings)
})

for (const [words, expected] of [
  ['hints', 'hints is on: short notes below the line.'],
  ['highlights off', 'There is no setting highlights. Did you mean highlight?'],
  ['hints maybe', '.set hints takes on or off, not maybe.'],
] as const)
  test(`.set ${words}`, () => {
    const { settings, text } = changeSettings(defaultSettings, words.split(' '))
    assert.equal(text, expected)
    assert.equal(settings, defaultSettings)
  })

test('.set names them all', () => {
  const { text } = changeSettings(defaultSettings, [])
  for (const name of Object.keys(defaultSettings)) assert.match(text, new RegExp(`^${name} +on`, 'm'))
})
