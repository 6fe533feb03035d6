// Every recorded case of every core op, in the four dtypes the engine promises; one test an op.
import { fail, ok } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { coreOps, isPromised, readOp } from './files.js'
import { describeFailures } from './report.js'
import { runCase } from './run-case.js'
import { otherAnswers } from './scope.js'

// Complex and int32 cases lie in the same files. They are counted, and promised by nobody yet.
const beyond = { passed: 0, cases: 0 }

for (const op of coreOps()) {
  test(op, () => {
    const { cases } = readOp(op)
    const failures = cases.flatMap((c) => {
      const difference = runCase(torch, c)
      if (otherAnswers.has(c.id)) {
        ok(difference, `${c.id} is PyTorch's answer now: take it out of otherAnswers`)
        return []
      }
      if (!isPromised(c.dtype)) {
        beyond.cases++
        if (!difference) beyond.passed++
        return []
      }
      return difference ? [{ case: c, difference }] : []
    })
    if (failures.length) {
      const promised = cases.filter((c) => isPromised(c.dtype)).length
      fail(`${op}: ${failures.length} of ${promised} cases fail\n${describeFailures(failures)}`)
    }
  })
}

test('dtypes beyond the promise', (t) => {
  t.diagnostic(`${beyond.passed} of ${beyond.cases} cases in complex64 and int32 pass`)
})
