import { expect, it } from "vitest";
import type { Problem } from "../api/protocol";
import { ofThisPage } from "./problems";

it("does not name the file of a page that is open", () => {
  const problem = { file: "content/a.md", message: "content/a.md shows the picture `b.png`" } as Problem;
  expect(ofThisPage(problem)).toBe("This page shows the picture `b.png`");
  expect(ofThisPage({ ...problem, message: "The template is broken" })).toBe("The template is broken");
  expect(ofThisPage({ ...problem, file: null })).toBe(problem.message);
});
