import { Link } from 'wouter';
import { AccountMenu } from './account/AccountMenu.tsx';
import { LanguageMenu } from './language/LanguageMenu.tsx';
import { useWords } from './language/language.ts';

export function Header() {
  const { pages } = useWords();
  const links = [
    ['/', pages.checkout],
    ['/sign-up', pages.signUp],
    ['/orders', pages.orders],
    ['/gift', pages.gift],
    ['/profile', pages.profile],
  ] as const;
  return (
    <header className="header">
      <Link href="/" className="brand">
        <img src="/favicon.svg" alt="" width="32" height="32" />
        Corner Shop
      </Link>
      <nav aria-label="Shop">
        {links.map(([href, label]) => (
          <Link key={href} href={href} className={(active) => (active ? 'tab current' : 'tab')}>
            {label}
          </Link>
        ))}
      </nav>
      <div className="settings">
        <LanguageMenu />
        <AccountMenu />
      </div>
    </header>
  );
}
