// A host that keeps everything in memory: a small site with posts, pages, settings and places to publish to, which
// answers as the real one does. The interface is worked on with it, and its unit tests run against it.
import type { Commands, Event } from "../api/protocol";
import { Failed, type Host } from "./host";
import { pageCommands } from "./memory/pages";
import { publishCommands } from "./memory/publishing";
import { settingCommands } from "./memory/settings";
import { siteCommands } from "./memory/sites";
import { World, type MemoryOptions } from "./memory/world";

/** A command's work: its argument in, its answer out. */
export type Handlers<Names extends keyof Commands> = {
  [Name in Names]: (argument: Commands[Name]["argument"]) => Commands[Name]["answer"];
};

/** A host in memory, and a look behind the curtain for tests. */
export interface MemoryHost extends Host {
  readonly world: World;
}

/** Makes a host in memory. */
export function createMemoryHost(options: MemoryOptions = {}): MemoryHost {
  const world = new World(options);
  const handlers: Handlers<keyof Commands> = {
    ...siteCommands(world),
    ...pageCommands(world),
    ...settingCommands(world),
    ...publishCommands(world),
  };
  return {
    world,
    async call(name, argument) {
      await world.pause();
      const failure = world.failNext.get(name);
      if (failure) {
        world.failNext.delete(name);
        throw new Failed(failure);
      }
      // Answers cross a border in the real hosts, so nobody may hold on to the world's own values.
      return structuredClone(handlers[name](structuredClone(argument)));
    },
    listen(hear: (event: Event) => void) {
      world.listeners.add(hear);
      return () => world.listeners.delete(hear);
    },
  };
}
