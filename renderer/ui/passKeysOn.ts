import type { TextFieldProps } from "react-aria-components";

type KeyDown = NonNullable<TextFieldProps["onKeyDown"]>;

/**
 * react-aria keeps every key press from the rest of the page once a field has a handler. With this one it goes on,
 * unless the handler took it by `preventDefault`: shortcuts work in the field, and Escape reaches the dialog.
 */
export function passKeysOn(onKeyDown: KeyDown | undefined): { readonly onKeyDown?: KeyDown } {
  if (onKeyDown === undefined) return {};
  return {
    onKeyDown(event) {
      onKeyDown(event);
      if (!event.isDefaultPrevented()) event.continuePropagation();
    },
  };
}
