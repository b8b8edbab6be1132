// A field that takes an address, or finds something of the site or of the shop by its title: what is typed stays allowed.
import { combobox as finder } from "./combobox.js";

const ADDRESS = /^(https?:\/\/\S|mailto:\S|tel:\S|\/(?!\/)|#\S|[a-z_]+:[a-z0-9][a-z0-9_-]*$|[\w-]+(\.[\w-]+)+(\/|\?|$))/i;

export function isAddress(text) {
  return ADDRESS.test(text);
}

export function combobox(input, list, targets, take) {
  return finder(input, list, targets, take, { label: "Contenus du site et de la boutique", none: "Aucun résultat : saisissez une adresse (https://…).", isFree: isAddress });
}
