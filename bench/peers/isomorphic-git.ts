import fs, { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import git, { TREE } from "isomorphic-git";
import type { Document } from "../documents.ts";
import type { OpenPeer, Peer } from "./peer.ts";
import { writeSynced } from "./synced-file.ts";

/** It opens all files that it adds at once, and the system limits open files. */
const ADDED_TOGETHER = 10_000;

const author = { name: "bench", email: "bench@example.org" };

/** Git in JavaScript over a work tree with one file for each key. */
export const peer: Peer = {
  async open(directory): Promise<OpenPeer> {
    const repository = { fs, dir: directory, cache: {} };
    if (!existsSync(join(directory, ".git"))) await git.init(repository);
    const changed = new Set<string>();
    const put = ({ key, value }: Document) => {
      writeSynced(join(directory, key), JSON.stringify(value));
      changed.add(key);
    };
    return {
      async load(documents) {
        const keys: string[] = [];
        for (const { key, value } of documents) {
          mkdirSync(join(directory, dirname(key)), { recursive: true });
          writeFileSync(join(directory, key), JSON.stringify(value));
          keys.push(key);
        }
        for (let from = 0; from < keys.length; from += ADDED_TOGETHER) {
          await git.add({ ...repository, filepath: keys.slice(from, from + ADDED_TOGETHER) });
        }
        await git.commit({ ...repository, author, message: "load" });
      },
      set: put,
      setMany(documents) {
        for (const document of documents) put(document);
      },
      get: (key) => JSON.parse(readFileSync(join(directory, key), "utf8")),
      async commit() {
        if (changed.size > 0) await git.add({ ...repository, filepath: [...changed] });
        changed.clear();
        return git.commit({ ...repository, author, message: "snapshot" });
      },
      async compare(from, to) {
        let differing = 0;
        await git.walk({
          ...repository,
          trees: [TREE({ ref: from }), TREE({ ref: to })],
          map: async (_path, [before, after]) => {
            if ((await before?.oid()) === (await after?.oid())) return null;
            if ((await after?.type()) === "tree") return undefined;
            await Promise.all([before?.content(), after?.content()]);
            differing++;
            return undefined;
          },
        });
        return differing;
      },
      restore: (state) => git.checkout({ ...repository, ref: state, force: true, noUpdateHead: true }),
      async history(key) {
        const commits = await git.log({ ...repository, filepath: key });
        for (const { oid } of commits) await git.readBlob({ ...repository, oid, filepath: key });
        return commits.length;
      },
      close() {},
    };
  },
};
