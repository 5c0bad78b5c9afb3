import { useWords } from '../language/language.ts';

export type CardToken = 'tok_visa' | 'tok_declined';

/** Tokens, as a payment provider's form would give them: no card number is ever in this page. */
export function CardChoice({ value, onChange }: { value: CardToken; onChange: (card: CardToken) => void }) {
  const { pay: words } = useWords();
  const cards: [CardToken, string][] = [
    ['tok_visa', words.good],
    ['tok_declined', words.bad],
  ];
  return (
    <fieldset className="choice">
      <legend>{words.with}</legend>
      {cards.map(([token, label]) => (
        <label key={token}>
          <input
            type="radio"
            name="card"
            value={token}
            checked={value === token}
            onChange={() => onChange(token)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
