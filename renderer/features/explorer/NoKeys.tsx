import { commandOf, runCommand } from "../../commands/registry.ts";
import { type FilterMode, useApp, useAppStore } from "../../state/app.ts";
import { Button, EmptyState } from "../../ui/index.ts";

const hints: Readonly<Record<FilterMode, string>> = {
  text: "The filter looks for this text anywhere in a key, without regard to case.",
  regex: "The filter looks for a key in which this regular expression finds something.",
  value: "Ask by a member, as in email: *@example.com or price: >= 10, by JSONPath, or by text in the value.",
};

/** What the key list says when it is empty. */
export function NoKeys({
  isFiltered,
  isEditable,
  onFilterChange,
}: {
  readonly isFiltered: boolean;
  readonly isEditable: boolean;
  /** The filter is another one now, and the button that made it so is gone with this. */
  readonly onFilterChange: () => void;
}) {
  const app = useAppStore();
  const mode = useApp((state) => state.filterMode);
  const pattern = useApp((state) => patternIn(state.filterMode, state.filter));
  const isImporting = useApp((state) => state.jobs.some((job) => job.error === null));
  if (isFiltered) {
    return (
      <EmptyState
        title="No key matches"
        actions={
          <>
            {pattern === null ? null : (
              <Button
                onPress={() => {
                  app.getState().setFilterMode("regex");
                  app.getState().setFilter(pattern);
                  onFilterChange();
                }}
              >
                Look for the expression
              </Button>
            )}
            <Button
              onPress={() => {
                app.getState().setFilter("");
                onFilterChange();
              }}
            >
              Clear the filter
            </Button>
          </>
        }
      >
        {hints[mode]}
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
          <Button writes onPress={() => app.getState().show({ kind: "newKey" })}>
            New key
          </Button>
          <Button variant="primary" onPress={() => runCommand(app, commandOf("import"))}>
            Import a file
          </Button>
        </>
      }
    >
      A store maps keys to JSON values. Add one, or import a JSON file: drop it anywhere.
    </EmptyState>
  );
}

/** What stands between two slashes: as text it may well be part of a key, so it is offered, not taken, as an expression. */
function patternIn(mode: FilterMode, filter: string): string | null {
  return mode === "text" ? (/^\/(.+)\/$/.exec(filter)?.[1] ?? null) : null;
}
