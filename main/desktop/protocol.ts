import { readFile } from "node:fs/promises";
import { protocol } from "electron";
import { findAsset, PAGE_DIRECTORY } from "../api/page/assets.ts";
import { securityHeaders } from "../api/page/securityHeaders.ts";
import { HOST, SCHEME } from "./page.ts";

/** Has to be called before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page at `app://strata/`: reads only, this host only, nothing outside its directory. */
export function servePage(directory: string = PAGE_DIRECTORY): void {
  protocol.handle(SCHEME, (request) => answer(request, directory));
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
