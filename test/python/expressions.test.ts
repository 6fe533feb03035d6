// Expressions that give what CPython 3.11 gave, or fail in its class and words.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

type Recorded = readonly [expression: string, printed: string]
const recorded = JSON.parse(
  readFileSync(new URL('expressions.json', import.meta.url), 'utf8'),
) as readonly Recorded[]

const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]{6,}/g, '0x')

test("expressions give CPython's answers", () => {
  const program = recorded
    .map(
      ([expression]) =>
        `try: print(repr(${expression}))\nexcept Exception as error: print(type(error).__name__ + ": " + str(error))\nprint("##")\n`,
    )
    .join('')
  const printed = runProgram(program).stdout.split('##\n')
  recorded.forEach(([expression, wanted], i) => {
    assert.equal(
      withoutAddresses((printed[i] ?? '').replace(/\n$/, '')),
      withoutAddresses(wanted),
      expression,
    )
  })
})
