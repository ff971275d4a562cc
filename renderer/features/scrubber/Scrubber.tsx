import { useEffect, useMemo, useState } from "react";
import type { Revision } from "../../../shared/model/index.ts";
import { useApp } from "../../state/app.ts";
import { exactTime, visibleName } from "../../ui/index.ts";
import styles from "./Scrubber.module.css";
import { barsPath, sizePath, snapshotMarks } from "./strip.ts";
import { useBuckets } from "./useBuckets.ts";
import { handlePlace, useScrub } from "./useScrub.ts";

/** Pixels. */
const HEIGHT = 34;

/** All of the store's time in one strip: how much happened, how large the store was, where the snapshots are. */
export function Scrubber() {
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const width = useWidth(frame);
  const snapshots = useApp((state) => state.snapshots);
  const newest = useApp((state) => state.status?.revision ?? (0 as Revision));
  const { buckets, failure } = useBuckets(width);
  const { hovered, isDragging, shown, handlers } = useScrub(buckets, width);
  const size = useMemo(() => ({ width, height: HEIGHT }), [width]);
  const bars = useMemo(() => barsPath(buckets, size), [buckets, size]);
  const line = useMemo(() => sizePath(buckets, size), [buckets, size]);
  const marks = useMemo(() => snapshotMarks(buckets, snapshots, width), [buckets, snapshots, width]);
  const at = hovered === null ? null : nameOf(hovered.revision);

  function nameOf(revision: Revision): string | null {
    const tag = snapshots.find((snapshot) => snapshot.revision === revision)?.tags[0];
    return tag === undefined ? null : visibleName(tag);
  }
  if (newest === 0) return null;
  const place = handlePlace(buckets, shown, width);
  return (
    <section className={styles.strip} aria-label="Time" data-past={shown !== null || undefined}>
      <div
        ref={setFrame}
        role="slider"
        tabIndex={0}
        className={styles.frame}
        aria-label="Moment on show"
        aria-valuemin={buckets[0]?.from ?? 0}
        aria-valuemax={newest}
        aria-valuenow={shown ?? newest}
        aria-valuetext={shown === null ? "Now" : `Revision ${shown.toLocaleString()}`}
        {...handlers}
      >
        <svg className={styles.drawing} width={width} height={HEIGHT} aria-hidden="true">
          <path className={styles.bars} d={bars} />
          <path className={styles.size} d={line} />
          <path className={styles.marks} d={marks} />
          {hovered === null ? null : <path className={styles.pointer} d={`M${hovered.x} 0V${HEIGHT}`} />}
          <path className={styles.handle} d={`M${Math.max(1, Math.min(place, width - 1))} 0V${HEIGHT}`} />
        </svg>
        {hovered === null ? null : (
          <div
            className={styles.tip}
            style={hovered.x < width / 2 ? { left: hovered.x + 8 } : { right: width - hovered.x + 8 }}
          >
            {at === null ? "" : `${at} · `}
            {exactTime(hovered.at)} · r {hovered.revision.toLocaleString()}
            <span className={styles.hint}>
              {isDragging ? "let go to return" : "drag to look, click to stay"}
            </span>
          </div>
        )}
        {failure === null ? null : <div className={styles.failure}>{failure}</div>}
      </div>
      <span className={styles.now}>{shown === null ? "Now" : `r ${shown.toLocaleString()}`}</span>
    </section>
  );
}

function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.round(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
