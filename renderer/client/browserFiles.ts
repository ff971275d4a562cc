import { z } from "zod";
import { fileTicket } from "../../shared/contract/schemas.ts";
import type { ChosenFile, Files, TakeOptions } from "./files.ts";

const uploaded = z.object({ file: fileTicket, name: z.string(), bytes: z.int() });
const prepared = z.object({ file: fileTicket });

/** Files by upload and download. */
export const browserFilesWith = (key: string | null): Files => ({
  async chooseImport(options) {
    const file = await pickFile();
    return file && upload(file, key, options);
  },
  fromDrop: (file, options) => upload(file, key, options),
  async saveAs(suggestedName) {
    const response = await fetch(`/downloads?name=${encodeURIComponent(suggestedName)}`, {
      method: "POST",
      headers: keyHeader(key),
    });
    if (!response.ok) throw new Error(`The download could not be prepared. ${await response.text()}`);
    const { file } = prepared.parse(await response.json());
    return { file, name: suggestedName, deliver: async () => download(file, suggestedName) };
  },
});

const keyHeader = (key: string | null) => ({ "strata-key": key ?? "" });

function pickFile(): Promise<File | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,.ndjson,.jsonl,.strata,application/json";
  input.hidden = true;
  document.body.append(input);
  return new Promise<File | null>((resolve) => {
    input.addEventListener("change", () => resolve(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  }).finally(() => input.remove());
}

/** `fetch` does not report the progress of an upload, so this uses XMLHttpRequest. */
function upload(
  file: File,
  key: string | null,
  { onProgress, signal }: TakeOptions = {},
): Promise<ChosenFile> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const request = new XMLHttpRequest();
    const abort = () => {
      request.abort();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", (event) => onProgress?.(event.loaded, file.size));
    request.addEventListener("error", () => {
      reject(new Error(`“${file.name}” could not be uploaded: the connection to Strata was lost.`));
    });
    request.addEventListener("load", () => {
      if (request.status !== 200) {
        const reason = request.responseText || `Strata answered with status ${request.status}.`;
        return reject(new Error(`“${file.name}” could not be uploaded. ${reason}`));
      }
      const answer = uploaded.safeParse(JSON.parse(request.responseText));
      if (answer.success) resolve(answer.data);
      else reject(new Error(`“${file.name}” was uploaded, but Strata's answer makes no sense.`));
    });
    request.addEventListener("loadend", () => signal?.removeEventListener("abort", abort));
    request.open("POST", `/files?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    for (const [name, value] of Object.entries(keyHeader(key))) request.setRequestHeader(name, value);
    request.send(file);
  });
}

function download(ticket: string, name: string): void {
  const link = document.createElement("a");
  link.href = `/downloads/${encodeURIComponent(ticket)}`;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}
