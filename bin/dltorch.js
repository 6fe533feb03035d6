#!/usr/bin/env node
// Starts the built program, nothing else. A script, not a module: see Note [Start file] in src/build/start-file.ts.
'use strict'

// From 24 on Node ends a program in which Ctrl-C ended code in a timer, unless it has this option: repl/interrupts.ts. A
// first line with options is one that not every system's `env` reads.
const option = '--no-force-async-hooks-checks'
if (
  parseInt(process.versions.node) >= 24 &&
  process.platform !== 'win32' &&
  !process.execArgv.includes(option) &&
  process.getBuiltinModule('node:tty').isatty(0)
)
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, option, ...process.argv.slice(1)],
    process.env,
  )

// Where Node can (from 22.1 on) it keeps what it compiled for the next start. Asked of Node, not imported, as an import
// reads all that these two can give.
process.getBuiltinModule('node:module').enableCompileCache?.()
const { existsSync } = process.getBuiltinModule('node:fs')

const start = require('node:path').join(__dirname, '../dist/start.cjs')
if (existsSync(start)) {
  require(start)
} else {
  console.error('dltorch is not built yet. Run `npm run build` in its folder once, then try again.')
  process.exitCode = 1
}
