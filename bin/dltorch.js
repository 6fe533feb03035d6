#!/usr/bin/env -S node --no-force-async-hooks-checks
// Starts the built program, nothing else. The option keeps Node from ending it when Ctrl-C ends code in a timer:
// repl/interrupts.ts.

// Where Node can (from 22.1 on) it keeps what it compiled for the next start. Asked of Node, not imported, as an import
// reads all that these two can give.
process.getBuiltinModule('node:module').enableCompileCache?.()
const { existsSync } = process.getBuiltinModule('node:fs')

const main = new URL('../dist/cli/main.js', import.meta.url)
if (existsSync(main)) {
  await import(main.href)
} else {
  console.error('dltorch is not built yet. Run `npm run build` in its folder once, then try again.')
  process.exitCode = 1
}
