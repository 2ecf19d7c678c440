// Commands about settings.
import type { SettingInput, SettingValue } from "../../api/protocol";
import type { Handlers } from "../memory";
import type { World } from "./world";

/** Commands about settings. */
export function settingCommands(world: World): Handlers<"show_settings" | "change_setting"> {
  const show = () => ({ site: world.site.site, themeName: "Neatline", theme: world.site.theme });
  return {
    show_settings: show,
    change_setting({ key, value }) {
      const setting = world.setting(key.scope, key.name);
      const problem = value && problemOf(setting.input, value);
      if (problem) {
        const answer = structuredClone(show());
        const shown = answer[key.scope]
          .flatMap((group) => group.settings)
          .find((one) => one.key.name === key.name)!;
        Object.assign(shown, { value, problem });
        return answer;
      }
      Object.assign(setting, { value: value ?? setting.default, chosen: value !== null, problem: null });
      world.emit({ kind: "siteChanged" });
      return show();
    },
  };
}

function problemOf(input: SettingInput, value: SettingValue): string | null {
  if (input.kind === "address" && value.kind === "text" && !/^https?:\/\/[^\s/]+\.[^\s]+$/.test(value.value))
    return "Use a full address, for example https://example.org";
  if (
    input.kind === "number" &&
    value.kind === "number" &&
    (value.value < input.min || value.value > input.max)
  )
    return `Use a number from ${input.min} to ${input.max}`;
  return null;
}
