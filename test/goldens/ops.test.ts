// Every recorded case of every core op, in every dtype; one test an op.
import { fail, ok } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { coreOps, readOp } from './files.js'
import { describeFailures } from './report.js'
import { runCase } from './run-case.js'
import { otherAnswers } from './scope.js'

for (const op of coreOps()) {
  test(op, () => {
    const { cases } = readOp(op)
    const failures = cases.flatMap((c) => {
      // Once more, as a gradient that the first run wrote to might be kept for the next.
      const difference = runCase(torch, c) ?? (c.grads ? runCase(torch, c) : null)
      if (otherAnswers.has(c.id)) {
        ok(difference, `${c.id} is PyTorch's answer now: take it out of otherAnswers`)
        return []
      }
      return difference ? [{ case: c, difference }] : []
    })
    if (failures.length)
      fail(`${op}: ${failures.length} of ${cases.length} cases fail\n${describeFailures(failures)}`)
  })
}
