import { type Context, ORPCError, type Router } from "@orpc/server";
import { StandardRPCHandler, type StandardRPCHandlerOptions } from "@orpc/server/standard";

/** Answers the calls of a contract. Internal errors go to `report` as well as to the caller. */
export function contractHandler<C extends Context>(
  // biome-ignore lint/suspicious/noExplicitAny: oRPC's type for a router of any contract.
  router: Router<any, C>,
  report: (error: unknown) => void,
  options: StandardRPCHandlerOptions<C> = {},
): StandardRPCHandler<C> {
  return new StandardRPCHandler<C>(router, {
    ...options,
    clientInterceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          if (!(error instanceof ORPCError)) report(error);
          else if (error.status >= 500) report(error.cause ?? error);
          throw error;
        }
      },
    ],
  });
}
