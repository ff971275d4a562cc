import { publicCalls } from "../../calls/publicCalls.ts";
import { Metering } from "../../core/metering.ts";
import { ProblemFeed } from "../../core/problemFeed.ts";
import { describeBackend } from "../../model/describeBackend.fixture.ts";
import { resolveOptions } from "../../options.ts";
import { Store } from "../../store.ts";
import { PlainBackend } from "./plainBackend.fixture.ts";

describeBackend({
  name: "a plain backend",
  isInMemory: true,
  open: async (options) => {
    const notices = { metering: new Metering(), problems: new ProblemFeed() };
    const backend = new PlainBackend(resolveOptions(options), notices);
    return publicCalls(new Store(backend, notices), notices.metering);
  },
});
