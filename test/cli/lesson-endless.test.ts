// A chapter whose cell never ends: Ctrl-C gets past it, and when the chapter is opened again, past running it again.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Terminal, withTerminal } from './terminal.js'

const step = (title: string, code: string): string =>
  `## ${title}\n\nSomething to read.\n\n\`\`\`ts\n${code}\n\`\`\`\n`
const chapter = `---
name: loop
title: Loop
about: A loop
language: en
---

${step('First', 'a = 1')}
${step('Endless', "(await import('node:fs')).writeSync(1, 'busy'); while (true) {}")}
${step('Third', 'b = 2')}`

test('a cell that never ends is not run again for good when its chapter is opened again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-loop-'))
  const env = { XDG_STATE_HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder, LANG: 'C.UTF-8' }
  const options = { env, args: ['lesson', '--yes', join(folder, 'loop')] }
  try {
    mkdirSync(join(folder, 'loop'))
    writeFileSync(join(folder, 'loop', 'chapter.md'), chapter)
    await withTerminal(options, async (terminal) => {
      terminal.type('next\r')
      await terminal.showsWithin('busy')
      terminal.type('\x03')
      await terminal.until(() => /KeyboardInterrupt[^]*\n>>>$/.test(terminal.transcript), 'KeyboardInterrupt')
      terminal.type('next\r')
      await terminal.until(() => /Third[^]*\n>>>$/.test(terminal.transcript), 'the third step')
    })
    const terminal = new Terminal(options)
    try {
      await terminal.showsWithin('busy')
      terminal.type('\x03')
      await terminal.showsWithin('Variables may be missing.')
      await terminal.until(() => /Third[^]*\n>>>$/.test(terminal.transcript), 'the third step')
    } finally {
      terminal.kill()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
