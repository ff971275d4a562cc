import { type RefCallback, useCallback, useState } from "react";

/**
 * A shadow root in the element that gets `host`, for code that brings its own style sheets: there they are adopted,
 * where the page's content security policy would refuse style elements.
 */
export function useShadowHost(): {
  readonly host: RefCallback<HTMLElement>;
  readonly shadow: ShadowRoot | null;
} {
  const [shadow, setShadow] = useState<ShadowRoot | null>(null);
  const host = useCallback((element: HTMLElement | null) => {
    setShadow(element && (element.shadowRoot ?? element.attachShadow({ mode: "open" })));
  }, []);
  return { host, shadow };
}
