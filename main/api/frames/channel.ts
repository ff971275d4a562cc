/** One message of a contract, encoded: UTF-8 text, as a string or as its bytes. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/** A two-way channel of frames. */
export interface FrameChannel {
  /** Sends a frame. Resolves when the next one may be sent, and never rejects. */
  send(frame: Frame): Promise<void>;
  /**
   * Calls the listener for each incoming frame. Must be called once at each end before the channel works. While a
   * returned promise is pending, the other side counts the frame as unacknowledged.
   */
  onFrame(listener: (frame: Frame) => void | Promise<void>): void;
  /** Calls the listener once, when either side has closed the channel. */
  onClose(listener: () => void): void;
  close(): void;
}

/** The codec's output as a frame. */
export function toFrame(message: string | ArrayBufferLike | Uint8Array): Frame {
  return typeof message === "string" ? message : new Uint8Array(message as ArrayBuffer);
}
