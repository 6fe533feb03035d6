// dltorch lesson, piped: the whole chapter with real output.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dltorch } from './dltorch.js'

test('without a chapter the chapters are listed', async () => {
  assert.deepEqual(await dltorch(['lesson', '--lang', 'en']), {
    stdout: 'tensor-ops  Working with tensors\n',
    stderr: '',
    code: 0,
  })
})

test('a chapter shows code and what it really prints, in the language asked for', async () => {
  const english = await dltorch(['lesson', 'tensor-ops', '--lang', 'en'])
  const chinese = await dltorch(['lesson', 'tensor-ops', '--lang', 'zh'])
  for (const { stdout, stderr, code } of [english, chinese]) {
    assert.equal(stderr, '')
    assert.equal(code, 0)
    assert.match(
      stdout,
      />>> torch.cat\(\[low, high\], \{ dim: 1 \}\)\ntensor\(\[\[ 0,  1,  2, 10, 11, 12\],\n/,
    )
  }
  assert.match(english.stdout, /Exercise\./)
  assert.match(chinese.stdout, /练习/)
  assert.ok(!/\p{Script=Han}/u.test(english.stdout))
})

test('the locale chooses the language', async () => {
  const { stdout } = await dltorch(['lesson'], { env: { LANG: 'zh_CN.UTF-8' } })
  assert.equal(stdout, 'tensor-ops  张量的操作\n')
})

test('an unknown chapter is an error with a suggestion', async () => {
  const { stderr, code } = await dltorch(['lesson', 'tensors'])
  assert.equal(stderr, 'dltorch: there is no chapter tensors. Did you mean tensor-ops?\n')
  assert.equal(code, 1)
})
