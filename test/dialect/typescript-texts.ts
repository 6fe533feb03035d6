// TypeScript that uses none of the dialect, for typescript.test.ts.

/** Each group is texts with blank lines between them. */
export const groups: Record<string, string> = {
  numbers: `
1 + 2 * 3 - 4 / 5 % 6

2 ** 10 ** 0.5

(-2) ** 2

-(2 ** 2)

0 / 0 === 0 / 0

[NaN == NaN, NaN != NaN, 0 == -0, 1 / -0]

[1 < 2, 2 <= 2, 3 > 4, 4 >= 5, 1 == 1, 1 != 1]

[5 & 3, 5 | 3, 5 ^ 3, ~5, 5 << 3, -5 >> 1, -5 >>> 28]

1 < 2 < 3

(3 > 2) > 1

0.1 + 0.2

[1., 2.0, 1e3, .5, 0x10, 1_000]

[Number.isInteger(1.0), typeof 2., JSON.stringify([1.0, 2e3]), new Array(3.0).length, (1e3).toFixed(2)]

[1.0, 2.0].includes(2) && [1., 2.].indexOf(2) === 1

new Map([[1.0, 'a']]).get(1)

2. === 2

let i = 5; [i++ + ++i, i-- - --i, i]

let x = 1; x += 2; x -= 5; x *= 3; x /= 4; x **= 2; x %= 2; x <<= 3; x |= 5; x &= 6; x ^= 1; x >>= 1; x`,
  texts: `
'a' + 1 + 2

1 + 2 + 'a'

'a' + null + undefined + true

'3' * '4'

'3' - 1

['b' > 'a', '10' < '9', '10' < 9, 'a' == 'a', 'a' == 'b', '1' == 1, '' == 0]

let s = ''; for (const c of 'abc') s += c + '-'; s

let s = 'x'; s += 1; s += null; s += [1, 2]; s

const t = 'abc'; [t[0], t[3], t[t.length - 1], t['length']]

const key = 'len' + 'gth'; 'hello'[key]

\`\${1 + 1} and \${'a' + 'b'}\`

const tag = (parts, ...values) => parts.raw.join('|') + values.join(','); tag\`a\${1 + 2}b\${'c'}\``,
  'other primitives': `
1n + 2n * 3n ** 4n

[5n / 2n, 5n % 3n, -5n, ~5n, 1n << 70n, 5n & 3n, 1n < 2, 2n == 2, 1n + 1n === 2n]

1n + 1

let b = 1n; b += 2n; b **= 70n; b++; b

+1n

true + true + null

undefined + 1

[null == undefined, null == 0, null >= 0, undefined == 0, NaN != NaN]

[true == 1, false < true, -true, +'', +[], +{}, ~'7', -'a']

Symbol('a') + 1

Symbol.iterator == Symbol.iterator`,
  objects: `
new Date(5) - new Date(2)

new Date(0) + 1 === new Date(0).toString() + '1'

new Date(5) > new Date(2)

const v = { valueOf: () => 42 }; [v + 1, v * 2, v > 41, v == 42, -v, +v, ~v, v + '']

const s = { toString: () => 'text' }; [s + 1, s == 'text', s < 'u']

const p = { [Symbol.toPrimitive]: (hint) => (hint === 'number' ? 7 : hint) }; [p + 1, p * 2, -p, p == 'default', \`\${p}\`]

[] == ''

[1] == 1

({}) + 1

const f = () => 1; f + 1

new Proxy({ a: 1 }, {}).a + 1

[1, 2, 3] == '1,2,3'

const log = []; const w = (n) => ({ valueOf() { log.push(n); return n } }); const r = w(1) + w(2) * w(3) - w(4); [r, log]

const log = []; const w = (n) => ({ valueOf() { log.push(n); return n } }); w(1) < w(2) && log.push('yes'); log`,
  order: `
const log = []; const f = (n) => (log.push(n), n); [f(1) + f(2) * f(3), log]

const log = []; const f = (n) => (log.push(n), n); const a = [0, 0]; a[f(0)] = f(5); a[f(1)] += f(7); [a, log]

const log = []; const f = (n) => (log.push(n), n); f(1) < f(2) || f(3); f(0) && f(4); log

let x = 1; const r = x + (x = 5) + x; [r, x]

let x = 1; x += (x = 5, 10); x

function g1() { let x = 1; const r = x * (x = 3) - x; return [r, x] } g1()

function g2() { let x = 2; x *= (x++, x); return x } g2()

function g3() { const a = [1, 2, 3]; let i = 0; a[i] = i = 2; return [a, i] } g3()

function g4() { const a = [1, 2, 3]; let i = 0; a[i++] += a[i++] * 10; return [a, i] } g4()

function g5() { const a = [1, 2]; a[0] += (a[0] = 100, 5); return a } g5()

function g6() { const o = { n: 1, get p() { return this.n++ }, set p(v) { this.n = v * 10 } }; o.p += 5; return o.n } g6()

function g7() { let n = 0; const o = () => (n++, { v: 1 }); o().v += 1; return n } g7()

const o = { get a() { throw new RangeError('no') } }; o.a + 1

undefined.a + null.b

const a = [1]; a[0].b.c + 1

function g8(a, b = a + 1, c = b * 2) { return [a, b, c] } g8(1)

function g9(a, i) { return a[i] + a[i + 1] } [g9([1, 2], 0), g9('ab', 0), g9(new Float32Array([1, 2]), 0), g9({ 0: 'x' }, 0)]`,
  subscripts: `
[[1, 2], [3, 4]][1][0]

const a = [1, 2, 3]; [a[0], a[3], a[-1], a['1'], a[1.5], a['length'], a[a.length - 1]]

const a = []; a[3] = 1; a[-1] = 'm'; a['k'] = 2; a

const o = { a: 1, b: { c: [1, 2] } }; const k = 'b'; [o['a'], o[k].c[1], o[k]['c'][0], o['none']]

const m = new Map(); m['x'] = 1; [m.size, m['x']]

const a = { '1,2': 'comma', 'null': 'n', 'true': 't' }; const key = [1, 2]; [a[key], a[null], a[true]]

const s = Symbol('s'); const o = { [s]: 5 }; [o[s], o[s] + 1]

class A { #p = 1; static s = [1, 2]; get(i) { return A.s[i] + this.#p } bump() { this.#p += 5; this.#p **= 2; return this.#p } } [new A().get(1), new A().bump()]

const f = { n: 2, m(k) { return this.n * k } }; const name = 'm'; [f[name](3), f?.[name](4), f['m']?.(5), f.x?.[0].y.z]

const o = null; [o?.a, o?.[0], o?.a[0], o?.a[0].b.c(1)[2], o?.(1)]

const o = { a: [{ b: [5] }] }; [o?.a[0].b[0], o.a?.[0]?.b?.[0], o.a[0]?.b[0] + 1, o.z?.[0].b[0]]

const a = [3, 1, 2]; [a[0], a[2]] = [a[2], a[0]]; a

const a = [1, 2]; a[0]++; --a[1]; delete a[0]; a

const counts = {}; for (const c of 'hello') counts[c] = (counts[c] ?? 0) + 1; counts

const memo = {}; const fib = (n) => n < 2 ? n : (memo[n] ??= fib(n - 1) + fib(n - 2)); fib(50)

function sieve10(n) { const p = new Uint8Array(n).fill(1); for (let i = 2; i * i < n; i++) if (p[i]) for (let j = i * i; j < n; j += i) p[j] = 0; let s = 0; for (let i = 2; i < n; i++) s += p[i] ? i : 0; return s } sieve10(100)

const frozen = Object.freeze([1]); frozen[0] = 5; frozen

const p = new Proxy([], { get: (t, k) => typeof k === 'string' ? 'got ' + k : undefined }); [p[0], p['x'], p[7]]

null[0]

undefined['a']

let u; u[0] = 1

const args = (function () { return arguments[0] + arguments[1] })(1, 2); args`,
  conditions: `
[0, '', null, undefined, NaN, [], {}, 'a', 1n, 0n].map((v) => (v ? 1 : 0))

const o = {}; if (o) 'yes'; else 'no'

let n = 5, s = ''; while (n) s += n--; s

[1 < 2 && 'a', 2 < 1 || 'b', 0 ?? 'c', null ?? 'd', 0 || null, 1 && 0]

const f = (x) => !x; [f(0), f([]), f(''), !!f(1)]

let a = null; a ??= 5; a ||= 6; a &&= 7; a

const x = 3; x > 2 ? x < 5 ? 'mid' : 'high' : 'low'

let k = 0; do { k += 2 } while (k < 7 && k != 6); k

for (var q = 0, r = 10; q < r; q++, r--); [q, r]`,
  commas: `
const o = { n: 1, f() { return this === undefined || this === globalThis } }; [(0, o.f)(), o.f()]

const push = (list, item) => (list.push(item), list); push([1], 2)

let a = 1, b = (a++, a * 2); [a, b]

let i = 0; (i++, i++); i

let x = 1; const set = (v) => v * 2; [set(x = 5), x]

let x = 1; const set = (v) => v * 2; [set((x = 6)), x]

let m; const re = /a(.)/g; const found = []; while ((m = re.exec('ab ac'))) found.push(m[1]); found

let t; const p = (a, b) => a + b; [p(t = 2, t * 3), t]

[, 1, , 2].length`,
  functions: `
const compose = (...fs) => (x) => fs.reduce((v, f) => f(v), x); compose((x) => x + 1, (x) => x * 2)(3)

function* g11() { let x = 1; while (true) { const r = yield x * 2; x += r ?? 1 } } const it = g11(); [it.next().value, it.next(5).value, it.next().value]

const f = async (x) => { const y = await x; return y + (await Promise.resolve(2)) * 3 }; await f(1)

async function h12() { let s = 0; for await (const x of [1, Promise.resolve(2)]) s += x; return s } await h12()

(await Promise.resolve(5)) + 1

function fact13(n) { return n <= 1 ? 1 : n * fact13(n - 1) } fact13(10)

const curry = (a) => (b) => (c) => a + b * c; curry(1)(2)(3)

const self = { n: 1, f: () => typeof this, g() { return (() => this.n + 1)() } }; self.g()

const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i * 2); fs.map((f) => f())

const fs = []; for (var vi = 0; vi < 3; vi++) fs.push(() => vi * 2); fs.map((f) => f())

function outer14() { var x = 1; { let x = 2; x += 3 } return x } outer14()

const { a, b: [c, d = c + 1], ...rest } = { a: 1, b: [2], e: 5, f: 6 }; [a, c, d, rest]

(({ a = 1, b = a + 1 } = {}) => [a, b])({ a: 5 })

function named15() { return named15.name + named15.length } named15()

const arrow = (x) => { return { x } }; arrow(1 + 1)

const obj = (x) => ({ x, y: x + 1, [\`k\${x}\`]: x ** 2 }); obj(2)

outerLoop: for (let i = 0; i < 3; i++) { for (let j = 0; j < 3; j++) { if (i * j == 2) break outerLoop; if (j > i) continue outerLoop } } 'done'

switch (1 + 1) { case 1: 'one'; break; case 2: 'two'; default: 'more' }

try { null.x } catch ({ message }) { message.length > 5 } finally { 1 + 1 }

try { throw new Error('e' + 1) } catch (e) { e.message + '!' }

eval('1 + 1') + Function('a', 'return a * 2')(4)

(function () { 'use strict'; return this === undefined })()

new (class { constructor(x) { this.x = x + 1 } })(1).x

new.target === undefined`,
  classes: `
class V { constructor(public x: number, private y = x * 2) {} add(o: V) { return new V(this.x + o.x) } get len() { return Math.hypot(this.x, this.y) } static zero = new V(0) } [new V(3).add(V.zero).x, new V(3).len]

class A { x = 1; y = this.x + 1; static n = 0; static { A.n += 5 } [\`m\${1 + 1}\]() { return this.y * 2 } } [new A().m2(), A.n]

class B { get v() { return 1 } } class C extends B { get v() { return super.v + 1 } set v(x) {} w() { return super.v * 10 } } [new C().v, new C().w()]

class D { #a = [1, 2]; at(i) { return this.#a[i] } static is(o) { return #a in o } } [new D().at(1), D.is(new D()), D.is({})]

class E { static #count = 0; static next() { return ++E.#count + E.#count } } [E.next(), E.next()]

abstract class S { abstract area(): number; twice() { return this.area() * 2 } } class Q extends S { constructor(readonly a: number) { super() } area() { return this.a ** 2 } } new Q(3).twice()

const log: string[] = []; function dec16(target: any, key: any) { log.push(String(key.name ?? key)) } class F { @dec16 m() { return 1 + 1 } } log.length >= 1`,
  types: `
let x: number = 1, y: string | null = 'a'; const z = x as unknown as number; [x + z, y! + 1, <number>z]

interface P { x: number; y?: string[] } const p: P = { x: 1 }; type K = keyof P; const k: K = 'x'; p[k] + 1

enum Colour { Red, Green = 5, Blue = Green * 2 } [Colour.Red + 1, Colour[5], Colour.Blue]

const enum Small { A = 1 << 2, B = A | 1 } Small.B + 0

function id17<T>(x: T): T { return x } [id17<number>(1) + id17('a'), id17<string[]>(['x'])[0]]

const g = <T,>(x: T[]): T => x[0]; g<number>([1, 2]) + 1

namespace N { export const a = 1; export function f(n: number) { return n + a } export namespace M { export const b = a + 1 } } N.f(2) + N.M.b

function over18(a: number): number; function over18(a: string): string; function over18(a: any) { return a + a } [over18(1), over18('a')]

let t: [number, string] = [1, 'a']; let f: (a: number, b?: string) => void = () => {}; t[0] + t[1]

const o = { a: 1 } satisfies Record<string, number>; o.a + 1

let v: { [key: string]: number } = {}; v['a'] = 1; v.b = 2; v

function isS19(x: unknown): x is string { return typeof x == 'string' } isS19('a') && !isS19(1)

function assert20(c: unknown): asserts c { if (!c) throw new Error('x') } assert20(1 < 2)

declare const nowhere: number; typeof nowhere

type Fn<A extends unknown[], R = void> = (...a: A) => R; const fn: Fn<[number], number> = (a) => a * 2; fn(4)

let maybe: number | undefined; (maybe ?? 1) + 1

const m = new Map<string, Array<number>>([['a', [1, 2]]]); m.get('a')![1] + m.get('a')?.[0]!

{ using d = { [Symbol.dispose]() {} }; 1 + 1 }

let tuple: readonly [a: number, b?: string] = [1]; tuple[0] < 2

a < b ? 1 : 2; var a = 1, b = 2; (a < b) === (b > a)

1 < 2 == 3 < 4

[true == false == false, 1 == 1 == true, 1 < 2 === true]

[5 & 1 == 1, 6 | 1 < 2, 5 & 3 === 3]

['5' ? 0 || 'a' : 1, null && 1, [] && 2, '' || undefined, !![], !'' && !0]

const cmp = (a: number, b: number): boolean => a < b && b > a; cmp(1, 2)

for (const [k, v] of Object.entries({ a: 1, b: 2 }) as [string, number][]) { k + v }

let un!: number; un = 5; un! + 1

export const exported = 1 + 1`,
  layout: `
const a = 1
const b = 2
;[a, b].map((x) => x * 2)

let s = 0
for (const x of [1, 2])
  s += x
s

const f = (x) =>
  x
    + 1
f(1)

function r21(x) {
  return (
    x * 2
    - 1
  )
}
r21(4)

let c = 1 /* one */ + // two
  2 /* three */
c

const q = [1, 2, 3]
  .map((x) => x + 1)
  .filter((x) => x > 2)
q

let y = 5
y
+ 1

var last = 1; // comment
last += 2 // more
last

if (1 < 2)
  'a'
else
  'b'

\`a
\${1 +
1}
b\`

function t22(a, b) {
  const x = a + b
  ;(a)
  return x
}
t22(1, 2)

function t23(a, b) {
  let x = 0
  x = a
  a + b
  x += b
  return x
}
t23(1, 2)

let obj = {
  a: 1,
  b() { return this.a + 1 },
  get c() { return this.b() * 2 },
}
obj.c

null.
  x

function thrower24(a) {
  return a.b.c +
    1
}
thrower24({})`,
}

/** The texts of a group one by one. */
export const textsOf = (group: string): string[] => groups[group].trim().split('\n\n')
