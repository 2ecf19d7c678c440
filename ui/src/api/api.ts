// The author's verbs as typed functions: `api.rename_page` is written `api.renamePage(…)`. There is nothing to
// keep in step by hand: names and types come from the generated table of commands.
import type { Commands, Event, Nothing } from "./protocol";
import type { Host } from "../host/host";

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name;

type Verb<Name extends keyof Commands> = [Nothing] extends [Commands[Name]["argument"]]
  ? () => Promise<Commands[Name]["answer"]>
  : (argument: Commands[Name]["argument"]) => Promise<Commands[Name]["answer"]>;

/** Everything the interface can ask for, one function for each command. */
export type Api = { readonly [Name in keyof Commands as Camel<Name>]: Verb<Name> } & {
  /** Hears of every event until the returned function is called. */
  listen(hear: (event: Event) => void): () => void;
};

/** Makes the verbs of a host. */
export function createApi(host: Host): Api {
  return new Proxy({} as Api, {
    get(_, verb) {
      if (typeof verb !== "string") return undefined;
      if (verb === "listen") return host.listen.bind(host);
      const name = verb.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as keyof Commands;
      return (argument: Commands[typeof name]["argument"] = {}) => host.call(name, argument);
    },
  });
}
