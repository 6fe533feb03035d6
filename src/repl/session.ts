// A conversation with the engine: text in, value out. Knows no terminal.
//
// Evaluates in V8's own REPL mode, reached through the inspector: `const` and `let` can be declared again, a failed
// `const` can be repaired, `await` works at the top. The call is made from inside a vm script, because that is what
// can be interrupted: Ctrl-C gets out of `while (true) {}`.
import { Session as InspectorSession } from 'node:inspector'
import type { Runtime } from 'node:inspector'
import { Script } from 'node:vm'
import { asAttributeError } from '../dialect/runtime/attributes.js'
import { Dialect } from '../dialect/index.js'
import type { Position } from '../dialect/index.js'
import { type Entry, readEntry } from './entry.js'
import { hintFor } from './hint.js'
import { installImportFunction } from '../dialect/modules.js'
import { read, type Read } from '../dialect/read.js'

export type Outcome =
  | { kind: 'value'; value: unknown }
  /**
   * `line` and `column` count from 1 within the input; undefined where the error came from elsewhere. `hint` says what
   * may have been meant; '' where nothing is near.
   */
  | { kind: 'error'; error: unknown; line: number | undefined; column?: number; hint?: string }
  /** The input stops before its sense does: more lines may complete it. */
  | { kind: 'incomplete' }
  /** Somebody pressed Ctrl-C. */
  | { kind: 'interrupted' }

export interface SessionOptions {
  /** Whether operators, subscripts and keywords mean what they mean in PyTorch; otherwise TypeScript alone. */
  dialect?: boolean
  /** Whether Ctrl-C stops an evaluation instead of the process. */
  breakOnSigint?: boolean
}

const inputName = 'dltorch-input'
const objectGroup = 'dltorch'
const evaluateKey = Symbol.for('dltorch.evaluate')
const global = globalThis as unknown as { [evaluateKey]?: () => void }
const callEvaluate = new Script(`globalThis[Symbol.for('dltorch.evaluate')]()`, {
  filename: 'dltorch-evaluate',
})

export class Session {
  readonly #inspector = new InspectorSession()
  readonly #dialect: Dialect | null
  readonly #breakOnSigint: boolean
  readonly #handedOver: { value: unknown } = { value: undefined }
  #inputs = 0
  /** What was read last, and after how many inputs: each may change what the next one means. */
  #last: { readonly entry: Entry; readonly inputs: number; readonly read: Read } | undefined
  #interrupt: (() => void) | undefined

  constructor({ dialect = true, breakOnSigint = false }: SessionOptions = {}) {
    this.#dialect = dialect ? new Dialect() : null
    this.#breakOnSigint = breakOnSigint
    this.#inspector.connect()
    installImportFunction()
  }

  /** Evaluates one input; never throws because of what the input does. */
  async evaluate(input: Entry | string): Promise<Outcome> {
    const entry = typeof input === 'string' ? readEntry(input) : input
    const parsed = await this.#read(entry)
    if (parsed.names) this.#dialect?.know(parsed.names)
    if (parsed.tree) entry.readAs(parsed.tree.program, parsed.tree.shift)
    if (parsed.kind === 'incomplete') return parsed
    if (parsed.kind === 'error') return { kind: 'error', error: parsed.error, ...parsed.position }

    const name = `${inputName}-${++this.#inputs}`
    const reply = await this.#post(`${parsed.code}\n//# sourceURL=${name}`)
    if (reply === 'interrupted') return { kind: 'interrupted' }
    const { result, exceptionDetails } = reply
    const value = this.#valueOf(exceptionDetails?.exception ?? result)
    this.#inspector.post('Runtime.releaseObjectGroup', { objectGroup })
    // As in Python, a call that gives None says nothing.
    if (!exceptionDetails)
      return { kind: 'value', value: value === null && parsed.endsInCall ? undefined : value }

    const written = positionInInput(value, name) ?? syntaxErrorPosition(exceptionDetails)
    const position = written && parsed.originalPosition(written)
    const error = asAttributeError(
      value,
      (path) => this.declaredValue(path),
      position && { source: entry.source, ...position },
    )
    const hint = hintFor(error, this.declaredNames())
    return { kind: 'error', error, hint, ...(position ?? { line: undefined }) }
  }

  /** Whether the input can be evaluated as it stands, be it right or wrong; else more lines may complete it. */
  async isComplete(entry: Entry): Promise<boolean> {
    return (await this.#read(entry)).kind !== 'incomplete'
  }

  /** What an entry is read as, once: it is asked for whether it is complete, and then evaluated. */
  async #read(entry: Entry): Promise<Read> {
    const inputs = this.#inputs
    if (this.#last?.entry !== entry || this.#last.inputs !== inputs)
      this.#last = { entry, inputs, read: await read(entry.source, this.#dialect) }
    return this.#last.read
  }

  /** The names that inputs declared with `let`, `const` and `class`. */
  declaredNames(): string[] {
    let names: string[] = []
    this.#inspector.post('Runtime.globalLexicalScopeNames', {}, (error, reply) => {
      // Rewritten loops keep values in names of their own.
      if (!error) names = reply.names.filter((name) => !/^__\d+$/.test(name))
    })
    return names
  }

  /** The value of a declared name, found without running anything; undefined where it has none yet. */
  declaredValue(name: string): unknown {
    let value: unknown
    const parameters = { expression: name, objectGroup, throwOnSideEffect: true, silent: true }
    this.#inspector.post('Runtime.evaluate', parameters, (error, reply?: Runtime.EvaluateReturnType) => {
      if (reply && !reply.exceptionDetails) value = this.#valueOf(reply.result)
    })
    this.#inspector.post('Runtime.releaseObjectGroup', { objectGroup })
    return value
  }

  /** Gives up waiting for a promise that the input awaits; variables stay. */
  interrupt(): void {
    this.#interrupt?.()
  }

  #post(expression: string): Promise<Runtime.EvaluateReturnType | 'interrupted'> {
    return new Promise((resolve, reject) => {
      this.#interrupt = () => resolve('interrupted')
      global[evaluateKey] = () => {
        const parameters = { expression, objectGroup, replMode: true, awaitPromise: true }
        this.#inspector.post('Runtime.evaluate', parameters, (error, reply) => {
          // Since Node 22 Ctrl-C is told here too, before the script around it throws.
          if (error?.message.includes('Execution was terminated')) resolve('interrupted')
          else if (error) reject(error)
          else resolve(reply as Runtime.EvaluateReturnType)
        })
      }
      try {
        callEvaluate.runInThisContext({ breakOnSigint: this.#breakOnSigint, displayErrors: false })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED')
          resolve('interrupted')
        else reject(error as Error)
      }
    })
  }

  /** The value itself, which the inspector only describes. */
  #valueOf(remote: Runtime.RemoteObject): unknown {
    if (remote.objectId === undefined) {
      if (remote.type === 'bigint') return BigInt(remote.unserializableValue!.slice(0, -1))
      return remote.unserializableValue === undefined ? remote.value : Number(remote.unserializableValue)
    }
    let value: unknown
    global[evaluateKey] = () => this.#handedOver
    this.#inspector.post(
      'Runtime.callFunctionOn',
      {
        functionDeclaration: `function (value) { globalThis[Symbol.for('dltorch.evaluate')]().value = value }`,
        objectId: remote.objectId,
        arguments: [{ objectId: remote.objectId }],
        objectGroup,
      },
      (error) => {
        if (error) throw error
        value = this.#handedOver.value
      },
    )
    this.#handedOver.value = undefined
    return value
  }
}

/** The innermost place of this input on the stack of `error`. */
function positionInInput(error: unknown, name: string): Position | undefined {
  const stack = error instanceof Error ? error.stack : undefined
  const match = stack?.match(new RegExp(`\\b${name}:(\\d+):(\\d+)`))
  return match ? { line: Number(match[1]), column: Number(match[2]) } : undefined
}

/** A syntax error that only V8 finds has no stack in the input; the inspector knows its place. */
function syntaxErrorPosition(details: Runtime.ExceptionDetails): Position | undefined {
  const { exception, lineNumber, columnNumber } = details
  return exception?.className === 'SyntaxError'
    ? { line: lineNumber + 1, column: columnNumber + 1 }
    : undefined
}
