import { randomBytes, randomInt } from "node:crypto";

/** Every server of this machine, of every user, can be at this address, so they share its cookies and storage. */
export const SHARED_ADDRESS = "127.0.0.1";

/**
 * A host name that only this server has. Chromium and Firefox themselves resolve names below `.localhost` to the
 * loopback interface (RFC 6761, section 6.3).
 */
export const ownName = (): string => `${randomBytes(16).toString("hex")}.localhost`;

/**
 * For browsers that do not resolve such names: a loopback address that probably no other server has. Linux and Windows
 * have all of 127.0.0.0/8, macOS only one address.
 */
export const ownAddress = (): string => `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
