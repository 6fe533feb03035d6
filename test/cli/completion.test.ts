// What shells complete: the scripts name every command and option, and bash completes a call with them.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

const scriptFor = async (shell: string): Promise<string> => (await dltorch(['completion', shell])).stdout

for (const shell of ['bash', 'zsh', 'fish'])
  test(`${shell} is told every command, and what its options take`, async () => {
    const { stdout: help } = await dltorch(['--help'])
    const script = await scriptFor(shell)
    const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
    assert.ok(commands.length >= 9)
    for (const name of [...commands, 'optimizer', 'test-split', 'nesterov'])
      assert.ok(script.includes(name), name)
  })

test('bash completes commands, options, words and files', async () => {
  const asked = [
    ['tr'],
    ['train', ''],
    ['train', 'linear', '--optimizer', 'ad'],
    ['train', 'linear', '--stand'],
    ['run', 'test/cli/completion.te'],
    ['completion', ''],
    ['lesson', 'tensor-m'],
    ['lesson', 'test/cli/comp'],
    ['help', 'do'],
    ['train', '--optimizer', '=', 'nes'],
    ['lesson', '--lang', '='],
  ]
  const calls = asked.map((words) => {
    const all = ['dltorch', ...words].map((word) => `'${word}'`).join(' ')
    return `COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _dltorch; echo "\${COMPREPLY[*]}"`
  })
  const input = [await scriptFor('bash'), ...calls].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['--norc'], { input, encoding: 'utf8' })
  assert.equal(stderr, '')
  assert.deepEqual(stdout.trim().split('\n'), [
    'train',
    'linear logistic',
    'adam adamw',
    '--standardize',
    'test/cli/completion.test.ts',
    'bash zsh fish',
    'tensor-math',
    'test/cli/completion.test.ts',
    'doctor',
    'nesterov',
    'en zh ts python',
  ])
})

test('an unknown shell is refused', async () => {
  const { stderr, code } = await dltorch(['completion', 'csh'])
  assert.equal(code, 2)
  assert.match(stderr, /Allowed choices are bash, zsh, fish/)
})
