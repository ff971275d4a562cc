import { readFile } from "node:fs/promises";
import { protocol } from "electron";
import { findAsset, PAGE_DIRECTORY } from "../api/page/assets.ts";
import { securityHeaders } from "../api/page/securityHeaders.ts";
import { HOST, ORIGIN, pageUnderDevelopment, SCHEME } from "./page.ts";

/** Has to be called before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the page at `app://strata/`: reads only, this host only. The built one comes from its directory and from nothing
 * outside it; a page under development from its server.
 */
export function servePage(directory: string = PAGE_DIRECTORY): void {
  const page = pageUnderDevelopment();
  protocol.handle(SCHEME, (request) =>
    page === null ? answer(request, directory) : fetch(request.url.replace(ORIGIN, page)),
  );
}

async function answer(request: Request, directory: string): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== "GET") return new Response(null, { status: 405 });
  if (url.host !== HOST) return new Response(null, { status: 404 });
  const asset = await findAsset(directory, url.pathname);
  if (!asset) return new Response(null, { status: 404 });
  return new Response(await readFile(asset.path), {
    headers: { ...securityHeaders(), "content-type": asset.type },
  });
}
