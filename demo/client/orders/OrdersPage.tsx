import { useQuery } from '@tanstack/react-query';
import type { Order } from '../../contract.ts';
import { api } from '../api.ts';
import { useWords } from '../language/language.ts';
import { OrderRow } from './OrderRow.tsx';

export function OrdersPage() {
  const words = useWords();
  const { data: orders } = useQuery({ queryKey: ['orders'], queryFn: () => api<Order[]>('/api/orders') });
  return (
    <section className="card">
      <h1>{words.pages.orders}</h1>
      {orders?.length === 0 && <p className="lead">{words.orders.none}</p>}
      {orders ? (
        <ul className="orders">
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      ) : (
        <p className="lead">{words.orders.loading}</p>
      )}
    </section>
  );
}
