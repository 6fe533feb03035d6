// Python that the dialect does not take, and how TypeScript spells it: told when a text does not parse.

/** Patterns of the line on which the parser stopped, and what to say; `$1` and so on are what the pattern caught. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^\s*def\s+(\w+)\s*\(([^)]*)\)\s*(?:->.*)?:/, "Python's def $1($2): is written function $1($2) { … }"],
  [/^\s*class\s+(\w+)\s*(?:\(([^)]*)\))?\s*:/, "Python's class $1($2): is written class $1 extends $2 { … }"],
  [
    /^\s*for\s+(.+?)\s+in\s+range\(\s*([^,()]+)\s*\)\s*:/,
    "Python's for $1 in range($2): is written for (let $1 = 0; $1 < $2; $1++) { … }",
  ],
  [/^\s*for\s+(.+?,.+?)\s+in\s+(.+):/, "Python's for $1 in $2: is written for (const [$1] of $2) { … }"],
  [/^\s*for\s+(.+?)\s+in\s+(.+):/, "Python's for $1 in $2: is written for (const $1 of $2) { … }"],
  [/^\s*while\s+(.+):\s*$/, "Python's while $1: is written while ($1) { … }"],
  [/^\s*elif\b\s*(.*?):?\s*$/, "Python's elif is written else if ($1) { … }"],
  [/^\s*if\s+([^(].*):\s*$/, "Python's if $1: is written if ($1) { … }"],
  [/^\s*else\s*:/, "Python's else: is written else { … }"],
  [
    /^\s*with\s+torch\.no_grad\(\)\s*:/,
    "Python's with torch.no_grad(): is written torch.no_grad(() => { … }), or { using _ = torch.no_grad(); … }",
  ],
  [/^\s*with\s+(.+?)(?:\s+as\s+(\w+))?\s*:/, "Python's with $1: is written { using _ = $1; … }"],
  [/^\s*try\s*:/, "Python's try: is written try { … } catch (error) { … }"],
  [/^\s*except\b/, "Python's except is written catch (error) { … }"],
  [/\blambda\s*([\w\s,]*):\s*(.+?)\s*$/, "Python's lambda $1: … is written ($1) => …"],
  [
    /(?<![\w.])(r|b)["']/,
    "Python's $1-strings have no spelling here: String.raw`…` takes backslashes as they are",
  ],
  [/(\S.*?)\s+if\s+(.+?)\s+else\s+(.+)/, "Python's a if c else b is written c ? a : b"],
  [/^\s*print\s+[^(\s]/, 'print is a function: print(…)'],
  [/\bis\s+not\b/, "Python's is not is written !=="],
  [/\bis\b/, "Python's is is written ==="],
  [/\bnot\b/, "Python's not is written !"],
  [/\band\b/, "Python's and is written &&"],
  [/\bor\b/, "Python's or is written ||"],
  [/\[\s*.+\sfor\s+(\w+)\s+in\s+(.+)\]/, 'A list for $1 in $2 is written $2.map(($1) => …)'],
  [/\bpass\b/, "Python's pass is written {}"],
  [/^\s*del\s+/, 'Names need no del; an entry of an object is taken out by delete object.name'],
  [/^\s*(global|nonlocal)\s+/, 'Names of the outside can be assigned without $1'],
  [/("""|''')/, 'A text of several lines stands between backticks: `…`'],
  [/\byield\s+from\b/, "Python's yield from is written yield*"],
  [/^\s*raise\s+(.+)/, "Python's raise is written throw $1"],
  [/^\s*assert\s+/, "Python's assert is written if (!condition) throw new Error(…)"],
]

/** Characters that are looked at on either side. */
const reach = 300

/** What to say where a text stops making sense at `at`, or null where it does not look like Python. */
export function pythonHint(source: string, at: number): string | null {
  const start = source.lastIndexOf('\n', at - 1) + 1
  const end = source.indexOf('\n', at)
  // The patterns look through a line again and again: of a very long one they are given the part around the place.
  const line = source.slice(Math.max(start, at - reach), Math.min(end < 0 ? source.length : end, at + reach))
  for (const [pattern, hint] of hints) {
    const match = pattern.exec(line)
    if (match) return hint.replace(/\$(\d)/g, (_, n: string) => match[Number(n)]?.trim() ?? '')
  }
  return null
}
