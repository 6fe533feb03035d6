// Turning pages: keys as a terminal sends them, and what is to be seen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pages } from '../../src/terminal/pages.js'
import { Desk } from '../repl/editor/desk.js'

const pages: Pages = {
  count: 3,
  page: (i, { columns, rows }) => [`page ${i} of ${columns}×${rows}`, '你好世界'.repeat(8)],
}

/** Keys, and the first line after them, or undefined where the pages were left. */
const turns: [keys: string, first: string | undefined][] = [
  ['', 'page 0'],
  ['\x1b[C', 'page 1'],
  ['\r', 'page 1'],
  ['\n ', 'page 2'],
  ['jnl', 'page 2'],
  ['\x1b[B\x1b[D', 'page 0'],
  ['jk', 'page 0'],
  ['jp', 'page 0'],
  ['\x1b[F', 'page 2'],
  ['G', 'page 2'],
  ['\x1b[F\x1b[H', 'page 0'],
  ['Gg', 'page 0'],
  ['k', 'page 0'],
  ['xyz', 'page 0'],
  ['\x1b[200~jj\x1b[201~', 'page 0'],
  ['jq', undefined],
  ['\x03', undefined],
  ['\x04', undefined],
]

for (const [keys, first] of turns)
  test(`turning with ${JSON.stringify(keys)}`, async () => {
    const desk = new Desk()
    desk.output.write('before\n')
    let left: number | undefined
    const reading = desk.editor.turnPages(pages).then((index) => (left = index))
    await desk.type(keys)
    if (first === undefined) {
      await reading
      assert.equal(left, keys.startsWith('j') ? 1 : 0)
      assert.equal(desk.screen.text, 'before')
      assert.ok(!desk.isRaw)
    } else {
      assert.equal(left, undefined)
      assert.ok(desk.isRaw)
      const rows = desk.screen.text.split('\n')
      assert.equal(rows[0], `${first} of 40×9`)
      assert.equal(rows[1], '你好世界你好世界你好世界你好世界你好世…')
      assert.equal(rows[9], 'arrows: back, forth  Home, End  q leaves')
    }
    desk.editor.close()
    assert.ok(!desk.screen.modes.has('?1049'))
    assert.ok(desk.screen.modes.has('?25'))
  })

test('pages follow the size, without hints too', async () => {
  const desk = new Desk({ settings: { hints: false, bell: false } })
  void desk.editor.turnPages(pages)
  assert.match(desk.screen.text, /^page 0 of 40×10\n[^\n]*$/)
  await desk.resize(20, 4)
  assert.equal(desk.screen.text, 'page 0 of 20×4\n你好世界你好世界你…')
  await desk.type('k')
  assert.equal(desk.screen.bells, 0)
  desk.editor.close()
})

test('what code prints meanwhile goes where it belongs', async () => {
  const desk = new Desk()
  const reading = desk.editor.turnPages(pages)
  await desk.type('j')
  desk.output.write('tick\n')
  await desk.type('')
  assert.match(desk.screen.text, /^page 1/)
  await desk.type('q')
  assert.equal(await reading, 1)
  assert.equal(desk.screen.text, 'tick')
  desk.ask()
  await desk.type('x')
  assert.equal(desk.screen.withCursor, 'tick\n>>> x|')
  desk.editor.close()
})
