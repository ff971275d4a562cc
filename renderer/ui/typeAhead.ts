import { useRef } from "react";

const PAUSE = 700;

/** Collects letters typed within 0.7 s of each other; Backspace takes the last one off. The returned function says whether it took the key. */
export function useTypeAhead(onType: ((typed: string) => void) | undefined): (key: string) => boolean {
  const typed = useRef({ text: "", at: 0 });
  return (key) => {
    if (!onType) return false;
    const now = performance.now();
    const going = now - typed.current.at < PAUSE;
    if (key === "Backspace" && going) {
      const text = [...typed.current.text].slice(0, -1).join("");
      typed.current = { text, at: now };
      if (text !== "") onType(text);
      return true;
    }
    if ([...key].length !== 1) return false;
    // These mean something of their own and begin nothing, but may be part of a name.
    if (!going && (key === " " || key === "/" || key === "?")) return false;
    typed.current = { text: going ? typed.current.text + key : key, at: now };
    onType(typed.current.text);
    return true;
  };
}
