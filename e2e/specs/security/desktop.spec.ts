import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";

test.skip(({ shell }) => shell !== "electron", "these rules are the desktop shell's");
test.use({ consoleErrors: "expected" });

/** Sends frames over a port of its own to one contract, and gives what comes back within a moment. */
function sendOverPort(page: Page, contract: string, frames: readonly unknown[]): Promise<readonly string[]> {
  return page.evaluate(
    async ([name, sent]) => {
      const port = await new Promise<MessagePort | null>((resolve) => {
        const receive = ({ data, ports }: MessageEvent) => {
          if (data === `strata:port:${name}` && ports[0]) resolve(ports[0]);
        };
        window.addEventListener("message", receive);
        window.postMessage(`strata:connect:${name}`, location.origin);
        setTimeout(() => resolve(null), 1000);
      });
      if (!port) return ["no port"];
      const heard: string[] = [];
      port.addEventListener("message", ({ data }) => heard.push(String(data)));
      port.addEventListener("close", () => heard.push("closed"));
      port.start();
      for (const frame of sent) port.postMessage(frame);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return heard;
    },
    [contract, frames] as const,
  );
}

const call = (path: string, input?: unknown) =>
  JSON.stringify({ i: "1", p: { u: path, b: { json: input } } });

/** That the app still answers, in the window as in the engine. */
async function expectAlive(page: Page): Promise<void> {
  const [about] = await sendOverPort(page, "shell", [call("/about")]);
  expect(about).toContain('"shell":"desktop"');
  const [status] = await sendOverPort(page, "engine", [call("/stores/status", { store: "none" })]);
  expect(status).toContain("NOT_FOUND");
}

test("nothing outside the page can be read by its scheme", async ({ strata }) => {
  const { page, app } = strata;
  const statuses = await page.evaluate(async () => {
    const answers: Record<string, number | string> = {};
    const paths = [
      "/../package.json",
      "/%2e%2e/main/worker.js",
      "/..%2fmain%2fworker.js",
      "/assets/..%2f..%2fmain%2fworker.js",
      "/..%5cmain%5cworker.js",
      "/%00",
      "//etc/passwd",
      "/etc/passwd",
    ];
    for (const path of paths) {
      answers[path] = await fetch(`app://strata${path}`).then(({ status }) => status, String);
    }
    return answers;
  });
  for (const [path, status] of Object.entries(statuses)) expect(status, path).toBe(404);

  const methods = await page.evaluate(() =>
    Promise.all(
      ["POST", "PUT", "DELETE", "OPTIONS"].map((method) =>
        fetch("app://strata/index.html", { method }).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    ),
  );
  for (const status of methods) expect([0, 405]).toContain(status);

  const hosts = await app.inMain(({ net }) =>
    Promise.all(
      ["app://evil/index.html", "app://strata.evil/index.html"].map((address) =>
        net.fetch(address).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    ),
  );
  for (const status of hosts) expect([0, 404]).toContain(status);
});

test("the page comes with its policy as a header, and the policy holds", async ({ strata }) => {
  const { page } = strata;
  const policy = await page.evaluate(async () => (await fetch("/")).headers.get("content-security-policy"));
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|\*)/);
  const broken = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "globalThis.inlineRan = true";
    document.head.append(script);
    const image = document.createElement("div");
    image.innerHTML = '<img src="x" onerror="globalThis.handlerRan = true">';
    document.body.append(image);
    const remote = await fetch("https://example.com/").then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Only code made of text: the string is what a policy without 'unsafe-eval' refuses.
    const evaluated = (() => {
      try {
        setTimeout("globalThis.textRan = true" as unknown as () => void, 0);
        return Boolean(new Function("return 1")());
      } catch {
        return false;
      }
    })();
    return { remote, evaluated, inline: "inlineRan" in globalThis, handler: "handlerRan" in globalThis };
  });
  expect(broken).toEqual({ remote: false, evaluated: false, inline: false, handler: false });
});

test("nothing leads away from the page", async ({ strata }) => {
  const { page, app } = strata;
  for (const address of [
    "https://example.com/",
    "file:///etc/passwd",
    "app://evil/",
    "app://strata/other",
    "data:text/html,x",
  ]) {
    await page.evaluate((to) => {
      location.href = to;
    }, address);
    await page.waitForTimeout(200);
    expect(page.url(), address).toBe("app://strata/");
  }
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "https://example.com/";
    link.target = "_blank";
    document.body.append(link);
    link.click();
    window.open("https://example.com/");
    window.open("about:blank");
    const frame = document.createElement("iframe");
    frame.src = "https://example.com/";
    document.body.append(frame);
    const view = document.createElement("webview");
    view.setAttribute("src", "https://example.com/");
    document.body.append(view);
  });
  await page.waitForTimeout(300);
  const shown = await app.inMain(({ webContents }) =>
    webContents.getAllWebContents().map((each) => each.getURL()),
  );
  expect(shown).toEqual(["app://strata/"]);
  await expectAlive(page);
});

test("nothing is downloaded, and no request goes to any other address", async ({ strata }) => {
  const { page, app } = strata;
  await app.inMain(({ session }) => {
    const seen = globalThis as { downloads?: boolean[] };
    seen.downloads = [];
    session.defaultSession.on("will-download", (event) => seen.downloads?.push(event.defaultPrevented));
  });
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["x"]));
    link.download = "x.exe";
    document.body.append(link);
    link.click();
  });
  await expect
    .poll(() => app.inMain(() => (globalThis as { downloads?: boolean[] }).downloads))
    .toEqual([true]);
  const outcome = await app.inMain(({ session }) =>
    session.defaultSession.fetch("https://example.com/").then(({ status }) => String(status), String),
  );
  expect(outcome).toContain("ERR_BLOCKED_BY_CLIENT");
  await expectAlive(page);
});

test("every permission is denied, but for writing text to the clipboard", async ({ strata }) => {
  const { page } = strata;
  const granted = await page.evaluate(async () => {
    const results: Record<string, string> = {};
    for (const name of ["geolocation", "camera", "microphone", "notifications", "midi", "clipboard-read"]) {
      results[name] = await navigator.permissions
        .query({ name: name as PermissionName })
        .then(({ state }) => state, String);
    }
    results["media"] = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => "granted",
      () => "denied",
    );
    results["reading"] = await navigator.clipboard.readText().then(
      () => "granted",
      () => "denied",
    );
    results["writing"] = await navigator.clipboard.writeText("text").then(
      () => "granted",
      () => "denied",
    );
    return results;
  });
  const { writing, ...others } = granted;
  expect(writing).toBe("granted");
  for (const [name, state] of Object.entries(others)) expect(state, name).toBe("denied");
});

test("another page gets no port and no file, even with our own preload", async ({ strata }) => {
  const { page, app } = strata;
  const heard = await app.inMain(async ({ app: ours, BrowserWindow }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload: `${ours.getAppPath()}/dist/preload/bridge.cjs`, sandbox: true },
    });
    await window.loadURL("data:text/html,<title>foreign</title>");
    const answer: unknown = await window.webContents.executeJavaScript(`
      new Promise(async (resolve) => {
        const heard = [];
        window.addEventListener("message", ({ ports }) => { if (ports.length > 0) heard.push("port"); });
        for (const contract of ["engine", "shell", "desktop"]) window.postMessage("strata:connect:" + contract, "*");
        const input = new File(["{}"], "x.json");
        await window.strataDesktop.takeFile(input).catch((error) => heard.push(error.message));
        setTimeout(() => resolve(heard), 500);
      })`);
    window.destroy();
    return answer;
  });
  expect(heard).toEqual(["This page may not open files."]);
  await expectAlive(page);
});

test("a frame inside our own page gets no port, from the page as from the main process", async ({
  strata,
}) => {
  const { page, app } = strata;
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
  });
  const heard = await app.inMain(async ({ BrowserWindow }) => {
    const [frame] = BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.frames ?? [];
    if (!frame) return ["no frame"];
    const answer: unknown = await frame.executeJavaScript(`new Promise((resolve) => {
      const heard = ["strataDesktop", "require"].filter((name) => name in window);
      const note = ({ ports }) => { if (ports.length > 0) heard.push("port"); };
      for (const listening of [window, parent]) listening.addEventListener("message", note);
      for (const contract of ["engine", "shell", "desktop"]) {
        for (const target of [window, parent]) target.postMessage("strata:connect:" + contract, "*");
      }
      setTimeout(() => resolve(heard), 500);
    })`);
    return answer;
  });
  expect(heard).toEqual([]);
  await expectAlive(page);
});

test("messages that make no sense, or are too large, end their port and nothing else", async ({ strata }) => {
  const { page } = strata;
  const hostile: unknown[][] = [
    ["{"],
    ["null"],
    [42],
    [{ i: "1", p: { u: "/about" } }],
    [new Array(10).fill("[]")],
    ['{"i":"1","p":{"u":"http://[","b":1}}'],
    ["x".repeat(2 * 1024 ** 2)],
  ];
  for (const contract of ["engine", "shell", "desktop"]) {
    for (const frames of hostile) await sendOverPort(page, contract, frames);
  }
  await expectAlive(page);
});

test("only https addresses are handed to the system, and only after a look at them", async ({ strata }) => {
  const { page, app } = strata;
  await app.inMain(({ shell, dialog }) => {
    const record = globalThis as { opened?: string[]; asked?: number };
    record.opened = [];
    record.asked = 0;
    shell.openExternal = async (address) => {
      record.opened?.push(address);
    };
    dialog.showMessageBox = (async () => {
      record.asked = (record.asked ?? 0) + 1;
      return { response: record.asked === 1 ? 1 : 0, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
  });
  const refused = [
    "file:///etc/passwd",
    "javascript:alert(1)",
    "smb://server/share",
    "http://example.com/",
    "https://user:word@example.com/",
    "ms-settings:",
    "vbscript:x",
  ];
  for (const url of refused) {
    const [answer] = await sendOverPort(page, "desktop", [call("/openExternal", { url })]);
    expect(answer, url).toMatch(/FAILED|BAD_REQUEST|INVALID/);
  }
  const opened = () =>
    app.inMain(() => {
      const { opened: addresses, asked } = globalThis as { opened?: string[]; asked?: number };
      return { addresses, asked };
    });
  expect(await opened()).toEqual({ addresses: [], asked: 0 });
  await sendOverPort(page, "desktop", [call("/openExternal", { url: "https://example.com/a" })]);
  expect(await opened()).toEqual({ addresses: [], asked: 1 });
  await sendOverPort(page, "desktop", [call("/openExternal", { url: "https://example.com/a" })]);
  expect(await opened()).toEqual({ addresses: ["https://example.com/a"], asked: 2 });
});
