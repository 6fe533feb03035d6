// What fills the heap at the prompt is ended before V8 ends the program: variables stay, and let go of it makes room again.
import { test } from 'node:test'
import { withTerminal } from './terminal.js'

const env = {
  XDG_STATE_HOME: '/nonexistent',
  XDG_CONFIG_HOME: '/nonexistent',
  NODE_OPTIONS: '--max-old-space-size=80',
}

test('what fills a small heap is ended, again and again', () =>
  withTerminal({ env }, async (terminal) => {
    await terminal.line('kept = torch.arange(3)', '')
    for (const endless of [
      'a = []; while (true) a.push({ x: 1 })',
      'a = []; while (true) { await null; a.push({ x: 1 }) }',
      'a = torch.ones(3, { requires_grad: true }); while (true) a = a + 1',
    ]) {
      terminal.type(`${endless}\r`)
      await terminal.until(() => /\nMemoryError[^>]*>>>$/.test(terminal.transcript), 'MemoryError')
      await terminal.line('kept.sum()', 'tensor(3)')
      await terminal.line('a = null', '')
    }
  }))
