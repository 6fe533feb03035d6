// Import declarations as the prompt rewrites them, pair by pair.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rewriteImports } from '../../src/dialect/imports.js'

const pairs: [string, string][] = [
  ["import a from 'm'", 'const { default: a } = await __import__("m");'],
  ["import { a, b as c } from 'm';", 'const { a, b: c } = await __import__("m");'],
  ["import a, { b } from 'm'", 'const { default: a, b } = await __import__("m");'],
  ["import * as n from 'm'", 'const n = await __import__("m");'],
  ["import d, * as n from 'm'", 'const n = await __import__("m"), d = n.default;'],
  ["import 'm'", 'await __import__("m");'],
  ["import type { T } from 'm'", ''],
  ["import { type T, a } from 'm'", 'const { a } = await __import__("m");'],
  ["import {\n  a,\n} from 'm'\n1", 'const { a } = await __import__("m");\n\n\n1'],
  ["await import('m')", "await __import__('m')"],
  ["const s = 'import(1)' // import(2)", "const s = 'import(1)' // import(2)"],
  ['module.import(1)', 'module.import(1)'],
  ['important(1)', 'important(1)'],
]

for (const [source, expected] of pairs) {
  test(JSON.stringify(source), () => assert.equal(rewriteImports(source), expected))
}
