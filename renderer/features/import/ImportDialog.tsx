import { useEffect, useState } from "react";
import { type ImportPlan, importPlan } from "../../../shared/contract/index.ts";
import type { ChosenFile, EngineClient } from "../../client/index.ts";
import { useAsked } from "../../data/useAnswer.ts";
import { useApp, useAppStore } from "../../state/app.ts";
import { writableStore } from "../../state/readOnly.ts";
import { Button, Choice, Dialog, ErrorNote, formatBytes, formatCount } from "../../ui/index.ts";
import styles from "./ImportDialog.module.css";
import { PreviewTable } from "./PreviewTable.tsx";
import { runImport } from "./runImport.ts";

type Preview = Awaited<ReturnType<EngineClient["transfer"]["preview"]>>;

const POSITION = "\u0000position";
const roots: Readonly<Record<Preview["root"], string>> = {
  object: "an object",
  array: "an array",
  ndjson: "one value a line",
  export: "a Strata export",
  bundle: "a Strata bundle with its history",
  framework0: "a store that Framework0 wrote, with its history",
};

/** What a file would become, before anything is written. */
export function ImportDialog({ file }: { readonly file: ChosenFile }) {
  const app = useAppStore();
  const close = useApp((state) => state.dismissDialog);
  const isNew = useApp((state) => writableStore(state) === null);
  const isReadOnly = useApp((state) => state.store !== null) && isNew;
  const keyCount = useApp((state) => (isNew ? 0 : (state.status?.entryCount ?? 0)));
  const unsaved = useApp((state) => (isNew ? 0 : state.drafts.size));
  const [plan, setPlan] = useState<ImportPlan>(() => importPlan.parse({}));
  const [mode, setMode] = useState<"replace" | "merge">("replace");
  const { preview, error } = usePreview(file, plan, (keyField) => setPlan((now) => ({ ...now, keyField })));

  const start = () => {
    close();
    void runImport(app, { file, plan, mode });
  };

  return (
    <Dialog
      title={`Import ${file.name}`}
      isOpen
      onClose={close}
      size="large"
      footer={
        <>
          {isReadOnly ? <span className={styles.note}>The open store is read only.</span> : null}
          {unsaved > 0 && mode === "replace" ? (
            <span className={styles.note}>{formatCount(unsaved, "unsaved edit")} stay as drafts.</span>
          ) : null}
          <Button onPress={close}>Cancel</Button>
          <Button variant="primary" onPress={start} isDisabled={preview === null || error !== null}>
            {isNew ? "Import into a new store" : mode === "merge" ? "Merge" : "Import"}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote className={styles.error}>{error}</ErrorNote> : null}
      {preview ? (
        <>
          <p className={styles.facts}>
            {formatBytes(preview.bytes)}, {roots[preview.root]}. This is how its first keys would look.
          </p>
          <div className={styles.choices}>
            {preview.root === "object" && preview.levels.length > 1 ? (
              <Choice
                label="What becomes a key"
                value={String(plan.depth)}
                onChange={(depth) => setPlan({ ...plan, depth: Number(depth) })}
                options={preview.levels.map(({ depth, example }) => ({
                  id: String(depth),
                  name: example,
                  description: depth === 1 ? "each member of the file" : `${depth} levels of members`,
                  mono: true,
                }))}
              />
            ) : null}
            {preview.root === "array" || preview.root === "ndjson" ? (
              <Choice
                label="What names a key"
                value={plan.keyField ?? POSITION}
                onChange={(field) => setPlan({ ...plan, keyField: field === POSITION ? null : field })}
                options={[
                  ...preview.keyFields.map((field) => ({ id: field, name: field, mono: true })),
                  { id: POSITION, name: "The position", description: "0, 1, 2 …" },
                ]}
              />
            ) : null}
            {keyCount > 0 ? (
              <Choice
                label="What is there already"
                value={mode}
                onChange={(chosen) => setMode(chosen as "replace" | "merge")}
                options={[
                  {
                    id: "replace",
                    name: `Replace ${formatCount(keyCount, "key")}`,
                    description: "the store becomes this file; Undo restores them",
                  },
                  { id: "merge", name: "Merge", description: "keys of the file are laid over the others" },
                ]}
              />
            ) : null}
          </div>
          <PreviewTable rows={preview.sample} />
        </>
      ) : error === null ? (
        <p className={styles.facts}>Reading the start of the file…</p>
      ) : null}
    </Dialog>
  );
}

/** The preview under a plan; the last one stays on show while the next is on its way. */
function usePreview(file: ChosenFile, plan: ImportPlan, suggest: (keyField: string) => void) {
  const engine = useApp((state) => state.client.engine);
  const { latest, failure } = useAsked<Preview>({
    name: `preview ${file.file} ${JSON.stringify(plan)}`,
    ask: (signal) => engine.transfer.preview({ file: file.file, plan }, { signal }),
  });
  const [suggested, setSuggested] = useState(false);
  const best = latest?.keyFields[0];
  useEffect(() => {
    if (suggested || best === undefined) return;
    setSuggested(true);
    suggest(best);
  }, [best, suggested, suggest]);

  return { preview: latest, error: failure };
}
