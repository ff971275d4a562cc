/** Whether a field of one line would leave something of a text out. */
export const hasLineBreak = (text: string): boolean => /[\r\n]/.test(text);

/**
 * What is written in a field of several lines over a text. A browser's field holds each line break as `\n`; those that
 * were not typed over stay as the text has them.
 */
export function typedOver(before: string, shown: string): string {
  if (!before.includes("\r")) return shown;
  const units = before.match(/\r\n|[\s\S]/g) ?? [];
  const seen = units.map((unit) => (hasLineBreak(unit) ? "\n" : unit)).join("");
  const shorter = Math.min(seen.length, shown.length);
  let start = 0;
  while (start < shorter && seen[start] === shown[start]) start += 1;
  let end = 0;
  while (end < shorter - start && seen[seen.length - 1 - end] === shown[shown.length - 1 - end]) end += 1;
  const written = [...units.slice(0, start), ...shown.slice(start, shown.length - end).split("")];
  let text = "";
  for (const unit of [...written, ...units.slice(units.length - end)]) {
    // Behind a carriage return a line feed would be the rest of the same break.
    text += unit === "\n" && text.endsWith("\r") ? "\r" : unit;
  }
  return text;
}
