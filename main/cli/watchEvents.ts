import type { SnapshotRule, WatchEvent, WatchState, WatchStatus } from "../engine/index.ts";

/** What a watched file gives to tell. */
export type Told =
  | WatchEvent
  | { readonly kind: "watching"; readonly status: WatchStatus; readonly store: string }
  | { readonly kind: "state"; readonly state: WatchState }
  | { readonly kind: "polling"; readonly reason: string };

/** An event as a line of JSON, and as a line for people. */
export function told(event: Told, name: string): { readonly json: string; readonly line: string } {
  switch (event.kind) {
    case "watching": {
      const { path, rule } = event.status;
      return {
        json: JSON.stringify({ event: "watching", file: path, store: event.store, rule: ruleWord(rule) }),
        line: `Watching ${path}, its history is in ${event.store}. Ctrl+C ends it.`,
      };
    }
    case "tookIn": {
      const { revision, snapshot, collided } = event;
      const how = collided
        ? `what another program wrote to ${name} at the moment when Strata wrote it, now the present`
        : `what ${name} says`;
      return {
        json: JSON.stringify({ event: "tookIn", revision, snapshot, collided }),
        line: `r${revision}: ${how}${snapshot === null ? "" : `, snapshot ${snapshot}`}.`,
      };
    }
    case "wrote":
      return {
        json: JSON.stringify({ event: "wrote", revision: event.revision }),
        line: `r${event.revision}: written to ${name}.`,
      };
    case "polling":
      return {
        json: JSON.stringify({ event: "polling", reason: event.reason }),
        line: `The system reports no changes of ${name} (${event.reason}). Its date is compared four times a second instead.`,
      };
    case "state": {
      const { kind, ...why } = event.state;
      return {
        json: JSON.stringify({ event: "state", state: kind, ...why }),
        line: stateLine(event.state, name),
      };
    }
  }
}

function stateLine(state: WatchState, name: string): string {
  switch (state.kind) {
    case "inStep":
      return `${name} and the store say the same.`;
    case "noFile":
      return `${name} is deleted, and the store is empty with it. A restore brings it back.`;
    case "unreadable":
      return `${name} holds no JSON just now: ${state.message} The store stays as it was.`;
    case "elsewhere":
      return `${name} is watched by another process, which keeps it and the store in step. This one takes over when that ends.`;
    case "failed":
      return `${name} can't be read or written just now: ${state.message}`;
  }
}

function ruleWord(rule: SnapshotRule): string {
  if (rule.kind === "interval") return `minutes:${rule.minutes}`;
  return rule.kind === "never" ? "manual" : "every";
}
