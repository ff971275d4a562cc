import type { MessagePort } from "node:worker_threads";
import type { Frame, FrameChannel } from "./channel.ts";

/** Bytes that may be unacknowledged before a sender must wait. */
const WINDOW = 8 * 1024 * 1024;

/**
 * Frames over a MessagePort between two threads, with acknowledgements, so that at most one window of frames queues up:
 * a frame is sent unchanged, an acknowledgement as its size. Bytes are transferred, not copied.
 */
export class PortChannel implements FrameChannel {
  readonly #port: MessagePort;
  readonly #bytes: boolean;
  readonly #closeListeners: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #underWay = 0;
  #closed = false;

  /** With `bytes`, every frame is sent as bytes, for a receiver that only forwards it. */
  constructor(port: MessagePort, { bytes = false }: { readonly bytes?: boolean } = {}) {
    this.#port = port;
    this.#bytes = bytes;
    port.on("close", () => {
      this.#closed = true;
      this.#release();
      for (const listener of this.#closeListeners) listener();
    });
  }

  async send(frame: Frame): Promise<void> {
    if (this.#closed) return;
    this.#underWay += this.#post(frame);
    if (this.full) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whether the next frame must wait. */
  get full(): boolean {
    return this.#underWay > WINDOW && !this.#closed;
  }

  onFrame(listener: (frame: Frame) => void | Promise<void>): void {
    this.#port.on("message", (message: unknown) => {
      if (typeof message === "number") {
        this.#underWay -= message;
        if (this.#underWay <= WINDOW) this.#release();
        return;
      }
      const frame = message as Frame;
      // Measured now, because a listener may transfer the bytes elsewhere.
      const size = typeof frame === "string" ? frame.length : frame.byteLength;
      void Promise.resolve(listener(frame)).finally(() => this.#acknowledge(size));
    });
  }

  onClose(listener: () => void): void {
    if (this.#closed) listener();
    else this.#closeListeners.push(listener);
  }

  close(): void {
    this.#port.close();
  }

  /** Returns the size of the sent frame. */
  #post(frame: Frame): number {
    if (typeof frame === "string" && !this.#bytes) {
      this.#port.postMessage(frame);
      return frame.length;
    }
    const bytes = typeof frame === "string" ? new TextEncoder().encode(frame) : frame;
    const size = bytes.byteLength;
    this.#port.postMessage(bytes, [bytes.buffer]);
    return size;
  }

  #acknowledge(size: number): void {
    if (!this.#closed) this.#port.postMessage(size);
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
