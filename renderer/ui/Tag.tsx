import { X } from "lucide-react";
import { Button } from "react-aria-components";
import styles from "./Tag.module.css";

export interface TagProps {
  readonly name: string;
  readonly onRemove?: (() => void) | undefined;
}

/** A tag as a chip; with `onRemove`, one that can be taken off. */
export function Tag({ name, onRemove }: TagProps) {
  return (
    <span className={styles.tag} title={name}>
      <span className={styles.name}>{name}</span>
      {onRemove ? (
        <Button className={styles.remove ?? ""} aria-label={`Remove tag ${name}`} onPress={onRemove}>
          <X />
        </Button>
      ) : null}
    </span>
  );
}
