// V8's own REPL mode, reached through the inspector: `const` and `let` can be declared again, a failed `const` can be
// repaired, `await` works at the top, and what runs can be ended from another thread. Knows code and values, no languages.
import { Session as InspectorSession } from 'node:inspector'
import type { Runtime } from 'node:inspector'
import { careful, isA } from '../base/careful.js'
import { giveUp } from '../dialect/runtime/awaits.js'
import { LongText } from '../dialect/runtime/long-text.js'
import { saidName } from '../dialect/own-names.js'
import { pending } from '../kernels/thread-count.js'
import { putBuiltInsBack } from './built-ins.js'

const objectGroup = 'dltorch'
/** Of our own objects, which are kept. */
const ownGroup = 'dltorch-own'

/** What an evaluation gave, or threw where there are details of an exception. */
export interface Evaluated {
  readonly value: unknown
  readonly exceptionDetails: Runtime.ExceptionDetails | undefined
}

/**
 * The names that inputs declared, in whatever session, as V8 was last asked; undefined when it has to be asked again. It
 * tells all of them each time: of ten thousand it is asked at none of ten thousand inputs.
 */
let declared: Set<string> | undefined

export class Evaluator {
  readonly #inspector = new InspectorSession()
  /** Where the inspector puts a value, which it only describes otherwise; and what it calls this place. */
  readonly #handedOver: { value: unknown } = { value: undefined }
  #handedOverId = ''
  #interrupt: (() => void) | undefined
  /** How often somebody interrupted. */
  interrupts = 0
  readonly #whenInterrupted = new Set<() => void>()
  /** What the last evaluation broke of the language; '' where it broke nothing. */
  notice = ''

  constructor() {
    this.#inspector.connect()
    this.#introduce()
  }

  /** The names that were declared with `let`, `const` and `class`. */
  declared(): Set<string> {
    if (declared) return declared
    const found = new Set<string>()
    this.#inspector.post('Runtime.globalLexicalScopeNames', {}, (error, reply) => {
      if (error) return
      // One that was declared again is told twice. Rewritten loops keep values in names of their own.
      for (const name of reply.names) if (!/^__\d+\u200c$/.test(name)) found.add(saidName(name))
      declared = found
    })
    return found
  }

  /** The value of a name in the code, found without running anything; undefined where it has none yet. */
  valueOf(name: string): unknown {
    let value: unknown
    // In an object: a text by itself would be written out, which takes gigabytes where it is long.
    const parameters = { expression: `[${name}]`, objectGroup, throwOnSideEffect: true, silent: true }
    this.#inspector.post('Runtime.evaluate', parameters, (error, reply?: Runtime.EvaluateReturnType) => {
      if (reply && !reply.exceptionDetails) [value] = this.#handOver(reply.result) as unknown[]
    })
    this.#release()
    return value
  }

  /** The values of many names in the code. */
  valuesOf(names: readonly string[]): unknown[] {
    if (names.length === 0) return []
    let ask: (() => unknown)[] = []
    const expression = `[${names.map((name) => `() => ${name}`).join(', ')}]`
    this.#inspector.post('Runtime.evaluate', { expression, objectGroup, silent: true }, (error, reply) => {
      if (reply && !reply.exceptionDetails) ask = this.#handOver(reply.result) as typeof ask
    })
    this.#release()
    // A name may have no value yet, and says so by an error.
    return names.map((_, i) => careful(() => ask[i]?.(), undefined))
  }

  /** Gives a name in the code a value, at once, also in the middle of an evaluation. */
  assign(name: string, value: unknown, isNew: boolean): void {
    const key = Symbol.for('dltorch.assigned')
    const global = globalThis as unknown as Record<symbol, unknown>
    global[key] = value
    const expression = `${isNew ? `let ${name}; ` : ''}${name} = globalThis[Symbol.for('dltorch.assigned')]`
    const parameters = { expression, objectGroup, replMode: true, silent: true }
    let refused: unknown
    this.#inspector.post('Runtime.evaluate', parameters, (error, reply?: Runtime.EvaluateReturnType) => {
      refused = error ?? reply?.exceptionDetails?.exception?.description
    })
    this.#release()
    delete global[key]
    declared?.add(saidName(name))
    if (refused) throw refused instanceof Error ? refused : new TypeError(String(refused))
  }

  /** Evaluates what declares these names; undefined where nobody has read which. */
  async run(
    expression: string,
    since: number,
    names: readonly string[] | undefined,
  ): Promise<Evaluated | 'interrupted'> {
    if (names) for (const name of names) declared?.add(saidName(name))
    else declared = undefined
    let isSure = false
    try {
      const reply = await this.post(expression, since)
      isSure = names !== undefined && reply !== 'interrupted' && !reply.exceptionDetails
      if (reply === 'interrupted') return reply
      const { result, exceptionDetails } = reply
      const value = this.#handOver(exceptionDetails?.exception ?? result)
      this.#release()
      return { value, exceptionDetails }
    } finally {
      // What failed has perhaps declared none.
      if (!isSure) declared = undefined
    }
  }

  /** Evaluates, unless somebody has interrupted what it belongs to: there were `since` interrupts when that began. */
  post(expression: string, since = this.interrupts): Promise<Runtime.EvaluateReturnType | 'interrupted'> {
    if (since !== this.interrupts) return Promise.resolve('interrupted')
    return new Promise((resolve, reject) => {
      this.#interrupt = () => resolve('interrupted')
      const parameters = { expression, objectGroup, replMode: true, awaitPromise: true }
      this.#inspector.post('Runtime.evaluate', parameters, (error, reply) => {
        if (error) pending.settle()
        this.notice = putBuiltInsBack()
        if (error && isTerminated(error)) resolve('interrupted')
        else if (error) reject(error)
        else resolve(reply as Runtime.EvaluateReturnType)
      })
    })
  }

  /** Gives up what is awaited, and what waits since earlier evaluations; variables stay. */
  interrupt(): void {
    pending.settle()
    this.interrupts++
    this.notice = putBuiltInsBack()
    giveUp()
    this.#interrupt?.()
    for (const tell of this.#whenInterrupted) tell()
  }

  /** What `work` gives; where somebody interrupts first, what `otherwise` gives. */
  async untilInterrupted<T>(work: Promise<T>, otherwise: () => T): Promise<T> {
    let tell = (): void => {}
    const interrupted = new Promise<T>((resolve) => (tell = () => resolve(otherwise())))
    this.#whenInterrupted.add(tell)
    try {
      return await Promise.race([work, interrupted])
    } finally {
      this.#whenInterrupted.delete(tell)
    }
  }

  /** Makes the place known where values are handed over: later, names may mean something else. */
  #introduce(): void {
    const key = Symbol.for('dltorch.handedOver')
    const global = globalThis as unknown as Record<symbol, unknown>
    global[key] = this.#handedOver
    const expression = `globalThis[Symbol.for('dltorch.handedOver')]`
    this.#inspector.post('Runtime.evaluate', { expression, objectGroup: ownGroup }, (error, reply) => {
      if (error) throw error
      this.#handedOverId = reply.result.objectId!
    })
    delete global[key]
  }

  /** Lets go what the inspector holds for us. */
  #release(): void {
    this.#inspector.post('Runtime.releaseObjectGroup', { objectGroup })
  }

  /** The value itself, which the inspector only describes. */
  #handOver(remote: Runtime.RemoteObject): unknown {
    if (remote.objectId === undefined) {
      if (remote.type === 'bigint') return BigInt(remote.unserializableValue!.slice(0, -1))
      return remote.unserializableValue === undefined ? remote.value : Number(remote.unserializableValue)
    }
    let value: unknown
    this.#inspector.post(
      'Runtime.callFunctionOn',
      {
        functionDeclaration: 'function (value) { this.value = value }',
        objectId: this.#handedOverId,
        arguments: [{ objectId: remote.objectId }],
        objectGroup,
      },
      (error) => {
        if (error) throw error
        value = this.#handedOver.value
      },
    )
    this.#handedOver.value = undefined
    return isA(value, LongText) ? value.text : value
  }
}

/** Whether an evaluation was ended from outside: Node 24 calls that an internal error. */
const isTerminated = ({ message }: Error): boolean => /Execution was terminated|Internal error/.test(message)
