import { type KeyboardEvent, type Ref, useState } from "react";
import { Button, Tag, TextField, visibleName } from "../../ui/index.ts";
import styles from "./TagField.module.css";

export interface TagFieldProps {
  readonly label: string;
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  /** What is typed and not yet a tag. */
  readonly typed: string;
  readonly onType: (typed: string) => void;
  /** Tags in use, the likeliest first. */
  readonly suggestions: readonly string[];
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly autoFocus?: boolean;
}

/** How many suggestions are offered at once. */
const OFFERED = 8;

/** Tags with those already typed, so that pressing Enter at once loses nothing. */
export function tagsWith(tags: readonly string[], typed: string): readonly string[] {
  const more = typed
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  return [...new Set([...tags, ...more])];
}

/** Tags as chips, with a field for more. A comma ends a tag; Backspace in the empty field takes the last one off. */
export function TagField({
  label,
  tags,
  onChange,
  typed,
  onType,
  suggestions,
  inputRef,
  autoFocus = false,
}: TagFieldProps) {
  const [isTouched, setTouched] = useState(false);
  const wanted = typed.trim().toLocaleLowerCase();
  const offered = suggestions
    .filter((tag) => !tags.includes(tag) && tag.toLocaleLowerCase().includes(wanted) && tag !== typed.trim())
    .slice(0, OFFERED);
  const tooLong = tagsWith(tags, typed).some((tag) => tag.length > 200);

  const type = (text: string) => {
    setTouched(true);
    const comma = text.lastIndexOf(",");
    if (comma < 0) return onType(text);
    onChange(tagsWith(tags, text.slice(0, comma)));
    onType(text.slice(comma + 1).trimStart());
  };
  const keys = (event: KeyboardEvent) => {
    // Held down to empty the field, it stops there.
    if (event.key !== "Backspace" || event.nativeEvent.repeat || typed !== "" || tags.length === 0) return;
    onChange(tags.slice(0, -1));
  };

  return (
    <div className={styles.field}>
      <TextField
        label={label}
        value={typed}
        onChange={type}
        onKeyDown={keys}
        autoFocus={autoFocus}
        placeholder={tags.length === 0 ? "release" : "Another tag"}
        error={isTouched && tooLong ? "A tag has at most 200 characters." : undefined}
        {...(inputRef ? { inputRef } : {})}
      />
      {tags.length > 0 ? (
        <ul className={styles.chips} aria-label="Chosen tags">
          {tags.map((tag) => (
            <li key={tag}>
              <Tag name={tag} onRemove={() => onChange(tags.filter((each) => each !== tag))} />
            </li>
          ))}
        </ul>
      ) : null}
      {offered.length > 0 ? (
        <ul className={styles.chips} aria-label="Tags in use">
          {offered.map((tag) => (
            <li key={tag}>
              <Button
                variant="quiet"
                className={styles.suggestion}
                aria-label={`Add tag ${visibleName(tag)}`}
                onPress={() => {
                  onChange([...tags, tag]);
                  onType("");
                }}
              >
                <span className={styles.name} title={visibleName(tag)}>
                  {visibleName(tag)}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
