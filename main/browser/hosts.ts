import { randomBytes, randomInt } from "node:crypto";

/** Every server of this machine, of every user, may be at this address: cookies and storage are shared with them. */
export const SHARED_ADDRESS = "127.0.0.1";

/**
 * A host that only this server has. Chromium and Firefox resolve whatever ends in `.localhost` to the loopback interface by
 * themselves (RFC 6761, section 6.3).
 */
export const ownName = (): string => `${randomBytes(16).toString("hex")}.localhost`;

/**
 * For whoever does not resolve it: a loopback address that no other server is likely to have. Linux and Windows have
 * all of 127.0.0.0/8, macOS one of it.
 */
export const ownAddress = (): string => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
