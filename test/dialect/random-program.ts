// Writes random programs in TypeScript from a seed: expressions over all kinds of values, loops, functions, classes. What
// they do is noted in a list, which is their value. Uses nothing that only the dialect has.

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** `+` of a bigint is no error here: large ints are bigints, and stay what they are as Python's do. */
const unaryOf = (operator: string, operand: string): string =>
  operator === '+' ? `((x) => (typeof x === 'bigint' ? x : +x))(${operand})` : `(${operator}(${operand}))`

class Writer {
  readonly #random: () => number
  #depth = 0
  #names = 0
  /** Names that may be read. */
  #scope: string[] = ['n', 's', 'big', 'list', 'table', 'odd', 'date', 'typed', 'none']
  /** Names that may be assigned. */
  #variables: string[] = ['n', 's']

  readonly #seed: number

  constructor(seed: number) {
    // At the prompt names of one program are seen by the next.
    this.#seed = seed
    this.#random = generator(seed)
  }

  #chance(probability: number): boolean {
    return this.#random() < probability
  }
  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }
  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]
  }
  #name(): string {
    return `v${this.#seed}_${this.#names++}`
  }
  #variable(): string {
    return this.#pick(this.#variables)
  }

  literal(): string {
    return this.#pick([
      () => String(this.#below(10)),
      () => String(this.#below(10)),
      () => `${this.#below(5)}.5`,
      () => `${this.#below(5)}.0`,
      () => '1e3',
      () => `'${this.#pick(['a', 'b', '', '7', 'length'])}'`,
      () => this.#pick(['true', 'false', 'null', 'undefined']),
      () => '2n',
      () => '`t${' + this.expression() + '}`',
    ])()
  }

  atom(): string {
    if (this.#chance(0.55)) return this.#pick(this.#scope)
    return this.literal()
  }

  /** A receiver that is no primitive, mostly. Subscripts of a text that is written out are Python's. */
  #object(): string {
    const atom = this.atom()
    const other = atom.startsWith("'") ? 's' : atom
    return this.#pick(['list', 'table', 'typed', 'odd', 's', 'table.deep', 'list[1]', other])
  }
  #key(): string {
    return this.#pick([
      () => String(this.#below(4)),
      () => "'a'",
      () => 'n',
      () => '(n & 3)',
      () => `note(${this.#below(4)})`,
      () => `key(${this.expression()})`,
    ])()
  }
  /** A place that can be assigned to. */
  #target(): string {
    return this.#pick([
      () => this.#variable(),
      () => this.#variable(),
      () => `list[${this.#key()}]`,
      () => `table[${this.#key()}]`,
      () => `typed[${this.#key()}]`,
      () => 'table.a',
      () => 'table.deep.b',
      () => 'note(table).a',
      () => 'note(list)[n & 1]',
    ])()
  }

  /** What an operator is given. */
  #operand(): string {
    const text = this.expression()
    return /^(\d[\d.]*|'.*'|true|false|null|undefined|\(-?[\d.]+\))$/.test(text) ? text : `val(${text})`
  }

  expression(): string {
    if (this.#depth > 4) return this.atom()
    this.#depth++
    const text = this.#expression()
    this.#depth--
    return text
  }

  #expression(): string {
    const e = (): string => this.expression()
    const v = (): string => this.#operand()
    const kinds: (readonly [number, () => string])[] = [
      [5, () => this.atom()],
      [4, () => `(${v()} ${this.#pick(['+', '-', '/', '%', '+', '-'])} ${v()})`],
      [2, () => `(num(${e()}) * num(${e()}))`],
      [1, () => `(big ${this.#pick(['+', '-', '*', '/', '%'])} ${this.#pick(['big', '2n', '-3n'])})`],
      [1, () => `((${v()}) ** 2)`],
      [3, () => `(${v()} ${this.#pick(['<', '<=', '>', '>=', '==', '!='])} ${v()})`],
      [1, () => `(${e()} ${this.#pick(['===', '!=='])} ${e()})`],
      [2, () => `(${v()} ${this.#pick(['&', '|', '^', '<<', '>>', '>>>'])} ${v()})`],
      [2, () => `(${e()} ${this.#pick(['&&', '||'])} ${e()})`],
      [1, () => `((${e()}) ?? (${e()}))`],
      [2, () => unaryOf(this.#pick(['-', '+', '~', '!', 'typeof ']), e())],
      [2, () => `(${e()} ? ${e()} : ${e()})`],
      [3, () => `note(${e()})`],
      [3, () => `${this.#object()}[${this.#key()}]`],
      [1, () => `${this.#object()}?.[${this.#key()}]`],
      [1, () => `${this.#pick(['none', 'table', 'odd'])}?.${this.#pick(['a', 'deep'])}[${this.#key()}]?.x`],
      [1, () => `${this.#pick(['table', 'odd'])}.${this.#pick(['a', 'deep', 'none'])}`],
      [1, () => `list.length`],
      [1, () => `[${e()}, ${e()}]`],
      [1, () => `{ a: ${e()}, [${e()}]: ${e()} }`.replace(/^/, '(').concat(')')],
      [
        2,
        () =>
          `(${this.#target()} ${this.#pick(['=', '+=', '-=', '/=', '+=', '%=', '|=', '??=', '||='])} ${v()})`,
      ],
      [1, () => `${this.#variable()}${this.#pick(['++', '--'])}`],
      [1, () => `Math.${this.#pick(['max', 'min'])}(${e()}, ${e()})`],
      [1, () => `String(${e()})`],
      [1, () => `(note(${e()}), ${e()})`],
      [1, () => this.#lambda((name, body) => `list.map((${name}) => ${body})`)],
      [1, () => this.#lambda((name, body) => `((${name}: any, q = ${v()}) => ${body})(${v()})`)],
      [1, () => `(${e()} as any)`],
      [1, () => `table.scale(${v()})`],
    ]
    let at = this.#random() * kinds.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, write] of kinds) if ((at -= weight) < 0) return write()
    return this.atom()
  }

  /** A function whose body knows its parameter. */
  #lambda(write: (name: string, body: string) => string): string {
    const name = this.#name()
    this.#scope.push(name)
    this.#variables.push(name)
    const body = `(${this.expression()})`
    this.#scope.splice(this.#scope.indexOf(name), 1)
    this.#variables.splice(this.#variables.indexOf(name), 1)
    return write(name, body)
  }

  #block(): string {
    this.#depth++
    const scope = [...this.#scope]
    const variables = [...this.#variables]
    const lines = Array.from({ length: 1 + this.#below(3) }, () => this.statement())
    this.#scope = scope
    this.#variables = variables
    this.#depth--
    return `{\n${lines.join('\n')}\n}`
  }

  statement(): string {
    const e = (): string => this.expression()
    const simple = [
      () => `note(${e()})`,
      () => `${this.#target()} ${this.#pick(['=', '+=', '-=', '**=', '/=', '&=', '<<='])} ${this.#operand()}`,
      () => this.#declaration(),
      () => `${e()};`.replace(/^[{[]/, ';$&').replace(/^\(/, ';('),
    ]
    if (this.#depth > 2) return this.#pick(simple)()
    return this.#pick([
      ...simple,
      ...simple,
      () => `if (${e()}) ${this.#block()} else ${this.#block()}`,
      () => this.#loop(),
      () => `try ${this.#block()} catch (error) { note(String(error)) }`,
      () => this.#function(),
      () => this.#class(),
    ])()
  }

  #declaration(): string {
    const value = this.#operand()
    const name = this.#name()
    const keyword = this.#pick(['let', 'const', 'let'])
    const type = this.#pick(['', '', ': any', ': unknown'])
    this.#scope.push(name)
    if (keyword === 'let') this.#variables.push(name)
    return `${keyword} ${name}${type} = ${value}`
  }

  #loop(): string {
    const name = this.#name()
    this.#scope.push(name)
    const body = this.#block()
    this.#scope.splice(this.#scope.indexOf(name), 1)
    const limit = 1 + this.#below(4)
    return this.#pick([
      `for (let ${name} = 0; ${name} < ${limit}; ${name}++) ${body}`,
      `for (const ${name} of [1, 'x', 2.5]) ${body}`,
      `for (const ${name} in { a: 1, b: 2 }) ${body}`,
      `{ let ${name} = ${limit}; while (${name} > 0 && ${name}--) ${body} }`,
    ])
  }

  #function(): string {
    const [name, a, b] = [this.#name(), this.#name(), this.#name()]
    this.#scope.push(a, b)
    this.#variables.push(a, b)
    const body = this.#block().slice(0, -1)
    const result = this.expression()
    for (const parameter of [a, b]) {
      this.#scope.splice(this.#scope.indexOf(parameter), 1)
      this.#variables.splice(this.#variables.indexOf(parameter), 1)
    }
    const call = `${name}(${this.#operand()}, ${this.#operand()})`
    const types = this.#chance(0.3) ? ['?: any', ': any = 2'] : ['', ' = 1']
    return `function ${name}(${a}${types[0]}, ${b}${types[1]}) ${body}return ${result}\n}\nnote(${call})`
  }

  #class(): string {
    const name = this.#name().toUpperCase()
    const e = (): string => this.expression()
    const method = `twice(k = ${this.#operand()}) { this.count += 2; this.#hidden -= 1; return this.count - this.#hidden + k }`
    return `class ${name} { count = ${this.#operand()}; #hidden: any = 3; static items = [${e()}]; ${method} }\nnote(new ${name}().twice(${this.#operand()}) ?? ${name}.items[0])`
  }

  program(): string {
    const statements = Array.from({ length: 3 + this.#below(5) }, () => this.statement())
    const body = `let n: any = 3, s: any = 'str', big: any = 5n, none: any = null
const list: any = [1, { 0: 2, 1: 'x' }, 3.5], typed: any = new Float64Array([1, 2, 3])
const date: any = new Date(86400000)
const table: any = { a: 1, deep: { b: 2, a: 'z' }, scale(k) { return this.a / k } }
const odd: any = { valueOf() { trace.push('valueOf'); return 4 }, get a() { trace.push('get'); return 6 }, deep: [7] }
${statements.join('\n')}
note([n, s, big, list, typed, table.a, table.deep])`
    const noted = `const trace: any[] = []
const note = (x?: any) => { if (trace.length < 300) trace.push(typeof x === 'object' && x ? JSON.stringify(x, (_, y) => (typeof y === 'bigint' ? y + 'n' : y)) : x); return x }`
    // A list with an item far out would be written out for minutes: `key` keeps near.
    const operands = `const val = (x: any) => (Array.isArray(x) ? x.length : typeof x === 'bigint' ? Number(x) : x)
const num = (x: any) => (typeof x === 'string' ? x.length : val(x))
const key = (x: any) => ((typeof x === 'number' || x instanceof Date) && x > 99 ? Number(x) % 10 : x)`
    const guarded = `try {\n${body}\n} catch (error) { trace.push(String(error)) }`
    // Inside a function all of it takes the quick form.
    return this.#chance(0.5)
      ? `${noted}\n${operands}\n${guarded}\ntrace`
      : `(() => {\n${noted}\n${operands}\n${guarded}\nreturn trace\n})()`
  }
}

export const programFrom = (seed: number): string => new Writer(seed).program()
