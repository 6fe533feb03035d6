// Tables as spreadsheets write them.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readCsv } from '../../src/io/csv.js'
import { encodingOf, isEncoding } from '../../src/io/decode-text.js'

/** 身高,体重 and two numbers, as Chinese editions of Windows write them. */
const gbk = Uint8Array.from([
  0xc9, 0xed, 0xb8, 0xdf, 0x2c, 0xcc, 0xe5, 0xd6, 0xd8, 0x0a, 0x31, 0x2c, 0x32, 0x0a,
])
const text = '身高,体重\n1,2\n'
const wide = Buffer.from(`\ufeff${text}`, 'utf16le')

async function rowsOf(...pieces: Uint8Array[]): Promise<string[][]> {
  const rows: string[][] = []
  for await (const part of readCsv(Readable.from(pieces))) rows.push(...part.rows.map((row) => [...row]))
  return rows.filter((row) => row.length > 1)
}

const expected = [
  ['身高', '体重'],
  ['1', '2'],
]

test('UTF-8 with and without a mark, UTF-16 in both orders, GBK', async () => {
  assert.deepEqual(await rowsOf(Buffer.from(text)), expected)
  assert.deepEqual(await rowsOf(Buffer.from(`\ufeff${text}`)), expected)
  assert.deepEqual(await rowsOf(wide), expected)
  assert.deepEqual(await rowsOf(wide.subarray(2)), expected)
  assert.deepEqual(await rowsOf(Buffer.from(wide).swap16()), expected)
  assert.deepEqual(await rowsOf(gbk), expected)
})

test('a character may lie in two pieces', async () => {
  const bytes = Buffer.from(text)
  assert.deepEqual(await rowsOf(bytes.subarray(0, 4), bytes.subarray(4)), expected)
  assert.deepEqual(await rowsOf(gbk.subarray(0, 3), gbk.subarray(3)), expected)
})

test('encodings by name', () => {
  assert.equal(encodingOf(Buffer.from('a,b\n1,2\n')), 'utf-8')
  assert.equal(encodingOf(gbk), 'gb18030')
  assert.ok(isEncoding('gbk') && isEncoding('utf-16le') && !isEncoding('klingon'))
})

test('single letters within words are Western, characters in pairs are Chinese', () => {
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
  for (const text of [
    'city;n\r\nKöln;1\r\n',
    'Größe\n1\n',
    'prénom,âge\nZoë,3\n',
    'señor;año\n',
    'Smørrebrød\n',
  ])
    assert.equal(encodingOf(latin(text)), 'windows-1252', text)
  // 城市,A座 and 北京,B座 as GBK.
  const chinese = [
    0xb3, 0xc7, 0xca, 0xd0, 0x2c, 0x41, 0xd7, 0xf9, 0x0a, 0xb1, 0xb1, 0xbe, 0xa9, 0x2c, 0x42, 0xd7, 0xf9,
  ]
  assert.equal(encodingOf(Buffer.from(chinese)), 'gb18030')
})
