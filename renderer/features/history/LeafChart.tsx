import { useMemo } from "react";
import { exactTime } from "../../ui/index.ts";
import { chartOf } from "./chart.ts";
import styles from "./LeafChart.module.css";
import type { KeyVersion } from "./versions.ts";

export interface LeafChartProps {
  readonly versions: readonly KeyVersion[];
  readonly chosen: number;
  /** A point was clicked: that moment is wanted. */
  readonly onGoTo: (version: KeyVersion) => void;
}

/** Pixels of the drawing's own box; it is scaled to the room there is. */
const WIDTH = 300;
const HEIGHT = 48;

/** A number or boolean over its versions; nothing for other values. The list beside it is the way by keyboard. */
export function LeafChart({ versions, chosen, onGoTo }: LeafChartProps) {
  const chart = useMemo(() => chartOf(versions, WIDTH, HEIGHT), [versions]);
  if (chart === null) return null;
  return (
    <div className={styles.chart}>
      <svg
        className={styles.drawing}
        viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`}
        role="img"
        aria-label={`From ${chart.lowest.toLocaleString()} to ${chart.highest.toLocaleString()} over ${versions.length.toLocaleString()} versions`}
      >
        <path className={styles.line} d={chart.path} />
        {chart.points.map(({ index, x, y }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list of versions is the way by keyboard
          <circle
            key={index}
            className={styles.point}
            data-chosen={index === chosen || undefined}
            cx={x}
            cy={y}
            r={index === chosen ? 4 : 2.5}
            onClick={() => {
              const version = versions[index];
              if (version !== undefined) onGoTo(version);
            }}
          >
            <title>{titleOf(versions[index])}</title>
          </circle>
        ))}
      </svg>
      <div className={styles.range}>
        <span>{chart.highest.toLocaleString()}</span>
        <span>{chart.lowest.toLocaleString()}</span>
      </div>
    </div>
  );
}

/** "0.25, 3 October 2026 at 14:02:11" */
const titleOf = (version: KeyVersion | undefined) =>
  version === undefined ? "" : `${version.text}, ${exactTime(version.revision.at)}`;
