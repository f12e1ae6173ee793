import { describe, expect, it } from "vitest";
import { readHubId } from "./hub-id.ts";

describe("readHubId", () => {
  it("takes an id as it is", () => {
    expect(readHubId("owner/name@refs/pr/1")).toBe("owner/name@refs/pr/1");
    expect(readHubId("  MIT/ast-finetuned-audioset-10-10-0.4593 ")).toBe("MIT/ast-finetuned-audioset-10-10-0.4593");
  });

  it("finds the id in the address of a model's page", () => {
    expect(readHubId("https://huggingface.co/owner/name/tree/main?x=1")).toBe("owner/name");
  });

  it("refuses what is no id", () => {
    expect(
      ["", "name", "a/b/c", "owner/", "../etc", "owner/na me", "https://", "https://huggingface.co/owner"].map(
        readHubId,
      ),
    ).toEqual(Array(8).fill(null));
  });
});
