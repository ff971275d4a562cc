import { commands } from "../../app/commands.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { Dialog, Kbd } from "../../ui/index.ts";
import styles from "./ShortcutSheet.module.css";

const inPlace: readonly { readonly title: string; readonly rows: readonly (readonly [string, string])[] }[] =
  [
    {
      title: "Lists and trees",
      rows: [
        ["ArrowUp", "Previous row"],
        ["ArrowDown", "Next row"],
        ["Enter", "Open"],
        ["Escape", "Back"],
        ["/", "Filter the keys"],
      ],
    },
    {
      title: "Keys and values",
      rows: [
        ["Mod+S", "Save the value"],
        ["Mod+F", "Find in the value"],
        ["F2", "Rename"],
        ["Delete", "Delete what is selected"],
        ["Mod+A", "Select all"],
      ],
    },
    {
      title: "The tree of a value",
      rows: [
        ["F2", "Edit the value"],
        ["Shift+F2", "Rename the member"],
        ["Insert", "Add after"],
        ["Shift+Insert", "Add inside"],
        ["Mod+D", "Duplicate"],
        ["Alt+ArrowUp", "Move up"],
        ["Alt+ArrowDown", "Move down"],
        ["Mod+X", "Move elsewhere"],
        ["Mod+V", "Move it here"],
        ["Mod+C", "Copy the value"],
      ],
    },
    {
      title: "Timeline",
      rows: [
        ["Enter", "View"],
        ["C", "Compare with now"],
        ["P", "Compare with the one before"],
        ["M", "Mark for comparing"],
        ["R", "Restore"],
        ["E", "Edit tags and description"],
        ["I", "Pin"],
      ],
    },
    {
      title: "Comparing",
      rows: [
        ["]", "Next change"],
        ["[", "Previous change"],
      ],
    },
  ];

/** Every key that does something. */
export function ShortcutSheet() {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const everywhere = commands.flatMap(({ shortcut, name }) =>
    shortcut ? [[shortcut, name(app.getState())] as const] : [],
  );
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={close} size="large">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <section className={styles.columns} aria-label="Keyboard shortcuts" tabIndex={0}>
        {[{ title: "Everywhere", rows: everywhere }, ...inPlace].map(({ title, rows }) => (
          <section key={title} className={styles.group}>
            <h3 className={styles.title}>{title}</h3>
            <dl>
              {rows.map(([keys, what]) => (
                <div key={keys} className={styles.row}>
                  <dt>{what}</dt>
                  <dd>
                    <Kbd keys={keys} />
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
