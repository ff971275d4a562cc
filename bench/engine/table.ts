/** One line of the table: a measure, what it should be, and the figure for each number of keys. */
interface Line {
  readonly aim: string;
  readonly figures: Map<string, string>;
}

/** Takes one figure of a measure, with what it should be. */
export type Note = (measure: string, figure: string, aim?: string) => void;

/** Figures as they come in, printed one by one and at the end together. */
export class Table {
  readonly #lines = new Map<string, Line>();
  readonly #columns = new Set<string>();

  note(column: string, ...[measure, figure, aim = ""]: Parameters<Note>): void {
    const line = this.#lines.get(measure) ?? { aim, figures: new Map<string, string>() };
    this.#lines.set(measure, line);
    this.#columns.add(column);
    line.figures.set(column, figure);
    process.stderr.write(`${column.padStart(10)}  ${measure.padEnd(64)}${figure.padStart(24)}   ${aim}\n`);
  }

  /** As Markdown. */
  toString(): string {
    const columns = [...this.#columns];
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [
      row(["measure", ...columns, "aim"]),
      row(["---", ...columns.map(() => "---:"), "---:"]),
      ...[...this.#lines].map(([measure, { aim, figures }]) =>
        row([measure, ...columns.map((column) => figures.get(column) ?? ""), aim]),
      ),
    ].join("\n");
  }
}
