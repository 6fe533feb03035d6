// The program around its commands: help, version, names that do not exist, readers that leave early.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bin, dltorch, plainEnvironment } from './dltorch.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const commands = ['repl', 'eval', 'run', 'lesson', 'train', 'doctor']

test('--version prints the version of package.json, after every command too', async () => {
  assert.deepEqual(await dltorch(['--version']), { stdout: `${version}\n`, stderr: '', code: 0 })
  for (const command of commands) {
    assert.deepEqual(await dltorch([command, '--version']), { stdout: `${version}\n`, stderr: '', code: 0 })
  }
})

test('--help names every command, and every command explains itself', async () => {
  const { stdout, code } = await dltorch(['--help'])
  assert.equal(code, 0)
  for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, 'm'))
  for (const command of commands) {
    const help = await dltorch([command, '--help'])
    assert.equal(help.code, 0)
    assert.match(help.stdout, new RegExp(`^Usage: dltorch ${command} `))
  }
})

test('it starts by its name, with an env that knows no options', () => {
  const { stdout } = spawnSync(bin, ['eval', '1 + 1'], { encoding: 'utf8' })
  assert.equal(stdout, '2\n')
  assert.match(readFileSync(bin, 'utf8'), /^#!\/usr\/bin\/env node\n/)
})

test('an unknown command is an error with a suggestion', async () => {
  const { stdout, stderr, code } = await dltorch(['trian'])
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /unknown command 'trian'/)
  assert.match(stderr, /Did you mean train\?/)
})

test('an unknown option and a missing argument are errors', async () => {
  for (const args of [['eval', '--colour', '1'], ['eval'], ['train'], ['train', 'linear', '--every', '0']]) {
    const { stderr, code } = await dltorch(args)
    assert.equal(code, 2, args.join(' '))
    assert.match(stderr, /^dltorch: /)
    assert.match(stderr, new RegExp(`Try \`dltorch ${args[0]} --help\`\\.\n$`))
  }
})

test('what was meant is said: a file to run, a table to learn from', async () => {
  assert.deepEqual(await dltorch(['net.ts']), {
    stdout: '',
    stderr: 'dltorch: there is no command net.ts. A file is run by: dltorch run net.ts\n',
    code: 2,
  })
  const { stderr, code } = await dltorch(['train', 'linear', 'data.csv'])
  assert.match(stderr, /: dltorch train linear --data data\.csv\n$/)
  assert.equal(code, 2)
})

test('a program that is piped in is run, and says no more than it prints', async () => {
  const typescript = 'const x = torch.ones(2)\nx + 1\nprint(x * 2)\n'
  assert.deepEqual(await dltorch(['run', '-'], { input: typescript }), {
    stdout: 'tensor([2., 2.])\n',
    stderr: '',
    code: 0,
  })
  const python = 'import sys\ndef f(x):\n    return x * 3\n\nprint(f(2), sys.argv[1:])\nf(None)\n'
  const ran = await dltorch(['run', '-', 'more'], { input: python })
  assert.equal(ran.stdout, "6 ['more']\n")
  assert.match(ran.stderr, /line 6, in <module>\n[^]*line 3, in f\n[^]*TypeError: /)
  assert.equal(ran.code, 1)
})

test('a reader that leaves early is no error', async () => {
  const child = spawn(process.execPath, [bin, 'eval', 'for (let i = 0; i < 2e5; i++) console.log(i)'], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.on('close', resolve))
  assert.equal(code, 0)
  assert.equal(stderr, '')
})
