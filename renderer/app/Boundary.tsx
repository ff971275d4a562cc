import { Bug } from "lucide-react";
import type { ReactNode } from "react";
import { ErrorBoundary, type FallbackProps } from "react-error-boundary";
import { useApp, useAppStore } from "../state/app.ts";
import { Button, Dialog, EmptyState, ErrorNote } from "../ui/index.ts";
import styles from "./Boundary.module.css";
import { detailsOf, reportDefect, whereWritten } from "./defect.ts";

interface BoundaryProps {
  /** The part that failed, for the message: "the keys". */
  readonly what: string;
  /** Its space in the layout, and so the form of the message. */
  readonly as?: "panel" | "bar" | "dialog";
  /** Retries when one of these values changes. */
  readonly shown?: readonly unknown[];
  readonly children: ReactNode;
}

/** Contains a defect: if the children fail to render, the rest of the page continues. */
export function Boundary({ what, as = "panel", shown = [], children }: BoundaryProps) {
  const app = useAppStore();
  const Failed = failed[as];
  return (
    <ErrorBoundary
      resetKeys={[...shown]}
      onError={(error, { componentStack }) => {
        const { client, fail } = app.getState();
        const details = `${detailsOf(showing(what), error)}\nin${componentStack ?? " an unknown component"}`;
        reportDefect(client, details).catch(fail);
      }}
      fallbackRender={(props) => <Failed {...props} what={what} />}
    >
      {children}
    </ErrorBoundary>
  );
}

interface FailedProps extends FallbackProps {
  readonly what: string;
}

function FailedPanel({ what, error, resetErrorBoundary }: FailedProps) {
  return (
    <div role="alert" className={styles.failed}>
      <EmptyState
        icon={<Bug />}
        title={titleOf(what)}
        actions={<Actions what={what} error={error} retry={resetErrorBoundary} />}
      >
        <Explanation error={error} />
      </EmptyState>
    </div>
  );
}

function FailedBar({ what, error, resetErrorBoundary }: FailedProps) {
  return (
    <ErrorNote actions={<Actions what={what} error={error} retry={resetErrorBoundary} />}>
      {titleOf(what)}, by a defect of Strata: {String(error)}
    </ErrorNote>
  );
}

function FailedDialog({ what, error, resetErrorBoundary }: FailedProps) {
  const dismiss = useApp((state) => state.dismissDialog);
  return (
    <Dialog
      title={titleOf(what)}
      isOpen
      size="small"
      onClose={dismiss}
      footer={<Actions what={what} error={error} retry={resetErrorBoundary} />}
    >
      <Explanation error={error} />
    </Dialog>
  );
}

const failed = { panel: FailedPanel, bar: FailedBar, dialog: FailedDialog } as const;

function Explanation({ error }: { readonly error: unknown }) {
  const where = useApp((state) => whereWritten(state.client));
  return (
    <>
      <p>
        This is a defect of Strata. What is stored is untouched, and unsaved edits are kept. What happened is
        written in {where}.
      </p>
      <p className={styles.message}>{String(error)}</p>
    </>
  );
}

function Actions({
  what,
  error,
  retry,
}: {
  readonly what: string;
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const app = useAppStore();
  const copy = () => {
    const { notify, fail } = app.getState();
    navigator.clipboard
      .writeText(detailsOf(showing(what), error))
      .then(() => notify({ message: "Copied the details" }), fail);
  };
  const reload = () => {
    const { agreeToLeave, fail } = app.getState();
    agreeToLeave().then(() => location.reload(), fail);
  };
  return (
    <>
      <Button onPress={copy}>Copy details</Button>
      <Button onPress={retry}>Try again</Button>
      <Button variant="primary" onPress={reload}>
        Reload
      </Button>
    </>
  );
}

const showing = (what: string) => `While showing ${what}`;

const titleOf = (what: string) => `${what.charAt(0).toUpperCase()}${what.slice(1)} can't be shown`;
