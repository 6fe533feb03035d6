// Python's module `warnings`.
import { core } from '../runtime/core.js'
import { call, functionsOf, methods } from '../runtime/functions.js'
import { builtinClass, classOf, exceptionClasses, infoOf, isClass, object, typeOf } from '../runtime/types.js'

type Any = any

/** What is done with warnings: shown once, always, never, or raised. */
let action = 'default'
const shown = new Set<string>()
let recorded: Any[] | null = null

function warn(message: Any, category: Any = null): null {
  const cls = isClass(category)
    ? category
    : category === null && typeof message === 'string'
      ? exceptionClasses.get('UserWarning')
      : typeOf(message)
  const text = core.str(message)
  if (action === 'error') throw typeof message === 'string' ? call(cls, [message], null) : message
  if (action === 'ignore') return null
  if (recorded !== null) {
    recorded.push({
      [classOf]: messageClass,
      message: typeof message === 'string' ? call(cls, [message], null) : message,
      category: cls,
    })
    return null
  }
  const line = `${infoOf(cls).name}: ${text}`
  if (action !== 'always' && shown.has(line)) return null
  shown.add(line)
  process.stderr.write(`${line}\n`)
  return null
}
const messageClass = builtinClass('WarningMessage', [object], { module: 'warnings', hasFields: true })

const catching = builtinClass('catch_warnings', [object], { module: 'warnings', hasFields: true })
infoOf(catching).construct = (_cls, _args, kwargs) => ({
  [classOf]: catching,
  record: core.truth(kwargs?.record ?? false),
  before: null,
})
methods(catching, {
  '__enter__()': (self) => {
    self.before = [action, recorded]
    if (!self.record) return null
    recorded = []
    return recorded
  },
  '__exit__(*args)': (self) => {
    ;[action, recorded] = self.before
    return null
  },
})

const setAction = (next: Any): null => {
  action = next as string
  return null
}

export const module = {
  catch_warnings: catching,
  ...functionsOf({
    'warn(message, category=None, stacklevel=1, source=None)': warn,
    'filterwarnings(action, message="", category=None, module="", lineno=0, append=False)': setAction,
    'simplefilter(action, category=None, lineno=0, append=False)': setAction,
    'resetwarnings()': () => setAction('default'),
  }),
}
