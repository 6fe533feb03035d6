// Classes of Python that extend torch.Tensor, or answer for ops themselves: programs that print what they print with
// PyTorch 1.13.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runProgram } from './run-program.js'

const recorded = JSON.parse(
  readFileSync(new URL('tensor-classes.json', import.meta.url), 'utf8'),
) as readonly { readonly program: string; readonly stdout: string }[]

const names = [
  'a class of one line',
  '__torch_function__ and torch.overrides',
  'classes of a course',
  'methods that only Python has',
]
recorded.forEach(({ program, stdout }, i) =>
  test(names[i], () => assert.equal(runProgram(program).stdout, stdout)),
)
