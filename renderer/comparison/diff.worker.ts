import { DiffEngine } from "./engine.ts";
import type { DiffRequest } from "./protocol.ts";

const engine = new DiffEngine((answer) => postMessage(answer));
addEventListener("message", (event: MessageEvent<DiffRequest>) => engine.handle(event.data));
