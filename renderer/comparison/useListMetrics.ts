import { type RefObject, useLayoutEffect, useState } from "react";

export interface ListMetrics {
  /** Pixels. */
  readonly width: number;
  /** Pixels that one character of the data face is wide. */
  readonly characterWidth: number;
}

/** How many characters the ruler holds. */
export const RULER = "0".repeat(50);

/** Measures an element and, inside it, a ruler of {@link RULER} in the data face. */
export function useListMetrics(
  element: RefObject<HTMLElement | null>,
  ruler: RefObject<HTMLElement | null>,
): ListMetrics {
  const [metrics, setMetrics] = useState<ListMetrics>({ width: 800, characterWidth: 7.2 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      const width = Math.round(measured.clientWidth);
      const ruled = (ruler.current?.getBoundingClientRect().width ?? 0) / RULER.length;
      const characterWidth = ruled > 0 ? ruled : 7.2;
      setMetrics((before) =>
        before.width === width && before.characterWidth === characterWidth
          ? before
          : { width, characterWidth },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    if (ruler.current !== null) observer.observe(ruler.current);
    return () => observer.disconnect();
  }, [element, ruler]);
  return metrics;
}
