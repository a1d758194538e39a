// Characters put right that were taken for others of the same sound.

import { isPair } from "./tokens.js";

// A pair of characters with one of them as it sounds, or the other.
const halfSpelled = (spell, [one, other]) =>
  [one + spell(other), spell(one) + other].filter((sound) => !sound.includes("?"));

// The commonest pair for each of these.
function pairsBySound({ spell, postings }) {
  const known = postings.vocabulary().filter(isPair)
    .sort((one, other) => postings.spread(one) - postings.spread(other));
  const bySound = new Map();
  for (const pair of known) for (const sound of halfSpelled(spell, pair)) bySound.set(sound, pair);
  return bySound;
}

// A pair is wrong that nobody uses, nor the one before it or the one after. `unused` is a set of
// such pairs; gives the text with others of the same sound in their place.
export function correcter(index) {
  let known;
  return (text, unused) => {
    const isUsed = (pair) => isPair(pair) && !unused.has(pair);
    for (let at = 0; at < text.length - 1; at += 1) {
      const [before, pair, after] = [at - 1, at, at + 1].map((from) => text.slice(Math.max(0, from), from + 2));
      if (!isPair(pair) || !unused.has(pair) || (isUsed(before) && isUsed(after))) continue;
      known = known ?? pairsBySound(index);
      const [right = pair] = halfSpelled(index.spell, pair).flatMap((sound) => known.get(sound) ?? []);
      text = text.slice(0, at) + right + text.slice(at + 2);
    }
    return text;
  };
}
