import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  SelectValue,
} from "react-aria-components";
import menu from "./Menu.module.css";
import { Popover } from "./Popover.tsx";
import styles from "./Select.module.css";

export interface SelectOption<Id extends string> {
  readonly id: Id;
  readonly name: string;
  readonly description?: string | undefined;
}

export interface SelectProps<Id extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: readonly SelectOption<Id>[];
  readonly value: Id | null;
  readonly onChange: (id: Id) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
}

/** One choice out of a few. */
export function Select<Id extends string>({
  label,
  hideLabel = false,
  options,
  value,
  onChange,
  placeholder,
  isDisabled = false,
  className,
}: SelectProps<Id>) {
  return (
    <AriaSelect
      className={clsx(styles.select, className)}
      value={value}
      onChange={(id) => onChange(id as Id)}
      isDisabled={isDisabled}
      {...(placeholder ? { placeholder } : {})}
    >
      <Label className={hideLabel ? "visually-hidden" : (styles.label ?? "")}>{label}</Label>
      <Button className={styles.button ?? ""}>
        <SelectValue className={styles.value ?? ""}>
          {({ defaultChildren, isPlaceholder }) =>
            isPlaceholder ? defaultChildren : (options.find((option) => option.id === value)?.name ?? value)
          }
        </SelectValue>
        <ChevronDown aria-hidden />
      </Button>
      <Popover>
        <ListBox className={menu.menu ?? ""} items={options as Iterable<SelectOption<Id>>}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={menu.item ?? ""}>
              <span className={menu.text}>
                {option.name}
                {option.description ? <span className={menu.description}>{option.description}</span> : null}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
