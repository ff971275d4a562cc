import clsx from "clsx";
import { Search, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  Button,
  Input,
} from "react-aria-components";
import { passKeysOn } from "./passKeysOn.ts";
import styles from "./SearchField.module.css";

export interface SearchFieldProps extends Omit<AriaSearchFieldProps, "className" | "style" | "children"> {
  readonly label: string;
  readonly placeholder?: string | undefined;
  /** At the far end: a count of matches, a switch. */
  readonly trailing?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string | undefined;
}

/** A field that filters a list. Escape empties it. */
export function SearchField({
  label,
  placeholder,
  trailing,
  inputRef,
  className,
  onKeyDown,
  ...props
}: SearchFieldProps) {
  return (
    <AriaSearchField
      {...props}
      {...passKeysOn(onKeyDown)}
      aria-label={label}
      className={clsx(styles.field, className)}
    >
      <Search className={styles.icon} aria-hidden />
      <Input
        ref={inputRef ?? null}
        className={styles.input ?? ""}
        placeholder={placeholder ?? label}
        spellCheck={false}
      />
      {trailing}
      <Button className={styles.clear ?? ""} aria-label="Clear">
        <X />
      </Button>
    </AriaSearchField>
  );
}
