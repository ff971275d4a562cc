import { createEnhancedPersistence } from "./index.ts";
import { describeBackend } from "./model/describeBackend.fixture.ts";

describeBackend({ name: "SQLite", open: createEnhancedPersistence, isInMemory: false });
