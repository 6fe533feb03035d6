// The long run of random programs of the graph, by hand: `npx tsx test/fuzz/graphs.ts --count 5000 --seed 1`.
import { fileURLToPath } from 'node:url'
import { main } from './campaign.js'
import { graphFrom } from './random-graph.js'
import { faultOfGraph } from './run-graph.js'

await main(fileURLToPath(import.meta.url), 'graphs', { write: graphFrom, faultOf: faultOfGraph })
