import { Button } from "react-aria-components";
import { visible } from "../../../shared/diff/index.ts";
import { typeOf } from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { formatBytes } from "../../ui/index.ts";
import type { CodeProblem } from "./jsonCode.ts";
import styles from "./ValueStatus.module.css";

interface ValueStatusProps {
  readonly text: JsonText | null;
  readonly size: number;
  /** Whether only the beginning is here, and the rest on its way. */
  readonly isReading: boolean;
  readonly problem: CodeProblem | null;
  readonly onGoToProblem: (offset: number) => void;
}

/** What kind of value it is, and why what was typed isn't one. */
export function ValueStatus({ text, size, isReading, problem, onGoToProblem }: ValueStatusProps) {
  return (
    <footer className={styles.status}>
      {problem ? (
        <Button
          className={styles.problem ?? ""}
          aria-label={`Go to the problem: ${visible(problem.message)}`}
          onPress={() => onGoToProblem(problem.offset)}
        >
          <span className={styles.message}>{visible(problem.message)}</span>
          <span className={styles.place}>
            line {problem.line}, column {problem.column}
          </span>
        </Button>
      ) : (
        <span className={styles.kind}>
          {text === null ? "new" : typeOf(text)}, {formatBytes(size)}
          {isReading ? ", reading the rest…" : null}
        </span>
      )}
    </footer>
  );
}
