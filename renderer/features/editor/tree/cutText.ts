/** A stretch of a text that never ends with the first half of a character of two units, nor begins with the second. */
export function cutText(text: string, from: number, to: number): string {
  const start =
    isSecondHalf(text.charCodeAt(from)) && isFirstHalf(text.charCodeAt(from - 1)) ? from + 1 : from;
  const end = to < text.length && isFirstHalf(text.charCodeAt(to - 1)) ? to - 1 : to;
  return text.slice(start, end);
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
