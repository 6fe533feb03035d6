// Pipes, devices, folders and files without an end where a file is asked for: each is told of, by every command, at once.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
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
import { oddFiles } from '../io/odd-files.js'
import { bin, dltorch, plainEnvironment, type Result } from './dltorch.js'
import { Terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'dltorch-odd-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
const odd = oddFiles(folder)
writeFileSync(at('data.csv'), 'x,y\n1,2\n2,4\n3,7\n')

/** Runs a command that must end by itself soon. */
function run(args: string[], input = ''): Result {
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    env: plainEnvironment({ XDG_STATE_HOME: at('state'), XDG_DATA_HOME: at('data') }),
    input,
    encoding: 'utf8',
    timeout: 30_000,
    maxBuffer: 2 ** 24,
  })
  assert.equal(error, undefined, args.join(' '))
  return { stdout, stderr, code: status }
}

/** One line, and exit code 1. */
function refused(args: string[], reason: RegExp): void {
  const { stderr, code } = run(args)
  assert.match(stderr, /^[^\n]*\n$/, args.join(' '))
  assert.match(stderr, reason, args.join(' '))
  assert.equal(code, 1)
}

const reasons = / it (is a (folder|pipe|device)|has 5120\.0 GiB)| there is no file | it has more than /

test('what is read', async () => {
  await dltorch(['train', 'linear', '--data', 'data.csv', '--save', 'model', '--iterations', '1'], {
    cwd: folder,
  })
  for (const [name, path] of Object.entries(odd)) {
    refused(['predict', '--model', path, '--data', 'data.csv'], reasons)
    refused(['train', 'linear', '--load', path, '--data', 'data.csv'], reasons)
    refused(['run', path], reasons)
    // A file of zeros is a file: its first bytes tell that it is no table.
    const noTable = name === 'huge' ? /it is no text/ : reasons
    refused(['train', 'linear', '--data', path], noTable)
    refused(['predict', '--model', 'model', '--data', path], noTable)
    const loaded = run([], `.load ${path}\n`)
    assert.match(loaded.stderr, / it (is a (folder|pipe|device)|has 5120\.0 GiB)/)
    assert.equal(loaded.code, 1)
    const own = at(`chapter-${name}`)
    mkdirSync(own)
    symlinkSync(path, join(own, 'chapter.md'))
    refused(['lesson', own, '--yes'], /a link that leads out/)
  }
  const named = at('weather')
  cpSync(fileURLToPath(new URL('../learn/weather', import.meta.url)), named, { recursive: true })
  rmSync(join(named, 'chapter.md'))
  spawnSync('mkfifo', [join(named, 'chapter.md')])
  refused(['lesson', named, '--yes'], /it cannot be read: it is a pipe/)
})

test('a pipe that a shell hands over is data', () => {
  const line = `"${process.execPath}" "${bin}" predict --model model --data <(cat data.csv)`
  const { stdout } = spawnSync('bash', ['-c', line], {
    cwd: folder,
    encoding: 'utf8',
    env: plainEnvironment(),
  })
  assert.match(stdout, /^x,y,prediction\n1,2,/)
  assert.match(
    run(['predict', '--model', 'model', '--data', '/dev/stdin'], 'x\n1\n').stdout,
    /^x,prediction\n1,/,
  )
})

test('what is to be written is tried before anything is trained', () => {
  for (const option of ['--save', '--svg']) {
    for (const [place, reason] of [
      ['', /needs the name of a file/],
      ['no/where', /there is no such file or folder \(ENOENT\)/],
      [odd.folder, /it is a folder \(EISDIR\)/],
      ['new/', /it is the name of a folder/],
      [odd.pipe, /nobody is at the other end of it \(ENXIO\)/],
      ['/dev/full', /no space left on the device \(ENOSPC\)/],
      ['data.csv/x', /a part of the path is no folder \(ENOTDIR\)/],
    ] as const) {
      const { stdout, stderr, code } = run(['train', 'linear', option, place])
      assert.match(stderr, reason, `${option} ${place}`)
      assert.equal(stdout, '')
      assert.equal(code, 1)
    }
    refused(['train', 'linear', '--data', 'data.csv', option, 'data.csv'], /name the same file, data\.csv/)
  }
  refused(['train', 'linear', '--save', 'same', '--svg', './same'], /--save and --svg name the same file/)
  assert.equal(readFileSync(at('data.csv'), 'utf8').length, 16)
  assert.equal(run(['train', 'linear', '--iterations', '1', '--save', '/dev/null']).code, 0)
})

test('histories, settings and progress', async () => {
  const says = async (env: Record<string, string>, text: RegExp, args: string[] = []): Promise<void> => {
    const terminal = new Terminal({
      args,
      env: { XDG_STATE_HOME: at('state'), XDG_DATA_HOME: at('data'), ...env },
      columns: 250,
    })
    try {
      await terminal.shows('>>>')
      terminal.type('1 + 1\r')
      await terminal.showsWithin('\n2\n')
      assert.match(terminal.transcript.replaceAll('\n', ' '), text)
      terminal.type('\x04')
      assert.equal(await terminal.closed, 0)
    } finally {
      terminal.kill()
    }
  }
  for (const [name, path] of Object.entries(odd)) {
    const { mode } = statSync(path)
    const link = at(`link-${name}`)
    symlinkSync(path, link)
    for (const history of [path, link])
      await says({ DLTORCH_HISTORY: history }, /history is not kept: .*: it (is|has) .*; it cannot be used/)
    const home = at(`home-${name}`)
    mkdirSync(join(home, 'dltorch'), { recursive: true })
    symlinkSync(path, join(home, 'dltorch', 'settings.json'))
    symlinkSync(path, join(home, 'dltorch', 'lessons.json'))
    await says({ XDG_CONFIG_HOME: home }, /The settings in .* are not used: it (is|has) /)
    await says({ XDG_DATA_HOME: home }, /Progress is not kept: .*: it (is|has) /, [
      'lesson',
      'intro',
      '--lang',
      'en',
    ])
    assert.equal(statSync(path).mode, mode)
  }
})
