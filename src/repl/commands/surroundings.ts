// Commands about the session itself: its seed, device, screen, memory and last error.
import torch from '../../torch.js'
import { inspected, stackOf } from '../../base/careful.js'
import { tracebackHead } from '../../dialect/frames.js'
import { wasmFeatures } from '../../devices/probe.js'
import { Answer } from '../answer.js'
import { isBrokenForGood } from '../built-ins.js'
import { type Command, CommandError, outcomeError } from './command.js'
import { visible } from '../../base/visible.js'

export const seed: Command = {
  name: '.seed',
  argument: '[n]',
  help: 'tells the seed of the random numbers, or sets it',
  run: async ({ enter }, argument) => {
    if (argument === '') return String(torch.initial_seed())
    if (!/^-?\d+n?$/.test(argument)) throw new CommandError(`A seed is an integer, and ${argument} is none.`)
    const number = BigInt(argument.replace(/n$/, ''))
    const text = Number.isSafeInteger(Number(number)) ? String(number) : `${number}n`
    // Entered as an input, so that a saved session has it too.
    const outcome = await enter(`torch.manual_seed(${text});`)
    if (outcome.kind !== 'value') throw outcomeError(outcome)
    return `The random numbers begin anew, from ${number}.`
  },
}

export const device: Command = {
  name: '.device',
  argument: '[cpu|gpu]',
  takes: { words: ['cpu', 'gpu'] },
  help: 'where new tensors are made: tells it, or sets it',
  run: async ({ enter }, argument) => {
    if (argument !== '') {
      if (!/^(cpu|gpu|cuda)(:0)?$/.test(argument))
        throw new CommandError(`There are the devices cpu and gpu, and ${argument} is none.`)
      // Entered as an input, so that a saved session has it too.
      const outcome = await enter(`torch.set_default_device('${argument}');`)
      if (outcome.kind !== 'value') throw outcomeError(outcome)
    }
    const wasm = wasmFeatures()
    const more = 'dltorch doctor tells what else this machine has.'
    if (torch.get_default_device().type === 'cpu')
      return `cpu, ${wasm.simd ? 'with' : 'without'} WebAssembly SIMD. ${more}`
    return `gpu: ${torch.gpu.get_device_name()} (${torch.gpu.backend()}). ${more}`
  },
}

export const clear: Command = {
  name: '.clear',
  argument: '',
  help: 'empties the screen; variables stay',
  run: ({ look }) => (look.width === Infinity ? '' : new Answer('\u001b[2J\u001b[3J\u001b[H', true)),
}

export const reset: Command = {
  name: '.reset',
  argument: '',
  help: 'forgets the variables, starts the seed again',
  more:
    '.reset! begins a fresh session: what an entry did to torch, to its settings and to the\n' +
    'language is undone too, and timers end. Variables are gone, the history of entries is kept.\n' +
    'Where the language was changed for good, `Object.freeze(globalThis)`, .reset does so by itself.',
  run: async (context, argument) => {
    if (argument !== '' && argument !== '!')
      throw new CommandError(`.reset takes nothing, or an exclamation mark: .reset!`)
    if (argument === '!' && !context.beginAnew)
      throw new CommandError('.reset! begins the prompt of a terminal anew, and here is none.')
    const isAsGiven = argument !== '!' && (await context.reset()) && !isBrokenForGood()
    if (!isAsGiven && context.beginAnew) return context.beginAnew()
    return 'All variables are forgotten, and the random numbers begin anew.'
  },
}

export const exit: Command = {
  name: '.exit',
  argument: '',
  help: 'leaves; so does Ctrl-D',
  run: () => '',
}

export const trace: Command = {
  name: '.trace',
  argument: '',
  help: "the last error with all that was running, ours and Node's too",
  run: ({ lastError }) => {
    if (lastError === undefined) return 'There was no error yet.'
    const stack = stackOf(lastError)
    return visible(tracebackHead(stack) + (stack || inspected(lastError)))
  },
}

export const set: Command = {
  name: '.set',
  argument: '[name value]',
  help: 'settings of the prompt in a terminal',
  run: ({ changeSettings }, argument) => {
    if (!changeSettings) throw new CommandError('.set changes the prompt of a terminal, and here is none.')
    return changeSettings(argument.split(/\s+/).filter(Boolean))
  },
}
