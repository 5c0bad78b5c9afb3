import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Cart } from '../../contract.ts';
import { api } from '../api.ts';

export function useCart() {
  return useQuery({ queryKey: ['cart'], queryFn: () => api<Cart>('/api/cart') });
}

export function totalOf({ lines }: Cart): number {
  return lines.reduce((total, { price, quantity }) => total + price * quantity, 0);
}

export function useChangeQuantity() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, quantity }: { id: string; quantity: number }) =>
      api<Cart>(`/api/cart/lines/${id}`, 'PUT', { quantity }),
    onSuccess: (cart) => queryClient.setQueryData(['cart'], cart),
  });
}

export function useNewCart() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api<Cart>('/api/cart/new', 'POST'),
    onSuccess: (cart) => queryClient.setQueryData(['cart'], cart),
  });
}
