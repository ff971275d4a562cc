import { useRef } from "react";

const PAUSE = 700;

/** Collects letters typed within 0.7 s of each other. The returned function says whether it took the key. */
export function useTypeAhead(onType: ((typed: string) => void) | undefined): (key: string) => boolean {
  const typed = useRef({ text: "", at: 0 });
  return (key) => {
    if (!onType || [...key].length !== 1) return false;
    const now = performance.now();
    const going = now - typed.current.at < PAUSE;
    // These mean something of their own and begin nothing, but may be part of a name.
    if (!going && (key === " " || key === "/" || key === "?")) return false;
    typed.current = { text: going ? typed.current.text + key : key, at: now };
    onType(typed.current.text);
    return true;
  };
}
