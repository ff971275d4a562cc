import clsx from "clsx";
import styles from "./Author.module.css";
import { visibleName } from "./visibleName.ts";

/** Who made a revision: on one line, cut where it is long, and with a reading order of its own. */
export function Author({
  name,
  className,
}: {
  readonly name: string;
  readonly className?: string | undefined;
}) {
  const shown = visibleName(name);
  return (
    <bdi className={clsx(styles.author, className)} title={`By ${shown}`}>
      {shown}
    </bdi>
  );
}
