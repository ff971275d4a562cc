import styles from "./Marked.module.css";

/** The text with the first place marked that was looked for, without regard to case; empty marks nothing. */
export function Marked({ text, part }: { readonly text: string; readonly part: string }) {
  // Not by the text in small letters: that may be longer, as of İ, and its places others.
  const found =
    part === "" ? null : new RegExp(part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "iu").exec(text);
  if (found === null) return text;
  const [marked] = found;
  return (
    <>
      {text.slice(0, found.index)}
      <mark className={styles.mark}>{marked}</mark>
      {text.slice(found.index + marked.length)}
    </>
  );
}
