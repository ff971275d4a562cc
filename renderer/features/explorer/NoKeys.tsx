import { useApp, useAppStore } from "../../state/app.ts";
import { Button, EmptyState } from "../../ui/index.ts";
import { chooseFileToImport } from "../import/chooseFile.ts";

/** What the key list says when it is empty. */
export function NoKeys({
  isFiltered,
  isEditable,
}: {
  readonly isFiltered: boolean;
  readonly isEditable: boolean;
}) {
  const app = useAppStore();
  const isImporting = useApp((state) => state.jobs.some((job) => job.error === null));
  if (isFiltered) {
    return (
      <EmptyState
        title="No key matches"
        actions={<Button onPress={() => app.getState().setFilter("")}>Clear the filter</Button>}
      >
        The filter looks for this text anywhere in a key, without regard to case.
      </EmptyState>
    );
  }
  if (!isEditable) return <EmptyState title="No keys then">The store was empty at that moment.</EmptyState>;
  if (isImporting) {
    return <EmptyState title="Importing">The keys appear here once the whole file is in.</EmptyState>;
  }
  return (
    <EmptyState
      title="No keys yet"
      actions={
        <>
          <Button onPress={() => app.getState().show({ kind: "newKey" })}>New key</Button>
          <Button variant="primary" onPress={() => void chooseFileToImport(app)}>
            Import a file
          </Button>
        </>
      }
    >
      A store maps keys to JSON values. Add one, or import a JSON file: drop it anywhere.
    </EmptyState>
  );
}
