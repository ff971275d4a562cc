import { ControlParts } from "./controls.tsx";
import { FieldParts } from "./fields.tsx";
import { OverlayParts } from "./overlays.tsx";
import styles from "./Parts.module.css";
import { TextParts } from "./texts.tsx";

/** Every part of `renderer/ui` in its states, for the eye; the dev server shows it at `/parts`. */
export function Parts() {
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>Parts</h1>
      <TextParts />
      <ControlParts />
      <FieldParts />
      <OverlayParts />
    </main>
  );
}
