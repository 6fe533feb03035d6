// The bytes of Python files as text, and what CPython 3.11 says of those that are none.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { textOfFile } from '../../src/python/file-text.js'
import { runProgram } from './run-program.js'

const folder = mkdtempSync(join(tmpdir(), 'file-text-'))
after(() => rmSync(folder, { recursive: true }))

const read = (bytes: string): string => {
  const path = join(folder, 'one.py')
  writeFileSync(path, Buffer.from(bytes, 'latin1'))
  try {
    return textOfFile(path, 'one.py')
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const see = '; see https://peps.python.org/pep-0263/ for details'
const files: readonly (readonly [bytes: string, text: string])[] = [
  ['x = 1\n', 'x = 1\n'],
  ['\xef\xbb\xbfx = 1\n', '\ufeffx = 1\n'],
  ['x = "\xe4\xbd\xa0"\n', 'x = "你"\n'],
  ['# coding: gbk\nx = "\xc4\xe3"\n', '# coding: gbk\nx = "你"\n'],
  ['#\n#vim: set fileencoding=latin-1 :\nx = "\xc4"\n', '#\n#vim: set fileencoding=latin-1 :\nx = "Ä"\n'],
  [
    'print(1)\nx = "\xff"\n',
    `SyntaxError: Non-UTF-8 code starting with '\\xff' in file one.py on line 2, but no encoding declared${see}`,
  ],
  [
    'x = 1\n# coding: latin-1\ny = "\xe9"\n',
    `SyntaxError: Non-UTF-8 code starting with '\\xe9' in file one.py on line 3, but no encoding declared${see}`,
  ],
  [
    'x = "\xef\xbf\xbd"\n\ny = "\xe9"\n',
    `SyntaxError: Non-UTF-8 code starting with '\\xe9' in file one.py on line 3, but no encoding declared${see}`,
  ],
  ['# coding: foo\nx = 1\n', 'SyntaxError: encoding problem: foo'],
  ['# coding: gbk\nx = "\xff\xff"\n', 'SyntaxError: encoding problem: gbk'],
  ['# coding: ascii\nx = "\xc4"\n', 'SyntaxError: encoding problem: ascii'],
  ['\xef\xbb\xbf# coding: gbk\nx = 1\n', 'SyntaxError: encoding problem: gbk with BOM'],
]
for (const [bytes, text] of files) test(JSON.stringify(bytes), () => assert.equal(read(bytes), text))

test('100 levels of indentation are too many', () => {
  const nested = (levels: number): string => {
    const heads = Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}if 1:\n`)
    return `${heads.join('')}${' '.repeat(levels)}print(1)\n`
  }
  assert.deepEqual(runProgram(nested(99)), { stdout: '1\n', stderr: '' })
  assert.equal(
    runProgram(nested(100)).stderr,
    '  File "one.py", line 101\n    print(1)\nIndentationError: too many levels of indentation\n',
  )
})
