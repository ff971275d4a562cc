import type { ServerResponse } from "node:http";
import type { Refusal } from "./admission.ts";

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(text);
}

export function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}

/** Refuses and closes the connection, without waiting for the rest of the request's body. */
export function answerRefusal(response: ServerResponse, { status, reason }: Refusal): void {
  response.setHeader("connection", "close");
  answerText(response, status, reason);
}
