import { commandsAt, nameOf, places } from "../../commands/registry.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { Dialog, Kbd } from "../../ui/index.ts";
import styles from "./ShortcutSheet.module.css";

/** Every key that does something. */
export function ShortcutSheet() {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const groups = places.map((title) => ({
    title,
    rows: commandsAt(title).filter(({ shortcut }) => shortcut !== undefined),
  }));
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={close} size="large">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.columns} aria-label="Keyboard shortcuts" tabIndex={0}>
        {groups.map(({ title, rows }) => (
          <section key={title} className={styles.group}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {rows.map((command) => (
                <div key={command.id} className={styles.row}>
                  <dt>{nameOf(command, app.getState())}</dt>
                  <dd>
                    <Kbd keys={command.shortcut ?? ""} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
