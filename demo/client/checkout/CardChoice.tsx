export type CardToken = 'tok_visa' | 'tok_declined';

const cards: [CardToken, string][] = [
  ['tok_visa', 'Card ending 4242'],
  ['tok_declined', 'Card that is declined'],
];

/** Tokens, as a payment provider's form would give them: no card number is ever in this page. */
export function CardChoice({ value, onChange }: { value: CardToken; onChange: (card: CardToken) => void }) {
  return (
    <fieldset className="choice">
      <legend>Pay with</legend>
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
