import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { Admission, type Admitted } from "./admission.ts";

const PORT = 4711;
const NAME = "strata.localhost";
const HOST = `${NAME}:${PORT}`;
const tokenOf = ({ addresses: [address = ""] }: Admission) =>
  new URL(address).searchParams.get("token") ?? "";
const withCookie = (value: string) =>
  ({ headers: { cookie: `strata-${PORT}=${value}` } }) as unknown as IncomingMessage;
const withKey = (key: string) => ({ headers: { "strata-key": key } }) as unknown as IncomingMessage;
const sessionOf = (admitted: Admitted | null) =>
  /^[^=]*=([^;]*)/.exec(admitted?.headers["set-cookie"] ?? "")?.[1] ?? "";
const keyOf = (admitted: Admitted | null) => /#key=(.*)$/.exec(admitted?.location ?? "")?.[1] ?? "";

/** A comparison that records its arguments and always returns the same. */
function recording(verdict: boolean) {
  const compared: [given: Uint8Array, expected: Uint8Array][] = [];
  const equal = (given: Uint8Array, expected: Uint8Array) => {
    compared.push([given, expected]);
    return verdict;
  };
  return { compared, equal };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();

describe("the token, the cookie and the key are compared", () => {
  const guesses = (secret: string) => [
    "",
    "x",
    secret.slice(0, -1),
    `${secret.slice(0, -1)}!`,
    secret.repeat(1000),
  ];

  it("as digests of one length, however long a guess is and however much of it is right", () => {
    const { compared, equal } = recording(false);
    const admission = new Admission([NAME], PORT, equal);
    const token = tokenOf(admission);
    for (const guess of guesses(token)) {
      expect(admission.redeem(guess, HOST)).toBeNull();
      expect(compared.at(-1)).toEqual([sha256(guess), sha256(token)]);
      expect(admission.refuseStranger(withCookie(guess))).toMatchObject({ status: 401 });
      expect(compared.at(-1)?.map(({ length }) => length)).toEqual([32, 32]);
      expect(admission.refuseKeyless(withKey(guess))).toMatchObject({ status: 401 });
      expect(compared.at(-1)?.map(({ length }) => length)).toEqual([32, 32]);
    }
    expect(compared).toHaveLength(3 * guesses(token).length);
  });

  it("by nothing else: what the comparison in constant time says holds, right or wrong", () => {
    const refusing = new Admission([NAME], PORT, recording(false).equal);
    expect(refusing.redeem(tokenOf(refusing), HOST)).toBeNull();
    const admitting = new Admission([NAME], PORT, recording(true).equal);
    expect(admitting.redeem("wrong", HOST)).not.toBeNull();
    expect(admitting.refuseStranger(withCookie("wrong"))).toBeNull();
    expect(admitting.refuseKeyless(withKey("wrong"))).toBeNull();
  });

  it("and only the right ones are let in", () => {
    const admission = new Admission([NAME], PORT);
    const token = tokenOf(admission);
    for (const guess of guesses(token)) expect(admission.redeem(guess, HOST)).toBeNull();
    const admitted = admission.redeem(token, HOST);
    const session = sessionOf(admitted);
    for (const guess of guesses(session)) {
      expect(admission.refuseStranger(withCookie(guess))).toMatchObject({ status: 401 });
    }
    expect(admission.refuseStranger(withCookie(session))).toBeNull();
    const key = keyOf(admitted);
    for (const guess of guesses(key)) {
      expect(admission.refuseKeyless(withKey(guess))).toMatchObject({ status: 401 });
    }
    expect(admission.refuseKeyless(withKey(session))).toMatchObject({ status: 401 });
    expect(admission.refuseKeyless(withKey(key))).toBeNull();
  });
});
