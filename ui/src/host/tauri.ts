// The app's own host: one Tauri command takes every request, one Tauri event brings every event.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Event, Failure } from "../api/protocol";
import { Failed, type Host } from "./host";

export const tauriHost: Host = {
  async call(name, argument) {
    try {
      return await invoke("call", { request: { command: name, argument } });
    } catch (failure) {
      throw new Failed(failure as Failure);
    }
  },
  listen(hear) {
    const stop = listen<Event>("galley", (message) => hear(message.payload));
    return () => void stop.then((end) => end());
  },
};
