import type { JsonValue } from "../main/engine/persistence.ts";
import { randomNumbers } from "./random.ts";

/** What a store keeps: a key and its value. */
export interface Document<Value extends JsonValue = JsonValue> {
  readonly key: string;
  readonly value: Value;
}

/** A small record such as an app keeps: about 250 bytes of JSON, most of it stable from one version to the next. */
export type CustomerRecord = {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly address: { readonly street: string; readonly city: string; readonly postcode: string };
  readonly tags: readonly string[];
  readonly active: boolean;
  readonly balance: number;
  readonly orders: number;
  readonly updated: string;
};

const FIRST = [
  "Ada",
  "Grace",
  "Edsger",
  "Barbara",
  "Donald",
  "Frances",
  "Alan",
  "Radia",
  "Niklaus",
  "Margaret",
];
const LAST = [
  "Lovelace",
  "Hopper",
  "Dijkstra",
  "Liskov",
  "Knuth",
  "Allen",
  "Turing",
  "Perlman",
  "Wirth",
  "Hamilton",
];
const CITIES = ["Lisbon", "Tromsø", "Zürich", "Osaka", "Nairobi", "Montréal", "Valparaíso", "Kraków"];
const TAGS = ["new", "wholesale", "newsletter", "overdue", "partner", "export"];

/** The key of the document with this number. Keys are in order of their numbers and group by thousands. */
export function keyOf(number: number): string {
  const digits = String(number).padStart(9, "0");
  return `customer/${digits.slice(0, 6)}/${digits}`;
}

/** The document with this number, after this number of changes; each change alters a few members. */
export function documentOf(number: number, changes = 0): Document<CustomerRecord> {
  const random = randomNumbers(number);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const first = pick(FIRST);
  const last = pick(LAST);
  const value: CustomerRecord = {
    id: number,
    name: `${first} ${last}`,
    email: `${first}.${last}.${number}@example.org`.toLowerCase(),
    address: {
      street: `${1 + Math.floor(random() * 200)} ${pick(LAST)} Street`,
      city: pick(CITIES),
      postcode: String(10_000 + Math.floor(random() * 89_999)),
    },
    tags: [pick(TAGS), pick(TAGS)],
    active: random() > 0.2,
    balance: Math.floor(random() * 1_000_000) / 100 + changes,
    orders: Math.floor(random() * 40) + changes,
    updated: new Date(1_700_000_000_000 + number * 1_000 + changes * 60_000).toISOString(),
  };
  return { key: keyOf(number), value };
}

/** The first `count` documents in key order, made one by one. */
export function* documents(count: number): Generator<Document<CustomerRecord>> {
  for (let number = 0; number < count; number++) yield documentOf(number);
}
