import { dirname } from "node:path";
import type { WatchStatus as WatchStatusOut } from "../../shared/contract/index.ts";
import { failed, withoutPathsIn } from "./failures.ts";
import { engine } from "./implementer.ts";
import { latest } from "./latest.ts";
import { untilReplaced } from "./openStores.ts";
import type { FollowStatus } from "./storeWatch.ts";

const statuses = engine.watch.statuses.handler(({ input, context, signal }) => {
  const opened = context.stores.get(input.store);
  const { watch, location } = opened;
  const current = () => watch.status && shown(watch.status, location);
  return latest(current, (notice) => watch.onStatus(notice), untilReplaced(opened, signal));
});

const start = engine.watch.start.handler(async ({ input, context }) => {
  const { watch, location } = context.stores.get(input.store);
  const { path, onDisk } = context.files.get(input.file, "read");
  if (onDisk !== true) {
    throw failed(
      "INVALID_OPTION",
      "An uploaded file cannot be watched, because it is a copy. Watch the original where Strata runs.",
    );
  }
  return shown(await watch.start(path, input.rule), location);
});

const follow = engine.watch.follow.handler(async ({ input, context }) => {
  const { watch, location } = context.stores.get(input.store);
  if (location === null) {
    throw failed(
      "INVALID_OPTION",
      "The path of that file cannot be shown here. Bind it where Strata runs: strata watch <file>.",
    );
  }
  return shown(await watch.follow(input.rule), location);
});

const setRule = engine.watch.setRule.handler(async ({ input, context }) => {
  const { watch, location } = context.stores.get(input.store);
  return shown(await watch.setRule(input.rule), location);
});

const stop = engine.watch.stop.handler(({ input, context }) => context.stores.get(input.store).watch.stop());

/** Clients that may know the store's path may know the file's. */
function shown({ path, ...status }: FollowStatus, location: string | null): WatchStatusOut {
  if (location !== null) return { ...status, location: path };
  const hide = (text: string) => withoutPathsIn(text, [path, dirname(path)]);
  const { state, polling } = status;
  return {
    ...status,
    state: state.kind === "failed" ? { ...state, message: hide(state.message) } : state,
    polling: polling === null ? null : hide(polling),
    location: null,
  };
}

export const watch = { statuses, start, follow, setRule, stop };
