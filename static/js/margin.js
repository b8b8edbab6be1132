// What a price leaves once what was paid for it is taken off, as the server writes it: « 6,88 € (56,2 %) ».
import { french } from "./numbers.js";

export const marginWords = (price, cost) => {
  if (!(price > 0 && cost > 0)) return "–";
  const margin = price - cost;
  return `${french(margin)}\u00a0€ (${french((margin / price) * 100, 1)}\u00a0%)`;
};
