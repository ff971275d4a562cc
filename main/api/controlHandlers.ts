import { implement } from "@orpc/server";
import type { StoreId } from "../../shared/model/index.ts";
import { createEnhancedPersistence } from "../engine/index.ts";
import { controlContract } from "./control.ts";
import { configurationOf } from "./engineSettings.ts";
import { type EngineContext, failureFor } from "./implementer.ts";
import type { OpenStore } from "./openStores.ts";
import { fillWithSample } from "./sample.ts";

export interface ControlContext extends EngineContext {
  /** Cancels every call of every client and waits for those that cannot be cancelled. */
  readonly stopServing: () => Promise<void>;
}

const control = implement(controlContract)
  .$context<ControlContext>()
  .use(async ({ next, path, context }, input) => {
    const store = (input as { readonly store?: string } | undefined)?.store ?? null;
    const ended = context.note.begin({ call: path.join("."), store });
    try {
      return await next();
    } catch (error) {
      throw failureFor(context, error);
    } finally {
      ended();
    }
  });

interface Place {
  readonly store: StoreId;
  readonly path: string;
  readonly showLocation: boolean;
}

async function openAt(context: ControlContext, { store, path, showLocation }: Place): Promise<OpenStore> {
  if (!showLocation) context.stores.hide(path);
  const { settings } = context.stores;
  const persistence = await createEnhancedPersistence({ basePath: path, ...configurationOf(settings) });
  // The settings may have changed while the store was being opened.
  if (context.stores.settings !== settings) {
    await persistence.configure(configurationOf(context.stores.settings));
  }
  const opened = context.stores.add(store, persistence, path, showLocation);
  try {
    await opened.watch.resume();
  } catch (error) {
    // The store works without it.
    opened.problems.add(error as Error);
  }
  return opened;
}

/** Serves the open store until its successor is ready, then ends its feeds, so that their callers request them again. */
async function reload(context: ControlContext, place: Place): Promise<void> {
  const before = context.stores.get(place.store);
  if (before.store.readOnly === null) return;
  await openAt(context, place);
  before.replaced.abort();
  await shut(before);
}

const closeStore = (context: ControlContext, id: StoreId): Promise<void> => shut(context.stores.remove(id));

async function shut(opened: OpenStore | undefined): Promise<void> {
  opened?.readAhead.stop();
  await opened?.watch.close();
  await opened?.store.close();
}

export const controlRouter = control.router({
  open: control.open.handler(async ({ input, context }) => ({ name: (await openAt(context, input)).name })),
  createSample: control.createSample.handler(async ({ input, context }) => {
    const { name, store } = await openAt(context, input);
    await fillWithSample(store);
    return { name };
  }),
  close: control.close.handler(({ input, context }) => closeStore(context, input.store)),
  reload: control.reload.handler(({ input, context }) => reload(context, input)),
  configure: control.configure.handler(({ input, context }) => context.stores.configure(input)),
  addFile: control.addFile.handler(({ input: { ticket, ...file }, context }) =>
    context.files.add(ticket, file),
  ),
  removeFile: control.removeFile.handler(({ input, context }) => context.files.remove(input.ticket)),
  shutDown: control.shutDown.handler(async ({ context }) => {
    await context.stopServing();
    const ids = [...context.stores].map(({ id }) => id);
    const results = await Promise.allSettled(ids.map((id) => closeStore(context, id)));
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    if (failures.length > 0) throw new AggregateError(failures, "Some stores could not be closed.");
  }),
});
