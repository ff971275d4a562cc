import {
  canonicalDecimal,
  ExactNumber,
  type ExactValue,
  isExactArray,
  isExactObject,
} from "../json/index.ts";
import { NAME_PREFIX, type Token, type TokenObject } from "./token.ts";

/**
 * Turns exact JSON trees into tokens. Structurally equal values (rule V6) become the same token, whatever the order of
 * their members, and `1.0` equals `1`. Linear in the size of the trees.
 */
export class Interner {
  readonly #leaves = new Map<string, number>();
  readonly #numbers = new Map<number, string>();
  readonly #containers = new Map<string, Token>();
  readonly #ids = new Map<Token, number>();
  #lastId = 0;

  intern(value: ExactValue): Token {
    if (isExactArray(value)) return this.#array(value);
    if (isExactObject(value)) return this.#object(value);
    return this.#leaf(value);
  }

  #leaf(value: Exclude<ExactValue, readonly ExactValue[] | ReadonlyMap<string, ExactValue>>): string {
    if (typeof value === "string") return `"${value}`;
    if (typeof value === "number") {
      let token = this.#numbers.get(value);
      if (token === undefined) {
        token = `#${canonicalDecimal(String(value))}`;
        this.#numbers.set(value, token);
      }
      return token;
    }
    if (value instanceof ExactNumber) return `#${canonicalDecimal(value.literal)}`;
    return String(value);
  }

  #array(items: readonly ExactValue[]): Token {
    const tokens = items.map((item) => this.intern(item));
    return this.#shared(`[${tokens.map((token) => this.#idOf(token)).join()}`, tokens);
  }

  #object(members: ReadonlyMap<string, ExactValue>): Token {
    const tokens = Object.create(null) as Record<string, Token>;
    const parts: string[] = [];
    for (const [name, member] of members) {
      const token = this.intern(member);
      tokens[NAME_PREFIX + name] = token;
      parts.push(`${this.#leafId(NAME_PREFIX + name)}:${this.#idOf(token)}`);
    }
    return this.#shared(`{${parts.sort().join()}`, tokens as TokenObject);
  }

  #shared(content: string, made: Token): Token {
    const known = this.#containers.get(content);
    if (known !== undefined) return known;
    this.#containers.set(content, made);
    this.#ids.set(made, ++this.#lastId);
    return made;
  }

  #idOf(token: Token): number {
    return typeof token === "string" ? this.#leafId(token) : (this.#ids.get(token) ?? 0);
  }

  #leafId(leaf: string): number {
    let id = this.#leaves.get(leaf);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#leaves.set(leaf, id);
    }
    return id;
  }
}
