import { Route, Switch } from 'wouter';
import { ProfilePage } from './account/ProfilePage.tsx';
import { SignUpPage } from './account/SignUpPage.tsx';
import { CheckoutPage } from './checkout/CheckoutPage.tsx';
import { ReceiptPage } from './checkout/ReceiptPage.tsx';
import { GiftPage } from './gift/GiftPage.tsx';
import { Header } from './Header.tsx';
import { LabPanel } from './lab/LabPanel.tsx';
import { RequestLog } from './lab/RequestLog.tsx';
import { useLab } from './lab/useLab.ts';
import { useWords } from './language/language.ts';
import { Unfinished } from './open/Unfinished.tsx';
import { OrdersPage } from './orders/OrdersPage.tsx';

export function App() {
  const lab = useLab();
  const words = useWords();
  return (
    <>
      <Header />
      <div className="columns">
        <div className="shop">
          <Unfinished />
          <main>
            <Switch>
              <Route path="/" component={CheckoutPage} />
              <Route path="/receipt/:id">{({ id }) => <ReceiptPage id={id} />}</Route>
              <Route path="/sign-up" component={SignUpPage} />
              <Route path="/orders" component={OrdersPage} />
              <Route path="/gift" component={GiftPage} />
              <Route path="/profile" component={ProfilePage} />
              <Route>
                <h1>{words.noPage}</h1>
              </Route>
            </Switch>
          </main>
          <RequestLog lab={lab} />
        </div>
        <LabPanel lab={lab} />
      </div>
    </>
  );
}
