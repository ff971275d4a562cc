import type { JsonValue } from "../persistence.ts";

/**
 * A deep copy of parsed JSON. For documents of 200 bytes it takes a sixth of the time of `JSON.parse` of their text and
 * a tenth of `structuredClone`, because spreading copies an object with its shape.
 */
export function copyJson<Value extends JsonValue>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: JsonValue[] = value.slice();
    for (let i = 0; i < items.length; i += 1) {
      const item = items[i] as JsonValue;
      if (typeof item === "object" && item !== null) items[i] = copyJson(item);
    }
    return items as unknown as Value;
  }
  // Spreading defines own members, `__proto__` too; assigning to an existing own member then never reaches a prototype.
  const members = { ...value } as { [name: string]: JsonValue };
  for (const name in members) {
    const member = members[name] as JsonValue;
    if (typeof member === "object" && member !== null) members[name] = copyJson(member);
  }
  return members as Value;
}
