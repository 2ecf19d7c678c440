import { expect, it } from "vitest";
import { rank } from "./ranking";

const self = (text: string) => text;

it("puts what begins with the words first, then what has a word that does", () => {
  expect(rank(["become a member", "Old members", "Members' evening"], self, "mem", 9)).toEqual([
    "Members' evening",
    "become a member",
    "Old members",
  ]);
});

it("needs every word, in any order", () => {
  expect(rank(["the old quay", "old boats"], self, "quay old", 9)).toEqual(["the old quay"]);
});

it("takes no more than asked for, and the first ones when nothing is typed", () => {
  expect(rank(["a", "b", "c"], self, "", 2)).toEqual(["a", "b"]);
});
