// `.lang`: which language entries are in.
import { isLanguage, languages } from '../languages.js'
import { type Command, CommandError } from './command.js'

const said = {
  auto: 'Each entry is in the language that takes it; what both take, in the one that was spoken last.',
  ts: 'Entries are TypeScript.',
  python: 'Entries are Python.',
} as const

export const lang: Command = {
  name: '.lang',
  argument: '[auto|ts|python]',
  takes: { words: languages },
  help: 'the language of what is typed: tells it, or sets it',
  more: `In auto, what only Python's grammar takes is Python, and what both take is TypeScript,
in which Python's spelling means what it means in PyTorch; after a statement of Python, as import math
or def, it is Python, until const, => or the like is TypeScript again. In Python, -7 % 3 is 2,
4 / 2 is 2.0, 10 ** 20 has all its digits, and {} is a dict. Variables, functions and classes are
shared.`,
  run: ({ language }, argument) => {
    if (argument === '') return said[language()]
    if (!isLanguage(argument))
      throw new CommandError(`There are the languages ${languages.join(', ')}, and ${argument} is none.`)
    return said[language(argument)]
  },
}
