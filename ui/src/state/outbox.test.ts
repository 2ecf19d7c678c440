import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { EditAnswer, EditPage, Failure } from "../api/protocol";
import { Failed } from "../host/host";
import { difference, Outbox } from "./outbox";

const failure = (kind: "sendWholeText" | null): Failed => {
  const remedy: Failure["remedy"] = kind ? { kind } : null;
  return new Failed({ remedy, message: "no", hint: "", detail: "" });
};

/** Keeps a text as Rust does, and answers only when told to. */
class SlowRust {
  text: string;
  revision = 0;
  sent: Omit<EditPage, "page">[] = [];
  refuse: Failed | null = null;
  #open: (() => void)[] = [];

  constructor(text: string) {
    this.text = text;
  }

  send = (edit: Omit<EditPage, "page">): Promise<EditAnswer> => {
    this.sent.push(edit);
    return new Promise((resolve, reject) => this.#open.push(() => this.#take(edit, resolve, reject)));
  };

  /** Answers the oldest request. */
  async answer(): Promise<void> {
    this.#open.shift()?.();
    await settled();
  }

  get open(): number {
    return this.#open.length;
  }

  /** Somebody else changes the file. */
  changeOutside(text: string): void {
    this.text = text;
    this.revision += 1;
  }

  #take(
    edit: Omit<EditPage, "page">,
    resolve: (answer: EditAnswer) => void,
    reject: (error: Failed) => void,
  ) {
    if (this.refuse) return reject(this.refuse);
    if (edit.changes.kind === "whole") this.text = edit.changes.text;
    else if (edit.base !== this.revision) return reject(failure("sendWholeText"));
    else
      for (const { from, to, insert } of [...edit.changes.pieces].reverse())
        this.text = this.text.slice(0, from) + insert + this.text.slice(to);
    this.revision = edit.revision;
    resolve({ revision: edit.revision } as EditAnswer);
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

function setUp(text: string) {
  const rust = new SlowRust(text);
  const heard = { answers: [] as { newest: boolean; typedAt: number }[], failed: 0 };
  const outbox = new Outbox(text, 0, {
    send: rust.send,
    answered: (_, newest, typedAt) => heard.answers.push({ newest, typedAt }),
    failed: () => heard.failed++,
  });
  const type = (from: number, insert: string, to = from, at = 0) => {
    const changes = ChangeSet.of({ from, to, insert }, outbox.text.length);
    outbox.typed(changes, changes.apply(outbox.text), at);
  };
  return { rust, outbox, heard, type };
}

describe("text on its way to Rust", () => {
  it("goes one request at a time, and what waits goes as one", async () => {
    const { rust, outbox, heard, type } = setUp("ab");
    type(1, "1", 1, 10);
    type(2, "2", 2, 20);
    type(3, "3", 3, 30);
    expect(rust.sent).toHaveLength(1);
    await rust.answer();
    expect(rust.sent).toHaveLength(2);
    expect(rust.sent[1]).toEqual({
      base: 1,
      revision: 2,
      changes: { kind: "pieces", pieces: [{ from: 2, to: 2, insert: "23" }] },
    });
    await rust.answer();
    expect(rust.text).toBe("a123b");
    expect(outbox.isEmpty).toBe(true);
    expect(heard.answers).toEqual([
      { newest: false, typedAt: 10 },
      { newest: true, typedAt: 20 },
    ]);
  });

  it("is sent whole when Rust asks for it", async () => {
    const { rust, heard, type } = setUp("ab");
    rust.revision = 7;
    type(0, "x");
    await rust.answer();
    type(1, "y");
    await rust.answer();
    await rust.answer();
    expect(rust.sent.map((edit) => edit.changes.kind)).toEqual(["pieces", "whole", "pieces"]);
    expect([rust.text, heard.failed]).toEqual(["xyab", 0]);
  });

  it("is kept when it is refused, not sent for ever, and goes along with the next key", async () => {
    const { rust, outbox, heard, type } = setUp("");
    rust.refuse = failure(null);
    type(0, "a");
    await rust.answer();
    expect([rust.open, heard.failed, outbox.isEmpty]).toEqual([0, 1, false]);
    rust.refuse = null;
    type(1, "b");
    await rust.answer();
    expect([rust.text, outbox.isEmpty]).toEqual(["ab", true]);
  });

  it("is tried again by a flush", async () => {
    const { rust, outbox, type } = setUp("");
    rust.refuse = failure(null);
    type(0, "a");
    await rust.answer();
    rust.refuse = null;
    const flushed = outbox.flush();
    await rust.answer();
    await flushed;
    expect(rust.text).toBe("a");
  });

  it("arrives before what was asked for after it", async () => {
    const { rust, outbox, type } = setUp("");
    const order: string[] = [];
    type(0, "a");
    void outbox.run(async () => void order.push(`task sees ${rust.text}`));
    type(1, "b");
    await rust.answer();
    await rust.answer();
    expect(order).toEqual(["task sees a"]);
    expect(rust.text).toBe("ab");
  });

  it("does not keep a task waiting for ever", async () => {
    const { rust, outbox, type } = setUp("");
    let isDone = false;
    type(0, "a");
    void outbox.run(async () => void (isDone = true));
    for (let key = 0; key < 3; key++) {
      type(0, "b");
      await rust.answer();
    }
    expect(isDone).toBe(true);
  });

  it("a task that fails rejects and holds nothing up", async () => {
    const { rust, outbox, type } = setUp("");
    await expect(outbox.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    type(0, "a");
    await rust.answer();
    expect(rust.text).toBe("a");
  });

  it("is kept when the file was changed elsewhere, and so is that change", async () => {
    const { rust, outbox, type } = setUp("one two three");
    type(13, "!");
    rust.changeOutside("ONE two three");
    const met = outbox.runFirst(async () => outbox.meet(rust.text, rust.revision));
    await rust.answer();
    const changes = await met;
    expect(changes.apply(Text.of(["one two three!"])).toString()).toBe("ONE two three!");
    await rust.answer();
    expect([rust.text, outbox.text.toString()]).toEqual(["ONE two three!", "ONE two three!"]);
    expect(rust.sent.map((edit) => edit.changes.kind)).toEqual(["pieces", "pieces"]);
  });

  it("ends up equal here and there, whatever happens in between", async () => {
    for (let seed = 1; seed <= 150; seed++) await storm(seed);
  });
});

/** Types, changes from outside, refuses and answers at random; in the end both sides hold the same. */
async function storm(seed: number): Promise<void> {
  const { rust, outbox, type } = setUp("The quick 😀 fox\njumps");
  const random = randomOf(seed);
  for (let step = 0; step < 25; step++) {
    const length = outbox.text.length;
    const choice = random(10);
    if (choice < 6) {
      const from = random(length + 1);
      type(from, "ab\nc😀".slice(0, random(4)), Math.min(length, from + random(3)));
    } else if (choice < 8) await rust.answer();
    else if (choice === 8 && outbox.isEmpty && rust.open === 0) {
      rust.changeOutside(`${rust.text.slice(random(3))}~`);
      void outbox.runFirst(async () => outbox.meet(rust.text, rust.revision));
    } else rust.refuse = rust.refuse ? null : failure(random(2) ? "sendWholeText" : null);
  }
  rust.refuse = null;
  const flushed = outbox.flush();
  while (!outbox.isEmpty) await rust.answer();
  await flushed;
  expect(rust.text, `seed ${seed}`).toBe(outbox.text.toString());
}

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

describe("the difference of two texts", () => {
  it.each([
    ["", ""],
    ["abc", "abc"],
    ["abc", "axc"],
    ["aaa", "aa"],
    ["a\nb", "a\n\nb"],
    ["x😀y", "x😁y"],
    ["😀", "😀😀"],
    ["😀a", "😁a"],
  ])("%j to %j", (before, after) => {
    const [a, b] = [Text.of(before.split("\n")), Text.of(after.split("\n"))];
    const changes = difference(a, b);
    expect(changes.apply(a).toString()).toBe(after);
    changes.iterChanges((from, to) => {
      for (const at of [from, to]) expect(isInsideCharacter(before, at)).toBe(false);
    });
  });
});

const isInsideCharacter = (text: string, at: number) =>
  at > 0 && text.codePointAt(at - 1)! > 0xffff && text.charCodeAt(at) >= 0xdc00;
