/** One message of a contract, encoded: UTF-8 text, as a string or as its bytes. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/** A way for frames to go both ways. */
export interface FrameChannel {
  /** Sends a frame; settles when there is room for the next one, and never rejects. */
  send(frame: Frame): Promise<void>;
  /**
   * Calls back for each frame that comes in. To be called once at each end: only then does the channel work. While a
   * returned promise is pending, the other side counts the frame as under way.
   */
  onFrame(listener: (frame: Frame) => void | Promise<void>): void;
  /** Calls back once, when the channel is gone, whoever ended it. */
  onClose(listener: () => void): void;
  close(): void;
}

/** What the codec gives, as a frame. */
export function toFrame(message: string | ArrayBufferLike | Uint8Array): Frame {
  return typeof message === "string" ? message : new Uint8Array(message as ArrayBuffer);
}
