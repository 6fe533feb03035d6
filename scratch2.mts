import { Terminal } from './test/cli/terminal.js'
const t = new Terminal({ env: { XDG_STATE_HOME: '/tmp/pty-scratch/x', XDG_CONFIG_HOME: '/tmp/pty-scratch/x' } })
await t.shows('>>>')
let lost = 0
for (let i = 0; i < 25; i++) {
  t.type(`'a${i}'; while (true) print('busy')\r`)
  await t.until(()=>t.screen.endsWith('busy\nbusy'),'x')
  t.type('\x03')
  const start = Date.now()
  while (!t.transcript.endsWith('KeyboardInterrupt\n>>>') && Date.now() - start < 6000) await new Promise((r) => setTimeout(r, 10))
  if (!t.transcript.endsWith('KeyboardInterrupt\n>>>')) { lost++; break }
}
console.log({ lost }); console.log(t.screen.slice(-100))
t.kill(); process.exit()
