const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });
const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const wholeDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** Midnight at the start of that day, by the person's clock. */
function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A short time as seen from `now`: "2 min ago", "14:02", "Mon 09:30", "3 Oct", "3 Oct 2024". All in milliseconds. */
export function relativeTime(at: number, now: number): string {
  if (!Number.isFinite(at)) return "unknown time";
  const past = now - at;
  if (Math.abs(past) < MINUTE) return ago.format(0, "second");
  if (past > 0 && past < HOUR) return ago.format(-Math.floor(past / MINUTE), "minute");
  if (startOfDay(at) === startOfDay(now)) return timeOfDay.format(at);
  if (past > 0 && past < 6 * DAY) return weekday.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayOfYear.format(at)
    : wholeDate.format(at);
}

/** The whole date and time to the second, with the zone of the person's clock. `at` in milliseconds. */
export function exactTime(at: number): string {
  return Number.isFinite(at) ? exact.format(at) : "unknown time";
}
