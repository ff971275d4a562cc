import type { ToastMessage } from "../state/app.ts";
import { useApp } from "../state/app.ts";
import { Toast } from "../ui/index.ts";
import styles from "./Toasts.module.css";

/** Recent actions, with Undo. */
export function Toasts() {
  const toasts = useApp((state) => state.toasts);
  return (
    <section className={styles.toasts} aria-label="Notifications">
      {toasts.map((toast) => (
        <AppToast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function AppToast({ toast: { id, message, tone, undo } }: { readonly toast: ToastMessage }) {
  const dismissToast = useApp((state) => state.dismissToast);
  const takeBack = useApp((state) => state.undo);
  // A later revision exists, which Undo would undo instead.
  const isPast = useApp(
    ({ status }) =>
      typeof undo === "number" &&
      status !== null &&
      status.revision >= undo &&
      status.undo?.revision !== undo,
  );
  const dismiss = () => dismissToast(id);
  return (
    <Toast
      message={message}
      tone={tone}
      duration={tone === "error" ? null : undo === null ? 4000 : 10_000}
      onUndo={
        undo === null || isPast
          ? undefined
          : () => {
              dismiss();
              if (typeof undo === "function") undo();
              else void takeBack();
            }
      }
      onDismiss={dismiss}
    />
  );
}
