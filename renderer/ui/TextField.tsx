import clsx from "clsx";
import { type ReactNode, type Ref, useState } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components";
import { hasLineBreak, typedOver } from "./lineBreaks.ts";
import { passKeysOn } from "./passKeysOn.ts";
import styles from "./TextField.module.css";

export interface TextFieldProps extends Omit<AriaTextFieldProps, "className" | "style" | "children"> {
  readonly label: string;
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean;
  readonly description?: ReactNode;
  readonly error?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly multiline?: boolean;
  /** Sets the field in the data face. */
  readonly mono?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string | undefined;
}

/**
 * A labelled field for a line of text, or for several. A text with line breaks always has several, for a field of one
 * leaves them out; and they stay as they are, where a browser would give each as `\n`.
 */
export function TextField({
  label,
  hideLabel = false,
  description,
  error,
  placeholder,
  multiline = false,
  mono = false,
  inputRef,
  className,
  onKeyDown,
  onChange,
  ...props
}: TextFieldProps) {
  const value = props.value ?? "";
  const [hasSeveral] = useState(multiline || hasLineBreak(value));
  const field = {
    className: clsx(styles.input, mono && styles.mono),
    spellCheck: false,
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  return (
    <AriaTextField
      {...props}
      {...passKeysOn(onKeyDown)}
      {...(onChange && { onChange: (shown: string) => onChange(typedOver(value, shown)) })}
      isInvalid={error !== undefined}
      className={clsx(styles.field, className)}
    >
      <Label className={hideLabel ? "visually-hidden" : (styles.label ?? "")}>{label}</Label>
      {hasSeveral ? <TextArea {...field} rows={3} /> : <Input {...field} ref={inputRef ?? null} />}
      {description ? (
        <Text slot="description" className={styles.description ?? ""}>
          {description}
        </Text>
      ) : null}
      <FieldError className={styles.error ?? ""}>{error}</FieldError>
    </AriaTextField>
  );
}
