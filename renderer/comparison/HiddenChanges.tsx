import { Button, formatCount } from "../ui/index.ts";

export interface HiddenChangesProps {
  /** How many changes the rules leave out. */
  readonly count: number;
  /** True while the rules are set aside. */
  readonly areShown: boolean;
  /** Undefined where there is no choice. */
  readonly onShow: ((areShown: boolean) => void) | undefined;
}

/** What the rules leave out: one click shows it, one more hides it again. */
export function HiddenChanges({ count, areShown, onShow }: HiddenChangesProps) {
  if (!areShown && count === 0) return null;
  return (
    <Button variant="quiet" isDisabled={onShow === undefined} onPress={() => onShow?.(!areShown)}>
      {areShown ? "Hide again" : `${formatCount(count, "change")} hidden`}
    </Button>
  );
}
