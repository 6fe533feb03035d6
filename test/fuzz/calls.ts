// The long run of random calls, by hand: `npx tsx test/fuzz/calls.ts --count 300000 --seed 1`.
import { fileURLToPath } from 'node:url'
import { main } from './campaign.js'
import { callFrom } from './random-call.js'
import { faultOfCall } from './run-call.js'

await main(fileURLToPath(import.meta.url), 'calls', { write: callFrom, faultOf: faultOfCall })
