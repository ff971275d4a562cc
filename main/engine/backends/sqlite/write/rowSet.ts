/** Row numbers that one page of a set stands for. */
const PER_PAGE = 512;

/** A set of row numbers, one bit each. Numbers far from each other, as damage may give, take no room in between. */
export class RowSet {
  readonly #pages = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(row: number): void {
    const number = Math.floor(row / PER_PAGE);
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = new Uint8Array(PER_PAGE / 8);
      this.#pages.set(number, page);
    }
    const [at, bit] = placeOf(row);
    const before = page[at] as number;
    if ((before & bit) !== 0) return;
    page[at] = before | bit;
    this.#size += 1;
  }

  has(row: number): boolean {
    const [at, bit] = placeOf(row);
    return ((this.#pages.get(Math.floor(row / PER_PAGE))?.[at] ?? 0) & bit) !== 0;
  }
}

function placeOf(row: number): [byte: number, bit: number] {
  return [Math.floor((row % PER_PAGE) / 8), 1 << (row % 8)];
}
