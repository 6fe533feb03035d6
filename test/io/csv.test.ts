// Rows of comma-separated values, as they come out of files that people have.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { csvText, delimiterOf, readCsv, splitCells } from '../../src/io/csv.js'

/** All rows of a text that comes in these pieces, with the number of each. */
async function rowsOf(...pieces: (string | Buffer)[]): Promise<[number, ...string[]][]> {
  const all: [number, ...string[]][] = []
  const input = Readable.from(
    pieces.map((piece) => Buffer.from(piece)),
    { objectMode: false },
  )
  for await (const { rows, first } of readCsv(input)) rows.forEach((row, i) => all.push([first + i, ...row]))
  return all
}

test('quotes, blanks, empty lines and Windows line breaks', async () => {
  assert.deepEqual(await rowsOf('a,b\r\n1,"x, ""y""\nz"\r\n\r\n 3 ,4'), [
    [1, 'a', 'b'],
    [2, '1', 'x, "y"\nz'],
    [3, ''],
    [4, ' 3 ', '4'],
  ])
})

test('pieces may end anywhere, inside of a character too', async () => {
  const text = Buffer.from('名,b\n1,"two\nlines"\n3,é\n')
  const whole = await rowsOf(text)
  for (let i = 1; i < text.length; i++)
    assert.deepEqual(await rowsOf(text.subarray(0, i), text.subarray(i)), whole, String(i))
})

test('a byte order mark is no part of the first name', async () => {
  assert.deepEqual((await rowsOf('\ufeffa;b\n1;2\n'))[0], [1, 'a', 'b'])
})

test('the delimiter is found in the first line', () => {
  assert.equal(delimiterOf('a;b,c;d\n1,2,3,4,5,6'), ';')
  assert.equal(delimiterOf('"a;b;c;d",e\n'), ',')
  assert.equal(delimiterOf('a\tb'), '\t')
  assert.equal(delimiterOf('one column'), ',')
})

test('damaged text is refused', async () => {
  await assert.rejects(rowsOf('a,b\n1,"2\n3,4\n'), /row 2: a quote opens and is never closed/)
  await assert.rejects(rowsOf('a,b\n1,2\n"3"x,4\n5,6\n'), /row 3: a quote is misplaced/)
  await assert.rejects(rowsOf(Buffer.alloc(64)), /it is no text/)
  assert.deepEqual(await rowsOf(''), [])
})

test('a row without an end is refused', async () => {
  const pieces = (piece: string, count: number): string[] => ['a,b\n1,2\n', ...Array(count).fill(piece)]
  const mebibyte = 2 ** 20
  await assert.rejects(
    rowsOf(...pieces('1,'.repeat(mebibyte / 2), 40)),
    /row 3: it has more than 33554432 characters; no row of a table is that long/,
  )
  // A quote that is not closed, with lines behind it.
  await assert.rejects(
    rowsOf(...pieces(`"${'a\n'.repeat(mebibyte / 2)}`, 1), ...pieces('a\n'.repeat(mebibyte / 2), 80)),
    /row 3: it has more than/,
  )
  const [, , row] = await rowsOf(...pieces('12345,'.repeat(mebibyte / 6), 8))
  assert.equal(row.length, 2 + 8 * Math.floor(mebibyte / 6))
})

test('what is written can be read', async () => {
  const rows = [
    ['a', 'b c', 'd,e'],
    ['"', '\n', ''],
  ]
  assert.deepEqual(
    (await rowsOf(csvText(rows))).map(([, ...cells]) => cells),
    rows,
  )
  assert.equal(csvText([]), '')
  assert.deepEqual(splitCells('a, "b,c" ,d'), ['a', '"b', 'c"', 'd'])
  assert.deepEqual(splitCells('a,"b,c",d'), ['a', 'b,c', 'd'])
})
