import { describe, expect, it } from "vitest";
import { mayOpen } from "./externalAddress.ts";

describe("mayOpen", () => {
  it.each(["https://example.com/", "https://example.com:8443/a?b#c", "HTTPS://EXAMPLE.COM"])(
    "lets %s out",
    (address) => {
      expect(mayOpen(address)).toBe(true);
    },
  );

  it.each([
    "http://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://server/share",
    "\\\\server\\share",
    "mailto:somebody@example.com",
    "vscode://file/etc/passwd",
    "ms-msdt:/id",
    "app://strata/",
    "https://name:word@example.com/",
    "https://name@example.com/",
    " ",
    "",
    "example.com",
    "//example.com",
  ])("keeps %j in", (address) => {
    expect(mayOpen(address)).toBe(false);
  });
});
