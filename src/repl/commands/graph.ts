// `.graph`: the computational graph of a tensor as a picture.
import { Tensor } from '../../tensor/tensor.js'
import { drawGraph } from '../cards/draw-graph.js'
import { graphOf } from '../cards/graph.js'
import { type Command, CommandError, type Context, required } from './command.js'
import { tensorNames } from './tensor-names.js'
import { kindOf } from './variables.js'

/** The tensor that code gives. */
async function tensorAt(source: string, { value }: Context): Promise<Tensor> {
  const found = await value(source)
  if (!(found instanceof Tensor)) throw new CommandError(`${source} is no tensor: ${kindOf(found)}.`)
  return found
}

/** As `tensorAt`; one without a graph is refused, with what to ask instead. */
export async function tensorWithGraph(source: string, context: Context): Promise<Tensor> {
  const found = await tensorAt(source, context)
  if (!found.requires_grad || found.edge() === null)
    throw new CommandError(`${source} has no graph: it does not require grad. ${source}? tells why.`)
  return found
}

export const graph: Command = {
  name: '.graph',
  argument: 'y',
  takes: { kind: 'code' },
  help: 'draws what y was computed from',
  more: '.graph loss',
  run: async (context, argument) => {
    const y = await tensorWithGraph(required(argument, graph), context)
    return drawGraph(graphOf(y, tensorNames(context.variables())), context.look)
  },
}
