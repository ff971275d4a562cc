import { config } from "zod";

// zod would try whether it may make code at run time; the content security policy says no, and reports the attempt.
config({ jitless: true });
