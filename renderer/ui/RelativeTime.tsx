import { useSyncExternalStore } from "react";
import { exactTime, relativeTime } from "./time.ts";

export interface RelativeTimeProps {
  /** Milliseconds since 1970-01-01 UTC, or ISO 8601. */
  readonly at: number | string;
  readonly className?: string | undefined;
}

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page, so that ten thousand of them need one timer. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How long ago, in the person's language; the exact time on hover. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const moment = typeof at === "number" ? at : Date.parse(at);
  const current = useSyncExternalStore(subscribe, () => now);
  return (
    <time
      dateTime={Number.isFinite(moment) ? new Date(moment).toISOString() : undefined}
      title={exactTime(moment)}
      className={className}
    >
      {relativeTime(moment, Math.max(current, Date.now() - 15_000))}
    </time>
  );
}
