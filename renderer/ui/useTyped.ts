import { type FocusEvent, type FormEvent, useRef, useState } from "react";

type Field = HTMLInputElement | HTMLTextAreaElement;

export interface Typed {
  /** Whether a text field inside holds something else than when it was first gone to. */
  readonly isTyped: boolean;
  readonly onFocusCapture: (event: FocusEvent) => void;
  readonly onInputCapture: (event: FormEvent) => void;
}

/** Follows what is typed in the text fields of an element. What is looked for is not counted. */
export function useTyped(): Typed {
  const first = useRef(new Map<Field, string>());
  const [isTyped, setTyped] = useState(false);
  return {
    isTyped,
    onFocusCapture: ({ target }) => {
      if (isTextField(target) && !first.current.has(target)) first.current.set(target, target.value);
    },
    onInputCapture: () => {
      const fields = [...first.current];
      setTyped(fields.some(([field, value]) => field.isConnected && field.value !== value));
    },
  };
}

const isTextField = (element: Element): element is Field =>
  element.matches("textarea, input:not([type]), input[type=text]");
