import styles from "./Kbd.module.css";
import { shortcutKeys } from "./shortcut.ts";

/** A key combination such as `Mod+Shift+K`, written the way the platform writes it. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles.kbd}>
      {shortcutKeys(keys).map((key) => (
        <span key={key}>{key}</span>
      ))}
    </kbd>
  );
}
