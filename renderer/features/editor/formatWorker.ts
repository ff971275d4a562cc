import { formatJson } from "../../../shared/json/index.ts";

export interface FormatRequest {
  readonly id: number;
  readonly text: string;
  readonly indent: number;
}

export interface FormatAnswer {
  readonly id: number;
  readonly text: string;
  readonly error: string | null;
}

self.addEventListener("message", ({ data: { id, text, indent } }: MessageEvent<FormatRequest>) => {
  let answer: FormatAnswer;
  try {
    answer = { id, text: formatJson(text, indent), error: null };
  } catch (error) {
    answer = { id, text: "", error: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
});
