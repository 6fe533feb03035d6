// Expressions that give what CPython 3.11 gave, or fail in its class and words.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

type Recorded = readonly [expression: string, printed: string]
const recorded = (file: string): readonly Recorded[] =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as readonly Recorded[]

const withoutAddresses = (text: string): string => text.replace(/0x[0-9a-f]{6,}/g, '0x')

function check(pairs: readonly Recorded[], before = ''): void {
  const program = pairs
    .map(
      ([expression]) =>
        `try: print(repr(${expression}))\nexcept Exception as error: print(type(error).__name__ + ": " + str(error))\nprint("##")\n`,
    )
    .join('')
  const printed = runProgram(before + program).stdout.split('##\n')
  pairs.forEach(([expression, wanted], i) => {
    assert.equal(
      withoutAddresses((printed[i] ?? '').replace(/\n$/, '')),
      withoutAddresses(wanted),
      expression,
    )
  })
}

test("expressions give CPython's answers", () => {
  check(recorded('expressions.json'))
})

test("functions of the library refuse what CPython's refuse, in its words", () => {
  const before = [
    'import base64, binascii, collections, configparser, csv, datetime, functools, itertools, json, math, operator, os, pickle',
    'import random, re, string, struct, sys, time, types, uuid, warnings, zlib',
    'inf, nan = math.inf, math.nan',
    "warnings.simplefilter('ignore')",
    'class Index:',
    '    def __index__(self): return 3',
    "P = re.compile('a')",
    '',
  ]
  check(recorded('wrong-calls.json'), before.join('\n'))
})
