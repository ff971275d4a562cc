const weekday = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const dated = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** The midnight that the day began with, by the person's clock; NaN for no time. Milliseconds. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** A heading for a day: "today", "yesterday", "Monday 3 October", "3 October 2024". */
export function dayName(at: number, now: number): string {
  if (!Number.isFinite(at)) return "Unknown day";
  const days = Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
  if (days === 0 || days === 1) return capitalised(relative.format(-days, "day"));
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? weekday.format(at) : dated.format(at);
}

const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
