// `.backward`: the backward pass step by step, before anything is changed.
import { walkBackward } from '../../autograd/walk.js'
import { backwardText } from '../cards/backward.js'
import { backwardPage } from '../cards/backward-page.js'
import type { Size } from '../../terminal/frame.js'
import { type Command, CommandError, required } from './command.js'
import { tensorWithGraph } from './graph.js'
import { tensorNames } from './tensor-names.js'

export const backward: Command = {
  name: '.backward',
  argument: 'y [n | all]',
  takes: { kind: 'code' },
  help: 'walks y.backward() node by node, changing nothing',
  more: `.backward loss      a screenful a node in a terminal, else all steps
.backward loss 3    the third step
.backward loss all  the list of all steps`,
  run: async (context, argument) => {
    const [, source, which] = /^([\s\S]*?)(?:\s+(\d+|all))?$/.exec(required(argument, backward))!
    const y = await tensorWithGraph(source, context)
    // As backward() itself begins; a tensor of several elements is walked as its sum would be.
    const steps = walkBackward(y, y.new_ones([...y.sizes]))
    const names = tensorNames(context.variables())
    const { turnPages } = context
    let only = which === undefined || which === 'all' ? undefined : Number(which)
    if (only !== undefined && (only < 1 || only > steps.length))
      throw new CommandError(`There are ${steps.length} steps, and ${only} is none of them.`)
    if (which === undefined && turnPages) {
      const page = (i: number, size: Size): string[] => backwardPage(steps, i, names, context.look, size)
      // The step that the person left at stays to be seen.
      only = (await turnPages({ count: steps.length, page })) + 1
    }
    const note = y.count === 1 ? '' : `${source} has ${y.count} elements: the gradient of its sum is shown.\n`
    return note + backwardText(steps, names, context.look, only)
  },
}
