import { Link } from 'wouter';
import { AccountMenu } from './account/AccountMenu.tsx';

const pages = [
  ['/', 'Checkout'],
  ['/sign-up', 'Sign up'],
  ['/orders', 'Orders'],
  ['/gift', 'Gift card'],
  ['/profile', 'Profile'],
] as const;

export function Header() {
  return (
    <header className="header">
      <Link href="/" className="brand">
        <img src="/favicon.svg" alt="" width="32" height="32" />
        Corner Shop
      </Link>
      <nav aria-label="Shop">
        {pages.map(([href, label]) => (
          <Link key={href} href={href} className={(active) => (active ? 'tab current' : 'tab')}>
            {label}
          </Link>
        ))}
      </nav>
      <AccountMenu />
    </header>
  );
}
