import { useQuery } from '@tanstack/react-query';
import type { Order } from '../../contract.ts';
import { api } from '../api.ts';
import { OrderRow } from './OrderRow.tsx';

export function OrdersPage() {
  const { data: orders } = useQuery({ queryKey: ['orders'], queryFn: () => api<Order[]>('/api/orders') });
  return (
    <section className="card">
      <h1>Orders</h1>
      {orders ? (
        <ul className="orders">
          {orders.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </ul>
      ) : (
        <p className="lead">Getting your orders…</p>
      )}
    </section>
  );
}
