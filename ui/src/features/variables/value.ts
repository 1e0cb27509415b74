/** The value of a variable. A platform may call one as what every object has, such as `constructor`. */
import type { Values } from "../../host/types";

export function valueOf(values: Values, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
