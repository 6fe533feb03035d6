// Python's module `traceback`: what is printed of exceptions.
import { core, handling } from '../runtime/core.js'
import { call, functionsOf } from '../runtime/functions.js'
import { isClass } from '../runtime/types.js'
import { namedTupleClass } from './collections.js'
import { say } from './terminal.js'

type Any = any

const FrameSummary = namedTupleClass('FrameSummary', ['filename', 'lineno', 'name', 'line'], [], 'traceback')

/** Lines, each with its end, as Python gives them. */
const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/))

const whole = (error: Any): string => `${core.tracebackText(error)}\n`

/** The exception that is meant: by itself, or as the second of class, exception and traceback. */
const meant = (first: Any, second: Any): Any =>
  second !== undefined && second !== null ? second : isClass(first) ? call(first, [], null) : first

function write(text: string, file: Any): null {
  return say(file ?? core.getattr(core.importModule('sys'), 'stderr'), text)
}

const last = (): Any => handling.error
const frames = (error: Any): Any[] =>
  core.framesOf(error).map(({ file, line, name, text }) => call(FrameSummary, [file, line, name, text], null))

const ofFrames = (all: Any[]): string[] =>
  all.map(([file, line, name, text]) => `  File "${file}", line ${line}, in ${name}\n    ${text}\n`)

const words = (error: Any): string[] => {
  const text = whole(error)
  const at = text.lastIndexOf('\n', text.length - 2)
  return [text.slice(at + 1)]
}

export const module = {
  FrameSummary,
  ...functionsOf({
    'format_exc(limit=None, chain=True)': () => (last() === null ? 'NoneType: None\n' : whole(last())),
    'print_exc(limit=None, file=None, chain=True)': (_limit: Any, file: Any) =>
      write(last() === null ? 'NoneType: None\n' : whole(last()), file),
    'format_exception(exc, /, value=None, tb=None, limit=None, chain=True)': (first: Any, second: Any) =>
      linesOf(whole(meant(first, second))),
    'print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True)': (
      first: Any,
      second: Any,
      ...rest: Any[]
    ) => write(whole(meant(first, second)), rest[2]),
    'format_exception_only(exc, /, value=None)': (first: Any, second: Any) => words(meant(first, second)),
    'extract_tb(tb, limit=None)': () => (last() === null ? [] : frames(last())),
    'format_tb(tb, limit=None)': () => (last() === null ? [] : ofFrames(frames(last()))),
    'print_tb(tb, limit=None, file=None)': (_tb: Any, _limit: Any, file: Any) =>
      write(last() === null ? '' : ofFrames(frames(last())).join(''), file),
    'extract_stack(f=None, limit=None)': () => frames(new Error('here')),
    'format_stack(f=None, limit=None)': () => ofFrames(frames(new Error('here'))),
    'format_list(extracted_list)': ofFrames,
    'print_stack(f=None, limit=None, file=None)': (_f: Any, _limit: Any, file: Any) =>
      write(ofFrames(frames(new Error('here'))).join(''), file),
  }),
}
