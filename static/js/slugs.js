// A friendly address as the server writes it (sandbox.kernel.text.slugify); empty when no letter or digit is left.
export function slugOf(text) {
  const plain = text.replace(/œ/gi, "oe").replace(/æ/gi, "ae").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
