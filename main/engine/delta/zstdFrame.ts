/** Bytes of the size field, by the first two bits of the frame's descriptor. */
const FIELD = [0, 2, 4, 8] as const;

/** Bytes of the dictionary id, by the last two. */
const DICTIONARY_FIELD = [0, 1, 2, 4] as const;

const MAGIC = 0xfd2fb528;

/**
 * The decoded size that a zstd frame states; undefined if it states none or is not a frame (RFC 8878, 3.1.1.1). In a
 * damaged frame it may be wrong.
 */
export function sizeInFrame(frame: Uint8Array): number | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length < 18 || view.getUint32(0, true) !== MAGIC) return undefined;
  const descriptor = view.getUint8(4);
  const single = (descriptor & 0x20) !== 0;
  const at = 5 + (single ? 0 : 1) + (DICTIONARY_FIELD[descriptor & 3] as number);
  switch (FIELD[descriptor >> 6]) {
    case 0:
      return single ? view.getUint8(at) : undefined;
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
