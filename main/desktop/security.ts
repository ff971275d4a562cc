import { app, type Session, session, type WebContents } from "electron";
import { ADDRESS, ORIGIN, pageUnderDevelopment, SCHEME } from "./page.ts";

/** What the page may do beyond what every page may: put text on the clipboard when a person asks for it. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(["clipboard-sanitized-write"]);
/** Where the page's requests may go; the developer tools bring their own pages. */
const ALLOWED_SCHEMES: ReadonlySet<string> = new Set([`${SCHEME}:`, "devtools:", "data:", "blob:"]);

/** Refuses everything that the app never does, for all that is ever shown. */
export function secureApp(): void {
  app.on("web-contents-created", (_event, contents) => secureContents(contents));
  secureSession(session.defaultSession);
}

function secureContents(contents: WebContents): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (event.url !== ADDRESS) event.preventDefault();
  };
  contents.on("will-navigate", stay);
  contents.on("will-redirect", stay);
  contents.on("will-frame-navigate", stay);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

function secureSession(ours: Session): void {
  ours.setPermissionRequestHandler((contents, permission, decide) => {
    decide(ALLOWED_PERMISSIONS.has(permission) && contents.getURL() === ADDRESS);
  });
  ours.setPermissionCheckHandler(
    (_contents, permission, origin) =>
      ALLOWED_PERMISSIONS.has(permission) && (origin === ORIGIN || origin === ADDRESS),
  );
  ours.setDevicePermissionHandler(() => false);
  const page = pageUnderDevelopment();
  ours.webRequest.onBeforeRequest(({ url }, decide) => {
    const isReload = page !== null && url.startsWith(`${page.replace("http", "ws")}/`);
    decide({ cancel: !isReload && !ALLOWED_SCHEMES.has(URL.parse(url)?.protocol ?? "") });
  });
  ours.on("will-download", (event) => event.preventDefault());
}
