// `.backward`: the backward pass step by step, before anything is changed.
import { walkBackward } from '../../autograd/walk.js'
import { backwardText } from '../cards/backward.js'
import { type Command, CommandError, required } from './command.js'
import { tensorWithGraph } from './graph.js'
import { tensorNames } from './tensor-names.js'

export const backward: Command = {
  name: '.backward',
  argument: 'y [n]',
  help: 'walks y.backward() node by node, changing nothing',
  more: '.backward loss      all steps\n.backward loss 3    the third',
  run: async (context, argument) => {
    const [, source, number] = /^([\s\S]*?)(?:\s+(\d+))?$/.exec(required(argument, backward))!
    const y = await tensorWithGraph(source, context)
    // As backward() itself begins; a tensor of several elements is walked as its sum would be.
    const steps = walkBackward(y, y.new_ones([...y.sizes]))
    const only = number === undefined ? undefined : Number(number)
    if (only !== undefined && (only < 1 || only > steps.length))
      throw new CommandError(`There are ${steps.length} steps, and ${only} is none of them.`)
    const note = y.count === 1 ? '' : `${source} has ${y.count} elements: the gradient of its sum is shown.\n`
    return note + backwardText(steps, tensorNames(context.variables()), context.look, only)
  },
}
