import { useEffect } from "react";
import { preferences as schema } from "../../shared/contract/index.ts";
import { type App, useApp } from "../state/app.ts";

/** Until the preferences arrive, the theme is the one that the server wrote into the page, so nothing flickers. */
export function adoptShownTheme(app: App): void {
  const theme = schema.shape.theme.safeParse(document.documentElement.dataset["theme"]);
  const { preferences, adoptPreferences } = app.getState();
  if (theme.success) adoptPreferences({ ...preferences, theme: theme.data });
}

/** Applies the chosen theme and font size to the page. */
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
