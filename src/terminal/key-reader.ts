// Keys from the bytes of a terminal: one by one; what is pasted, as a whole.
//
// Note [Key reader]. Node's reader of keys is a generator, and V8 may end what runs here anywhere (Note [Ctrl-C] in
// repl/interrupt-thread.ts). One that was ended half way says for ever that it is running already. So nothing is done
// for a key while the generator reads, and after an end there is a new one.
import { EventEmitter } from 'node:events'
import { emitKeypressEvents } from 'node:readline'
import { StringDecoder } from 'node:string_decoder'
import { type Key, keyName } from './keys.js'

export interface KeyTaker {
  press(key: Key): void
  paste?(text: string): void
}

const pasteStart = '\x1b[200~'
const pasteEnd = '\x1b[201~'
/** Of what was pasted while code ran, the terminal may have lost the end: Ctrl-C is one in any case. */
const endsPaste = /\x1b\[201~|\x03/

type Input = { readonly key: Key } | { readonly pasted: string }

/** How many characters at the end of a text may begin the mark of a paste's end. */
function begunEnd(text: string): number {
  for (let length = Math.min(pasteEnd.length - 1, text.length); length > 0; length--)
    if (text.endsWith(pasteEnd.slice(0, length))) return length
  return 0
}

export class KeyReader {
  readonly #taker: KeyTaker
  #characters = new StringDecoder('utf8')
  #keys = new EventEmitter()
  /** What is being pasted, in the pieces it comes in; what may begin its end is kept apart. */
  #pasted: string[] | undefined
  #begun = ''
  #isReading = false
  #inputs: Input[] = []

  constructor(taker: KeyTaker) {
    this.#taker = taker
    this.renew()
  }

  /** Begins anew, after V8 has ended what ran here. */
  renew(): void {
    this.#keys.removeAllListeners()
    this.#keys = new EventEmitter()
    this.#characters = new StringDecoder('utf8')
    this.#pasted = undefined
    this.#begun = ''
    this.#inputs = []
    this.#isReading = false
    emitKeypressEvents(this.#keys as unknown as NodeJS.ReadableStream)
    this.#keys.on('keypress', (_text: string | undefined, key: Key) => this.#receive(key))
  }

  /** Takes what the terminal sent, and hands on the keys in it. */
  read(bytes: Uint8Array | string): void {
    this.#isReading = true
    let rest = typeof bytes === 'string' ? bytes : this.#characters.write(Buffer.from(bytes))
    while (rest !== '') rest = this.#pasted ? this.#readPasted(this.#pasted, rest) : this.#readKeys(rest)
    this.#isReading = false
    this.#handOn()
  }

  /** Up to where a paste begins; what is left. */
  #readKeys(text: string): string {
    const start = text.indexOf(pasteStart)
    const end = start < 0 ? text.length : start
    if (end > 0) this.#keys.emit('data', text.slice(0, end))
    if (start < 0) return ''
    this.#pasted = []
    return text.slice(end + pasteStart.length)
  }

  #readPasted(pasted: string[], text: string): string {
    const all = this.#begun + text
    const end = endsPaste.exec(all)
    const isOver = end !== null
    const begun = isOver ? 0 : begunEnd(all)
    this.#begun = all.slice(all.length - begun)
    pasted.push(all.slice(0, end?.index ?? all.length - begun))
    if (!isOver) return ''
    const isWhole = end[0] === pasteEnd
    this.#endPaste(isWhole)
    return all.slice(end.index + (isWhole ? pasteEnd.length : 0))
  }

  #endPaste(isWhole: boolean): void {
    if (isWhole) this.#inputs.push({ pasted: this.#pasted?.join('') ?? '' })
    this.#pasted = undefined
    this.#begun = ''
  }

  /** A key that Node made out; the marks of a paste too, where they came in pieces. */
  #receive(key: Key): void {
    if (key.name === 'paste-start') this.#pasted = []
    else if (key.name === 'paste-end') this.#endPaste(true)
    else if (this.#pasted && keyName(key) !== 'C-c') this.#pasted.push(key.sequence)
    else {
      this.#pasted = undefined
      this.#inputs.push({ key })
    }
    if (!this.#isReading) this.#handOn()
  }

  #handOn(): void {
    for (let next: Input | undefined; (next = this.#inputs.shift());)
      if ('key' in next) this.#taker.press(next.key)
      else this.#taker.paste?.(next.pasted)
  }
}
