import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** What a server that is away would say is not known: it is asked again until it is back. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (_failures, error) => !(error instanceof ApiError && error.status < 500),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5000),
    },
  },
});
