import { implement } from "@orpc/server";
import { shellContract } from "../../../shared/contract/index.ts";
import { failed, toFailure, withoutPaths } from "../failures.ts";
import type { Shell } from "./shell.ts";
import type { ShellClient } from "./shellClient.ts";

export interface ShellContext {
  readonly shell: Shell;
  readonly client: ShellClient;
}

const shell = implement(shellContract)
  .$context<ShellContext>()
  .use(async ({ next, context: { shell } }) => {
    try {
      return await next();
    } catch (error) {
      const failure = toFailure(error);
      throw shell.showLocation ? failure : withoutPaths(failure, shell.hiddenPlaces, error);
    }
  });

/** Every call of the shell contract, for both shells. */
export const shellRouter = shell.router({
  about: shell.about.handler(({ context: { shell } }) => ({
    shell: shell.options.kind,
    version: shell.options.version,
    platform: `${process.platform} ${process.arch}`,
    versions: { ...shell.options.versions },
  })),
  events: shell.events.handler(({ context: { client }, signal }) => client.events.listen(signal)),
  ping: shell.ping.handler(() => {}),
  stopEngine: shell.stopEngine.handler(({ context: { shell } }) => shell.host.stopStalled()),
  report: shell.report.handler(({ input, context: { shell } }) => {
    shell.options.report(`The page has a defect. ${input.text}`);
  }),
  preferences: {
    get: shell.preferences.get.handler(({ context: { shell } }) => shell.settings.preferences),
    set: shell.preferences.set.handler(({ input, context: { shell } }) => shell.setPreferences(input)),
  },
  remembered: {
    get: shell.remembered.get.handler(({ context: { shell } }) => shell.settings.remembered),
    set: shell.remembered.set.handler(({ input, context: { shell } }) => shell.settings.remember(input)),
  },
  drafts: {
    list: shell.drafts.list.handler(({ input: { store, window, open }, context: { shell, client } }) => {
      client.windows.add(window);
      return shell.drafts.list(store, window, open);
    }),
    read: shell.drafts.read.handler(({ input: { from, ...address }, context: { shell } }) =>
      shell.drafts.read(address, from),
    ),
    write: shell.drafts.write.handler(({ input: { from, piece, isLast, ...address }, context: { shell } }) =>
      shell.drafts.write(address, { from, piece, isLast }),
    ),
    remove: shell.drafts.remove.handler(({ input, context: { shell } }) => shell.drafts.remove(input)),
  },
  recents: {
    list: shell.recents.list.handler(({ context: { shell } }) => shell.recents),
    open: shell.recents.open.handler(async ({ input, context: { shell, client } }) => {
      const path = shell.settings.recentPath(input.id);
      if (path === undefined) throw failed("NOT_FOUND", "This store is no longer in the list.");
      if (!shell.settings.isThere(path)) {
        throw failed(
          "NOT_FOUND",
          "The folder of this store no longer exists. Restore it, or remove the store from the list.",
        );
      }
      return shell.open(client, path);
    }),
    forget: shell.recents.forget.handler(({ input, context: { shell } }) => shell.forget(input.id)),
  },
  stores: {
    initial: shell.stores.initial.handler(({ context: { shell, client } }) => shell.initial(client)),
    create: shell.stores.create.handler(({ input, context: { shell, client } }) =>
      shell.create(client, input.name),
    ),
    createSample: shell.stores.createSample.handler(({ context: { shell, client } }) =>
      shell.createSample(client),
    ),
    close: shell.stores.close.handler(({ input, context: { shell, client } }) =>
      shell.close(client, input.store),
    ),
    reload: shell.stores.reload.handler(({ input, context: { shell } }) => shell.host.reload(input.store)),
    select: shell.stores.select.handler(({ input, context: { shell, client } }) =>
      shell.select(client, input.store, input.key),
    ),
    splitKeys: shell.stores.splitKeys.handler(({ input, context: { shell } }) =>
      shell.splitKeys(input.store, input.separator),
    ),
  },
});
