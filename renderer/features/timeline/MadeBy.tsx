import { visible } from "../../../shared/diff/index.ts";
import type { Revision } from "../../../shared/model/index.ts";
import { Author } from "../../ui/index.ts";
import { useActivity } from "./useActivity.ts";

/** Who made a revision and what they said about it, as the end of a sentence; nothing where neither is known. */
export function MadeBy({ revision, lead = "" }: { readonly revision: Revision; readonly lead?: string }) {
  const record = useActivity((revision - 1) as Revision, revision)?.[0];
  if (record === undefined || (record.author === null && record.message === null)) return null;
  return (
    <>
      {lead}
      {record.author === null ? null : (
        <>
          {" "}
          by <Author name={record.author} />
        </>
      )}
      {record.message === null ? null : (
        <>
          {": "}
          <bdi title={visible(record.message)}>{visible(record.message)}</bdi>
        </>
      )}
    </>
  );
}
