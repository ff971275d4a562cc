import { X } from "lucide-react";
import { Button } from "react-aria-components";
import styles from "./Tag.module.css";
import { visibleName } from "./visibleName.ts";

export interface TagProps {
  readonly name: string;
  readonly onRemove?: (() => void) | undefined;
}

/** A tag as a chip; with `onRemove`, one that can be taken off. */
export function Tag({ name, onRemove }: TagProps) {
  const shown = visibleName(name);
  return (
    <span className={styles.tag} title={shown}>
      <span className={styles.name} dir="auto">
        {shown}
      </span>
      {onRemove ? (
        <Button className={styles.remove ?? ""} aria-label={`Remove tag ${shown}`} onPress={onRemove}>
          <X />
        </Button>
      ) : null}
    </span>
  );
}
