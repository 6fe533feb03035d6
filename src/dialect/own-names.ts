// Names that are ours in code that runs beside a person's: nobody types them, so nobody's variable hides what they mean.
//
// Note [Own names]. `__add__` as such could be anybody's: a variable, or a method, which Python's objects answer `+` with.
// Rewritten code says `__add__` with a character behind it that takes no room. The names that the language and Node give
// stand on `globalThis`, and a `Map = 5` of a person would hide them from the whole library: such a variable is given
// another such character. It keeps its name in all that is said of it.

/** Take no room, and may stand in a name. */
const [ourMark, learnersMark] = ['\u200c', '\u200d']

/** A name that nobody else has. */
export const ownName = (name: string): string => name + ourMark

/** What a person's variable is called that would hide something of ours. */
export const learnerName = (name: string): string => name + learnersMark

export const isLearnerName = (name: string): boolean => name.endsWith(learnersMark)

/** The name as it is said. */
export const saidName = (name: string): string => name.replace(/[\u200c\u200d]$/, '')

/** A message with the names in it as they are said, and with none of ours: V8 shows what it was that was called. */
export const withSaidNames = (text: string): string =>
  text
    .replace(
      /(?<![\w$])__(?:[a-z]+__|\d+|[a-z])\u200c?(?:\(\.\.\.\))?(?=\.[\w$.]+ is not a function$)/,
      '(intermediate value)',
    )
    .replace(/(?<=[\w$])[\u200c\u200d](?![^\x00-\x7f])/g, '')

const form = String.raw`__(?:[a-z]+__|\d+|[a-z])`
const whole = new RegExp(`^${form}$`)
const written = new RegExp(
  String.raw`'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|(?<![\w$]|(?<!\.\.)\.)${form}(?![\w$\u200c\u200d])`,
  'g',
)

/** Whether a name looks like one of ours without its character. */
export const isOursInForm = (name: string): boolean => whole.test(name) && name !== '__import__'

/** Rewritten code that calls our functions by their own names; texts in it stay. */
export const inOwnNames = (code: string): string =>
  code.includes('__')
    ? code.replace(written, (found) => (/^['"]/.test(found) ? found : ownName(found)))
    : code

/** What the language and Node call their own. */
export const givenNames: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  '__import__',
])
