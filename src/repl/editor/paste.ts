// Pasted text as an entry: line breaks as they should be, without the prompts of the place it was copied from.

const primary = /^\s*(?:>>>|In \[\d*\]:)(?: |$)/
const continued = /^\s*(?:\.\.\.(?!\w)|\.{3,}:)(?: |$)/

/**
 * Takes `>>> `, `... ` and `In [3]: ` off pasted lines. In such a text a line without a prompt is what the line before
 * it printed, and falls away; the first line may have lost its prompt to the start of the selection.
 */
export function withoutPrompts(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  if (first < 0) return text
  const isTranscript =
    primary.test(lines[first]) || (lines.length > first + 1 && primary.test(lines[first + 1]))
  if (!isTranscript) return continued.test(lines[first]) ? lines.map(withoutContinuation).join('\n') : text
  return lines
    .filter((line, i) => i === first || primary.test(line) || continued.test(line))
    .map((line) => withoutContinuation(line.replace(primary, '')))
    .join('\n')
}

const withoutContinuation = (line: string): string => line.replace(continued, '')

/** Without the blanks that all lines begin with: a part of a page keeps the indentation of the place it stood in. */
export function dedented(text: string): string {
  const lines = text.split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0])
  const [first = ''] = indents
  let shared = first.length
  for (const indent of indents) while (!indent.startsWith(first.slice(0, shared))) shared--
  return shared === 0 ? text : lines.map((line) => line.slice(shared)).join('\n')
}

/** The text that a paste adds. Control characters other than line break and tab would not be seen: they go. */
export function pastedText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\x1b\[[\d;?]*[A-Za-z~]|[\x00-\x08\x0b-\x1f\x7f]/g, '')
  return withoutPrompts(lines).replace(/\n+$/, '')
}
