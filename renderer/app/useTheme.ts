import { useEffect } from "react";
import { useApp } from "../state/app.ts";

/** Puts the chosen theme and font size on the page. */
export function useTheme(): void {
  const theme = useApp((state) => state.preferences.theme);
  const fontSize = useApp((state) => state.preferences.editorFontSize);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.style.setProperty("--editor-size", `${fontSize}px`);
  }, [fontSize]);
}
