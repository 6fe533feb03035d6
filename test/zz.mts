import { installGlobals } from '/work/w/lead2/src/repl/globals.js'
import { Session } from '/work/w/lead2/src/repl/session.js'
installGlobals(); const session = new Session()
const [opening, closing, n] = [process.argv[2], process.argv[3], +process.argv[4]]
{ const t=Date.now(); let o; try { o = await session.evaluate(opening.repeat(n)+(/[)\]}]/.test(closing)?closing.repeat(n):closing)) } catch (e) { o = { kind: 'THROWN' + e } } const d=Date.now()-t; console.log(n, opening, o.kind, d) }
process.exit()
