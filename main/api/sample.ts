import type { JsonText, Key } from "../../shared/model/index.ts";
import type { EnhancedPersistence } from "../engine/persistence.ts";

const book = (title: string, author: string, year: number, price: number, tags: readonly string[]) => ({
  title,
  author,
  year,
  price,
  tags,
  inStock: true,
});

const books: Readonly<Record<string, ReturnType<typeof book>>> = {
  "books.emma": book("Emma", "Jane Austen", 1815, 7.5, ["novel", "comedy"]),
  "books.frankenstein": book("Frankenstein", "Mary Shelley", 1818, 8, ["novel", "gothic"]),
  "books.middlemarch": book("Middlemarch", "George Eliot", 1871, 11.2, ["novel"]),
  "books.moby-dick": book("Moby-Dick", "Herman Melville", 1851, 9.9, ["novel", "sea"]),
  "books.walden": book("Walden", "Henry David Thoreau", 1854, 6.4, ["essay"]),
  "books.the-time-machine": book("The Time Machine", "H. G. Wells", 1895, 5.9, ["novel", "science fiction"]),
};

const settings = {
  "settings.shop": {
    name: "The Corner Bookshop",
    currency: "EUR",
    opened: "2019-04-01",
    colours: { accent: "#0f766e", paper: "#faf7f0" },
  },
  "settings.shipping": { free: { from: 40, countries: ["DE", "FR", "NL"] }, flat: 4.9 },
  "settings.features": { wishlist: true, reviews: false, giftCards: false },
};

const customers = {
  "customers.1001": { name: "Ada", since: 1704067200000, email: "ada@example.com", points: 120 },
  "customers.1002": { name: "Grace", since: 1709251200000, email: "grace@example.com", points: 45 },
  "customers.1003": { name: "Linus", since: 1717200000000, email: "linus@example.com", points: 0 },
};

const change = (key: string, value: unknown) => ({
  key: key as Key,
  text: (value === undefined ? null : JSON.stringify(value)) as JsonText | null,
});

/** Fills an empty store with a small bookshop and a history: three snapshots and the changes between them. */
export async function fillWithSample(store: EnhancedPersistence): Promise<void> {
  const all = Object.entries({ ...books, ...settings, ...customers });
  await store.write(
    all.map(([key, value]) => change(key, value)),
    { operation: "import", detail: "sample" },
  );
  await store.snapshot({ tags: ["opening"], description: "The shop as it opened" });

  const { "books.moby-dick": mobyDick, "books.walden": walden } = books;
  await store.write([change("books.moby-dick", { ...mobyDick, price: 7.9 })], { operation: "set" });
  await store.write([change("books.walden", { ...walden, price: 4.9, inStock: false })], {
    operation: "set",
  });
  await store.write([change("settings.features", { wishlist: true, reviews: true, giftCards: false })], {
    operation: "set",
  });
  await store.snapshot({ tags: ["summer-sale"], description: "Prices for July" });

  const persuasion = book("Persuasion", "Jane Austen", 1817, 7.5, ["novel"]);
  await store.write([change("books.persuasion", persuasion)], { operation: "set" });
  await store.write([change("customers.1003", undefined)], { operation: "delete" });
  await store.write([change("customers.1001", { ...customers["customers.1001"], points: 185 })], {
    operation: "set",
  });
  await store.snapshot({ tags: ["release"], description: "Reviews are live" });
  await store.write(
    [change("books.moby-dick", { ...mobyDick, price: 9.9, tags: ["novel", "sea", "classic"] })],
    {
      operation: "set",
    },
  );
}
